import type { Invariant } from "#platform/domain";
import { refundsWithPayouts } from "./came-besides.ts";

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
             left join (select customer_id, refund_id, sum(amount_minor) filter (where account like 'tender:%' or account = 'transfer-outside') as total from payments.ledger_line group by 1, 2) l on l.customer_id = r.customer_id and l.refund_id = r.id
             join (select customer_id, refund_id, coalesce(sum(case when settled_by = 'provider' then amount_minor else coalesce(paid_minor, 0) end) filter (where state = 'settled'), 0) as settled
                     from payments.refund_part group by 1, 2) p on p.customer_id = r.customer_id and p.refund_id = r.id
             left join payments.detour d on d.customer_id = r.customer_id and d.refund_id = r.id and d.state = 'settled' and d.way = 'transfer'
            where coalesce(l.total, 0) <> p.settled + coalesce(d.amount_minor, 0) limit 20`,
        ),
      ),
  },
  {
    name: "money: the units and tenders of an order agree on what was paid",
    violations: async (tx) =>
      firstOf(
        await tx.rows(
          `select 'order ' || o.number as what from orders.shop_order o
             join (select customer_id, order_id, sum(captured_minor) as captured from orders.tender where collection_id is null group by 1, 2) t on t.customer_id = o.customer_id and t.order_id = o.id
            where t.captured <> o.paid_minor limit 20`,
        ),
      ),
  },
  {
    name: "money: a payout is in the books once it is settled, and only then",
    violations: async (tx) =>
      firstOf(
        await tx.rows(
          `select 'payout ' || p.number || ' has ' || coalesce(l.total, 0) || ' in the books' as what from payments.payout p
             left join (select customer_id, payout_id, sum(amount_minor) filter (where account in ('shopper-payout', 'shopper-payment') or (account = 'platform-compensation' and amount_minor > 0)) as total from payments.ledger_line where payout_id is not null group by 1, 2) l on l.customer_id = p.customer_id and l.payout_id = p.id
            where coalesce(l.total, 0) <> case when p.state = 'settled' then coalesce(p.paid_minor, p.amount_minor) when p.state = 'mismatched' then coalesce(p.paid_minor, 0) else 0 end
              and not (p.cause_kind = 'refund' and p.state = 'mismatched') limit 20`,
        ),
      ),
  },
  {
    name: "money: a payout that did not go waits for the platform by a time, or its rest is paid, or what came is looked at",
    violations: async (tx) =>
      firstOf(
        await tx.rows(
          `select 'payout ' || p.number as what from payments.payout p
             left join payments.payout r on r.customer_id = p.customer_id and r.cause_kind = 'payout' and r.cause_id = p.id
            where p.cause_kind <> 'refund'
              and ((p.due_at is not null) <> (p.state = 'refused' or (p.state = 'mismatched' and p.paid_minor is not null and r.id is null))
                or (p.due_at is not null) <> exists (select 1 from platform.deadline t where t.subject_id = p.id and t.kind = 'payout-stuck' and t.fired_at is null and t.cancelled_at is null)
                or (p.state = 'mismatched' and p.paid_minor is null and not exists (select 1 from payments.discrepancy x where x.customer_id = p.customer_id and x.payout_id = p.id and x.state <> 'ended'))
                or (r.id is not null and (r.amount_minor <> p.amount_minor - p.paid_minor or (r.state = 'settled') <> (p.state = 'settled')))) limit 20`,
        ),
      ),
  },
  {
    name: "detours: a refund the provider will not take has somebody who sees to it, by a time where that is not the platform",
    violations: async (tx) =>
      firstOf(
        await tx.rows(
          `select 'refund ' || r.number as what from payments.refund r
             left join payments.detour d on d.customer_id = r.customer_id and d.refund_id = r.id
             left join lateral (select bool_or(state in ('reserved', 'sending', 'unknown')) as moves, bool_or(state = 'refused') as refused from payments.refund_part p where p.customer_id = r.customer_id and p.refund_id = r.id) p on true
            where (p.refused and not p.moves and (d.state is null or d.state in ('settled', 'dropped', 'retrying')))
               or (d.state = 'settled' and r.state <> 'settled' and not exists (select 1 from payments.discrepancy x where x.customer_id = r.customer_id and x.refund_id = r.id and x.state <> 'ended'))
               or coalesce(d.state in ('merchant', 'proved'), false) <> exists (select 1 from platform.deadline t where t.subject_id = r.id and t.fired_at is null and t.cancelled_at is null) limit 20`,
        ),
      ),
  },
  {
    name: "detours: what is paid along another payment has its payout of the same amount",
    violations: async (tx) =>
      firstOf(
        await tx.rows(
          `select 'refund ' || r.number as what from payments.detour d
             join payments.refund r on r.customer_id = d.customer_id and r.id = d.refund_id
             left join payments.payout p on p.customer_id = d.customer_id and p.id = d.payout_id
            where (d.state = 'paying' or (d.state = 'settled' and d.way = 'payout')) and (p.id is null or p.amount_minor <> d.amount_minor or (d.state = 'settled') <> (p.state = 'settled')) limit 20`,
        ),
      ),
  },
  {
    name: "detours: a refund that takes another way comes once, and what comes besides is known",
    violations: async (tx) =>
      firstOf(
        await tx.rows(
          `select 'refund ' || s.number || ' got ' || s.got || ' of ' || s.due || ', known ' || s.known as what from (${refundsWithPayouts}) s where s.got > s.due + s.known limit 20`,
        ),
      ),
  },
  {
    name: "discrepancies: money that came wrong waits for the platform by a time, and an asked or a sent one has its collection or payout",
    violations: async (tx) =>
      firstOf(
        await tx.rows(
          `select 'discrepancy ' || x.number as what from payments.discrepancy x
             left join payments.collection c on c.customer_id = x.customer_id and c.cause_kind = 'discrepancy' and c.cause_id = x.id
             left join payments.payout p on p.customer_id = x.customer_id and p.cause_kind = 'discrepancy' and p.cause_id = x.id
            where (x.state = 'open') <> exists (select 1 from platform.deadline d where d.subject_id = x.id and d.kind = 'discrepancy-open' and d.fired_at is null and d.cancelled_at is null)
               or (x.state = 'asked' and c.id is null) or c.amount_minor <> x.amount_minor or p.amount_minor <> x.amount_minor
               or (x.state = 'ended' and x.ending = 'asked-back' and c.state <> 'paid')
               or (x.kind = 'paid-twice' and (x.state = 'ended') <> coalesce(p.state = 'settled', false)) limit 20`,
        ),
      ),
  },
  {
    name: "discrepancies: a share of which too much or other money came is known to the platform",
    violations: async (tx) =>
      firstOf(
        await tx.rows(
          `select 'refund ' || r.number as what from payments.refund_part s join payments.refund r on r.customer_id = s.customer_id and r.id = s.refund_id
            where s.state = 'mismatched' and (s.paid_minor is null or s.paid_minor > s.amount_minor)
              and not exists (select 1 from payments.discrepancy x where x.customer_id = s.customer_id and x.part_id = s.id and x.state <> 'ended') limit 20`,
        ),
      ),
  },
  {
    name: "discrepancies: what came wrong is in the books until it is put right",
    violations: async (tx) =>
      firstOf(
        await tx.rows(
          `select 'discrepancy ' || x.number || ' has ' || coalesce(l.held, 0) + coalesce(b.back, 0) || ' in the books' as what from payments.discrepancy x
             left join lateral (select sum(-y.amount_minor) as held from payments.ledger_line y
                                 where y.customer_id = x.customer_id and y.discrepancy_id = x.id and y.account in ('provider-clearing', 'shopper-payment')) l on true
             left join lateral (select sum(-y.amount_minor) as back from payments.ledger_line y
                                  left join payments.collection c on c.customer_id = y.customer_id and c.id = y.collection_id and c.cause_kind = 'discrepancy' and c.cause_id = x.id
                                  left join payments.payout p on p.customer_id = y.customer_id and p.id = y.payout_id and p.cause_kind = 'discrepancy' and p.cause_id = x.id
                                 where y.customer_id = x.customer_id and ((c.id is not null and y.account = 'provider-clearing') or (p.id is not null and y.account in ('shopper-payment', 'platform-compensation')))) b on true
            where coalesce(l.held, 0) + coalesce(b.back, 0) <> case when x.state = 'ended' then 0 else x.amount_minor end limit 20`,
        ),
      ),
  },
  {
    name: "money: what came in for a collection is in the books, and a paid one stays with who it is for",
    violations: async (tx) =>
      firstOf(
        await tx.rows(
          `select 'collection ' || c.number as what from payments.collection c
             left join (select customer_id, collection_id, sum(amount_minor) filter (where account = 'shopper-payment') as given,
                               coalesce(sum(amount_minor) filter (where account = 'collections-received'), 0) as received from payments.ledger_line where collection_id is not null group by 1, 2) l
               on l.customer_id = c.customer_id and l.collection_id = c.id
            where coalesce(l.given, 0) <> -coalesce(c.received_minor, 0)
               or coalesce(l.received, 0) <> case when c.state in ('refunding', 'refunded') then c.received_minor else 0 end limit 20`,
        ),
      ),
  },
  {
    name: "money: what has to go back of a collection has its payout, settled once it is refunded",
    violations: async (tx) =>
      firstOf(
        await tx.rows(
          `select 'collection ' || c.number as what from payments.collection c
             left join payments.payout p on p.customer_id = c.customer_id and p.cause_kind = 'collection' and p.cause_id = c.id
            where (c.state in ('refunding', 'refunded')) <> (p.id is not null) or p.amount_minor <> c.received_minor or (c.state = 'refunded') <> coalesce(p.state = 'settled', false) limit 20`,
        ),
      ),
  },
  {
    name: "money: an open collection that can end by itself has its deadline, an ended one has none",
    violations: async (tx) =>
      firstOf(
        await tx.rows(
          `select 'collection ' || c.number as what from payments.collection c
            where (c.state in ('asked', 'paying', 'unknown'))
               <> exists (select 1 from platform.deadline d where d.subject_id = c.id and d.kind = 'collection-expires' and d.fired_at is null and d.cancelled_at is null) limit 20`,
        ),
      ),
  },
  {
    name: "money: a compensation that is being paid has its payout of the same amount, and is paid with it",
    violations: async (tx) =>
      firstOf(
        await tx.rows(
          `select 'compensation ' || c.number as what from payments.compensation c
             left join payments.payout p on p.customer_id = c.customer_id and p.cause_kind = 'compensation' and p.cause_id = c.id
            where (c.state in ('paying', 'paid')) <> (p.id is not null) or p.amount_minor <> c.amount_minor or p.payer <> c.payer or (c.state = 'paid') <> coalesce(p.state = 'settled', false) limit 20`,
        ),
      ),
  },
  {
    name: "money: a compensation is approved by as many people as it needs, never by the proposer",
    violations: async (tx) =>
      firstOf(
        await tx.rows(
          `select 'compensation ' || c.number as what from payments.compensation c
            where (c.state in ('approved', 'paying', 'paid') and c.approvals_needed <> (select count(*) from payments.compensation_approval a where a.customer_id = c.customer_id and a.compensation_id = c.id))
               or exists (select 1 from payments.compensation_approval a where a.customer_id = c.customer_id and a.compensation_id = c.id and a.approved_by = c.proposed_by) limit 20`,
        ),
      ),
  },
  {
    name: "money: goodwill that was spent is what was given, for each case",
    violations: async (tx) =>
      firstOf(
        await tx.rows(
          `select 'goodwill ' || u.scope as what from payments.goodwill_use u
            where u.scope like 'case:%' and u.used_minor <> (select coalesce(sum(c.amount_minor), 0) from payments.compensation c
              where c.customer_id = u.customer_id and c.kind not in ('statutory', 'promised') and c.state in ('paying', 'paid') and 'case:' || c.case_id || ':' || c.currency = u.scope) limit 20`,
        ),
      ),
  },
  {
    name: "money: what a merchant pays of a compensation was taken off its deposit",
    violations: async (tx) =>
      firstOf(
        await tx.rows(
          `select 'compensation ' || c.number as what from payments.compensation c
             left join payments.deposit_posting d on d.merchant_id = c.merchant_id and d.cause_kind = 'compensation' and d.cause_id = c.id::text and d.kind = 'deduct'
            where c.payer = 'merchant' and c.state in ('paying', 'paid') and d.amount_minor is distinct from c.amount_minor limit 20`,
        ),
      ),
  },
  {
    name: "deposits: the lines of a posting sum to nothing",
    violations: async (tx) =>
      firstOf(
        await tx.rows(
          `select 'posting ' || posting_id || ' sums to ' || sum(amount_minor) as what from payments.deposit_line group by merchant_id, posting_id, currency having sum(amount_minor) <> 0 limit 20`,
        ),
      ),
  },
  {
    name: "deposits: every account says what its lines add up to",
    violations: async (tx) =>
      firstOf(
        await tx.rows(
          `select 'merchant ' || a.merchant_id as what from payments.deposit_account a
             left join (select p.merchant_id, p.currency, coalesce(sum(l.amount_minor) filter (where l.account = 'available'), 0) as available, coalesce(sum(l.amount_minor) filter (where l.account = 'held'), 0) as held,
                               coalesce(sum(l.amount_minor) filter (where l.account = 'owed'), 0) as owed
                          from payments.deposit_posting p join payments.deposit_line l on l.merchant_id = p.merchant_id and l.posting_id = p.id group by 1, 2) l on l.merchant_id = a.merchant_id and l.currency = a.currency
            where (a.available_minor, a.held_minor, a.owed_minor) <> (coalesce(l.available, 0), coalesce(l.held, 0), -coalesce(l.owed, 0)) limit 20`,
        ),
      ),
  },
  {
    name: "instant: the credit used is what is lent",
    violations: async (tx) =>
      firstOf(
        await tx.rows(
          `select 'shopper ' || c.customer_id as what from payments.instant_credit c
            where c.used_minor <> (select coalesce(sum(a.amount_minor), 0) from payments.instant_advance a where a.customer_id = c.customer_id and a.state in ('open', 'recovering')) limit 20`,
        ),
      ),
  },
  {
    name: "instant: what a shopper owes for goods that never came is in the books until it is paid or written off",
    violations: async (tx) =>
      firstOf(
        await tx.rows(
          `select 'advance of ' || a.cause_number as what from payments.instant_advance a
             left join (select customer_id, refund_id, sum(amount_minor) as owed from payments.ledger_line where account = 'shopper-receivable' and refund_id is not null group by 1, 2) l
               on l.customer_id = a.customer_id and l.refund_id = a.refund_id
            where coalesce(l.owed, 0) <> case when a.state in ('recovering', 'recovered') then -a.amount_minor else 0 end limit 20`,
        ),
      ),
  },
  {
    name: "freight: what is paid back of the way back has its payout and, where somebody is to decide, its deadline",
    violations: async (tx) =>
      firstOf(
        await tx.rows(
          `select 'freight ' || f.number as what from payments.return_freight f
             left join payments.payout p on p.customer_id = f.customer_id and p.cause_kind = 'return-freight' and p.cause_id = f.id
            where (f.state in ('paying', 'paid')) <> (p.id is not null) or p.amount_minor <> f.amount_minor or p.payer <> f.payer or (f.state = 'paid') <> coalesce(p.state = 'settled', false)
               or (f.state = 'to-decide') <> exists (select 1 from platform.deadline d where d.subject_id = f.id and d.kind = 'return-freight-decided' and d.fired_at is null and d.cancelled_at is null) limit 20`,
        ),
      ),
  },
  {
    name: "freight: a premium that is charged is in the books, and a merchant's was taken off its deposit",
    violations: async (tx) =>
      firstOf(
        await tx.rows(
          `select 'cover of order ' || o.number as what from payments.freight_cover c
             join orders.shop_order o on o.customer_id = c.customer_id and o.id = c.order_id
             left join (select customer_id, cover_id, sum(amount_minor) filter (where account = 'freight-insurance') as premium from payments.ledger_line where cover_id is not null group by 1, 2) l on l.customer_id = c.customer_id and l.cover_id = c.id
             left join payments.deposit_posting d on d.merchant_id = c.merchant_id and d.cause_kind = 'freight-premium' and d.cause_id = c.id::text and d.kind = 'deduct'
            where coalesce(l.premium, 0) <> case when c.premium_state = 'charged' then c.premium_minor else 0 end
               or coalesce(d.amount_minor, 0) <> case when c.premium_state = 'charged' and c.premium_payer = 'merchant' then c.premium_minor else 0 end limit 20`,
        ),
      ),
  },
  {
    name: "freight: a claim that is granted has its payout of the same amount, and is paid with it",
    violations: async (tx) =>
      firstOf(
        await tx.rows(
          `select 'claim of ' || c.case_number as what from payments.freight_claim c
             left join payments.payout p on p.customer_id = c.customer_id and p.cause_kind = 'freight-claim' and p.cause_id = c.id
            where (c.state in ('paying', 'paid')) <> (p.id is not null) or p.amount_minor <> c.amount_minor or (c.state = 'paid') <> coalesce(p.state = 'settled', false) limit 20`,
        ),
      ),
  },
];
