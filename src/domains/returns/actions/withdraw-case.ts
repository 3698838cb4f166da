import { releaseUnits } from "#domains/orders";
import { grant } from "#kernel/outcome";
import { action, any, holds, is, recipient } from "#platform/action";
import { movedShape, withdrawInput } from "../contract.ts";
import { caseLifecycle, goodsLifecycle } from "../model.ts";
import { caseFact } from "../rules/case-fact.ts";
import { goesOut } from "../rules/goes-out.ts";
import { moveCase } from "../store/case.ts";
import { closeOffer } from "../store/offer.ts";
import { caseToMove, moved, notAllowed } from "./case-to-move.ts";
import { settleDispute } from "./settle-dispute.ts";
import { nobody } from "./wait-for.ts";

/** The shopper takes it back, as long as neither goods nor money are on their way. */
export const withdrawCase = action({
  name: "returns.withdraw",
  input: withdrawInput,
  output: movedShape,
  allow: any(is("shopper"), recipient, holds("cases.create")),
  idempotency: "required",
  refusals: ["case-not-found", "move-not-allowed", "version-changed"],
  subject: caseToMove,
  run: async ({ input, subject: { row }, record, now }) => {
    const still =
      row.money_state === "none" &&
      !goesOut(row) &&
      row.dispute_state !== "ruled" &&
      (row.goods_state === "none" || goodsLifecycle.can(row.goods_state, "withdraw"));
    if (!caseLifecycle.can(row.case_state, "withdraw") || !still) return notAllowed(row, "withdraw");
    record.cancelDeadlines();
    if (row.case_state === "negotiating") closeOffer(record, row, "declined", now);
    record.line("withdrawn", { note: input.note ?? "" });
    const changes = {
      case_state: "withdrawn",
      goods_state: goodsLifecycle.move(row.goods_state, "withdraw") ?? row.goods_state,
      ...nobody,
      ...settleDispute(row, record, now),
      closed_at: now,
    } as const;
    record.fact(caseFact("returns.withdrawn", { ...row, ...changes }));
    releaseUnits(record, row.customer_id, row.order_id, row.id);
    return grant(moved(moveCase(row, record, changes)));
  },
});
