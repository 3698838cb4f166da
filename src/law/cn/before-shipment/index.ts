import { everythingBack } from "../../money-back.ts";
import type { Route } from "../../pack.ts";
import { article, rule } from "../../rule.ts";
import { Ruling } from "../../ruling.ts";
import { civilCode, consumerLaw, ecommerceLaw, platformPractice } from "../sources.ts";

const contractOnOrder = rule(
  "CN-CON-01",
  "orderedAt",
  article(ecommerceLaw, "49", "V"),
  article(civilCode, "491(2), 577", "V"),
);
const refundOfPrepayment = rule("CN-CMP-06", "orderedAt", article(consumerLaw, "53", "V"));
const unshippedIsRefunded = rule("CN-PRACTICE-01", "orderedAt", article(platformPractice, "未发货退款", "P"));

/**
 * Cancelling a paid order that was not sent yet (未发货退款): no statute says so in these words, every platform promises
 * it, and a promise binds. Everything comes back, outbound freight included.
 */
export const beforeShipment: Route = {
  name: "before-shipment",
  rules: [contractOnOrder, refundOfPrepayment, unshippedIsRefunded],
  hear(matter) {
    const ruling = new Ruling("before-shipment", matter);
    const { days, claim, money } = matter.facts;
    ruling.standOn(unshippedIsRefunded);
    if (days.shipped !== null || days.delivered !== null) {
      ruling.deny("already-shipped", {}, unshippedIsRefunded);
      return ruling;
    }
    ruling.burdenOfProof = "seller";
    ruling.note("not-shipped-yet", {}, unshippedIsRefunded);
    ruling.cite(contractOnOrder);
    if (claim.reason === "late-delivery") ruling.note("seller-is-late", {}, refundOfPrepayment);
    ruling.offer(
      "refund-only",
      { lastDay: null, freightPayer: "none", amount: everythingBack(money) },
      unshippedIsRefunded,
    );
    return ruling;
  },
};
