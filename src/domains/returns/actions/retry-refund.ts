import { refundStanding } from "#domains/payments";
import { grant, refuse } from "#kernel/outcome";
import { action, holds } from "#platform/action";
import { movedShape, retryRefundInput } from "../contract.ts";
import { caseFact } from "../rules/case-fact.ts";
import { refundBlocked } from "../rules/refund-blocked.ts";
import { moveCase } from "../store/case.ts";
import { caseToMove, moved } from "./case-to-move.ts";

/**
 * Staff try a refund again that could not even be put aside, once there is room for it. What is asked is the whole reservation
 * anew, so the amount is priced by what is true by then; a refund that exists and was refused has its own retry at payments.
 */
export const retryRefund = action({
  name: "returns.retry-refund",
  input: retryRefundInput,
  output: movedShape,
  allow: holds("refunds.resolve"),
  idempotency: "required",
  refusals: ["case-not-found", "version-changed", "refund-not-blocked"],
  subject: async (tx, input) => {
    const found = await caseToMove(tx, input);
    if (!found.ok) return found;
    const { row } = found.value;
    return grant({ ...found.value, refund: await refundStanding(tx, row.customer_id, row.id) });
  },
  run: async ({ subject: { row, refund }, record }) => {
    if (!refundBlocked(row, refund !== undefined))
      return refuse("refund-not-blocked", { number: row.number, moneyState: row.money_state });
    record.line("refund-asked-again", {});
    record.fact(caseFact("returns.refund-due", row));
    return grant(moved(moveCase(row, record, {})));
  },
});
