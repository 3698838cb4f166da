import { grant } from "#kernel/outcome";
import { action, any, holds, is, type Recorder, recipient } from "#platform/action";
import { confirmReplacementInput, movedShape } from "../contract.ts";
import { outboundLifecycle } from "../model.ts";
import { handlingOf } from "../queries/handling-of.ts";
import { caseFact } from "../rules/case-fact.ts";
import { sentTooSoon } from "../rules/goes-out.ts";
import type { CaseHandling } from "../rules/handling.ts";
import { isOver } from "../rules/is-over.ts";
import { inTrouble } from "../rules/outbound-trouble.ts";
import { type CaseRow, moveCase } from "../store/case.ts";
import { caseToMove, moved, notAllowed } from "./case-to-move.ts";
import { completed, differenceDue, onlyMoney, replaced } from "./refund-falls-due.ts";
import { goodsStillToCome, waitForGoods } from "./replacement-in-trouble.ts";
import { replacementNoted } from "./replacement-kept.ts";
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
  run: async ({ tx, subject: { row }, record, now }) => {
    if (!outboundLifecycle.can(row.outbound_state, "deliver")) return notAllowed(row, "confirm-replacement");
    if (sentTooSoon(row))
      return grant(moved(moveCase(row, record, await replacementNoted(tx, row, { by: "shopper", at: now }, record))));
    const handling = await handlingOf(tx, row);
    record.line("replacement-received", {});
    return grant(moved(moveCase(row, record, replacementArrived(row, handling, record, now))));
  },
});

/** What follows when the goods that went out have arrived: by the shopper's word or because the time to object is over. */
export function replacementArrived(
  row: CaseRow,
  handling: CaseHandling,
  record: Recorder,
  now: Temporal.Instant,
): Partial<CaseRow> {
  const arrived = {
    outbound_state: "delivered",
    outbound_trouble: null,
    outbound_delivered_at: row.outbound_delivered_at ?? now,
    ...differenceDue({ ...row, outbound_state: "delivered" }, record),
  } as const;
  const after = { ...row, ...arrived };
  const over = row.case_state === "rejected" || isOver(after);
  if (!over) {
    // The old goods are still waited for as before, or again where somebody had to answer for those sent out; where only the
    // difference is to be paid, nobody is hurried any more.
    const [stillToCome, wasInTrouble] = [goodsStillToCome(row), inTrouble(row)];
    if (!stillToCome || wasInTrouble) record.cancelDeadlines();
    const waits = wasInTrouble ? waitForGoods(after, handling, record, now) : undefined;
    const changes = { ...arrived, ...(stillToCome ? waits : onlyMoney(after)) };
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
