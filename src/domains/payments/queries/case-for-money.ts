import { currency, type Money, money } from "#kernel/money";
import type { Tx } from "#platform/db";
import { findInDirectory } from "#platform/directory";

/** What money beside the goods is computed from: whose case it is, and what was paid for the goods it is about. */
export type CaseForMoney = {
  readonly customerId: string;
  readonly caseId: string;
  readonly number: string;
  readonly orderId: string;
  readonly merchantId: string;
  readonly country: string;
  readonly zone: string;
  readonly placedAt: Temporal.Instant;
  readonly forLiving: boolean;
  /** For the goods that the case holds or has taken back; where it holds none, for all of the merchant's goods in the order. */
  readonly paid: Money;
};

/** By the number of the case, as far as row security lets the caller see it. Cases live a floor above: their timeline names the order. */
export async function caseForMoney(tx: Tx, number: string): Promise<CaseForMoney | undefined> {
  const found = await findInDirectory(tx, "case", number);
  if (found === undefined) return undefined;
  const row = await tx.maybe<{
    order_id: string;
    merchant_id: string;
    country: string;
    zone: string;
    placed_at: Temporal.Instant;
    consumer_purchase: boolean;
    currency: string;
    of_case: bigint | null;
    of_merchant: bigint | null;
  }>(
    `select t.order_id, t.merchant_id, o.country, o.zone, o.placed_at, o.consumer_purchase, o.currency,
            (select sum(u.paid_minor)::bigint from orders.unit u where u.customer_id = $1 and u.order_id = t.order_id and u.case_id = $2) as of_case,
            (select sum(l.paid_minor)::bigint from orders.line l where l.customer_id = $1 and l.order_id = t.order_id and l.merchant_id = t.merchant_id and not l.is_adjustment) as of_merchant
       from platform.timeline t join orders.shop_order o on o.customer_id = t.customer_id and o.id = t.order_id
      where t.customer_id = $1 and t.subject_id = $2 and t.subject_kind = 'case' order by t.seq limit 1`,
    [found.customerId, found.id],
  );
  if (row === undefined) return undefined;
  return {
    customerId: found.customerId,
    caseId: found.id,
    number,
    orderId: row.order_id,
    merchantId: row.merchant_id,
    country: row.country,
    zone: row.zone,
    placedAt: row.placed_at,
    forLiving: row.consumer_purchase,
    paid: money(row.of_case ?? row.of_merchant ?? 0n, currency(row.currency)),
  };
}
