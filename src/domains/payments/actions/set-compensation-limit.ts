import { fromWire, type Money } from "#kernel/money";
import { grant, refuse } from "#kernel/outcome";
import { action, all, holds, is, not } from "#platform/action";
import { principalName } from "#platform/db";
import { compensationLimitOutput, setCompensationLimitInput } from "../contract.ts";

/**
 * Whoever says what roles may do says up to how much they agree alone, and how much goodwill there is; from now on, and what was
 * agreed to before stays. Nobody who administers proposes or agrees to anything.
 */
export const setCompensationLimit = action({
  name: "payments.set-compensation-limit",
  input: setCompensationLimitInput,
  output: compensationLimitOutput,
  allow: all(holds("staff.write"), not(is("merchant"))),
  idempotency: "required",
  refusals: ["version-changed"],
  subject: async (tx, { what, limit }) => {
    const before = await tx.maybe<{ version: number; limit_minor: bigint }>(
      "select version, limit_minor from payments.compensation_limit where what = $1 and currency = $2 order by version desc limit 1",
      [what, limit.currency],
    );
    return grant({ latest: before?.version ?? 0, before: before?.limit_minor ?? null });
  },
  run: async ({ tx, input, subject: { latest, before }, principal, record, now }) => {
    if (latest !== input.latest) return refuse("version-changed", { number: input.what });
    const limit: Money = fromWire(input.limit);
    const version = latest + 1;
    const inserted = await tx.run(
      "insert into payments.compensation_limit (what, currency, version, limit_minor, note, set_by, since) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
      [input.what, limit.currency, version, limit.minor, input.note, principalName(principal), now],
    );
    // Somebody else changed it in the same moment.
    if (inserted === 0) return refuse("version-changed", { number: input.what });
    record.detail({
      what: input.what,
      currency: limit.currency,
      version,
      fromMinor: before?.toString() ?? null,
      toMinor: limit.minor.toString(),
    });
    return grant({ what: input.what, currency: String(limit.currency), version });
  },
});
