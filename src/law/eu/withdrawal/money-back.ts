import { everythingBack } from "../../money-back.ts";
import type { Matter } from "../../pack.ts";
import type { Ruling } from "../../ruling.ts";
import { nationalLawNotRead, refundOfAllPayments } from "./rules.ts";

/**
 * All payments, with what the cheapest standard delivery would have cost (EU-CRD-13); of a partial return what
 * `refundEntitlement` settled, because what sent the rest out was not paid for nothing.
 */
export function moneyBack(ruling: Ruling, { facts: { goods, money } }: Matter): bigint {
  ruling.cite(refundOfAllPayments);
  if (goods.service === "begun") ruling.review("service-begun", {}, nationalLawNotRead);
  if (money.gifts.some(({ returned }) => !returned)) ruling.review("law-not-read", {}, nationalLawNotRead);
  if (money.entitled !== null) return money.entitled;
  const { outboundFreight: paid, standardFreight: standard } = money;
  return everythingBack({ ...money, outboundFreight: standard !== null && standard < paid ? standard : paid });
}
