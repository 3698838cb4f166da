import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { BrokenBelief } from "#kernel/outcome";
import {
  addDays,
  addWorkingDays,
  CalendarNotPublished,
  cnCalendar,
  dateOfDay,
  dayNumber,
  everyDayCalendar,
  isWorkingDay,
  localDate,
  type RollMode,
  rollForward,
  weekendCalendar,
  withDays,
} from "./index.ts";

const shared = process.env.AFTERCARE_SHARED ?? path.resolve(import.meta.dirname, "../../../../shared");
const day = (text: string) => dayNumber(localDate(text));
const rolled = (text: string, mode: RollMode) => dateOfDay(rollForward(day(text), cnCalendar, mode));

test("make-up Saturdays and Sundays of 2026 are working days, and the holidays are not", () => {
  for (const text of ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"]) {
    assert.equal(cnCalendar.kindOf(day(text)), "work", text);
  }
  for (const text of [
    "2026-01-01",
    "2026-02-15",
    "2026-02-23",
    "2026-04-06",
    "2026-06-19",
    "2026-09-25",
    "2026-10-07",
  ]) {
    assert.equal(cnCalendar.kindOf(day(text)), "holiday", text);
  }
  assert.equal(cnCalendar.kindOf(day("2026-11-21")), "rest");
  assert.equal(cnCalendar.kindOf(day("2026-11-23")), "work");
});

test("a year that is not announced is never guessed", () => {
  assert.throws(
    () => cnCalendar.kindOf(day("2027-01-01")),
    (error) => error instanceof CalendarNotPublished && error.year === 2027 && error.calendar === "cn",
  );
  assert.throws(() => cnCalendar.kindOf(day("2003-12-31")), CalendarNotPublished);
  assert.throws(() => addWorkingDays(day("2026-12-30"), 5, cnCalendar), CalendarNotPublished);
  assert.equal(rolled("2026-12-31", "restDay"), "2026-12-31");
  assert.equal(dateOfDay(rollForward(day("2027-01-02"), cnCalendar, "none")), "2027-01-02");
});

test("a year can be published by hand, its other days being ordinary", () => {
  const published = withDays(cnCalendar, {
    year: 2027,
    off: [localDate("2027-01-01"), localDate("2026-12-31")],
    work: [localDate("2027-01-03")],
  });
  assert.equal(published.kindOf(day("2027-01-01")), "holiday");
  assert.equal(published.kindOf(day("2027-01-02")), "rest");
  assert.equal(published.kindOf(day("2027-01-03")), "work");
  assert.equal(published.kindOf(day("2027-01-04")), "work");
  assert.equal(published.kindOf(day("2026-12-31")), "holiday");
  assert.equal(published.kindOf(day("2026-10-10")), "work");
  assert.throws(() => published.kindOf(day("2028-01-01")), CalendarNotPublished);
  assert.equal(published.id, "cn");
});

test("plain calendars: weekends rest, or every day works", () => {
  assert.equal(weekendCalendar.kindOf(day("2026-10-10")), "rest");
  assert.equal(weekendCalendar.kindOf(day("2026-10-01")), "work");
  assert.ok(isWorkingDay(day("2026-10-10"), everyDayCalendar));
});

// domain/law.md section 1.2: signed, the seventh day, rolled over rest days, rolled over holidays only.
const sevenDays = [
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

for (const [signed, seventh, restDay, holidayOnly] of sevenDays) {
  test(`CN-TIME-03: signed on ${signed}, the seven days end on ${restDay}, or ${holidayOnly} if only holidays count`, () => {
    assert.equal(addDays(localDate(signed), 7), seventh);
    assert.equal(rolled(seventh, "none"), seventh);
    assert.equal(rolled(seventh, "restDay"), restDay);
    assert.equal(rolled(seventh, "holidayOnly"), holidayOnly);
  });
}

const workingDays = [
  ["2026-04-30", 7, "2026-05-13"],
  ["2026-09-28", 7, "2026-10-13"],
  ["2026-02-12", 7, "2026-02-28"],
  ["2025-01-24", 7, "2025-02-10"],
  ["2025-09-26", 7, "2025-10-13"],
  ["2026-04-15", 7, "2026-04-24"],
  ["2025-03-03", 45, "2025-05-08"],
] as const;

for (const [from, count, last] of workingDays) {
  test(`CN-TIME-04: ${count} working days from ${from} end on ${last}`, () => {
    assert.equal(dateOfDay(addWorkingDays(day(from), count, cnCalendar)), last);
  });
}

const calendarDays = [
  ["2026-04-20", 60, "2026-06-19", "2026-06-22"],
  ["2026-08-05", 60, "2026-10-04", "2026-10-08"],
  ["2026-06-01", 60, "2026-07-31", "2026-07-31"],
  ["2026-09-20", 15, "2026-10-05", "2026-10-08"],
  ["2026-03-02", 15, "2026-03-17", "2026-03-17"],
] as const;

for (const [from, count, last, rolledTo] of calendarDays) {
  test(`CN-TIME-03: ${count} days from ${from} end on ${last}, moved to ${rolledTo}`, () => {
    assert.equal(addDays(localDate(from), count), last);
    assert.equal(rolled(last, "holidayOnly"), rolledTo);
  });
}

const someDays = fc.integer({ min: day("2004-01-02"), max: day("2026-11-30") });

test("rolling stops on the first day that stands, and never goes back", () => {
  fc.assert(
    fc.property(someDays, fc.constantFrom<RollMode>("restDay", "holidayOnly", "none"), (from, mode) => {
      const stands = (one: number) =>
        mode === "none" ||
        cnCalendar.kindOf(one) === "work" ||
        (mode === "holidayOnly" && cnCalendar.kindOf(one) === "rest");
      const to = rollForward(from, cnCalendar, mode);
      assert.ok(to >= from && stands(to));
      for (let between = from; between < to; between += 1) assert.ok(!stands(between));
    }),
  );
});

test("working days added in two steps are the same as in one", () => {
  fc.assert(
    fc.property(someDays, fc.nat({ max: 60 }), fc.nat({ max: 60 }), (from, a, b) => {
      fc.pre(from < day("2026-05-01"));
      const atOnce = addWorkingDays(from, a + b, cnCalendar);
      assert.equal(addWorkingDays(addWorkingDays(from, a, cnCalendar), b, cnCalendar), atOnce);
      let counted = 0;
      for (let one = from + 1; one <= atOnce; one += 1) if (isWorkingDay(one, cnCalendar)) counted += 1;
      assert.equal(counted, a + b);
    }),
  );
});

test("a calendar that never works ends the search instead of looping", () => {
  const closed = { id: "closed", kindOf: () => "holiday" as const };
  assert.throws(() => rollForward(0, closed, "restDay"), BrokenBelief);
  assert.throws(() => addWorkingDays(0, 1, closed), BrokenBelief);
  assert.throws(() => addWorkingDays(0, 1_000_000, everyDayCalendar), BrokenBelief);
  assert.throws(() => addWorkingDays(0, -1, everyDayCalendar), BrokenBelief);
});

const holidays = path.join(shared, "data/cn_holidays");
test("every day of 2019 to 2026 is as the State Council announced it", { skip: !existsSync(holidays) }, () => {
  const announced = new Map<string, boolean>();
  for (let year = 2019; year <= 2026; year += 1) {
    const { days } = JSON.parse(readFileSync(path.join(holidays, `${year}.json`), "utf8")) as {
      days: { date: string; isOffDay: boolean }[];
    };
    for (const { date, isOffDay } of days) announced.set(date, isOffDay);
  }
  const differences: string[] = [];
  for (let one = day("2019-01-01"); one <= day("2026-12-31"); one += 1) {
    const date = dateOfDay(one);
    const off = announced.get(date);
    const kind = off === undefined ? weekendCalendar.kindOf(one) : off ? "holiday" : "work";
    if (cnCalendar.kindOf(one) !== kind) differences.push(`${date} ${kind}, not ${cnCalendar.kindOf(one)}`);
  }
  assert.deepEqual(differences, []);
});

const workdayCases = path.join(shared, "vectors/logistics/cn_workday_cases.json");
test("the published work day cases hold", { skip: !existsSync(workdayCases) }, () => {
  const cases = JSON.parse(readFileSync(workdayCases, "utf8")) as {
    holidays: Record<string, [string, string]>;
    adjusted_workdays: string[];
    cases: { date: string; is_workday: boolean }[];
    older_cases_from_readmes: {
      date?: string;
      isHoliday?: boolean;
      isWorkday?: boolean;
      range?: [string, string];
      workdays?: string[];
    }[];
  };
  for (const [first, last] of Object.values(cases.holidays)) {
    for (let one = day(first); one <= day(last); one += 1)
      assert.equal(cnCalendar.kindOf(one), "holiday", dateOfDay(one));
  }
  for (const date of cases.adjusted_workdays) assert.ok(isWorkingDay(day(date), cnCalendar), date);
  for (const { date, is_workday } of cases.cases) assert.equal(isWorkingDay(day(date), cnCalendar), is_workday, date);
  for (const { date, isHoliday, isWorkday, range, workdays } of cases.older_cases_from_readmes) {
    if (date) assert.equal(isWorkingDay(day(date), cnCalendar), isWorkday ?? !isHoliday, date);
    if (!range) continue;
    const found: string[] = [];
    for (let one = day(range[0]); one <= day(range[1]); one += 1)
      if (isWorkingDay(one, cnCalendar)) found.push(dateOfDay(one));
    assert.deepEqual(found, workdays);
  }
});
