import type { Tx } from "#platform/db";

/**
 * What the cases of an order have settled so far for goods that came back: paid back, and withheld by agreement for their
 * state or as the fee of a promise. All of it is taken off what everything given back is worth; what was paid more in exchanges
 * is no part of it, and what was lent and is back counts no longer. Minor units.
 */
export async function settledBefore(tx: Tx, customerId: string, orderNumber: string): Promise<bigint> {
  const row = await tx.one<{ total: bigint }>(`with ${theOrder} select ${settledSum} as total`, [
    customerId,
    orderNumber,
  ]);
  return row.total;
}

/** Of the shopper $1 the order with the number $2. */
export const theOrder = "o as (select id from orders.shop_order where customer_id = $1 and number = $2)";

/** As one value of a statement that begins with `theOrder`. */
export const settledSum = `((select coalesce(sum(amount_minor), 0) from payments.refund where customer_id = $1 and kind = 'goods' and order_id = (select id from o))
           - (select coalesce(sum(a.amount_minor), 0) from payments.instant_advance a where a.customer_id = $1 and a.undone_at is not null and a.order_id = (select id from o))
           + (select coalesce(sum(case when c.money_state = 'settled' or exists (select 1 from payments.refund r where r.customer_id = $1 and r.cause_id = c.id)
                                       then c.withheld_minor + c.fee_minor else 0 end
                                - case when c.allowance or c.kind = 'exchange' then 0 else c.surcharge_minor end), 0)
                from returns.return_case c
               where c.customer_id = $1 and c.order_id = (select id from o)
                 and (c.withheld_minor > 0 or c.fee_minor > 0 or c.surcharge_minor > 0)))::bigint`;
