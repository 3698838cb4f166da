import { releaseUnits } from "#domains/orders";
import { grant, refuse } from "#kernel/outcome";
import { action, all, holds, sameMerchant } from "#platform/action";
import { holdsRight } from "#platform/db";
import { claimFiles } from "#platform/files";
import { movedShape, rejectInput } from "../contract.ts";
import { handlingOf } from "../queries/handling-of.ts";
import { caseFact } from "../rules/case-fact.ts";
import { handedOver } from "../rules/handed-over.ts";
import { moveCase } from "../store/case.ts";
import { closeOffer } from "../store/offer.ts";
import { answered } from "./answered.ts";
import { caseToMove, moved, notAllowed } from "./case-to-move.ts";
import { nothingGoesOut } from "./replacement-in-trouble.ts";
import { replacementKept } from "./replacement-kept.ts";
import { waitFor } from "./wait-for.ts";

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
    // Before the platform a side may give in, but no longer refuse: that is the ruling's.
    const before = row.case_state === "submitted" && row.dispute_state === "none";
    if (!before && row.case_state !== "negotiating" && !handedOver(row)) return notAllowed(row, "reject");
    if (row.verdict === "ALLOW" && !holdsRight(principal, "cases.overrule"))
      return refuse("statutory-right", { route: row.best_route, number: row.number });
    if (handedOver(row) && !holdsRight(principal, "cases.overrule"))
      return refuse("platform-decides", { number: row.number });
    if (input.evidence.length > 0) {
      const claimed = await claimFiles(tx, row.customer_id, row.order_id, input.evidence, row.id, row.merchant_id);
      if (!claimed.ok) return refuse("evidence-not-found", claimed.params);
    }
    const handling = await handlingOf(tx, row);
    record.cancelDeadlines();
    record.line("rejected", { reason: input.reason, note: input.note });
    if (row.case_state === "negotiating") closeOffer(record, row, "withdrawn", now);
    const changes = {
      case_state: "rejected",
      ...nothingGoesOut(row),
      ...waitFor(record, "shopper-resubmits", "close", { version: row.version, handling, now }),
      reject_reason: input.reason,
      decided_at: now,
      ...answered(row, "person", now),
    } as const;
    record.fact(caseFact("returns.rejected", { ...row, ...changes }));
    await replacementKept(tx, { ...row, ...changes }, record);
    releaseUnits(record, row.customer_id, row.order_id, row.id);
    return grant(moved(moveCase(row, record, changes)));
  },
});
