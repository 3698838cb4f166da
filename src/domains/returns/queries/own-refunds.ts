import type { OwnRefunds } from "#domains/orders";
import type { Tx } from "#platform/db";

/** What was paid back, and what is on its way, of the refunds of an order that row security shows the caller: a merchant its own. */
export async function ownRefunds(tx: Tx, customerId: string, orderNumber: string): Promise<OwnRefunds> {
  const row = await tx.one<{ refunded: bigint; reserved: bigint }>(
    `select coalesce(sum(amount_minor) filter (where state = 'settled'), 0)::bigint as refunded,
            coalesce(sum(amount_minor) filter (where state not in ('settled', 'refused')), 0)::bigint as reserved
       from payments.refund_part
      where customer_id = $1 and order_id = (select id from orders.shop_order where customer_id = $1 and number = $2)`,
    [customerId, orderNumber],
  );
  return { refundedMinor: row.refunded, reservedMinor: row.reserved };
}
