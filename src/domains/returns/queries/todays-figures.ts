import { currency, type MoneyOnWire, money, toWire } from "#kernel/money";
import { localDateAt, startOfDay, zone } from "#kernel/time";
import type { Param, Tx } from "#platform/db";

export type TodaysFigures = {
  readonly requested: number;
  readonly approved: number;
  readonly inspected: number;
  readonly refunded: MoneyOnWire[];
};

const home = zone("Asia/Shanghai");

/** What today brought so far, since midnight at the platform's home. A merchant sees its own. */
export async function todaysFigures(tx: Tx): Promise<TodaysFigures> {
  const since = startOfDay(localDateAt(tx.now, home), home);
  const params: Param[] = [since];
  const own = tx.principal.kind === "merchant" ? ` and merchant_id = $${params.push(tx.principal.merchantId)}` : "";
  const [counts, refunded] = await Promise.all([
    tx.one<{ requested: number; approved: number; inspected: number }>(
      `select (select count(*)::int from returns.return_case where requested_at >= $1${own}) as requested,
              (select count(*)::int from returns.return_case where requested_at >= $1::timestamptz - interval '40 days' and decided_at >= $1 and case_state in ('approved', 'completed')${own}) as approved,
              (select count(*)::int from returns.return_case where requested_at >= $1::timestamptz - interval '60 days' and inspected_at >= $1${own}) as inspected`,
      params,
    ),
    tx.rows<{ currency: string; total: bigint }>(
      `select currency, sum(amount_minor)::bigint as total from payments.refund where settled_at >= $1${own} group by currency order by currency`,
      params,
    ),
  ]);
  return { ...counts, refunded: refunded.map((row) => toWire(money(row.total, currency(row.currency)))) };
}
