import type { DayNumber } from "#kernel/time";
import { dateText } from "../../date-text.ts";
import { everythingBack } from "../../money-back.ts";
import type { Matter, Route } from "../../pack.ts";
import { article, rule } from "../../rule.ts";
import { Ruling } from "../../ruling.ts";
import { daysAfter } from "../periods.ts";
import { civilCode, consumerLaw, ecommerceLaw, platformPractice } from "../sources.ts";

const contractOnOrder = rule(
  "CN-CON-01",
  "orderedAt",
  article(ecommerceLaw, "49", "V"),
  article(civilCode, "491(2), 577", "V"),
);
const mistakenPrice = rule("CN-CON-01-price", "orderedAt", article(civilCode, "147, 152", "V"));
export const refundOfPrepayment = rule("CN-CMP-06", "orderedAt", article(consumerLaw, "53", "V"));
const unshippedIsRefunded = rule("CN-PRACTICE-01", "orderedAt", article(platformPractice, "未发货退款", "P"));

/**
 * Cancelling a paid order that was not sent yet (未发货退款): no statute says so in these words, every platform promises
 * it, and a promise binds. Everything comes back, outbound freight included.
 */
export const beforeShipment: Route = {
  name: "before-shipment",
  rules: [contractOnOrder, mistakenPrice, refundOfPrepayment, unshippedIsRefunded],
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
    if (days.sellerCancelled !== null) sellerCancels(ruling, matter, days.sellerCancelled);
    ruling.offer(
      "refund-only",
      { lastDay: null, freightPayer: "none", amount: everythingBack(money) },
      unshippedIsRefunded,
    );
    return ruling;
  },
};

/** Days in which a seller who named a wrong price may ask a court to undo the contract, once it knows (Civil Code 152). */
const daysToContestMistake = 90;

/** A paid order is a contract, whatever the shop's terms say; who cancels it breaks it, and performs or compensates. */
function sellerCancels(ruling: Ruling, matter: Matter, cancelledOn: DayNumber): void {
  const { terms, cancelsBecause } = matter.facts.seller;
  if (terms.includes("contract-forms-on-dispatch")) {
    ruling.warn("shop-term-void", { term: "contract-forms-on-dispatch" }, contractOnOrder);
  }
  ruling.note("seller-cancelled", {}, contractOnOrder);
  if (cancelsBecause === "price-error") {
    const { lastDay } = daysAfter(cancelledOn, daysToContestMistake, matter);
    ruling.review("price-error-claimed", { lastDay: dateText(lastDay) }, mistakenPrice);
  }
  ruling.owe("perform-or-compensate", {}, contractOnOrder);
  ruling.offer("reship", { lastDay: null, freightPayer: "none", amount: null }, contractOnOrder);
}
