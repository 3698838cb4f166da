import { holdUnits, linesForCase, lockOrder } from "#domains/orders";
import { grant, refuse } from "#kernel/outcome";
import { action, any, holds, is, recipient } from "#platform/action";
import { principalName } from "#platform/db";
import { claimFiles } from "#platform/files";
import { escalateInput, movedShape } from "../contract.ts";
import { disputeLifecycle } from "../model.ts";
import { handlingOf } from "../queries/handling-of.ts";
import { caseFact } from "../rules/case-fact.ts";
import { leavesNothingToHear } from "../rules/goes-out.ts";
import { mayBeReopened } from "../rules/may-be-reopened.ts";
import { heldBy, unitsTaken } from "../rules/units-taken.ts";
import { caseLines, moveCase } from "../store/case.ts";
import { insertDispute } from "../store/dispute.ts";
import { caseToMove, moved, notAllowed } from "./case-to-move.ts";
import { waitFor } from "./wait-for.ts";

/** After a refusal, or when nothing was sent in time, the shopper asks the platform: both sides say and show, then a person rules. */
export const escalateCase = action({
  name: "returns.escalate",
  input: escalateInput,
  output: movedShape,
  allow: any(is("shopper"), recipient, holds("cases.create")),
  idempotency: "required",
  refusals: ["case-not-found", "move-not-allowed", "version-changed", "unit-not-free", "evidence-not-found"],
  subject: caseToMove,
  run: async ({ tx, input, subject: { row }, record, now }) => {
    const open = row.case_state === "rejected" && row.closed_at === null && !leavesNothingToHear(row);
    const reopened = mayBeReopened(row, now);
    if (!reopened && (!open || !disputeLifecycle.can(row.dispute_state, "escalate")))
      return notAllowed(row, "escalate");
    await lockOrder(tx, row.customer_id, row.order_number);
    const [lines, order, handling] = await Promise.all([
      caseLines(tx, row.customer_id, row.id),
      linesForCase(tx, row.customer_id, row.order_number),
      handlingOf(tx, row),
    ]);
    const held = heldBy(lines);
    // What an instant refund was paid for stays with its case.
    if (!row.instant && unitsTaken(held, order)) return refuse("unit-not-free", { number: row.number });
    if (input.evidence.length > 0) {
      const claimed = await claimFiles(tx, row.customer_id, row.order_id, input.evidence, row.id, row.merchant_id);
      if (!claimed.ok) return refuse("evidence-not-found", claimed.params);
    }
    record.cancelDeadlines();
    record.line("escalated", { note: input.note });
    const by = principalName(tx.principal);
    insertDispute(record, row, by, input.note, now);
    const changes = {
      case_state: "submitted",
      dispute_state: "evidence",
      ...(reopened ? ({ goods_state: "none", closed_at: null } as const) : {}),
      ...waitFor(record, "evidence-given", "hear-no-more", { version: row.version, handling, now }),
    } as const;
    if (!row.instant) holdUnits(record, row.customer_id, row.id, held);
    record.fact(caseFact("returns.escalated", { ...row, ...changes }));
    return grant(moved(moveCase(row, record, changes)));
  },
});
