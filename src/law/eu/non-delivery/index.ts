import { everythingBack } from "../../money-back.ts";
import type { Route } from "../../pack.ts";
import { article, rule } from "../../rule.ts";
import { Ruling } from "../../ruling.ts";
import { notYetRead } from "../sources.ts";

const deliveryNotRead = rule("EU-GAP-02", "orderedAt", article(notYetRead, "2011/83/EU 18, 20", "M"));

/** Goods late or not received: the provisions were not read, so a person looks. */
export const nonDelivery: Route = {
  name: "non-delivery",
  rules: [deliveryNotRead],
  hear(matter) {
    const ruling = new Ruling("non-delivery", matter);
    const { claim, money } = matter.facts;
    if (claim.reason !== "not-received" && claim.reason !== "late-delivery") {
      // That nobody says so needs no law to be so.
      ruling.denyByPolicy("receipt-not-contested", {}, null);
      return ruling;
    }
    ruling.review("law-not-read", {}, deliveryNotRead);
    const terms = { lastDay: null, freightPayer: "none", amount: everythingBack(money) } as const;
    ruling.offer("refund-only", terms, deliveryNotRead);
    ruling.offer("reship", { ...terms, amount: null }, deliveryNotRead);
    return ruling;
  },
};
