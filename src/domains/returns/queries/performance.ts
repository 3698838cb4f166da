import { grant } from "#kernel/outcome";
import { addDays, dayNumber, localDateAt, startOfDay, weekday, zone } from "#kernel/time";
import { holds, query } from "#platform/action";
import type { Param } from "#platform/db";
import { type PerformanceFigures, performanceQuery, performanceShape } from "../contract.ts";
import { type Figure, figures } from "../model.ts";

/** What the trade measures shops by is counted in China's weeks. */
export const home = zone("Asia/Shanghai");

/** As many shops as a page compares; the others are reached by their own page. */
const merchantsShown = 50;

/** Refunds are due within seven days of the goods' return (消费者权益保护法 art. 25); where nothing comes back, of the decision. */
const lastSettled =
  "(select max(r.settled_at) as settled_at from payments.refund r where r.customer_id = c.customer_id and r.cause_id = c.id)";
const due = "coalesce(c.arrived_at, c.decided_at, c.requested_at) + interval '7 days'";
const ruled = (how: string) =>
  `c.dispute_state <> 'none' and exists (select 1 from returns.dispute d where d.customer_id = c.customer_id and d.case_id = c.id and ${how})`;

/** Each figure as what is true of a case `c` whose last refund was `settled`. */
const figureOf = (settled: string): Readonly<Record<Figure, string>> => ({
  asked: "true",
  answered: "c.answered_at is not null",
  "in-time": "c.answered_by in ('person', 'policy')",
  "by-clock": "c.answered_by = 'clock'",
  refunded: `${settled} is not null`,
  "refunded-in-time": `coalesce(${settled} <= ${due}, false)`,
  "refunded-late": `coalesce(${settled} > ${due}, false)`,
  ruled: ruled("d.ruled_at is not null"),
  lost: ruled("d.ruling <> 'refuse'"),
});

/** The page counts by them over all refunds since its first day, read once; the list behind a figure filters case by case. */
const counted = figureOf("s.settled_at");
const week = "width_bucket(c.requested_at, $3::timestamptz[]) as week";
export const whereFigure = figureOf(lastSettled);

/** How shops keep their deadlines: of the cases asked for in the last weeks. A merchant sees the own shop. */
export const readPerformance = query({
  name: "returns.performance",
  input: performanceQuery,
  output: performanceShape,
  allow: holds("cases.read"),
  run: async (tx, { weeks, merchantId }) => {
    const today = localDateAt(tx.now, home);
    const monday = addDays(today, 1 - weekday(dayNumber(today)));
    const from = addDays(monday, -7 * (weeks - 1));
    const until = addDays(monday, 7);
    const weekStarts = Array.from({ length: weeks }, (_, nth) => startOfDay(addDays(from, 7 * nth), home).toString());
    const params: Param[] = [startOfDay(from, home), startOfDay(until, home), weekStarts];
    const shop = tx.principal.kind === "merchant" ? tx.principal.merchantId : merchantId;
    const ofShop = shop === undefined ? "" : ` and c.merchant_id = $${params.push(shop)}`;
    const asked = `c.requested_at >= $1 and c.requested_at < $2${ofShop}`;
    const [rows, medians] = await Promise.all([
      tx.rows<Counted>(
        `select g.merchant_id, g.week, ${figures.map((figure) => `g."${figure}"`).join(", ")}, m.name, m.name_en
           from (
             select t.merchant_id, t.week, grouping(t.merchant_id, t.week) as level, ${figures.map((figure) => `sum(t."${figure}")::int as "${figure}"`).join(", ")}
               from (
                 select c.merchant_id, ${week}, ${figures.map((figure) => `count(*) filter (where ${counted[figure]}) as "${figure}"`).join(", ")}
                   from returns.return_case c
                   left join (select r.customer_id, r.cause_id, max(r.settled_at) as settled_at from payments.refund r where r.settled_at >= $1 group by 1, 2) s
                     on s.customer_id = c.customer_id and s.cause_id = c.id
                  where ${asked} group by 1, 2
               ) t
              group by grouping sets ((t.merchant_id), (t.week), ())
           ) g
           left join parties.merchant m on m.id = g.merchant_id
          order by g.level, g."asked" desc, g.merchant_id, g.week`,
        params,
      ),
      tx.rows<Median>(
        `select t.merchant_id, t.week, round(percentile_cont(0.5) within group (order by t.minutes))::int as minutes
           from (select c.merchant_id, ${week}, extract(epoch from c.answered_at - c.requested_at)::float8 / 60 as minutes
                   from returns.return_case c where ${asked} and c.answered_by = 'person') t
          group by grouping sets ((t.merchant_id), (t.week), ())`,
        params,
      ),
    ]);
    const medianOf = new Map(medians.map((row) => [groupOf(row), row.minutes]));
    const figuresIn = new Map(rows.map((row) => [groupOf(row), figuresOf(row, medianOf.get(groupOf(row)) ?? null)]));
    const figuresOr = (group: Group) => figuresIn.get(groupOf(group)) ?? nothing;
    return grant({
      from,
      until,
      total: figuresOr({ merchant_id: null, week: null }),
      weeks: Array.from({ length: weeks }, (_, nth) => {
        const first = addDays(from, 7 * nth);
        return { ...figuresOr({ merchant_id: null, week: nth + 1 }), from: first, until: addDays(first, 7) };
      }),
      merchants: rows
        .flatMap((row) =>
          row.merchant_id === null
            ? []
            : [
                {
                  ...figuresOr(row),
                  merchantId: row.merchant_id,
                  name: { zh: row.name ?? "", en: row.name_en ?? "" },
                },
              ],
        )
        .slice(0, merchantsShown),
    });
  },
});

/** A merchant's cases, a week's (the first is 1), or all of them. */
type Group = { readonly merchant_id: string | null; readonly week: number | null };
type Counted = Group &
  Readonly<Record<Figure, number>> & { readonly name: string | null; readonly name_en: string | null };
type Median = Group & { readonly minutes: number };

function groupOf({ merchant_id, week }: Group): string {
  return merchant_id ?? String(week);
}

function figuresOf(row: Counted, medianMinutes: number | null): PerformanceFigures {
  const { asked, answered, refunded, ruled: heard, lost } = row;
  return {
    counts: {
      asked,
      answered,
      "in-time": row["in-time"],
      "by-clock": row["by-clock"],
      refunded,
      "refunded-in-time": row["refunded-in-time"],
      "refunded-late": row["refunded-late"],
      ruled: heard,
      lost,
    },
    medianMinutes,
  };
}

const nothing: PerformanceFigures = {
  counts: {
    asked: 0,
    answered: 0,
    "in-time": 0,
    "by-clock": 0,
    refunded: 0,
    "refunded-in-time": 0,
    "refunded-late": 0,
    ruled: 0,
    lost: 0,
  },
  medianMinutes: null,
};
