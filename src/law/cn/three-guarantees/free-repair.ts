import type { DayNumber } from "#kernel/time";
import { dateText } from "../../date-text.ts";
import { faultDay } from "../../facts.ts";
import type { Matter } from "../../pack.ts";
import type { Ruling } from "../../ruling.ts";
import { faultyGoods, warrantyRuns } from "../non-conformity/rules.ts";
import { daysAfter, within } from "../periods.ts";
import { type GuaranteeRuns, guaranteeRuns } from "./guarantee-runs.ts";
import type { ListedGoods } from "./listed-goods.ts";

/** Days that repaired goods have to keep working. */
const daysRepairHolds = 30;

/**
 * Repair is free while the guarantee runs. For main parts it may run longer than for the body; which part failed is then
 * for a person to see, unless the facts say.
 */
export function freeRepair(
  ruling: Ruling,
  matter: Matter,
  listed: ListedGoods,
  { startOn, onTheLadder }: { startOn: DayNumber; onTheLadder: boolean },
): void {
  const { facts, notice } = matter;
  const promisedMonths = facts.promises.warrantyMonths ?? 0;
  const { body, mainParts, promised } = guaranteeRuns(matter, listed, startOn);
  if (promised !== null && promisedMonths < listed.bodyMonths) {
    const params = { promised: promisedMonths, months: listed.bodyMonths };
    ruling.warn("promised-warranty-too-short", params, warrantyRuns);
  }
  const fault = faultDay(facts, notice);
  const terms = { lastDay: body.lastDay, freightPayer: "seller", amount: null } as const;
  const untilMainParts = { ...terms, lastDay: mainParts.lastDay };
  if (onTheLadder) {
    ruling.offer("repair", terms, listed.ladder);
  } else if (promised !== null && within(fault, promised) === "in-time") {
    // What was agreed binds by itself (Consumer Law 24), also before the regulation put it so.
    ruling.note("within-promised-warranty", { lastDay: dateText(promised.lastDay) }, faultyGoods);
    ruling.offer("repair", terms, faultyGoods);
  } else if (within(fault, body) === "in-time") {
    ruling.note("within-guarantee", { lastDay: dateText(body.lastDay) }, listed.row);
    ruling.offer("repair", terms, listed.row);
  } else if (repairDidNotHold(matter, fault)) {
    ruling.note("repair-did-not-hold", { days: daysRepairHolds }, listed.repairHolds);
    ruling.offer("repair", { ...terms, lastDay: null }, listed.repairHolds);
  } else if (facts.guarantee.failedPart === "other" && within(fault, body) === "late") {
    ruling.deny("guarantee-over", { lastDay: dateText(body.lastDay) }, listed.row);
  } else if (within(fault, mainParts) === "in-time") {
    mainPartRepair(ruling, matter, listed, mainParts);
  } else if (within(fault, mainParts) === "unknown") {
    const params = { lastDay: dateText(mainParts.lastDay), year: mainParts.unpublishedYear };
    ruling.review("calendar-not-published", params, listed.row);
    ruling.offerAfterReview("repair", untilMainParts, listed.row);
  } else {
    ruling.deny("guarantee-over", { lastDay: dateText(mainParts.lastDay) }, listed.row);
  }
}

function mainPartRepair(
  ruling: Ruling,
  { facts: { guarantee } }: Matter,
  { row }: ListedGoods,
  { lastDay }: GuaranteeRuns["mainParts"],
): void {
  const terms = { lastDay, freightPayer: "seller", amount: null } as const;
  if (guarantee.failedPart === "main-part") {
    ruling.note("within-guarantee", { lastDay: dateText(lastDay) }, row);
    ruling.offer("repair", terms, row);
  } else {
    ruling.review("main-parts-only", { lastDay: dateText(lastDay) }, row);
    ruling.offerAfterReview("repair", terms, row);
  }
}

function repairDidNotHold(matter: Matter, fault: DayNumber): boolean {
  return matter.facts.repairs.some(
    ({ until }) =>
      until !== null && fault >= until && within(fault, daysAfter(until, daysRepairHolds, matter)) === "in-time",
  );
}
