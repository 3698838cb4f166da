import { assert } from "#kernel/outcome";
import type { DayCalendar } from "./calendar.ts";
import { type DayNumber, dayNumber, type LocalDate, weekday } from "./date.ts";
import { type Instant, localDayOfMs, msOfLocal, msPerDay, type Zone } from "./zone.ts";

/** Local times "HH:MM", `[from, until)`; "24:00" is the end of the day, and `until` before `from` is past midnight. */
export type HoursInterval = { readonly from: string; readonly until: string };

/**
 * When work is done. A shift past midnight belongs to the day it starts on.
 *
 * - `week`: seven lists, Monday first, each in order and without overlap.
 * - `days`: its published days off are closed from 0 to 24 hours local time; ordinary rest days keep the hours of the
 *   week; a make-up working day has the hours of an ordinary working day, which is the first day of the week that has any.
 * - `holidays`: further days closed from 0 to 24 hours. A closed day takes calendar time away, not whole shifts:
 *   of a shift from the evening before only the part after midnight is lost.
 */
export type BusinessHours = {
  readonly zone: Zone;
  readonly week: readonly (readonly HoursInterval[])[];
  readonly days: DayCalendar | undefined;
  readonly holidays?: readonly LocalDate[];
};

/** A stretch during which a clock stands still, `[from, until)`. */
export type Pause = { readonly from: Instant; readonly until: Instant };

/**
 * Reads `mon-fri=09:00-12:00,13:00-18:00;sat=10:00-16:00`. A day named twice takes the later hours; a day not named is
 * closed; `sat=` closes one that a range opened; `fri-mon` runs over the weekend.
 *
 * @throws RangeError with a sentence saying what is wrong; hours that never open are refused
 */
export function parseHours(text: string, zone: Zone, days?: DayCalendar): BusinessHours {
  const week: HoursInterval[][] = weekdays.map(() => []);
  for (const part of text.split(";").filter((part) => part.trim() !== "")) {
    const [dayText = "", hoursText, ...rest] = part.split("=");
    if (hoursText === undefined || rest.length > 0) throw new RangeError(`"${part}" is not hours such as ${example}`);
    const intervals = hoursText.trim() === "" ? [] : hoursText.split(",").map(readInterval);
    for (const day of readDays(dayText)) week[day] = intervals;
  }
  const hours: BusinessHours = { zone, week, days };
  planOf(hours);
  return hours;
}

/**
 * The earliest instant by which that much working time has passed; a target that is reached at closing time is due then,
 * not at the next opening. Zero seconds are due at once, even outside the hours.
 */
export function addBusinessSeconds(from: Instant, seconds: number, hours: BusinessHours): Instant {
  return dueInstant({ from, seconds, hours, pauses: [] });
}

/** Working time within `[a, b)`, below zero when `b` is the earlier one. */
export function businessSecondsBetween(a: Instant, b: Instant, hours: BusinessHours): number {
  if (Temporal.Instant.compare(a, b) > 0) return 0 - businessSecondsBetween(b, a, hours);
  return workedSeconds({ from: a, until: b, hours, pauses: [] });
}

/**
 * When a clock that started at `from` runs out: pauses do not count, and `hold` is further working time that was granted.
 * Pauses may overlap and come in any order. Exact to the millisecond.
 *
 * @throws BrokenBelief when no working time is found for 366 days and 7 more for each holiday, or none enough in ten years
 * @throws CalendarNotPublished when the search runs into a year that the calendar does not know
 */
export function dueInstant(clock: {
  readonly from: Instant;
  readonly seconds: number;
  readonly hours: BusinessHours;
  readonly pauses: readonly Pause[];
  readonly hold?: number;
}): Instant {
  const { from, seconds, hold = 0 } = clock;
  assert(Number.isInteger(seconds) && seconds >= 0, "a target is a whole number of seconds");
  assert(Number.isInteger(hold) && hold >= 0, "a hold is a whole number of seconds");
  let left = (seconds + hold) * 1000;
  if (left === 0) return from;
  for (const { open, close } of workingTime(from.epochMilliseconds, Number.POSITIVE_INFINITY, clock)) {
    if (close - open >= left) return Temporal.Instant.fromEpochMilliseconds(open + left);
    left -= close - open;
  }
  assert(false, "working time goes on until the target is reached");
}

/** Working time of a clock within `[from, until)`, without its pauses. */
export function workedSeconds(clock: {
  readonly from: Instant;
  readonly until: Instant;
  readonly hours: BusinessHours;
  readonly pauses: readonly Pause[];
}): number {
  let worked = 0;
  for (const { open, close } of workingTime(clock.from.epochMilliseconds, clock.until.epochMilliseconds, clock)) {
    worked += close - open;
  }
  return worked / 1000;
}

/** A stretch of working time in milliseconds since 1970 began, `[open, close)`. */
type Opening = { readonly open: number; readonly close: number };

function* workingTime(
  from: number,
  until: number,
  { hours, pauses }: { readonly hours: BusinessHours; readonly pauses: readonly Pause[] },
): Generator<Opening> {
  const stops = inOrder(pauses);
  for (const { open, close } of openings(from, until, hours)) {
    let start = open;
    for (const stop of stops) {
      if (stop.until <= start) continue;
      if (stop.from >= close) break;
      if (stop.from > start) yield { open: start, close: stop.from };
      start = stop.until;
    }
    if (start < close) yield { open: start, close };
  }
}

function inOrder(pauses: readonly Pause[]): { readonly from: number; readonly until: number }[] {
  return pauses
    .map(({ from, until }) => {
      assert(Temporal.Instant.compare(from, until) <= 0, "a pause ends after it begins");
      return { from: from.epochMilliseconds, until: until.epochMilliseconds };
    })
    .sort((a, b) => a.from - b.from);
}

function* openings(from: number, until: number, hours: BusinessHours): Generator<Opening> {
  const { zone } = hours;
  const plan = planOf(hours);
  const longestIdleDays = 366 + 7 * plan.closed.size;
  const firstDay = localDayOfMs(from, zone);
  let lastOpenDay = firstDay;
  // Two shifts never count the same time twice, though they overlap at midnight or where clocks go forward.
  let counted = from;
  for (let day = firstDay; ; day += 1) {
    const midnight = day * msPerDay;
    if (msOfLocal(midnight, zone, "skip") >= until) return;
    assert(day - lastOpenDay <= longestIdleDays, "the hours open again within 366 days and 7 more for each holiday");
    assert(day - firstDay <= longestWalkDays, "working time is counted over ten years at most");
    for (const shift of shiftsOn(day, plan, hours.days)) {
      const open = Math.max(counted, msOfLocal(midnight + shift.from, zone, "shift"));
      const close = Math.min(until, msOfLocal(midnight + shift.until, zone, "shift"));
      if (open >= close) continue;
      yield { open, close };
      counted = close;
      lastOpenDay = day;
    }
  }
}

/** Beyond ten years a deadline is a mistake, and a walk over its days too slow. */
const longestWalkDays = 3_660;

function shiftsOn(day: DayNumber, plan: Plan, days: DayCalendar | undefined): readonly Shift[] {
  if (plan.closed.has(day) || days?.kindOf(day) === "holiday") return [];
  const own = plan.shifts[patternOf(day, plan, days)] ?? [];
  if (!plan.overnight) return own;
  const fromEvening = plan.afterMidnight[patternOf(day - 1, plan, days)] ?? [];
  return [...fromEvening, ...own];
}

/** Which day of the week, Monday being 0, has the hours of this one. */
function patternOf(day: DayNumber, plan: Plan, days: DayCalendar | undefined): number {
  const day0 = weekday(day) - 1;
  return day0 >= 5 && days?.kindOf(day) === "work" ? plan.ordinaryDay : day0;
}

/** Milliseconds since local midnight, `[from, until)`. */
type Shift = { readonly from: number; readonly until: number };

type Plan = {
  /** For each day of the week, Monday first: what of its shifts lies before midnight, and what on the next day. */
  readonly shifts: readonly (readonly Shift[])[];
  readonly afterMidnight: readonly (readonly Shift[])[];
  readonly overnight: boolean;
  readonly ordinaryDay: number;
  readonly closed: ReadonlySet<DayNumber>;
};

const plans = new WeakMap<BusinessHours, Plan>();

function planOf(hours: BusinessHours): Plan {
  const known = plans.get(hours);
  if (known) return known;
  const plan = readPlan(hours);
  plans.set(hours, plan);
  return plan;
}

function readPlan({ week, holidays = [] }: BusinessHours): Plan {
  if (week.length !== 7) throw new RangeError("a week of hours has seven days, Monday first");
  const read = week.map((intervals, day) => intervals.map((interval) => readShift(interval, weekdays[day] ?? "")));
  for (const [day, shifts] of read.entries()) {
    for (const [index, shift] of shifts.entries()) {
      const before = shifts[index - 1];
      if (before && before.until > shift.from) {
        throw new RangeError(`the hours of ${weekdays[day]} overlap or are out of order`);
      }
    }
  }
  const ordinaryDay = read.findIndex((shifts) => shifts.length > 0);
  if (ordinaryDay < 0) throw new RangeError("these hours never open, so nothing would ever be due");
  return {
    shifts: read.map((shifts) => shifts.map(({ from, until }) => ({ from, until: Math.min(until, msPerDay) }))),
    afterMidnight: read.map((shifts) =>
      shifts.filter(({ until }) => until > msPerDay).map(({ until }) => ({ from: 0, until: until - msPerDay })),
    ),
    overnight: read.some((shifts) => shifts.some(({ until }) => until > msPerDay)),
    ordinaryDay,
    closed: new Set(holidays.map(dayNumber)),
  };
}

function readShift(interval: HoursInterval, day: string): Shift {
  const from = readTime(interval.from);
  const until = readTime(interval.until);
  if (from === until || from === msPerDay) {
    throw new RangeError(`${interval.from}-${interval.until} on ${day} is empty; the whole day is 00:00-24:00`);
  }
  return { from, until: until > from ? until : until + msPerDay };
}

function readTime(text: string): number {
  const [, hour, minute] = /^(\d{1,2}):(\d{2})$/.exec(text) ?? [];
  const minutes = Number(hour) * 60 + Number(minute);
  if (!(Number(minute) < 60 && minutes <= 24 * 60)) {
    throw new RangeError(`"${text}" is not a time of day from 00:00 to 24:00`);
  }
  return minutes * 60_000;
}

function readInterval(text: string): HoursInterval {
  const [from = "", until, ...rest] = text.split("-").map((time) => time.trim());
  if (until === undefined || rest.length > 0) throw new RangeError(`"${text}" is not an interval such as 09:00-18:00`);
  return { from, until };
}

/** The days of `mon-fri`, `sat` or `mon,wed`, Monday being 0. */
function readDays(text: string): number[] {
  return text.split(",").flatMap((range) => {
    const [first = "", last = first] = range.split("-").map((name) => name.trim().toLowerCase());
    const from = readDay(first);
    const count = ((readDay(last) - from + 7) % 7) + 1;
    return Array.from({ length: count }, (_, step) => (from + step) % 7);
  });
}

function readDay(name: string): number {
  const day = weekdays.indexOf(name);
  if (day < 0) throw new RangeError(`"${name}" is not a day of the week; write ${weekdays.join(", ")}`);
  return day;
}

const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const example = "mon-fri=09:00-12:00,13:00-18:00";
