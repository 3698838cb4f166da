import { grant } from "#kernel/outcome";
import { action, any, holds, is, type Recorder, recipient } from "#platform/action";
import { confirmReplacementInput, movedShape } from "../contract.ts";
import { outboundLifecycle } from "../model.ts";
import { caseFact } from "../rules/case-fact.ts";
import { isOver } from "../rules/is-over.ts";
import { type CaseRow, moveCase } from "../store/case.ts";
import { caseToMove, moved, notAllowed } from "./case-to-move.ts";
import { completed, differenceDue, onlyMoney, replaced } from "./refund-falls-due.ts";
import { goodsStillToCome } from "./replacement-in-trouble.ts";
import { nobody } from "./wait-for.ts";

/** The shopper has what was sent out. */
export const confirmReplacement = action({
  name: "returns.confirm-replacement",
  input: confirmReplacementInput,
  output: movedShape,
  allow: any(is("shopper"), recipient, holds("cases.create")),
  idempotency: "required",
  refusals: ["case-not-found", "move-not-allowed", "version-changed"],
  subject: caseToMove,
  run: async ({ subject: { row }, record, now }) => {
    if (!outboundLifecycle.can(row.outbound_state, "deliver")) return notAllowed(row, "confirm-replacement");
    record.line("replacement-received", {});
    return grant(moved(moveCase(row, record, replacementArrived(row, record, now))));
  },
});

/** What follows when the goods that went out have arrived: by the shopper's word or because the time to object is over. */
export function replacementArrived(row: CaseRow, record: Recorder, now: Temporal.Instant): Partial<CaseRow> {
  const arrived = {
    outbound_state: "delivered",
    outbound_trouble: null,
    outbound_delivered_at: row.outbound_delivered_at ?? now,
    ...differenceDue({ ...row, outbound_state: "delivered" }, record),
  } as const;
  const after = { ...row, ...arrived };
  const over = row.case_state === "rejected" || isOver(after);
  if (!over) {
    // The old goods are still waited for as before; where only the difference is to be paid, nobody is hurried any more.
    const stillToCome = goodsStillToCome(row);
    if (!stillToCome) record.cancelDeadlines();
    const changes = { ...arrived, ...(stillToCome ? {} : onlyMoney(after)) };
    record.fact(caseFact("returns.replacement-received", { ...row, ...changes }));
    return changes;
  }
  record.cancelDeadlines();
  const changes =
    row.case_state === "rejected"
      ? ({ ...arrived, case_state: "closed", closed_at: now, ...nobody } as const)
      : ({ ...arrived, ...completed(record, now) } as const);
  if (row.case_state === "rejected") record.line("closed", {});
  replaced(record, after);
  record.fact(caseFact(row.case_state === "rejected" ? "returns.closed" : "returns.completed", { ...row, ...changes }));
  return changes;
}
