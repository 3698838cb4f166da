import type { DayNumber } from "#kernel/time";
import { dateText } from "../../date-text.ts";
import { faultDay } from "../../facts.ts";
import type { Matter, Route } from "../../pack.ts";
import { Ruling } from "../../ruling.ts";
import { faultProven } from "../non-conformity/fault-proven.ts";
import { faultRefund } from "../non-conformity/fault-refund.ts";
import { deliberateDelay, faultyGoods, warrantyRuns } from "../non-conformity/rules.ts";
import { daysAfter, within } from "../periods.ts";
import { receiptOf } from "../receipt.ts";
import { freeRepair } from "./free-repair.ts";
import { type ListedGoods, listedGoods } from "./listed-goods.ts";
import { computerLadder, notCovered, phoneLadder, sevenAndFifteenDays } from "./rules.ts";

/** Repair, replacement and return of goods on the national list (三包, CN-SB-01 and 05 to 07 as far as they are known). */
export const threeGuarantees: Route = {
  name: "three-guarantees",
  rules: [
    sevenAndFifteenDays,
    phoneLadder,
    computerLadder,
    notCovered,
    ...Object.values(listedGoods).map(({ row }) => row),
  ],
  hear(matter) {
    const ruling = new Ruling("three-guarantees", matter);
    const { goods, claim, days } = matter.facts;
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
    if (matter.facts.defect.cause === "shopper") ruling.deny("outside-the-guarantee", {}, notCovered);
    else faultProven(ruling, matter, receivedOn);
    const start = Math.max(receivedOn, days.installed ?? receivedOn, days.invoiced ?? receivedOn);
    climbLadder(ruling, matter, listed, start);
    const violationFrom = dateText(daysAfter(matter.notice, 15, matter).lastDay + 1);
    ruling.owe("remedy-without-delay", { violationFrom }, deliberateDelay);
    return ruling;
  },
};

const daysToReturn = 7;
const daysToReplace = 15;

/**
 * A fault within 7 days: return, replacement or repair as the shopper likes; within 15: replacement or repair; later:
 * repair, free as long as the guarantee runs. Counted from the latest of invoice, delivery and installation.
 */
function climbLadder(ruling: Ruling, matter: Matter, listed: ListedGoods, start: DayNumber): void {
  const { days, defect } = matter.facts;
  const fault = faultDay(matter.facts, matter.notice);
  const toReturn = daysAfter(start, daysToReturn, matter);
  const toReplace = daysAfter(start, daysToReplace, matter);
  const terms = { freightPayer: "seller", amount: null } as const;
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
  for (const [remedy, end] of [
    ["return", toReturn],
    ["replace", toReplace],
  ] as const) {
    const lastDay = dateText(end.lastDay);
    const offered = {
      ...terms,
      lastDay: end.lastDay,
      amount: remedy === "return" ? faultRefund(ruling, matter) : null,
    };
    switch (within(fault, end)) {
      case "in-time":
        ruling.note(`within-days-to-${remedy}`, { lastDay }, listed.ladder);
        ruling.offer(remedy, offered, listed.ladder);
        break;
      case "late":
        ruling.note(`days-to-${remedy}-over`, { lastDay }, listed.ladder);
        break;
      case "unknown":
        ruling.note("calendar-not-published", { lastDay, year: end.unpublishedYear }, listed.ladder);
        ruling.offerAfterReview(remedy, offered, listed.ladder);
    }
  }
  freeRepair(ruling, matter, listed, within(fault, toReplace) === "in-time");
}
