import type { DayNumber } from "#kernel/time";
import { dateText } from "../../date-text.ts";
import { faultDay, type Reason } from "../../facts.ts";
import { everythingBack } from "../../money-back.ts";
import type { Matter, Route } from "../../pack.ts";
import { article, rule } from "../../rule.ts";
import { Ruling } from "../../ruling.ts";
import { monthsAfter, within } from "../periods.ts";
import { deliveryOf } from "../possession.ts";
import { saleOfGoods } from "../sources.ts";

const twoYears = rule("EU-SGD-10", "orderedAt", article(saleOfGoods, "10", "M"));
const sellerProvesOneYear = rule("EU-SGD-11", "orderedAt", article(saleOfGoods, "11", "M"));
const repairOrReplacementFirst = rule("EU-SGD-13", "orderedAt", article(saleOfGoods, "13-16", "M"));

/**
 * Goods that are not what the contract says: repaired or replaced free of cost, then priced down or given back
 * (Directive (EU) 2019/771). Its text was not read, so a person decides all of it.
 */
export const lackOfConformity: Route = {
  name: "non-conformity",
  rules: [twoYears, sellerProvesOneYear, repairOrReplacementFirst],
  hear(matter) {
    const ruling = new Ruling("non-conformity", matter);
    const { facts } = matter;
    if (!faults.has(facts.claim.reason)) {
      // That nobody claims a fault needs no law to be so.
      ruling.denyByPolicy("no-fault-claimed", {}, null);
      return ruling;
    }
    const receivedOn = deliveryOf(facts);
    if (receivedOn === null) {
      ruling.review("not-yet-received", {}, twoYears);
      return ruling;
    }
    whoProves(ruling, matter, receivedOn);
    if (facts.defect.disputed) ruling.review("fault-disputed", {}, twoYears);
    else if (facts.defect.cause === "shopper") ruling.deny("caused-by-shopper", {}, twoYears);
    else if (facts.defect.proof === "refuted") ruling.deny("no-fault-found", {}, twoYears);
    offerRemedies(ruling, matter, liableUntil(ruling, matter, receivedOn));
    return ruling;
  },
};

const faults: ReadonlySet<Reason> = new Set([
  "quality",
  "not-as-described",
  "wrong-item",
  "missing",
  "damaged-in-transit",
  "spoiled",
  "counterfeit",
]);

const monthsSellerProves = 12;
const monthsLiable = 24;

function whoProves(ruling: Ruling, matter: Matter, receivedOn: DayNumber): void {
  const { lastDay } = monthsAfter(receivedOn, monthsSellerProves, matter.calendar);
  const sellerProves = faultDay(matter.facts, matter.notice) <= lastDay;
  ruling.burdenOfProof = sellerProves ? "seller" : "shopper";
  const code = sellerProves ? "seller-must-prove" : "one-year-over";
  ruling.note(code, { lastDay: dateText(lastDay) }, sellerProvesOneYear);
}

function liableUntil(ruling: Ruling, matter: Matter, receivedOn: DayNumber): DayNumber {
  const end = monthsAfter(receivedOn, monthsLiable, matter.calendar);
  const params = { lastDay: dateText(end.lastDay) };
  if (within(faultDay(matter.facts, matter.notice), end) === "late") ruling.deny("reported-too-late", params, twoYears);
  else ruling.note("within-two-years", params, twoYears);
  return end.lastDay;
}

function offerRemedies(ruling: Ruling, { facts }: Matter, lastDay: DayNumber): void {
  const { claim, defect, days, repairs, money } = facts;
  const free = { lastDay, freightPayer: "seller", amount: null } as const;
  if (claim.reason === "missing") ruling.offer("reship", free, repairOrReplacementFirst);
  else {
    ruling.offer("repair", free, repairOrReplacementFirst);
    ruling.offer("replace", free, repairOrReplacementFirst);
  }
  const triedInVain = repairs.length > 0 || days.replaced !== null;
  if (!triedInVain && defect.purposeDefeated === "no") {
    ruling.note("repair-or-replacement-first", {}, repairOrReplacementFirst);
    return;
  }
  ruling.offer("price-reduction", { ...free, freightPayer: "none" }, repairOrReplacementFirst);
  ruling.offer("return", { ...free, amount: everythingBack(money) }, repairOrReplacementFirst);
}
