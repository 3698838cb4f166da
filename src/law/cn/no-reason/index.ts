import type { Matter, Route } from "../../pack.ts";
import { Ruling } from "../../ruling.ts";
import { soldByOperator } from "../liability/operator.ts";
import { excludedByConfirmation } from "./excluded-by-confirmation.ts";
import { excludedByStatute } from "./excluded-by-statute.ts";
import { returnFreight } from "./freight.ts";
import { goodsIntact } from "./goods-intact.ts";
import { honesty } from "./honesty.ts";
import { moneyBack } from "./money-back.ts";
import { returnWindow } from "./return-window.ts";
import { noReasonRules, rightToReturn } from "./rules.ts";
import { sellersDuties } from "./sellers-duties.ts";

/** Return within seven days without saying why (无理由退货, CN-NRR-01 to 14). */
export const noReasonReturn: Route = {
  name: "no-reason",
  rules: noReasonRules,
  hear(matter) {
    const ruling = new Ruling("no-reason", matter);
    ruling.standOn(rightToReturn);
    // Order and notice are on record; when it was signed for and any exception are for the seller to show.
    ruling.burdenOfProof = "seller";
    consumerBoughtRemotely(ruling, matter);
    soldByOperator(ruling, matter);
    excludedByStatute(ruling, matter);
    excludedByConfirmation(ruling, matter);
    goodsIntact(ruling, matter);
    honesty(ruling, matter);
    const { lastDay } = returnWindow(ruling, matter);
    const terms = { lastDay, freightPayer: returnFreight(ruling, matter), amount: moneyBack(ruling, matter) };
    if (matter.facts.days.shipped === null && matter.facts.days.delivered === null) {
      ruling.offer("refund-only", { ...terms, freightPayer: "none" }, rightToReturn);
    } else {
      ruling.offer("return", terms, rightToReturn);
    }
    sellersDuties(ruling, matter);
    return ruling;
  },
};

function consumerBoughtRemotely(ruling: Ruling, { facts }: Matter): void {
  if (facts.channel === "store") ruling.deny("bought-in-store", {}, rightToReturn);
  if (facts.purpose === "business") ruling.deny("not-for-living-needs", {}, rightToReturn);
  if (facts.purpose === "disputed") ruling.review("purpose-disputed", {}, rightToReturn);
}
