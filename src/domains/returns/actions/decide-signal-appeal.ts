import { grant, refuse } from "#kernel/outcome";
import { action, holds } from "#platform/action";
import { principalName } from "#platform/db";
import { appealedSignalShape, decideSignalAppealInput } from "../contract.ts";
import { thresholds } from "../rules/risk-signals.ts";

/** Upheld, the signal is quiet for a year and takes nothing away; dismissed, the shopper reads why. */
export const decideSignalAppeal = action({
  name: "returns.decide-signal-appeal",
  input: decideSignalAppealInput,
  output: appealedSignalShape,
  allow: holds("cases.overrule"),
  idempotency: "required",
  refusals: ["appeal-not-found", "appeal-decided"],
  subject: async (tx, { customerId, id }) => {
    const row = await tx.maybe<{ state: string; signal: string }>(
      "select state, signal from returns.signal_appeal where customer_id = $1 and id = $2 for update",
      [customerId, id],
    );
    return row === undefined ? refuse("appeal-not-found", { id }) : grant(row);
  },
  run: async ({ tx, input, subject, record, now }) => {
    if (subject.state !== "open") return refuse("appeal-decided", { id: input.id });
    const state = input.uphold ? "upheld" : "dismissed";
    record.about({ kind: "signal-appeal", id: input.id, customerId: input.customerId });
    record.detail({ signal: subject.signal, state });
    record.fact({
      kind: "returns.signal-appeal-decided",
      version: 1,
      payload: { appealId: input.id, signal: subject.signal, state, note: input.note },
    });
    record.change(
      "update returns.signal_appeal set state = $3, decided_by = $4, decided_at = $5, decision_note = $6, quiet_until = $7 where customer_id = $1 and id = $2 and state = 'open' returning 1",
      [
        input.customerId,
        input.id,
        state,
        principalName(tx.principal),
        now,
        input.note,
        input.uphold ? now.add({ hours: 24 * thresholds.quietDays }) : null,
      ],
      { touch: 1, belief: "an appeal is decided once" },
    );
    return grant({ id: input.id, state });
  },
});
