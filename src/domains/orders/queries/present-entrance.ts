import type { Id } from "#kernel/ids";
import { type Db, system } from "#platform/db";
import { isPresentCode } from "../actions/present-code.ts";

type Recipient = { customerId: Id<"customer">; orderId: Id<"order">; presentId: Id<"present"> };

/** The present of this order, if this is its code. For the door, before anybody is known. */
export async function presentEntrance(
  db: Db,
  key: Uint8Array,
  orderNumber: string,
  code: string,
): Promise<Recipient | undefined> {
  const row = await db.withTx(
    system("sign-in"),
    (tx) =>
      tx.maybe<{ customer_id: Id<"customer">; order_id: Id<"order">; id: Id<"present">; code_no: number }>(
        `select p.customer_id, p.order_id, p.id, p.code_no
           from platform.directory d
           join orders.present p on p.customer_id = d.customer_id and p.order_id = d.id and p.ended_at is null
           join parties.shopper s on s.customer_id = p.customer_id
          where d.kind = 'order' and d.key = $1 and s.erased_at is null`,
        [orderNumber.trim()],
      ),
    { readOnly: true },
  );
  // A code is computed in any case, so that an order without a present takes as long.
  const right = isPresentCode(key, row?.id ?? "nobody", row?.code_no ?? 0, code);
  return row !== undefined && right
    ? { customerId: row.customer_id, orderId: row.order_id, presentId: row.id }
    : undefined;
}
