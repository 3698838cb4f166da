import { grant, refuse } from "#kernel/outcome";
import { action, all, holds, sameMerchant } from "#platform/action";
import { principalName } from "#platform/db";
import { pauseShape, publishPauseInput } from "../contract.ts";
import { pausesSince } from "../queries/handling-of.ts";
import { onePause } from "../queries/list-pauses.ts";
import { checkPause } from "../rules/check-pause.ts";
import { insertPause } from "../store/clock-pause.ts";

/** Clocks stand still for a while: for new deadlines from now on, and for the open ones, which are moved after the commit. */
export const publishPause = action({
  name: "returns.publish-clock-pause",
  input: publishPauseInput,
  output: pauseShape,
  allow: all(holds("policies.write"), sameMerchant),
  idempotency: "required",
  refusals: ["pause-in-past", "pause-too-long", "pause-days-used-up", "pause-exists", "merchant-not-found"],
  // A merchant's person pauses the own shop: what is not said is meant.
  subject: async (tx, { merchantId }) => {
    const owner = tx.principal.kind === "merchant" ? (merchantId ?? tx.principal.merchantId) : merchantId;
    const known =
      owner === null ||
      (await tx.maybe<{ id: string }>("select id from parties.merchant where id = $1", [owner])) !== undefined;
    return known ? grant({ merchantId: owner }) : refuse("merchant-not-found", { merchantId: owner });
  },
  run: async ({ tx, input, principal, subject: { merchantId }, record, now }) => {
    const pause = {
      id: input.id,
      merchantId,
      cause: input.cause,
      label: input.label,
      holds: input.holds,
      from: Temporal.Instant.from(input.from),
      until: Temporal.Instant.from(input.until),
    };
    // Two people of one shop who publish at once wait for each other: each pause is counted against the other.
    if (merchantId !== null) await tx.rows("select pg_advisory_xact_lock(hashtextextended($1, 0))", [merchantId]);
    const lastYear = merchantId === null ? [] : await pausesSince(tx, pause.until.subtract({ hours: 24 * 365 }));
    const fine = checkPause(
      { ...pause, owner: merchantId === null ? "platform" : "merchant" },
      lastYear.filter((other) => other.merchantId === merchantId),
      now,
    );
    if (!fine.ok) return fine;
    if (!(await insertPause(tx, pause, principalName(principal)))) return refuse("pause-exists", { id: input.id });
    record.about({ kind: "clock-pause", id: input.id, ...(merchantId === null ? {} : { merchantId }) });
    record.detail({ cause: input.cause, from: input.from, until: input.until, holds: input.holds.join(" ") });
    record.fact({
      kind: "returns.clock-pause-published",
      version: 1,
      payload: { pauseId: input.id, merchantId },
    });
    return grant(await onePause(tx, input.id));
  },
});
