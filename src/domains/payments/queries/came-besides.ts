import type { Tx } from "#platform/db";
import type { RefundRow } from "../store/refund.ts";

/**
 * Each refund with what is due of it, what the provider and a transfer brought by the books, what its payouts brought, also one
 * that was given up and came all the same, and what of that is known to be too much. A refund that took another way is due whole;
 * any other as far as it is in the books. What other money stands for was brought by the platform.
 */
export const refundsWithPayouts = `
  select r.customer_id, r.number, coalesce(l.got, 0) + coalesce(p.got, 0) as got, coalesce(k.known, 0) as known,
         case when r.state = 'settled' or d.refund_id is not null then r.amount_minor else coalesce(l.got, 0) end as due
    from payments.refund r
    left join payments.detour d on d.customer_id = r.customer_id and d.refund_id = r.id
    left join lateral (select sum(x.amount_minor) as got from payments.ledger_line x
                        where x.customer_id = r.customer_id and x.refund_id = r.id and (x.account like 'tender:%' or x.account = 'transfer-outside' or (x.account = 'platform-compensation' and x.amount_minor > 0))) l on true
    left join lateral (select sum(x.amount_minor) as got from payments.payout o
                         join payments.ledger_line x on x.customer_id = o.customer_id and x.payout_id = o.id and (x.account = 'shopper-payout' or (x.account = 'platform-compensation' and x.amount_minor > 0))
                        where o.customer_id = r.customer_id and o.refund_id = r.id) p on true
    left join lateral (select sum(c.amount_minor) as known from payments.discrepancy c
                        where c.customer_id = r.customer_id and c.refund_id = r.id and c.kind = 'besides') k on true`;

/** How much more a shopper got of a refund than was due and nobody knows of yet, in minor units. */
export async function cameBesides(tx: Tx, refund: Pick<RefundRow, "customer_id" | "id">): Promise<bigint> {
  const row = await tx.maybe<{ too_much: bigint }>(
    `select greatest(got - due - known, 0)::bigint as too_much from (${refundsWithPayouts} where r.customer_id = $1 and r.id = $2) s`,
    [refund.customer_id, refund.id],
  );
  return row?.too_much ?? 0n;
}
