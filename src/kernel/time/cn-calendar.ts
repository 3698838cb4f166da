import published from "chinese-days/dist/chinese-days.json" with { type: "json" };
import { CalendarNotPublished, type DayCalendar, type DayKind, weekendCalendar } from "./calendar.ts";
import { type DayNumber, dayNumber, localDate, yearOfDay } from "./date.ts";

/**
 * Mainland China's days off and make-up working days (调休) as the State Council announces them each autumn for the next
 * year, from the package `chinese-days`. A year it does not carry throws; `withDays` publishes one by hand.
 */
export const cnCalendar: DayCalendar = {
  id: "cn",
  kindOf(day) {
    table ??= readPublished();
    return table.kinds[day - table.firstDay] ?? notPublished(day);
  },
};

/**
 * The same, with plain weekends in years that are not announced yet: for appointments and clocks that run across the turn of
 * the year and must not fail for want of a notice. Never for what the law counts in working days.
 */
export const cnOrWeekends: DayCalendar = {
  id: "cn-or-weekends",
  kindOf(day) {
    try {
      return cnCalendar.kindOf(day);
    } catch (error) {
      if (error instanceof CalendarNotPublished) return weekendCalendar.kindOf(day);
      throw error;
    }
  },
};

/** One kind for each day of the published years, which follow each other without a gap. */
let table: { readonly firstDay: DayNumber; readonly kinds: readonly DayKind[] } | undefined;

function readPublished(): { firstDay: DayNumber; kinds: DayKind[] } {
  const off = Object.keys(published.holidays).map((text) => dayNumber(localDate(text)));
  const work = Object.keys(published.workdays).map((text) => dayNumber(localDate(text)));
  const years = off.map(yearOfDay);
  const firstDay = dayNumber(localDate(`${Math.min(...years)}-01-01`));
  const lastDay = dayNumber(localDate(`${Math.max(...years)}-12-31`));
  const kinds = Array.from({ length: lastDay - firstDay + 1 }, (_, index) => weekendCalendar.kindOf(firstDay + index));
  for (const day of off) kinds[day - firstDay] = "holiday";
  for (const day of work) kinds[day - firstDay] = "work";
  for (const text of weekendsBesideHolidays) kinds[dayNumber(localDate(text)) - firstDay] = "rest";
  return { firstDay, kinds };
}

/**
 * The notice for 2019 gives one day off "joined with the weekend" (与周末连休), and the package counts that weekend as days
 * off; the notices from 2020 on name all three days. Checked day by day from 2019 to 2026 against the notices.
 */
const weekendsBesideHolidays = ["2019-04-06", "2019-04-07", "2019-06-08", "2019-06-09", "2019-09-14", "2019-09-15"];

function notPublished(day: DayNumber): never {
  throw new CalendarNotPublished("cn", yearOfDay(day));
}
