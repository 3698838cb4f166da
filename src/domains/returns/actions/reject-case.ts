import { releaseUnits } from "#domains/orders";
import { grant, refuse } from "#kernel/outcome";
import { action, all, holds, sameMerchant } from "#platform/action";
import { holdsRight } from "#platform/db";
import { claimFiles } from "#platform/files";
import { movedShape, rejectInput } from "../contract.ts";
import { policyOf } from "../queries/policy-of.ts";
import { caseFact } from "../rules/case-fact.ts";
import { handedOver } from "../rules/handed-over.ts";
import { dueAt } from "../rules/handling.ts";
import { moveCase } from "../store/case.ts";
import { caseToMove, moved, notAllowed } from "./case-to-move.ts";

/**
 * Refuses what is asked, with a reason the shopper can answer. What the law or a promise plainly gives cannot be refused by
 * the merchant; the platform may, and the audit shows who did.
 */
export const rejectCase = action({
  name: "returns.reject",
  input: rejectInput,
  output: movedShape,
  allow: all(holds("cases.decide"), sameMerchant),
  idempotency: "required",
  refusals: [
    "case-not-found",
    "move-not-allowed",
    "version-changed",
    "statutory-right",
    "platform-decides",
    "evidence-not-found",
  ],
  subject: caseToMove,
  run: async ({ tx, input, principal, subject: { row }, record, now }) => {
    if (row.case_state !== "submitted" && !handedOver(row)) return notAllowed(row, "reject");
    if (row.verdict === "ALLOW" && !holdsRight(principal, "cases.overrule"))
      return refuse("statutory-right", { route: row.best_route, number: row.number });
    if (handedOver(row) && !holdsRight(principal, "cases.overrule"))
      return refuse("platform-decides", { number: row.number });
    if (input.evidence.length > 0) {
      const claimed = await claimFiles(tx, row.customer_id, row.order_id, input.evidence, row.id, row.merchant_id);
      if (!claimed.ok) return refuse("evidence-not-found", claimed.params);
    }
    const { handling } = await policyOf(tx, row.policy_id, row.policy_version);
    const due = dueAt("shopper-resubmits", handling, now);
    record.cancelDeadlines();
    record.line("rejected", { reason: input.reason, note: input.note });
    record.deadline({
      kind: "shopper-resubmits",
      epoch: row.version,
      waitingOn: "shopper",
      dueAt: due,
      calendar: "plain",
    });
    const changes = {
      case_state: "rejected",
      waiting_on: "shopper",
      due_at: due,
      due_action: "close",
      reject_reason: input.reason,
      decided_at: now,
    } as const;
    record.fact(caseFact("returns.rejected", { ...row, ...changes }));
    releaseUnits(record, row.customer_id, row.order_id, row.id);
    return grant(moved(moveCase(row, record, changes)));
  },
});
