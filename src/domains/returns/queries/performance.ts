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
    const params: Param[] = [startOfDay(from, home), startOfDay(until, home)];
    const shop = tx.principal.kind === "merchant" ? tx.principal.merchantId : merchantId;
    const ofShop = shop === undefined ? "" : ` and c.merchant_id = $${params.push(shop)}`;
    const rows = await tx.rows<Grouped>(
      `select g.merchant_id, g.week, g.median_minutes, ${figures.map((figure) => `g."${figure}"`).join(", ")}, m.name, m.name_en
         from (
           select t.merchant_id, t.week, grouping(t.merchant_id, t.week) as level,
                  round(percentile_cont(0.5) within group (order by t.minutes))::int as median_minutes,
                  ${figures.map((figure) => `count(*) filter (where t."${figure}")::int as "${figure}"`).join(", ")}
             from (
               select c.merchant_id, to_char(date_trunc('week', c.requested_at at time zone 'Asia/Shanghai'), 'YYYY-MM-DD') as week,
                      case when c.answered_by = 'person' then extract(epoch from c.answered_at - c.requested_at) / 60 end as minutes,
                      ${figures.map((figure) => `${counted[figure]} as "${figure}"`).join(", ")}
                 from returns.return_case c
                 left join (select r.customer_id, r.cause_id, max(r.settled_at) as settled_at from payments.refund r where r.settled_at >= $1 group by 1, 2) s
                   on s.customer_id = c.customer_id and s.cause_id = c.id
                where c.requested_at >= $1 and c.requested_at < $2${ofShop}
             ) t
            group by grouping sets ((t.merchant_id), (t.week), ())
         ) g
         left join parties.merchant m on m.id = g.merchant_id
        order by g.level, g."asked" desc, g.merchant_id, g.week`,
      params,
    );
    const byWeek = new Map(rows.flatMap((row) => (row.week === null ? [] : [[row.week, figuresOf(row)] as const])));
    const total = rows.find((row) => row.week === null && row.merchant_id === null);
    return grant({
      from,
      until,
      total: total === undefined ? nothing : figuresOf(total),
      weeks: Array.from({ length: weeks }, (_, nth) => {
        const first = addDays(from, 7 * nth);
        return { ...(byWeek.get(first) ?? nothing), from: first, until: addDays(first, 7) };
      }),
      merchants: rows
        .flatMap((row) =>
          row.merchant_id === null
            ? []
            : [
                {
                  ...figuresOf(row),
                  merchantId: row.merchant_id,
                  name: { zh: row.name ?? "", en: row.name_en ?? "" },
                },
              ],
        )
        .slice(0, merchantsShown),
    });
  },
});

type Grouped = Readonly<Record<Figure, number>> & {
  readonly merchant_id: string | null;
  readonly week: string | null;
  readonly median_minutes: number | null;
  readonly name: string | null;
  readonly name_en: string | null;
};

function figuresOf(row: Grouped): PerformanceFigures {
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
    medianMinutes: row.median_minutes,
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
