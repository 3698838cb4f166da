import assert from "node:assert/strict";
import { test } from "node:test";
import { CalendarNotPublished, dateOfDay, dayNumber, localDate, weekday } from "#kernel/time";
import { calendars, easterSunday, noStatesCalendar } from "./calendars.ts";

// The published dates, with both ends of what Easter can be: 22 March 1818 and 25 April 1943.
for (const date of ["1818-03-22", "1943-04-25", "1954-04-18", "1981-04-19", "2000-04-23", "2008-03-23", "2011-04-24"]) {
  test(`Easter Sunday was on ${date}`, () => assert.equal(dateOfDay(easterSunday(Number(date.slice(0, 4)))), date));
}
for (const date of ["2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2038-04-25", "2049-04-18", "2076-04-19"]) {
  test(`Easter Sunday is on ${date}`, () => assert.equal(dateOfDay(easterSunday(Number(date.slice(0, 4)))), date));
}

test("Easter is a Sunday from 22 March to 25 April in every year", () => {
  for (let year = 1900; year <= 2200; year += 1) {
    const easter = easterSunday(year);
    assert.equal(weekday(easter), 7);
    const day = dateOfDay(easter).slice(5);
    assert.ok(day >= "03-22" && day <= "04-25", day);
  }
});

// Weekdays only, as the countries publish them for 2026.
for (const [country, ...dates] of [
  ["DE", "01-01", "04-03", "04-06", "05-01", "05-14", "05-25", "12-25"],
  ["FR", "01-01", "04-06", "05-01", "05-08", "05-14", "05-25", "07-14", "11-11", "12-25"],
  ["NL", "01-01", "04-03", "04-06", "04-27", "05-05", "05-14", "05-25", "12-25"],
  ["IT", "01-01", "01-06", "04-06", "05-01", "06-02", "12-08", "12-25"],
  ["ES", "01-01", "01-06", "04-03", "05-01", "10-12", "12-08", "12-25"],
  ["PL", "01-01", "01-06", "04-06", "05-01", "06-04", "11-11", "12-24", "12-25"],
] as const) {
  test(`${country} keeps its days off in 2026`, () => assert.deepEqual(holidaysOn(country, 2026), dates));
}

test("a holiday is kept from its first year on", () => {
  assert.ok(!holidaysOn("PL", 2024).includes("12-24"));
  assert.ok(holidaysOn("PL", 2025).includes("12-24"));
  assert.ok(!holidaysOn("IT", 2024).includes("10-04"));
  assert.ok(holidaysOn("IT", 2027).includes("10-04"));
});

test("where holidays are not written down weekends rest, and no other day can be told", () => {
  for (const calendar of [calendars.get("SE"), noStatesCalendar]) {
    assert.equal(calendar?.kindOf(dayNumber(localDate("2026-03-07"))), "rest");
    assert.throws(() => calendar?.kindOf(dayNumber(localDate("2026-03-09"))), CalendarNotPublished);
  }
});

function holidaysOn(country: string, year: number): string[] {
  const calendar = calendars.get(country);
  const found: string[] = [];
  for (let day = dayNumber(localDate(`${year}-01-01`)); day <= dayNumber(localDate(`${year}-12-31`)); day += 1)
    if (calendar?.kindOf(day) === "holiday") found.push(dateOfDay(day).slice(5));
  return found;
}
