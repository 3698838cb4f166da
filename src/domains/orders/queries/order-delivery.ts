/**
 * SQL: where the goods of order `o` are at the instant `now` (a parameter such as "$1"), from the parcels of its units, and how many
 * cases hold some. A fact that lies in the future of the business clock has not happened yet.
 */
export function deliverySql(now: string): string {
  return `select case when o.cancelled_at <= ${now} then 'cancelled'
               when bool_and(coalesce(p.delivered_at <= ${now}, false)) then 'delivered'
               when bool_or(p.shipped_at <= ${now} or p.delivered_at <= ${now}) then 'shipped'
               else 'unshipped' end as state,
          count(distinct u.case_id) filter (where u.returned_at is null)::int as open_cases
     from orders.unit u left join orders.parcel p on p.customer_id = u.customer_id and p.id = u.parcel_id
    where u.customer_id = o.customer_id and u.order_id = o.id`;
}

export type DeliveryState = "unshipped" | "shipped" | "delivered" | "cancelled";
