import type { Facts } from "./facts.ts";

type Money = Facts["money"];

/** Everything paid and not refunded yet, outbound freight included: what a seller's failure gives back. */
export function everythingBack(money: Money, price = money.paid): bigint {
  return atLeastNothing(price + money.outboundFreight - money.refundedBefore);
}

/** The goods' price alone, less gifts kept at their stated price: what a change of mind gives back. */
export function priceBack(money: Money): bigint {
  if (money.entitled !== null) return money.entitled;
  let amount = money.paid - money.refundedBefore;
  for (const { statedPrice, returned } of money.gifts) if (!returned) amount -= statedPrice ?? 0n;
  return atLeastNothing(amount);
}

function atLeastNothing(amount: bigint): bigint {
  return amount > 0n ? amount : 0n;
}
