import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  addDays,
  addMonths,
  dateOfDay,
  dayNumber,
  daysBetween,
  type LocalDate,
  localDate,
  weekday,
  yearOfDay,
} from "./index.ts";

const dates = fc
  .integer({ min: dayNumber(localDate("1600-01-01")), max: dayNumber(localDate("2999-12-31")) })
  .map(dateOfDay);
const plain = (date: LocalDate) => Temporal.PlainDate.from(date);

test("a date that is on no calendar is refused", () => {
  for (const text of [
    "2026-02-29",
    "2026-13-01",
    "2026-00-10",
    "2026-04-31",
    "26-01-01",
    "2026-1-1",
    "2026-01-01T00:00",
    "",
    "0000-01-01",
    "２０２６-01-01",
  ]) {
    assert.throws(() => localDate(text), RangeError, text);
  }
  assert.equal(localDate("2024-02-29"), "2024-02-29");
});

test("days are counted from 1970-01-01, and dates come back the same", () => {
  assert.equal(dayNumber(localDate("1970-01-01")), 0);
  assert.equal(dayNumber(localDate("2026-11-21")), 20_778);
  for (const text of ["0001-01-01", "1582-10-15", "1969-12-31", "2000-02-29", "2100-02-28", "9999-12-31"]) {
    assert.equal(dateOfDay(dayNumber(localDate(text))), text);
  }
  assert.throws(() => dateOfDay(dayNumber(localDate("9999-12-31")) + 1));
  assert.throws(() => dateOfDay(0.5));
});

test("counting agrees with Temporal on every day", () => {
  fc.assert(
    fc.property(
      dates,
      fc.integer({ min: -4_000, max: 4_000 }),
      fc.integer({ min: -300, max: 300 }),
      (date, days, months) => {
        const that = plain(date);
        assert.equal(addDays(date, days), that.add({ days }).toString());
        assert.equal(addMonths(date, months), that.add({ months }).toString());
        assert.equal(weekday(dayNumber(date)), that.dayOfWeek);
        assert.equal(yearOfDay(dayNumber(date)), that.year);
        assert.equal(daysBetween(date, addDays(date, days)), days);
      },
    ),
    { numRuns: 1_000 },
  );
});

test("text order is date order", () => {
  fc.assert(fc.property(dates, dates, (a, b) => a < b === daysBetween(a, b) > 0));
});

test("CN-TIME-02: a period in months ends on the corresponding day, or on the last day of the month", () => {
  assert.equal(addMonths(localDate("2024-02-29"), 12), "2025-02-28");
  assert.equal(addMonths(localDate("2026-01-31"), 1), "2026-02-28");
  assert.equal(addMonths(localDate("2026-03-31"), -1), "2026-02-28");
  assert.equal(addMonths(localDate("2026-11-21"), 2), "2027-01-21");
});
