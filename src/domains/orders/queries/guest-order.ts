import type { Id } from "#kernel/ids";
import { type Db, system } from "#platform/db";

type Guest = { customerId: Id<"customer">; orderId: Id<"order">; presentId?: Id<"present"> };

/**
 * The order of this number, if this phone (by blind index) is the recipient's or the shopper's. Where the goods are a present,
 * the recipient's phone leads to what was given and not to what was paid. For the door, before anybody is known: one statement,
 * so that it takes the same whether the number, the phone, or nothing is right.
 */
export async function guestOrder(db: Db, orderNumber: string, phoneIndex: string): Promise<Guest | undefined> {
  const row = await db.withTx(
    system("sign-in"),
    (tx) =>
      tx.maybe<{ customer_id: Id<"customer">; id: Id<"order">; present_id: Id<"present"> | null }>(
        `select o.customer_id, o.id, case when s.phone_index is distinct from $2 then p.id end as present_id
           from platform.directory d
           join orders.shop_order o on o.customer_id = d.customer_id and o.id = d.id
           join parties.shopper s on s.customer_id = o.customer_id
           left join orders.present p on p.customer_id = o.customer_id and p.order_id = o.id and p.ended_at is null
          where d.kind = 'order' and d.key = $1 and s.erased_at is null and (o.recipient_phone_index = $2 or s.phone_index = $2)`,
        [orderNumber.trim(), phoneIndex],
      ),
    { readOnly: true },
  );
  if (row === undefined) return undefined;
  const guest = { customerId: row.customer_id, orderId: row.id };
  return row.present_id === null ? guest : { ...guest, presentId: row.present_id };
}
