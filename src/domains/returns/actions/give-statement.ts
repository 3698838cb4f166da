import { grant, refuse } from "#kernel/outcome";
import { action, all, any, holds, is, recipient, sameMerchant } from "#platform/action";
import { principalName } from "#platform/db";
import { claimFiles } from "#platform/files";
import { giveStatementInput, movedShape } from "../contract.ts";
import { handlingOf } from "../queries/handling-of.ts";
import { caseFact } from "../rules/case-fact.ts";
import { moveCase } from "../store/case.ts";
import { changeDispute, disputeOf, insertStatement } from "../store/dispute.ts";
import { caseToMove, moved, notAllowed } from "./case-to-move.ts";
import { waitFor } from "./wait-for.ts";

/** A side says what happened and shows it; when both have, the platform need not wait any longer. */
export const giveStatement = action({
  name: "returns.state",
  input: giveStatementInput,
  output: movedShape,
  allow: any(is("shopper"), recipient, all(holds("cases.decide"), sameMerchant)),
  idempotency: "required",
  refusals: ["case-not-found", "move-not-allowed", "version-changed", "evidence-not-found", "neither-side"],
  subject: caseToMove,
  run: async ({ tx, input, principal, subject: { row }, record, now }) => {
    if (row.dispute_state !== "evidence" && row.dispute_state !== "appeal") return notAllowed(row, "state");
    // The platform judges; it speaks for neither.
    if (principal.kind === "staff") return refuse("neither-side", { number: row.number });
    const side = principal.kind === "shopper" ? "shopper" : "merchant";
    if (input.evidence.length > 0) {
      const claimed = await claimFiles(tx, row.customer_id, row.order_id, input.evidence, row.id, row.merchant_id);
      if (!claimed.ok) return refuse("evidence-not-found", claimed.params);
    }
    const dispute = await disputeOf(tx, row.customer_id, row.id);
    insertStatement(record, row, { side, words: input.words, by: principalName(tx.principal) }, now);
    changeDispute(record, row, side === "shopper" ? { shopper_stated_at: now } : { merchant_stated_at: now });
    record.line("stated", { side, words: input.words, photos: input.evidence.length });
    const otherHasSpoken = (side === "shopper" ? dispute?.merchant_stated_at : dispute?.shopper_stated_at) != null;
    if (row.dispute_state === "appeal" || !otherHasSpoken) {
      record.fact(caseFact("returns.stated", row));
      return grant(moved(moveCase(row, record, {})));
    }
    const handling = await handlingOf(tx, row);
    record.cancelDeadlines();
    record.line("heard", {}, { kind: "system", id: "hearing" });
    const changes = {
      dispute_state: "review",
      ...waitFor(record, "platform-decides", null, { version: row.version, handling, now }),
    } as const;
    record.fact(caseFact("returns.stated", { ...row, ...changes }));
    return grant(moved(moveCase(row, record, changes)));
  },
});
