import type { Tx } from "#platform/db";

export type PresentGoods = {
  readonly id: string;
  readonly line_no: number;
  readonly title: string;
  readonly title_en: string;
  readonly variant: string;
  readonly picture: string;
  readonly quantity: number;
  readonly merchant_name: string | null;
  readonly merchant_name_en: string | null;
  readonly free: number;
  readonly held: number;
  readonly returned: number;
  readonly delivered_at: Temporal.Instant | null;
};

/** The goods of an order as whoever receives them may see them: row security leaves a recipient the lines of the present. */
export function goodsOf(tx: Tx, customerId: string, orderId: string): Promise<PresentGoods[]> {
  return tx.rows<PresentGoods>(
    `select l.id, l.line_no, l.title, l.title_en, l.variant, l.picture, l.quantity, m.name as merchant_name, m.name_en as merchant_name_en,
            u.free, u.held, u.returned, case when p.delivered_at <= $3 then p.delivered_at end as delivered_at
       from orders.line l
       left join parties.merchant m on m.id = l.merchant_id
      cross join lateral (
        select count(*) filter (where u.returned_at is null and u.case_id is null)::int as free,
               count(*) filter (where u.returned_at is null and u.case_id is not null)::int as held,
               count(*) filter (where u.returned_at is not null)::int as returned, (min(u.parcel_id::text))::uuid as parcel_id
          from orders.unit u where u.customer_id = l.customer_id and u.line_id = l.id
      ) u
       left join orders.parcel p on p.customer_id = l.customer_id and p.id = u.parcel_id
      where l.customer_id = $1 and l.order_id = $2 and not l.is_adjustment order by l.line_no`,
    [customerId, orderId, tx.now],
  );
}
