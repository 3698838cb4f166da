import type { Tx } from "#platform/db";

/**
 * Each refund with what is due of it and what stands in the books, and beside it what all payouts of refunds brought for the same
 * merchant's goods of its order: a payout that was given up and came all the same is nobody's any more. A refund that took another
 * way is due whole; any other as far as it is in the books.
 */
export const refundsWithPayouts = `
  select r.customer_id, r.order_id, r.merchant_id, r.currency, coalesce(l.got, 0) as got, coalesce(p.got, 0) as paid_out,
         case when r.state = 'settled' or d.refund_id is not null then r.amount_minor else coalesce(l.got, 0) end as due
    from payments.refund r
    left join payments.detour d on d.customer_id = r.customer_id and d.refund_id = r.id
    left join lateral (select sum(x.amount_minor) as got from payments.ledger_line x
                        where x.customer_id = r.customer_id and x.refund_id = r.id and (x.account like 'tender:%' or x.account = 'transfer-outside')) l on true
    left join lateral (select sum(x.amount_minor) as got from payments.payout p
                         join payments.ledger_line x on x.customer_id = p.customer_id and x.payout_id = p.id and x.account = 'shopper-payout'
                        where p.customer_id = r.customer_id and p.order_id = r.order_id and p.merchant_id = r.merchant_id and p.currency = r.currency and p.cause_kind = 'refund') p on true`;

/** How much more a shopper got back than was due, in minor units; zero for all that never took another way. */
export async function paidTooMuchOf(
  tx: Tx,
  of: {
    readonly customer_id: string;
    readonly order_id: string;
    readonly merchant_id: string;
    readonly currency: string;
  },
): Promise<bigint> {
  const row = await tx.maybe<{ too_much: bigint }>(
    `select greatest(sum(got) + max(paid_out) - sum(due), 0)::bigint as too_much
       from (${refundsWithPayouts} where r.customer_id = $1 and r.order_id = $2 and r.merchant_id = $3 and r.currency = $4) s having count(*) > 0`,
    [of.customer_id, of.order_id, of.merchant_id, of.currency],
  );
  return row?.too_much ?? 0n;
}
