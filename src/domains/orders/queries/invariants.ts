import type { Invariant } from "#platform/domain";

const named = 20;

/** What must always hold of orders, recomputed over everything by `verify`. */
export const invariants: readonly Invariant[] = [
  {
    name: "orders: units, freight, tax and adjustments are what the tenders captured",
    violations: (tx) =>
      offenders(
        tx.rows(
          `select o.number from orders.shop_order o
            where o.paid_minor is distinct from (select sum(t.captured_minor) from orders.tender t where t.customer_id = o.customer_id and t.order_id = o.id and t.collection_id is null)
               or o.paid_minor is distinct from (
                    (select sum(l.freight_minor + l.tax_minor + case when l.is_adjustment then l.paid_minor else 0 end) from orders.line l where l.customer_id = o.customer_id and l.order_id = o.id)
                  + (select coalesce(sum(u.paid_minor), 0) from orders.unit u where u.customer_id = o.customer_id and u.order_id = o.id))
            limit ${named}`,
        ),
      ),
  },
  {
    name: "orders: every line has its units, and they add up to what it was paid",
    violations: (tx) =>
      offenders(
        tx.rows(
          `select o.number || ' line ' || l.line_no as number
             from orders.line l join orders.shop_order o on o.customer_id = l.customer_id and o.id = l.order_id
             left join lateral (select count(*) as units, coalesce(sum(u.paid_minor), 0) as paid from orders.unit u where u.customer_id = l.customer_id and u.line_id = l.id) u on true
            where not l.is_adjustment and (u.units <> l.quantity or u.paid <> l.paid_minor) limit ${named}`,
        ),
      ),
  },
  {
    name: "orders: every line explains its price by what was paid, taken off and met by points",
    violations: (tx) =>
      offenders(
        tx.rows(
          `select o.number || ' line ' || l.line_no as number
             from orders.line l join orders.shop_order o on o.customer_id = l.customer_id and o.id = l.order_id
            where not l.is_adjustment
              and l.list_minor <> l.paid_minor + l.points_minor + (select coalesce(sum((d->>'minor')::bigint), 0) from jsonb_array_elements(l.discounts) d) limit ${named}`,
        ),
      ),
  },
  {
    name: "orders: every order is found by its number",
    violations: (tx) =>
      offenders(
        tx.rows(
          `select o.number from orders.shop_order o left join platform.directory d on d.kind = 'order' and d.key = o.number and d.customer_id = o.customer_id and d.id = o.id
            where d.key is null limit ${named}`,
        ),
      ),
  },
];

async function offenders(rows: Promise<{ number: string }[]>): Promise<string[]> {
  return (await rows).map((row) => row.number);
}
