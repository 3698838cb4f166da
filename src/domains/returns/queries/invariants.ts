import { decide, parseFacts } from "#law";
import type { Tx } from "#platform/db";
import type { Invariant } from "#platform/domain";
import { type CaseKind, caseLifecycle, type Reason } from "../model.ts";
import { whatIsOffered } from "../rules/what-is-offered.ts";
import { policyOf } from "./policy-of.ts";

const firstOf = (rows: readonly { what: string }[]): string[] => rows.map((row) => row.what);
const ends = [...caseLifecycle.ends, ...caseLifecycle.mayEnd].map((state) => `'${state}'`).join(", ");

/** What must always hold of cases. `./bin/aftercare verify` runs them over the whole database. */
export const invariants: readonly Invariant[] = [
  {
    name: "cases: an open case waits for somebody; with a deadline unless money moves or the platform looks",
    violations: async (tx) =>
      firstOf(
        await tx.rows(
          `select 'case ' || number as what from returns.return_case where closed_at is null
             and (waiting_on = 'nobody' or (due_at is null and waiting_on not in ('payment', 'platform'))) limit 20`,
        ),
      ),
  },
  {
    name: "cases: every shown deadline has its row, and every open row its case",
    violations: async (tx) =>
      firstOf(
        await tx.rows(
          `select 'case ' || c.number as what from returns.return_case c
            where c.closed_at is null and c.due_at is not null
              and not exists (select 1 from platform.deadline d where (d.subject_id = c.id or d.subject_id in (select r.id from payments.refund r where r.customer_id = c.customer_id and r.cause_id = c.id)) and d.due_at = c.due_at and d.fired_at is null and d.cancelled_at is null)
           union all
           select 'deadline ' || d.id from platform.deadline d join returns.return_case c on c.customer_id = d.customer_id and c.id = d.subject_id
            where d.subject_kind = 'case' and d.fired_at is null and d.cancelled_at is null and c.closed_at is not null limit 20`,
        ),
      ),
  },
  {
    name: "cases: closed exactly when over",
    violations: async (tx) =>
      firstOf(
        await tx.rows(
          `select 'case ' || number as what from returns.return_case where (closed_at is not null) <> (case_state in (${ends})) limit 20`,
        ),
      ),
  },
  {
    name: "cases: a settled case was paid what its refund says",
    violations: async (tx) =>
      firstOf(
        await tx.rows(
          `select 'case ' || c.number as what from returns.return_case c
             left join (select customer_id, cause_id, sum(amount_minor) as paid from payments.refund where state = 'settled' group by 1, 2) r on r.customer_id = c.customer_id and r.cause_id = c.id
            where c.refunded_minor <> case when c.money_state = 'settled' then coalesce(r.paid, 0) else c.refunded_minor end limit 20`,
        ),
      ),
  },
  {
    name: "cases: timelines have no gap and end where the case says",
    violations: async (tx) =>
      firstOf(
        await tx.rows(
          `select 'case ' || c.number as what from returns.return_case c
             left join (select customer_id, subject_id, count(*) as lines, max(seq) as last from platform.timeline group by 1, 2) t on t.customer_id = c.customer_id and t.subject_id = c.id
            where coalesce(t.last, 0) <> c.timeline_seq or coalesce(t.lines, 0) <> c.timeline_seq limit 20`,
        ),
      ),
  },
  {
    name: "cases: units are held by open cases only, and no more come back than were bought",
    violations: async (tx) =>
      firstOf(
        await tx.rows(
          `select 'unit ' || u.unit_no || ' of line ' || u.line_id as what from orders.unit u
             left join returns.return_case c on c.customer_id = u.customer_id and c.id = u.case_id
            where u.case_id is not null and u.returned_at is null and (c.id is null or c.closed_at is not null or c.case_state = 'rejected') limit 20`,
        ),
      ),
  },
  {
    name: "instant: what was lent for stays with its case, and is free once the case is over and the money is back",
    violations: async (tx) =>
      firstOf(
        await tx.rows(
          `select 'case ' || c.number as what from payments.instant_advance a
             join returns.return_case c on c.customer_id = a.customer_id and c.id = a.cause_id
             left join (select customer_id, case_id, bool_or(returned_at is null) as free from orders.unit where case_id is not null group by 1, 2) u on u.customer_id = c.customer_id and u.case_id = c.id
            where (a.undone_at is null and u.free is distinct from false) or (a.undone_at is not null and (u.case_id is not null or c.closed_at is null)) limit 20`,
        ),
      ),
  },
  {
    name: "goods in house: as many pieces of a line stand somewhere as were received, and where the changes say",
    violations: async (tx) =>
      firstOf(
        await tx.rows(
          `with counted as (select distinct on (customer_id, case_id, line_id) customer_id, case_id, line_id, disposition, received_quantity from returns.inspection order by customer_id, case_id, line_id, at desc),
                stand as (select customer_id, case_id, line_id, disposition, received_quantity as quantity from counted
                          union all select customer_id, case_id, line_id, to_disposition, quantity from returns.disposition_change
                          union all select customer_id, case_id, line_id, from_disposition, -quantity from returns.disposition_change
                          union all select customer_id, case_id, line_id, disposition, -quantity from returns.goods_in_house)
           select 'case ' || case_id || ', line ' || line_id || ': ' || disposition || ' is off by ' || sum(quantity) as what
             from stand group by customer_id, case_id, line_id, disposition having sum(quantity) <> 0 limit 20`,
        ),
      ),
  },
  {
    name: "offers: a case is talked over exactly while an offer is open, and a deduction, or what is proposed instead of a repair, waits only for counted goods",
    violations: async (tx) =>
      firstOf(
        await tx.rows(
          `select 'case ' || c.number as what from returns.return_case c
             left join returns.offer o on o.customer_id = c.customer_id and o.case_id = c.id and o.state = 'open'
            where (c.case_state = 'negotiating' and (o.id is null or o.kind = 'deduction'))
               or (c.case_state <> 'negotiating' and o.id is not null
                   and not ((o.kind = 'deduction' or (o.kind = 'kind' and c.repair_outcome = 'not-repairable')) and c.case_state = 'approved' and c.goods_state = 'inspected' and c.money_state = 'none')) limit 20`,
        ),
      ),
  },
  {
    name: "disputes: a case is before the platform exactly when it has a dispute, and both end together",
    violations: async (tx) =>
      firstOf(
        await tx.rows(
          `select 'case ' || c.number as what from returns.return_case c
             left join returns.dispute p on p.customer_id = c.customer_id and p.case_id = c.id
            where (c.dispute_state <> 'none') <> (p.case_id is not null)
               or (p.case_id is not null and (c.dispute_state = 'closed') <> (p.closed_at is not null)) limit 20`,
        ),
      ),
  },
  {
    name: "goods out: what went out says when, and nothing is to be sent under a case that is over",
    violations: async (tx) =>
      firstOf(
        await tx.rows(
          `select 'case ' || number || ': ' || concat_ws(' ', kind, case_state, outbound_state, outbound_trouble, 'shipped ' || outbound_shipped_at, 'there ' || outbound_delivered_at) as what from returns.return_case
            where (outbound_state <> 'cancelled' and (outbound_state in ('shipped', 'arrived', 'delivered', 'lost', 'refused')) <> (outbound_shipped_at is not null))
               or (outbound_state in ('arrived', 'delivered')) <> (outbound_delivered_at is not null)
               or (outbound_state in ('lost', 'refused')) <> (outbound_trouble is not null)
               or (outbound_state = 'to-ship' and closed_at is not null) limit 20`,
        ),
      ),
  },
  {
    name: "reductions: units that stay came down by what was paid or promised for them, and never below nothing",
    violations: async (tx) =>
      firstOf(
        await tx.rows(
          `with off as (select customer_id, order_id, sum(allowance_minor) as minor, bool_or(allowance_minor > paid_minor) as below from orders.unit group by 1, 2),
                paid as (select r.customer_id, r.order_id, sum(r.amount_minor - c.surcharge_minor) as minor
                           from payments.refund r join returns.return_case c on c.customer_id = r.customer_id and c.id = r.cause_id where r.kind = 'allowance' group by 1, 2)
           select 'order ' || off.order_id as what from off left join paid using (customer_id, order_id)
            where off.below or off.minor <> coalesce(paid.minor, 0) limit 20`,
        ),
      ),
  },
  {
    name: "exchanges: what a piece can still give back of its difference was paid and is there, and nothing goes back twice",
    violations: async (tx) =>
      firstOf(
        await tx.rows(
          `select 'exchange ' || c.number || ': ' || concat_ws(' ', c.kind, c.case_state, c.difference_state, 'paid ' || r.paid, 'remaining ' || r.remaining, 'collection ' || k.state, 'there ' || (t.captured_minor - t.reserved_minor - t.refunded_minor)) as what
             from (select customer_id, case_id, sum(surcharge_minor) as paid, sum(surcharge_minor - surcharge_back_minor) as remaining from orders.replacement group by 1, 2) r
             join returns.return_case c on c.customer_id = r.customer_id and c.id = r.case_id
             left join payments.collection k on k.customer_id = c.customer_id and k.cause_kind = 'case' and k.cause_id = c.id
             left join orders.tender t on t.customer_id = k.customer_id and t.collection_id = k.id and t.kind = 'exchange-difference'
            where r.paid > 0 and (k.state is distinct from 'paid' or r.paid > k.received_minor
                 or r.remaining > coalesce(t.captured_minor - t.reserved_minor - t.refunded_minor, k.received_minor)) limit 20`,
        ),
      ),
  },
  {
    name: "facts: every case has told that it was asked for",
    violations: async (tx) =>
      firstOf(
        await tx.rows(
          `select 'case ' || number as what from returns.return_case c
            where not exists (select 1 from platform.timeline t where t.customer_id = c.customer_id and t.subject_id = c.id and t.kind = 'requested') limit 20`,
        ),
      ),
  },
  {
    name: "decisions: every line can be decided again, and under the same law it comes out as it did",
    violations: decidedOtherwise,
  },
];

const linesAtOnce = 2_000;

type DecidedLine = {
  customer_id: string;
  case_id: string;
  line_id: string;
  facts: { readonly delivery: { readonly shippedAt?: string | null; readonly deliveredAt?: string | null } };
  verdict: string;
  number: string;
  kind: CaseKind;
  reason: Reason;
  policy_id: string;
  policy_version: number;
  law_version: string;
};

async function decidedOtherwise(tx: Tx): Promise<string[]> {
  const found: string[] = [];
  const first = "00000000-0000-0000-0000-000000000000";
  for (let after = [first, first, first]; found.length < 20; ) {
    const lines = await tx.rows<DecidedLine>(
      `select l.customer_id, l.case_id, l.line_id, l.facts, l.verdict, c.number, coalesce(c.asked_kind, c.kind) as kind, coalesce(c.asked_reason, c.reason) as reason, c.policy_id, c.policy_version, c.law_version
         from returns.case_line l join returns.return_case c on c.customer_id = l.customer_id and c.id = l.case_id
        where (l.customer_id, l.case_id, l.line_id) > ($1, $2, $3) order by l.customer_id, l.case_id, l.line_id limit ${linesAtOnce}`,
      after,
    );
    for (const line of lines) {
      const now = await verdictNow(tx, line);
      if (now !== line.verdict)
        found.push(
          `case ${line.number}, line ${line.line_id}: ${line.verdict}, now ${now ?? "facts that cannot be read"}`,
        );
    }
    const last = lines.at(-1);
    if (last === undefined || lines.length < linesAtOnce) break;
    after = [last.customer_id, last.case_id, last.line_id];
  }
  return found.slice(0, 20);
}

/** Under another version of the law only that it can be decided; under the same, what is decided. */
async function verdictNow(tx: Tx, line: DecidedLine): Promise<string | undefined> {
  const facts = parseFacts(line.facts);
  if (!facts.ok) return undefined;
  const { policy } = await policyOf(tx, line.policy_id, line.policy_version);
  const decision = decide(facts.value, policy);
  if (decision.law === null || line.law_version !== `${decision.law.pack} ${decision.law.version}`) return line.verdict;
  const { shippedAt, deliveredAt } = line.facts.delivery;
  const where = deliveredAt != null ? "delivered" : shippedAt != null ? "on-the-way" : "not-sent";
  return whatIsOffered(line.kind, line.reason, where, decision).verdict;
}
