import { distanceBack } from "#domains/logistics";
import { claimFreight } from "#domains/payments";
import { system, type Tx } from "#platform/db";
import type { Reaction } from "#platform/domain";
import { causeOf, kindTraits } from "../model.ts";
import { type CaseRow, lockCaseById } from "../store/case.ts";

/** Goods are back and somebody paid the carrier: whoever insured the way back is asked, once. */
export const onFreightPaid: Reaction = {
  name: "returns.on-freight-paid",
  on: ["returns.completed"],
  react: async (app, fact) => {
    const { caseId } = fact.payload as { caseId: string };
    await app.db.withTx(system("returns"), async (tx) => {
      const row = await lockCaseById(tx, fact.customerId ?? "", caseId);
      if (row === undefined || row.arrived_at === null || !kindTraits[row.kind].goodsBack) return;
      if (row.way_back === "refused-at-door") return;
      await claimFreight(tx, {
        customerId: row.customer_id,
        orderId: row.order_id,
        merchantId: row.merchant_id,
        caseId: row.id,
        caseNumber: row.number,
        arrivedAt: row.arrived_at,
        why: causeOf(row.reason),
        paidBy: await paidBy(tx, row),
        zone: await distanceBack(tx, { customerId: row.customer_id, subjectId: row.id }),
        actualMinor: row.freight_paid_minor,
      });
    });
    app.nudge();
  },
};

/** Who laid out the freight. A present that its recipient sent back was the recipient's to pay for; where it had ended, the giver's. */
async function paidBy(tx: Tx, row: CaseRow): Promise<"shopper" | "seller" | "recipient"> {
  const received =
    row.present_id === null
      ? undefined
      : await tx.maybe(
          "select 1 as there from orders.present where customer_id = $1 and id = $2 and (ended_at is null or ended_at > $3)",
          [row.customer_id, row.present_id, row.shipped_at ?? row.arrived_at],
        );
  if (received !== undefined) return "recipient";
  // Where the insurer is to bear it, the shopper has laid it out.
  return row.freight_payer === "seller" || row.freight_payer === "platform" ? "seller" : "shopper";
}
