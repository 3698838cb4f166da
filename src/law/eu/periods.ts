import {
  addMonths,
  CalendarNotPublished,
  type DayCalendar,
  type DayNumber,
  dateOfDay,
  dayNumber,
  rollForward,
  weekendCalendar,
} from "#kernel/time";
import { article, rule } from "../rule.ts";
import { periodsAndDates } from "./sources.ts";

/** The day of the event is not counted; a last day of rest moves on to the next working day. */
export const howDaysRun = rule("EU-TIME-01", "orderedAt", article(periodsAndDates, "3", "M"));

export type PeriodEnd = {
  /** Of a country whose holidays are not written down: the earliest it can be. */
  readonly lastDay: DayNumber;
  /** Where it would end if rest days did not move it. */
  readonly unrolled: DayNumber;
  /** The year whose holidays would have to be known to tell. */
  readonly unpublishedYear: number | null;
};

export function daysAfter(start: DayNumber, days: number, calendar: DayCalendar): PeriodEnd {
  return rolled(start + days, calendar);
}

export function monthsAfter(start: DayNumber, months: number, calendar: DayCalendar): PeriodEnd {
  return rolled(dayNumber(addMonths(dateOfDay(start), months)), calendar);
}

/** "on-a-moved-day": in time only because the last day was a day of rest. */
export function within(day: DayNumber, end: PeriodEnd): "in-time" | "on-a-moved-day" | "unknown" | "late" {
  if (day <= end.unrolled) return "in-time";
  if (day <= end.lastDay) return "on-a-moved-day";
  return end.unpublishedYear !== null && day <= end.lastDay + longestRestDays ? "unknown" : "late";
}

/** No member state rests for longer on end. */
const longestRestDays = 10;

function rolled(unrolled: DayNumber, calendar: DayCalendar): PeriodEnd {
  try {
    return { lastDay: rollForward(unrolled, calendar, "restDay"), unrolled, unpublishedYear: null };
  } catch (error) {
    if (!(error instanceof CalendarNotPublished)) throw error;
    return { lastDay: rollForward(unrolled, weekendCalendar, "restDay"), unrolled, unpublishedYear: error.year };
  }
}
