import type { DayNumber } from "#kernel/time";
import { dateText } from "../../date-text.ts";
import type { Matter } from "../../pack.ts";
import type { Ruling } from "../../ruling.ts";
import { monthsAfter, type PeriodEnd, rolled, within } from "../periods.ts";
import { timeInRepair, warrantyEnd } from "../warranty-period.ts";
import { breachAndNotice, warrantyRuns } from "./rules.ts";

/** Months after receipt within which a fault must be reported where no warranty period applies. */
const outerLimitMonths = 24;

/**
 * The last day to report a fault: two years from receipt, or the end of a longer warranty. A seller who knew of the fault
 * cannot rely on it: null (CN-QLT-03, Civil Code 621).
 */
export function noticeLimit(ruling: Ruling, matter: Matter, receivedOn: DayNumber): DayNumber | null {
  const outer = monthsAfter(receivedOn, outerLimitMonths, matter);
  const warranty = promisedWarranty(matter, receivedOn) ?? outer;
  const limit = warranty.lastDay > outer.lastDay ? warranty : outer;
  const lastDay = dateText(limit.lastDay);
  if (limit !== outer) ruling.note("warranty-is-longer", { lastDay }, warrantyRuns);
  const answer = within(matter.notice, limit);
  if (answer !== "in-time" && matter.facts.defect.sellerKnew) {
    ruling.note("seller-knew", { lastDay }, breachAndNotice);
    return null;
  }
  if (answer === "late") ruling.deny("reported-too-late", { lastDay }, breachAndNotice);
  else if (answer === "unknown") {
    ruling.review("calendar-not-published", { lastDay, year: limit.unpublishedYear }, breachAndNotice);
  } else if (within(matter.notice, warranty) !== "in-time") {
    // Article 621 puts a warranty period in place of the two years, and says nothing of one that is shorter.
    ruling.review("shorter-warranty-over", { lastDay: dateText(warranty.lastDay) }, breachAndNotice);
  }
  return limit.lastDay;
}

function promisedWarranty(matter: Matter, deliveredOn: DayNumber): PeriodEnd | undefined {
  const { days, promises } = matter.facts;
  if (promises.warrantyMonths === null) return undefined;
  const { warrantyMonths: months } = promises;
  const { installed: installedOn, replaced: replacedOn } = days;
  return rolled(warrantyEnd({ months, deliveredOn, installedOn, replacedOn, repairs: timeInRepair(matter) }), matter);
}
