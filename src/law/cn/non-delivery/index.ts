import { everythingBack } from "../../money-back.ts";
import type { Route } from "../../pack.ts";
import { article, rule } from "../../rule.ts";
import { Ruling } from "../../ruling.ts";
import { civilCode, ecommerceLaw } from "../sources.ts";

const sellerBearsTransport = rule(
  "CN-DLV-01",
  "orderedAt",
  article(ecommerceLaw, "20, 51, 52", "V"),
  article(civilCode, "512, 604", "V"),
);

/** Goods sent but not received: the seller bears the way unless the shopper chose the carrier (CN-DLV-01). */
export const nonDelivery: Route = {
  name: "non-delivery",
  rules: [sellerBearsTransport],
  hear(matter) {
    const ruling = new Ruling("non-delivery", matter);
    const { days, claim, delivery, money } = matter.facts;
    ruling.standOn(sellerBearsTransport);
    ruling.burdenOfProof = "seller";
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
