import { dateText } from "../../date-text.ts";
import { everythingBack } from "../../money-back.ts";
import type { Matter, Route } from "../../pack.ts";
import { article, rule } from "../../rule.ts";
import { Ruling } from "../../ruling.ts";
import { civilCode, ecommerceLaw } from "../sources.ts";

const sellerBearsTransport = rule(
  "CN-DLV-01",
  "orderedAt",
  article(ecommerceLaw, "20, 51, 52", "V"),
  article(civilCode, "512, 604", "V"),
);

const lateDelivery = rule("CN-DLV-02", "orderedAt", article(civilCode, "563(三)(四), 577, 585", "V"));

/**
 * Goods sent but not received: the seller bears the way unless the shopper chose the carrier (CN-DLV-01). Goods that come
 * later than promised: CN-DLV-02.
 */
export const nonDelivery: Route = {
  name: "non-delivery",
  rules: [sellerBearsTransport, lateDelivery],
  hear(matter) {
    const ruling = new Ruling("non-delivery", matter);
    const { days, claim, delivery, money } = matter.facts;
    ruling.standOn(sellerBearsTransport);
    ruling.burdenOfProof = "seller";
    if (claim.reason === "late-delivery" && days.shipped !== null) {
      hearDelay(ruling, matter);
      return ruling;
    }
    if (claim.reason !== "not-received") {
      ruling.deny("receipt-not-contested", {}, sellerBearsTransport);
      return ruling;
    }
    if (days.shipped === null && days.delivered === null) {
      ruling.deny("not-shipped-yet", {}, sellerBearsTransport);
      return ruling;
    }
    if (delivery.carrierChosenByShopper) ruling.review("carrier-chosen-by-shopper", {}, sellerBearsTransport);
    if (days.delivered !== null) ruling.review("carrier-says-delivered", {}, sellerBearsTransport);
    else if (days.lost === null) ruling.review("still-under-way", {}, sellerBearsTransport);
    else ruling.note("lost-under-way", {}, sellerBearsTransport);
    const terms = { lastDay: null, freightPayer: "none", amount: everythingBack(money) } as const;
    ruling.offer("refund-only", terms, sellerBearsTransport);
    ruling.offer("reship", { ...terms, amount: null }, sellerBearsTransport);
    return ruling;
  },
};

/**
 * Delay alone is made good; it undoes the contract where it defeats the purpose, or where urging did not help within a
 * reasonable time, which is for a person to judge; as is what was reasonable where no day was promised.
 */
function hearDelay(ruling: Ruling, { facts, notice }: Matter): void {
  const { days, defect, money } = facts;
  if (days.promisedFor === null) ruling.review("no-day-promised", {}, lateDelivery);
  else if ((days.delivered ?? notice) <= days.promisedFor) {
    ruling.deny("not-late", { promised: dateText(days.promisedFor) }, lateDelivery);
    return;
  } else ruling.note("later-than-promised", { promised: dateText(days.promisedFor) }, lateDelivery);
  const remedy = days.delivered === null ? "refund-only" : "return";
  const freightPayer = days.delivered === null ? "none" : "seller";
  const terms = { lastDay: null, freightPayer, amount: everythingBack(money) } as const;
  if (defect.purposeDefeated === "established") {
    ruling.note("delay-defeats-purpose", {}, lateDelivery);
    ruling.offer(remedy, terms, lateDelivery);
  } else if (defect.purposeDefeated === "claimed") {
    ruling.note("delay-defeats-purpose-claimed", {}, lateDelivery);
    ruling.offerAfterReview(remedy, terms, lateDelivery);
  } else if (days.urged !== null && days.delivered === null) {
    ruling.note("urged-in-vain", { since: dateText(days.urged) }, lateDelivery);
    ruling.offerAfterReview(remedy, terms, lateDelivery);
  }
  ruling.offerAfterReview("price-reduction", { lastDay: null, freightPayer: "none", amount: null }, lateDelivery);
  ruling.owe("make-good-the-delay", {}, lateDelivery);
}
