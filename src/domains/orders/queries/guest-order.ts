import type { Id } from "#kernel/ids";
import { type Db, system } from "#platform/db";

/**
 * The order of this number, if this phone (by blind index) is the recipient's or the shopper's. For the door, before anybody
 * is known: one statement, so that it takes the same whether the number, the phone, or nothing is right.
 */
export async function guestOrder(
  db: Db,
  orderNumber: string,
  phoneIndex: string,
): Promise<{ customerId: Id<"customer">; orderId: Id<"order"> } | undefined> {
  const row = await db.withTx(
    system("sign-in"),
    (tx) =>
      tx.maybe<{ customer_id: Id<"customer">; id: Id<"order"> }>(
        `select o.customer_id, o.id
           from platform.directory d
           join orders.shop_order o on o.customer_id = d.customer_id and o.id = d.id
           join parties.shopper s on s.customer_id = o.customer_id
          where d.kind = 'order' and d.key = $1 and s.erased_at is null and (o.recipient_phone_index = $2 or s.phone_index = $2)`,
        [orderNumber.trim(), phoneIndex],
      ),
    { readOnly: true },
  );
  return row && { customerId: row.customer_id, orderId: row.id };
}
