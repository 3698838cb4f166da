import { priceBack } from "../../money-back.ts";
import type { Matter } from "../../pack.ts";
import type { Ruling } from "../../ruling.ts";
import { giftsComeBack, partialReturnSettlesAnew, refundWithin7Days } from "./rules.ts";

/**
 * The price really paid (CN-NRR-08), what is kept settled anew by `refundEntitlement` beforehand (CN-NRR-10), less the
 * stated price of a gift that is not returned (CN-NRR-11).
 */
export function moneyBack(ruling: Ruling, { facts: { money } }: Matter): bigint {
  ruling.cite(money.entitled === null ? refundWithin7Days : partialReturnSettlesAnew);
  for (const { statedPrice, returned } of money.gifts) {
    if (returned) continue;
    if (statedPrice === null) ruling.review("gift-price-not-stated", {}, giftsComeBack);
    else ruling.note("gift-kept", {}, giftsComeBack);
  }
  return priceBack(money);
}
