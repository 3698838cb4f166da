import { system } from "#platform/db";
import { findInDirectory } from "#platform/directory";
import type { Reaction } from "#platform/domain";
import { giveCover } from "../actions/give-cover.ts";

/** An order came with insurance of the way back: each merchant's part of it is covered from the day of purchase. Told again, it is. */
export const onOrderImported: Reaction = {
  name: "payments.on-order-imported",
  on: ["orders.imported"],
  react: async (app, fact) => {
    const { number } = fact.payload as { number: string };
    await app.db.withTx(system("payments"), async (tx) => {
      const found = await findInDirectory(tx, "order", number);
      if (found === undefined) return;
      const order = await tx.maybe<{ product: string; merchant_ids: string[] }>(
        `select context -> 'freightInsurance' ->> 'product' as product, merchant_ids from orders.shop_order
          where customer_id = $1 and id = $2 and context ? 'freightInsurance'`,
        [found.customerId, found.id],
      );
      // One that is not sold covers nothing, and the order shows none.
      for (const merchantId of order?.merchant_ids ?? [])
        await giveCover(tx, {
          customerId: found.customerId,
          orderId: found.id,
          merchantId,
          productId: order?.product ?? "",
        });
    });
  },
};
