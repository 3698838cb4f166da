import { distanceBack } from "#domains/logistics";
import { claimFreight } from "#domains/payments";
import { system } from "#platform/db";
import type { Reaction } from "#platform/domain";
import { causeOf, kindTraits } from "../model.ts";
import { lockCaseById } from "../store/case.ts";

/** Goods are back and the shopper paid the carrier: whoever insured the way back is asked, once. */
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
        // Where the insurer is to bear it, the shopper has laid it out.
        paidBy: row.freight_payer === "seller" || row.freight_payer === "platform" ? "seller" : "shopper",
        zone: await distanceBack(tx, { customerId: row.customer_id, subjectId: row.id }),
        actualMinor: row.freight_paid_minor,
      });
    });
    app.nudge();
  },
};
