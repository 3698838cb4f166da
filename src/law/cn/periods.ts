import {
  addMonths,
  addWorkingDays,
  CalendarNotPublished,
  type DayCalendar,
  type DayNumber,
  dateOfDay,
  dayNumber,
  type RollMode,
  rollForward,
} from "#kernel/time";
import { article, rule } from "../rule.ts";
import { civilCode, complaintMeasures, sevenDayMeasures } from "./sources.ts";

export const startDayExcluded = rule(
  "CN-TIME-01",
  "orderedAt",
  article(civilCode, "201", "V"),
  article(sevenDayMeasures, "10", "P"),
);
const monthsEndOnTheSameDay = rule("CN-TIME-02", "orderedAt", article(civilCode, "202", "V"));
export const restDayMovesOn = rule("CN-TIME-03", "orderedAt", article(civilCode, "203", "V"));
const workingDays = rule("CN-TIME-04", "orderedAt", article(complaintMeasures, "45", "V"));

export const timeRules = [startDayExcluded, monthsEndOnTheSameDay, restDayMovesOn, workingDays];

/** The end of a period, at 24:00 of its last day. */
export type PeriodEnd = {
  readonly lastDay: DayNumber;
  /** Where it would end if rest days did not move it: what a seller should plan by. */
  readonly unrolled: DayNumber;
  /** The year whose days off are not announced, when only that keeps the last day from being known. */
  readonly unpublishedYear: number | null;
};

export type Counting = { readonly calendar: DayCalendar; readonly rollMode: RollMode };

/** D+n: the start day is not counted (CN-TIME-01); a last day of rest moves on (CN-TIME-03). */
export function daysAfter(start: DayNumber, days: number, counting: Counting): PeriodEnd {
  return remembered(start, days, false, counting);
}

/** Ends on the day of the same number, or the month's last (CN-TIME-02); a last day of rest moves on (CN-TIME-03). */
export function monthsAfter(start: DayNumber, months: number, counting: Counting): PeriodEnd {
  return remembered(start, months, true, counting);
}

/** The n-th working day after the start day, make-up days included (CN-TIME-04). */
export function workingDaysAfter(start: DayNumber, days: number, calendar: DayCalendar): DayNumber {
  return addWorkingDays(start, days, calendar);
}

/** "unknown" when only an announcement still to come can tell. */
export function within(day: DayNumber, end: PeriodEnd): "in-time" | "late" | "unknown" {
  if (day <= end.lastDay) return "in-time";
  return end.unpublishedYear === null ? "late" : "unknown";
}

/** The day itself, moved on from rest days. */
export function rolled(unrolled: DayNumber, counting: Counting): PeriodEnd {
  return remembered(unrolled, 0, false, counting);
}

/** Ends already worked out, by calendar: a busy day asks for the same few thousand again and again. */
const known = new WeakMap<DayCalendar, Map<number, PeriodEnd>>();
const mostKnown = 200_000;
const rollModes: readonly RollMode[] = ["restDay", "holidayOnly", "none"];

function remembered(start: DayNumber, length: number, inMonths: boolean, counting: Counting): PeriodEnd {
  let ends = known.get(counting.calendar);
  if (!ends) {
    ends = new Map();
    known.set(counting.calendar, ends);
  }
  const key = ((start * 8_192 + length) * 2 + (inMonths ? 1 : 0)) * 3 + rollModes.indexOf(counting.rollMode);
  const before = ends.get(key);
  if (before) return before;
  const last = inMonths ? dayNumber(addMonths(dateOfDay(start), length)) : start + length;
  const end = movedOn(last, counting);
  if (ends.size >= mostKnown) ends.clear();
  ends.set(key, end);
  return end;
}

function movedOn(unrolled: DayNumber, { calendar, rollMode }: Counting): PeriodEnd {
  try {
    return { lastDay: rollForward(unrolled, calendar, rollMode), unrolled, unpublishedYear: null };
  } catch (error) {
    if (!(error instanceof CalendarNotPublished)) throw error;
    return { lastDay: unrolled, unrolled, unpublishedYear: error.year };
  }
}
