import { askReturnFreight } from "#domains/payments";
import { system } from "#platform/db";
import type { Reaction } from "#platform/domain";
import { noted, notePayment } from "../actions/note-payment.ts";
import { handlingOf } from "../queries/handling-of.ts";
import { owesFreight } from "../rules/freight-back.ts";
import { lockCaseById } from "../store/case.ts";

/** The goods are accepted, or were lost on a way somebody else answers for: what the shopper laid out for the freight comes back. */
export const onGoodsAccepted: Reaction = {
  name: "returns.on-goods-accepted",
  on: ["returns.inspected", "returns.lost", "returns.completed"],
  react: async (app, fact) => {
    const { caseId } = fact.payload as { caseId: string };
    await app.db.withTx(system("returns"), async (tx) => {
      const row = await lockCaseById(tx, fact.customerId ?? "", caseId);
      const payer = row === undefined ? null : owesFreight(row);
      if (row === undefined || row.freight_paid_minor === null || payer === null) return;
      const accepted = row.goods_state === "inspected" || row.goods_state === "lost";
      if (!accepted || (row.case_state !== "approved" && row.case_state !== "completed")) return;
      const { returnFreightUpToMinor } = await handlingOf(tx, row);
      await askReturnFreight(tx, {
        customerId: row.customer_id,
        orderId: row.order_id,
        merchantId: row.merchant_id,
        caseId: row.id,
        caseNumber: row.number,
        paidMinor: row.freight_paid_minor,
        atOnceMinor: BigInt(returnFreightUpToMinor),
        currency: row.currency,
        payer,
      });
    });
    app.nudge();
  },
};

/** What became of it stands in the story of the case. */
export const onReturnFreightMoved: Reaction = {
  name: "returns.on-return-freight-moved",
  on: ["payments.return-freight-moved"],
  react: async (app, fact) => {
    const { customerId, caseId, number, state, amountMinor, currency } = fact.payload as Record<string, string>;
    const what = noted.find((one) => one === `freight-${state}`);
    if (what === undefined) return;
    await notePayment.execute(
      { db: app.db, principal: system("returns"), nudge: app.nudge },
      { customerId, caseId, what, number, amountMinor, currency },
    );
  },
};
