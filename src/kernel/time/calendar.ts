import { assert } from "#kernel/outcome";
import { type DayNumber, dayNumber, type LocalDate, weekday, yearOfDay } from "./date.ts";

/**
 * "rest" is an ordinary weekly rest day; "holiday" a day of the published off list, 调休 days off and the weekends among
 * them included; a make-up working day is "work".
 */
export type DayKind = "work" | "rest" | "holiday";

export type DayCalendar = {
  readonly id: string;
  /** @throws CalendarNotPublished for a year that was not announced yet */
  kindOf(day: DayNumber): DayKind;
};

/** A day of that year cannot be told yet; nothing may be guessed, because make-up days exist. */
export class CalendarNotPublished extends Error {
  override readonly name = "CalendarNotPublished";
  readonly year: number;
  readonly calendar: string;

  constructor(calendar: string, year: number) {
    super(`the calendar ${calendar} is not published for ${year}`);
    this.calendar = calendar;
    this.year = year;
  }
}

/** Saturday and Sunday rest, no holidays. */
export const weekendCalendar: DayCalendar = { id: "weekend", kindOf: (day) => (weekday(day) > 5 ? "rest" : "work") };

/** Every day is a working day. */
export const everyDayCalendar: DayCalendar = { id: "every-day", kindOf: () => "work" };

/**
 * The base with some days changed, days listed as both count as working. With `year`, the days of that year that are not
 * listed become ordinary weekdays and weekends: this publishes a year the base does not know.
 */
export function withDays(
  base: DayCalendar,
  overrides: { readonly year?: number; readonly off: readonly LocalDate[]; readonly work: readonly LocalDate[] },
): DayCalendar {
  const kinds = new Map<DayNumber, DayKind>();
  for (const date of overrides.off) kinds.set(dayNumber(date), "holiday");
  for (const date of overrides.work) kinds.set(dayNumber(date), "work");
  const { year } = overrides;
  return {
    id: base.id,
    kindOf: (day) =>
      kinds.get(day) ?? (year !== undefined && yearOfDay(day) === year ? weekendCalendar : base).kindOf(day),
  };
}

/** Which last days of a period move on: any rest day, only published holidays, or none (Civil Code of China, 203). */
export type RollMode = "restDay" | "holidayOnly" | "none";

/** The day itself when it stands, else the next one that does. */
export function rollForward(day: DayNumber, calendar: DayCalendar, mode: RollMode): DayNumber {
  if (mode === "none") return day;
  for (let rolled = day; rolled < day + longestSearchDays; rolled += 1) {
    const kind = calendar.kindOf(rolled);
    if (kind === "work" || (mode === "holidayOnly" && kind === "rest")) return rolled;
  }
  return noWorkingDay(calendar);
}

/** The n-th working day after the day; the day itself is not counted. */
export function addWorkingDays(day: DayNumber, n: number, calendar: DayCalendar): DayNumber {
  assert(
    Number.isInteger(n) && n >= 0 && n <= mostWorkingDays,
    `working days are counted from 0 to ${mostWorkingDays}`,
  );
  let reached = day;
  let left = n;
  for (let next = day + 1; left > 0; next += 1) {
    if (next - reached > longestSearchDays) return noWorkingDay(calendar);
    if (!isWorkingDay(next, calendar)) continue;
    reached = next;
    left -= 1;
  }
  return reached;
}

export function isWorkingDay(day: DayNumber, calendar: DayCalendar): boolean {
  return calendar.kindOf(day) === "work";
}

/** A calendar without a working day for a year is damaged, not patient. */
const longestSearchDays = 366;

/** Four years; the longest period the law counts in working days is 45. */
const mostWorkingDays = 1_000;

function noWorkingDay(calendar: DayCalendar): never {
  assert(false, `the calendar ${calendar.id} has a working day within ${longestSearchDays} days`);
}
