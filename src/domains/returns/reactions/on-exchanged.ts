import { giveBonus } from "#domains/payments";
import { system } from "#platform/db";
import type { Reaction } from "#platform/domain";

/** An exchange is done: what the policy gives on top is due. Where it turned into a return, nothing is. */
export const onExchanged: Reaction = {
  name: "returns.on-exchanged",
  on: ["returns.completed"],
  react: async (app, fact) => {
    const { caseId, kind } = fact.payload as { caseId: string; kind: string };
    if (kind !== "exchange" || fact.customerId === null) return;
    const row = await app.db.withTx(
      system("returns"),
      (tx) =>
        tx.maybe<{ number: string; order_id: string; merchant_id: string; bonus_minor: bigint; currency: string }>(
          `select number, order_id, merchant_id, bonus_minor, currency from returns.return_case
            where customer_id = $1 and id = $2 and outbound_state = 'delivered' and bonus_minor > 0`,
          [fact.customerId, caseId],
        ),
      { readOnly: true },
    );
    if (row === undefined) return;
    await giveBonus.execute(
      { db: app.db, principal: system("returns"), nudge: app.nudge },
      {
        customerId: fact.customerId,
        orderId: row.order_id,
        merchantId: row.merchant_id,
        caseId,
        caseNumber: row.number,
        minor: row.bonus_minor,
        currency: row.currency,
      },
    );
    app.nudge();
  },
};
