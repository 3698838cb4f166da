import assert from "node:assert/strict";
import { test } from "node:test";
import { cnCalendar, dateOfDay, dayNumber, localDate, type RollMode, withDays } from "#kernel/time";
import { daysAfter, monthsAfter, within, workingDaysAfter } from "./periods.ts";

const day = (text: string) => dayNumber(localDate(text));
const counting = (rollMode: RollMode) => ({ calendar: cnCalendar, rollMode });

// law.md 1.2: signed, D+7, moved on from rest days, moved on from published holidays only.
const lastDayToSendNotice = [
  ["2026-03-02", "2026-03-09", "2026-03-09", "2026-03-09"],
  ["2026-03-01", "2026-03-08", "2026-03-09", "2026-03-08"],
  ["2026-11-14", "2026-11-21", "2026-11-23", "2026-11-21"],
  ["2026-09-24", "2026-10-01", "2026-10-08", "2026-10-08"],
  ["2026-09-18", "2026-09-25", "2026-09-28", "2026-09-28"],
  ["2026-09-13", "2026-09-20", "2026-09-20", "2026-09-20"],
  ["2026-10-03", "2026-10-10", "2026-10-10", "2026-10-10"],
  ["2026-02-07", "2026-02-14", "2026-02-14", "2026-02-14"],
  ["2026-02-08", "2026-02-15", "2026-02-24", "2026-02-24"],
  ["2026-02-21", "2026-02-28", "2026-02-28", "2026-02-28"],
  ["2026-04-27", "2026-05-04", "2026-05-06", "2026-05-06"],
  ["2026-06-12", "2026-06-19", "2026-06-22", "2026-06-22"],
  ["2025-12-25", "2026-01-01", "2026-01-04", "2026-01-04"],
  ["2025-01-19", "2025-01-26", "2025-01-26", "2025-01-26"],
  ["2025-01-21", "2025-01-28", "2025-02-05", "2025-02-05"],
  ["2025-09-24", "2025-10-01", "2025-10-09", "2025-10-09"],
  ["2025-05-24", "2025-05-31", "2025-06-03", "2025-06-03"],
] as const;

for (const [signed, unrolled, restDay, holidayOnly] of lastDayToSendNotice) {
  test(`TIME 1.2: signed ${signed}, seven days end ${unrolled}, moved on ${restDay} or ${holidayOnly}`, () => {
    const endIn = (mode: RollMode) => dateOfDay(daysAfter(day(signed), 7, counting(mode)).lastDay);
    assert.deepEqual([endIn("none"), endIn("restDay"), endIn("holidayOnly")], [unrolled, restDay, holidayOnly]);
    assert.equal(dateOfDay(daysAfter(day(signed), 7, counting("restDay")).unrolled), unrolled);
  });
}

test("CN-TIME-01: the start day is not counted", () => {
  assert.equal(dateOfDay(daysAfter(day("2026-03-02"), 1, counting("none")).lastDay), "2026-03-03");
});

for (const [start, months, end] of [
  ["2024-02-29", 12, "2025-02-28"],
  ["2026-01-31", 1, "2026-02-28"],
] as const) {
  test(`CN-TIME-02: ${months} months from ${start} end on ${end}`, () => {
    assert.equal(dateOfDay(monthsAfter(day(start), months, counting("none")).lastDay), end);
  });
}

for (const [start, days, end] of [
  ["2026-04-30", 7, "2026-05-13"],
  ["2026-09-28", 7, "2026-10-13"],
  ["2026-02-12", 7, "2026-02-28"],
  ["2025-01-24", 7, "2025-02-10"],
  ["2025-09-26", 7, "2025-10-13"],
  ["2026-04-15", 7, "2026-04-24"],
  ["2025-03-03", 45, "2025-05-08"],
] as const) {
  test(`CN-TIME-04: ${days} working days from ${start} end on ${end}`, () => {
    assert.equal(dateOfDay(workingDaysAfter(day(start), days, cnCalendar)), end);
  });
}

for (const [id, start, days, unrolled, end] of [
  ["TIME 1.2", "2026-04-20", 60, "2026-06-19", "2026-06-22"],
  ["A50", "2026-08-05", 60, "2026-10-04", "2026-10-08"],
  ["TIME 1.2", "2026-06-01", 60, "2026-07-31", "2026-07-31"],
  ["TIME 1.2", "2026-09-20", 15, "2026-10-05", "2026-10-08"],
  ["TIME 1.2", "2026-03-02", 15, "2026-03-17", "2026-03-17"],
] as const) {
  test(`${id}: ${days} days from ${start} end on ${unrolled}, moved on ${end}`, () => {
    for (const mode of ["restDay", "holidayOnly"] as const) {
      const period = daysAfter(day(start), days, counting(mode));
      assert.deepEqual([dateOfDay(period.unrolled), dateOfDay(period.lastDay)], [unrolled, end]);
    }
  });
}

test("CN-TIME-03: an unannounced year leaves only days up to the unmoved end certain", () => {
  const end = daysAfter(day("2026-12-25"), 7, counting("restDay"));
  assert.equal(end.unpublishedYear, 2027);
  assert.equal(within(day("2027-01-01"), end), "in-time");
  assert.equal(within(day("2027-01-02"), end), "unknown");
  assert.equal(within(day("2027-01-02"), daysAfter(day("2026-12-25"), 7, counting("none"))), "late");
});

test("CN-TIME-03: publishing the year makes the end certain", () => {
  const published = withDays(cnCalendar, { year: 2027, off: [localDate("2027-01-01")], work: [] });
  const end = daysAfter(day("2026-12-25"), 7, { calendar: published, rollMode: "restDay" });
  assert.deepEqual([dateOfDay(end.lastDay), end.unpublishedYear], ["2027-01-04", null]);
});
