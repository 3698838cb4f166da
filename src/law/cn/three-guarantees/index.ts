import type { DayNumber } from "#kernel/time";
import { dateText } from "../../date-text.ts";
import { faultDay } from "../../facts.ts";
import { everythingBack } from "../../money-back.ts";
import type { Matter, Route } from "../../pack.ts";
import { Ruling } from "../../ruling.ts";
import { soldByOperatorOrByContract } from "../liability/operator.ts";
import { faultProven } from "../non-conformity/fault-proven.ts";
import { priceToRefund } from "../non-conformity/fault-refund.ts";
import { deliberateDelay, faultyGoods, warrantyRuns } from "../non-conformity/rules.ts";
import { daysAfter, within } from "../periods.ts";
import { receiptOf } from "../receipt.ts";
import { exclusionOf } from "./excluded.ts";
import { freeRepair } from "./free-repair.ts";
import { type ListedGoods, listedGoods } from "./listed-goods.ts";
import { phoneAccessory, phoneWithoutPapers } from "./phone.ts";
import { offerMoneyInstead, offerReplacement, type ReplacementDue, replacementAfterRepair } from "./replacement.ts";
import {
  computerLadder,
  computerRepairs,
  moneyInstead,
  notCovered,
  phoneLadder,
  phonePartsWait,
  phoneRepairTime,
  repairTakesTooLong,
  sevenAndFifteenDays,
  twoRepairs,
} from "./rules.ts";

/** Repair, replacement and return of goods on the national list (三包, CN-SB-01 to 07). */
export const threeGuarantees: Route = {
  name: "three-guarantees",
  rules: [
    sevenAndFifteenDays,
    twoRepairs,
    repairTakesTooLong,
    moneyInstead,
    phoneLadder,
    phonePartsWait,
    phoneRepairTime,
    computerLadder,
    computerRepairs,
    notCovered,
    ...Object.values(listedGoods).map(({ row }) => row),
  ],
  hear(matter) {
    const ruling = new Ruling("three-guarantees", matter);
    const { goods, claim, guarantee } = matter.facts;
    if (goods.listedAs === null) {
      ruling.deny("not-on-the-list", {}, sevenAndFifteenDays);
      return ruling;
    }
    const listed = listedGoods[goods.listedAs];
    ruling.standOn(listed.ladder);
    if (claim.reason !== "quality") {
      ruling.deny("no-performance-fault-claimed", {}, listed.ladder);
      return ruling;
    }
    const { on: receivedOn } = receiptOf(matter.facts);
    if (receivedOn === null) {
      ruling.review("not-yet-received", {}, listed.ladder);
      return ruling;
    }
    soldByOperatorOrByContract(ruling, matter);
    const exclusion = exclusionOf(matter.facts);
    if (exclusion === undefined) faultProven(ruling, matter, receivedOn);
    else ruling.deny("outside-the-guarantee", { exclusion }, notCovered);
    const isPhone = goods.listedAs === "mobile-phone";
    if (isPhone && guarantee.accessory !== null) phoneAccessory(ruling, matter, receivedOn);
    else if (isPhone && guarantee.papers === "lost") phoneWithoutPapers(ruling, matter, receivedOn);
    else climbLadder(ruling, matter, listed, receivedOn);
    const violationFrom = dateText(daysAfter(matter.notice, 15, matter).lastDay + 1);
    ruling.owe("remedy-without-delay", { violationFrom }, deliberateDelay);
    return ruling;
  },
};

const daysToReturn = 7;
const daysToReplace = 15;

/**
 * A fault within 7 days: return, replacement or repair as the shopper likes; within 15: replacement or repair; later:
 * repair, free as long as the guarantee runs, and replacement once repair has failed. Counted from the latest of invoice,
 * delivery and installation.
 */
function climbLadder(ruling: Ruling, matter: Matter, listed: ListedGoods, receivedOn: DayNumber): void {
  const { days, defect, money } = matter.facts;
  const start = Math.max(receivedOn, days.installed ?? receivedOn, days.invoiced ?? receivedOn);
  const fault = faultDay(matter.facts, matter.notice);
  const toReturn = daysAfter(start, daysToReturn, matter);
  const toReplace = daysAfter(start, daysToReplace, matter);
  const terms = { freightPayer: "seller" } as const;
  ruling.cite(warrantyRuns);
  ruling.cite(faultyGoods);
  if (
    days.found !== null &&
    defect.proof === "none" &&
    matter.notice > toReplace.lastDay &&
    fault <= toReplace.lastDay
  ) {
    ruling.review("fault-day-needs-proof", { foundOn: dateText(fault) }, listed.ladder);
  }
  const price = priceToRefund(ruling, matter);
  let due: ReplacementDue | undefined;
  for (const [remedy, end] of [
    ["return", toReturn],
    ["replace", toReplace],
  ] as const) {
    const lastDay = dateText(end.lastDay);
    const inTime = within(fault, end);
    if (inTime === "late") {
      ruling.note(`days-to-${remedy}-over`, { lastDay }, listed.ladder);
      continue;
    }
    const certain = inTime === "in-time";
    if (certain) ruling.note(`within-days-to-${remedy}`, { lastDay }, listed.ladder);
    else ruling.note("calendar-not-published", { lastDay, year: end.unpublishedYear }, listed.ladder);
    if (remedy === "return") {
      const full = { ...terms, lastDay: end.lastDay, amount: everythingBack(money, price) };
      ruling[certain ? "offer" : "offerAfterReview"]("return", full, listed.ladder);
    } else {
      due = { rule: listed.ladder, lastDay: end.lastDay, certain };
    }
  }
  due ??= replacementAfterRepair(ruling, matter, listed, receivedOn);
  if (due) offerReplacement(ruling, matter, listed, due);
  if (due && within(fault, toReturn) === "late") {
    offerMoneyInstead(ruling, matter, listed, { due, price, receivedOn });
  }
  freeRepair(ruling, matter, listed, { startOn: receivedOn, onTheLadder: within(fault, toReplace) === "in-time" });
}
