import type { Tx } from "#platform/db";
import { type InstantOffer, type InstantSignals, offerOf } from "../rules/instant-refund.ts";

/** Whether this much may be paid back before the goods are here, with the limit and every reason; writes nothing. */
export async function offerInstant(
  tx: Tx,
  asked: { readonly customerId: string; readonly amountMinor: bigint; readonly currency: string },
): Promise<InstantOffer> {
  return offerOf(await signalsOf(tx, asked.customerId), asked.amountMinor, asked.currency);
}

async function signalsOf(tx: Tx, customerId: string): Promise<InstantSignals> {
  const row = await tx.one<{
    tier: string | null;
    paid_orders: bigint;
    goods_came: bigint;
    recovered: bigint;
    not_recovered: bigint;
    recovering: bigint;
    open_minor: bigint;
  }>(
    `select (select tier from parties.shopper where customer_id = $1) as tier,
            (select count(*) from orders.shop_order where customer_id = $1 and paid_at is not null and cancelled_at is null) as paid_orders,
            (select coalesce(max(used_minor), 0)::bigint from payments.instant_credit where customer_id = $1) as open_minor,
            count(*) filter (where state = 'earned') as goods_came, count(*) filter (where state = 'recovered') as recovered,
            count(*) filter (where state = 'written-off') as not_recovered, count(*) filter (where state = 'recovering') as recovering
       from payments.instant_advance where customer_id = $1`,
    [customerId],
  );
  return {
    tier: row.tier ?? "standard",
    paidOrders: Number(row.paid_orders),
    goodsCame: Number(row.goods_came),
    recovered: Number(row.recovered),
    notRecovered: Number(row.not_recovered),
    recovering: Number(row.recovering),
    openMinor: row.open_minor,
  };
}
