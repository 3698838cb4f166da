import type { Params } from "#kernel/outcome";
import type { DayNumber } from "#kernel/time";
import type { BecauseCode } from "../../codes.ts";
import { dateText } from "../../date-text.ts";
import type { Facts } from "../../facts.ts";
import type { Matter } from "../../pack.ts";
import type { Rule } from "../../rule.ts";
import type { Ruling } from "../../ruling.ts";
import { daysAfter, howDaysRun, monthsAfter, type PeriodEnd, within } from "../periods.ts";
import { possessionOf } from "../possession.ts";
import { digitalFromContract, rightNotExplained, rightToWithdraw, sendingIsEnough } from "./rules.ts";

const daysToWithdraw = 14;
const monthsLonger = 12;

/** Whether notice is in time; gives the last day, null while the time does not run yet. */
export function withdrawalPeriod(ruling: Ruling, matter: Matter): DayNumber | null {
  const { on, otherwise } = possessionOf(matter.facts);
  ruling.cite(howDaysRun);
  const answer = answerFor(on, matter);
  const other = otherwise === null ? answer : answerFor(otherwise, matter);
  if (answer.code !== other.code) {
    ruling.review("receipt-disputed", { ...answer.ends, otherwise: other.code }, rightToWithdraw);
  } else if (answer.standing === "open") ruling.note(answer.code, { ...answer.ends, ...answer.more }, answer.rule);
  else if (answer.standing === "closed") ruling.deny(answer.code, { ...answer.ends, ...answer.more }, answer.rule);
  else ruling.review(answer.code, { ...answer.ends, ...answer.more }, answer.rule);
  return answer.lastDay;
}

type Answer = {
  readonly standing: "open" | "doubtful" | "closed";
  readonly code: BecauseCode;
  readonly rule: Rule;
  readonly lastDay: DayNumber | null;
  readonly ends: Params;
  readonly more: Params;
};

function answerFor(receivedOn: DayNumber | null, matter: Matter): Answer {
  const { facts, notice } = matter;
  if (receivedOn === null) {
    const code = facts.delivery.moreToCome && facts.days.delivered !== null ? "more-goods-to-come" : "not-yet-received";
    return { standing: "open", code, rule: rightToWithdraw, lastDay: null, ends: {}, more: {} };
  }
  const first = daysAfter(receivedOn, daysToWithdraw, matter.calendar);
  const end = facts.withdrawal.informed !== false ? first : endWhereNotInformed(facts, receivedOn, first, matter);
  const ends = { receivedOn: dateText(receivedOn), lastDay: dateText(end.lastDay) };
  const say = (standing: Answer["standing"], code: BecauseCode, rule: Rule, more: Params = {}): Answer => {
    return { standing, code, rule, lastDay: end.lastDay, ends, more };
  };
  const startsWith = facts.goods.specialClass === "digital-download" ? digitalFromContract : rightToWithdraw;
  if (notice <= first.unrolled) return say("open", "withdrawal-open", rightToWithdraw);
  const answer = within(notice, end);
  if (answer === "unknown") return say("doubtful", "calendar-not-published", howDaysRun, { year: end.unpublishedYear });
  if (answer !== "late") {
    return facts.withdrawal.informed !== false
      ? say("doubtful", "withdrawal-open-by-rest-days", howDaysRun)
      : say("doubtful", "withdrawal-open-longer", rightNotExplained);
  }
  const sentOn = statementSentOn(matter);
  if (sentOn !== null && sentOn <= end.lastDay) {
    return say("doubtful", "withdrawal-open-by-sending", sendingIsEnough, { sentOn: dateText(sentOn) });
  }
  if (facts.withdrawal.informed === null) {
    const longer = monthsAfter(first.lastDay, monthsLonger, matter.calendar);
    if (notice <= longer.lastDay) return say("doubtful", "withdrawal-information-unknown", rightNotExplained);
  }
  return say("closed", "withdrawal-closed", facts.withdrawal.informed === false ? rightNotExplained : startsWith);
}

/** Twelve months more where the right was never explained; fourteen days from when it was (EU-CRD-10). */
function endWhereNotInformed(
  { days }: Facts,
  receivedOn: DayNumber,
  first: PeriodEnd,
  { calendar }: Matter,
): PeriodEnd {
  if (days.informed !== null && days.informed <= monthsAfter(receivedOn, monthsLonger, calendar).unrolled) {
    return daysAfter(Math.max(days.informed, receivedOn), daysToWithdraw, calendar);
  }
  return monthsAfter(first.lastDay, monthsLonger, calendar);
}

/** Only of the notice the facts tell of: decided as if it were given now, nothing was sent before. */
function statementSentOn({ facts: { days }, notice }: Matter): DayNumber | null {
  return notice === days.notice ? days.statementSent : null;
}
