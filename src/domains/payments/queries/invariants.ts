import type { Invariant } from "#platform/domain";

const firstOf = (rows: readonly { what: string }[]): string[] => rows.map((row) => row.what);

/** What must always hold of money. `./bin/aftercare verify` runs them over the whole database. */
export const invariants: readonly Invariant[] = [
  {
    name: "money: the lines of a posting sum to nothing",
    violations: async (tx) =>
      firstOf(
        await tx.rows(
          "select 'posting ' || posting_id || ' sums to ' || sum(amount_minor) as what from payments.ledger_line group by customer_id, posting_id, currency having sum(amount_minor) <> 0 limit 20",
        ),
      ),
  },
  {
    name: "money: a tender's reserved and refunded amounts are those of its shares",
    violations: async (tx) =>
      firstOf(
        await tx.rows(
          `select 'tender ' || t.id || ' of order ' || t.order_id || ' says ' || t.reserved_minor || '/' || t.refunded_minor as what
             from orders.tender t
             left join lateral (select coalesce(sum(amount_minor) filter (where state <> 'settled'), 0) as reserved, coalesce(sum(amount_minor) filter (where state = 'settled'), 0) as refunded
                                  from payments.refund_part p where p.customer_id = t.customer_id and p.tender_id = t.id) s on true
            where (t.reserved_minor, t.refunded_minor) <> (s.reserved, s.refunded) limit 20`,
        ),
      ),
  },
  {
    name: "money: no tender gives back more than it took",
    violations: async (tx) =>
      firstOf(
        await tx.rows(
          "select 'tender ' || id as what from orders.tender where reserved_minor + refunded_minor > captured_minor limit 20",
        ),
      ),
  },
  {
    name: "money: a refund is the sum of its shares and stands where they stand",
    violations: async (tx) =>
      firstOf(
        await tx.rows(
          `select 'refund ' || r.number as what from payments.refund r
             join (select customer_id, refund_id, sum(amount_minor) as total, bool_and(state = 'settled') as settled from payments.refund_part group by 1, 2) p on p.customer_id = r.customer_id and p.refund_id = r.id
            where p.total <> r.amount_minor or p.settled <> (r.state = 'settled') limit 20`,
        ),
      ),
  },
  {
    name: "money: a settled share has its two ledger lines, an open one none",
    violations: async (tx) =>
      firstOf(
        await tx.rows(
          `select 'refund ' || r.number || ' has ' || coalesce(l.total, 0) || ' in the books' as what from payments.refund r
             left join (select customer_id, refund_id, sum(amount_minor) filter (where account like 'tender:%') as total from payments.ledger_line group by 1, 2) l on l.customer_id = r.customer_id and l.refund_id = r.id
             join (select customer_id, refund_id, coalesce(sum(amount_minor) filter (where state = 'settled'), 0) as settled from payments.refund_part group by 1, 2) p on p.customer_id = r.customer_id and p.refund_id = r.id
            where coalesce(l.total, 0) <> p.settled limit 20`,
        ),
      ),
  },
  {
    name: "money: the units and tenders of an order agree on what was paid",
    violations: async (tx) =>
      firstOf(
        await tx.rows(
          `select 'order ' || o.number as what from orders.shop_order o
             join (select customer_id, order_id, sum(captured_minor) as captured from orders.tender group by 1, 2) t on t.customer_id = o.customer_id and t.order_id = o.id
            where t.captured <> o.paid_minor limit 20`,
        ),
      ),
  },
];
