import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { BrokenBelief } from "#kernel/outcome";
import {
  addBusinessSeconds,
  type BusinessHours,
  businessSecondsBetween,
  CalendarNotPublished,
  cnCalendar,
  type DayCalendar,
  dueInstant,
  type Instant,
  localDate,
  type Pause,
  parseHours,
  weekendCalendar,
  workedSeconds,
  type Zone,
  zone,
} from "./index.ts";

const utc = zone("UTC");
const shanghai = zone("Asia/Shanghai");
const newYork = zone("America/New_York");
const hour = 3_600;

/** A wall clock reading there, "2026-11-21 10:00". */
const at = (text: string, there: Zone = utc): Instant =>
  Temporal.PlainDateTime.from(text).toZonedDateTime(there).toInstant();

function closedOn(hours: BusinessHours, ...dates: string[]): BusinessHours {
  return { ...hours, holidays: dates.map(localDate) };
}

const nineToFive = parseHours("mon-fri=09:00-17:00", utc);
const tenToSix = parseHours("mon-fri=10:00-18:00", utc);
const uneven = parseHours("mon=09:00-17:00;tue=09:00-20:00", utc);
const always = parseHours("mon-sun=00:00-24:00", utc);
const nights = parseHours("mon-fri=22:00-06:00", utc);
const london = closedOn(
  parseHours("mon-fri=09:00-12:00,13:00-17:00", zone("Europe/London")),
  "2026-12-25",
  "2026-12-28",
);

// domain/desk.md section 6.5. Where the source names a weekday only, a week of that calendar stands for it.
const published: readonly [source: string, hours: BusinessHours, from: string, hours: number, due: string][] = [
  ["chatwoot", nineToFive, "2024-01-17 10:00", 2, "2024-01-17 12:00"],
  ["chatwoot", nineToFive, "2024-01-19 16:00", 2, "2024-01-22 10:00"],
  ["chatwoot", nineToFive, "2024-01-17 07:00", 2, "2024-01-17 11:00"],
  ["chatwoot", nineToFive, "2024-01-17 18:00", 2, "2024-01-18 11:00"],
  ["chatwoot", nineToFive, "2024-01-20 10:00", 2, "2024-01-22 11:00"],
  ["chatwoot", nineToFive, "2024-01-15 16:00", 10, "2024-01-17 10:00"],
  ["chatwoot", uneven, "2024-01-15 18:00", 10, "2024-01-16 19:00"],
  ["chatwoot", uneven, "2024-01-15 16:00", 12, "2024-01-16 20:00"],
  ["chatwoot", parseHours("mon-fri=09:00-17:00", newYork), "2024-01-19 16:00", 2, "2024-01-22 10:00"],
  ["chatwoot", parseHours("sat=00:00-24:00", utc), "2024-01-20 00:00", 24, "2024-01-21 00:00"],
  ["chatwoot #13392", nineToFive, "2024-01-19 16:30", 1, "2024-01-22 09:30"],
  ["airclou", nineToFive, "2024-01-19 16:00", 4, "2024-01-22 12:00"],
  ["switchlabs", nineToFive, "2024-01-18 15:00", 4, "2024-01-19 11:00"],
  ["Intercom 9263617", nineToFive, "2024-01-19 16:55", 24, "2024-01-24 16:55"],
  ["GLPI #22678", parseHours("mon-fri=08:00-18:00", utc), "2024-01-15 17:00", 4, "2024-01-16 11:00"],
  ["GLPI #22678, an hour before", parseHours("mon-fri=08:00-18:00", utc), "2024-01-15 17:00", 3, "2024-01-16 10:00"],
  ["workclock", london, "2026-12-24 16:30", 8, "2026-12-30 09:30"],
  ["workclock", nights, "2026-01-05 22:00", 4, "2026-01-06 02:00"],
  ["Frappe", tenToSix, "2026-01-05 20:00", 0.5, "2026-01-06 10:30"],
  ["Frappe", tenToSix, "2026-01-05 20:00", 2, "2026-01-06 12:00"],
  ["Frappe", tenToSix, "2026-01-10 15:00", 24, "2026-01-14 18:00"],
  ["Frappe", tenToSix, "2026-01-10 15:00", 72, "2026-01-22 18:00"],
  ["Frappe", tenToSix, "2026-01-09 17:00", 0.5, "2026-01-09 17:30"],
  ["Frappe", tenToSix, "2026-01-09 17:00", 2, "2026-01-12 11:00"],
  ["Frappe", closedOn(tenToSix, "2026-01-08", "2026-01-09"), "2026-01-08 15:00", 0.5, "2026-01-12 10:30"],
  ["Frappe", closedOn(tenToSix, "2026-01-08", "2026-01-09"), "2026-01-08 15:00", 2, "2026-01-12 12:00"],
];

for (const [source, hours, from, target, due] of published) {
  test(`${source}: ${target} h from ${from} are due at ${due}`, () => {
    const start = at(from, hours.zone);
    const end = addBusinessSeconds(start, target * hour, hours);
    assert.equal(end.toString(), at(due, hours.zone).toString());
    assert.equal(businessSecondsBetween(start, end, hours), target * hour);
    assert.equal(businessSecondsBetween(end, start, hours), -target * hour);
  });
}

test("workclock: a night shift from 22:00 to 06:00 has eight hours, and belongs to the day it starts on", () => {
  assert.equal(businessSecondsBetween(at("2026-01-05 22:00"), at("2026-01-06 06:00"), nights), 8 * hour);
  // Friday's shift ends on Saturday; none starts then, nor on Sunday.
  assert.equal(businessSecondsBetween(at("2026-01-10 00:00"), at("2026-01-12 22:00"), nights), 6 * hour);
});

test("workclock: a holiday takes calendar time away, so the night before loses only what lies after midnight", () => {
  const hours = closedOn(nights, "2026-01-07");
  const between = (from: string, until: string) => businessSecondsBetween(at(from), at(until), hours) / hour;
  assert.equal(between("2026-01-06 12:00", "2026-01-07 12:00"), 2);
  assert.equal(between("2026-01-07 12:00", "2026-01-08 12:00"), 6);
});

test("Frappe: a pause at noon moves the end by its length and does not count as work", () => {
  const pauses = [{ from: at("2026-01-05 12:30"), until: at("2026-01-05 13:00") }];
  const clock = { from: at("2026-01-05 12:00"), hours: tenToSix, pauses };
  assert.equal(dueInstant({ ...clock, seconds: 4 * hour }).toString(), "2026-01-05T16:30:00Z");
  assert.equal(workedSeconds({ ...clock, until: at("2026-01-05 13:30") }), 60 * 60);
});

test("Frappe: a pause over a holiday and a weekend holds only its working time", () => {
  const hours = closedOn(tenToSix, "2026-01-09");
  const pause = { from: at("2026-01-08 17:50"), until: at("2026-01-12 12:30") };
  assert.equal(businessSecondsBetween(pause.from, pause.until, hours), (10 + 150) * 60);
  const clock = { from: at("2026-01-08 17:30"), until: at("2026-01-12 13:00"), hours };
  assert.equal(businessSecondsBetween(clock.from, clock.until, hours), 210 * 60);
  assert.equal(workedSeconds({ ...clock, pauses: [pause] }), 50 * 60);
});

test("Frappe: a hold that ends at closing time is due then, one second more the next morning", () => {
  const clock = { from: at("2026-01-08 15:00"), seconds: 2 * hour, hours: tenToSix, pauses: [] };
  assert.equal(dueInstant({ ...clock, hold: 3_600 }).toString(), "2026-01-08T18:00:00Z");
  assert.equal(dueInstant({ ...clock, hold: 3_601 }).toString(), "2026-01-09T10:00:01Z");
});

test("Zammad: round the clock, a pause of 30 minutes ahead moves the end by 30 minutes", () => {
  const created = at("2026-01-05 00:00");
  const due = dueInstant({
    from: created.add({ minutes: 75 }),
    seconds: 30 * 60,
    hours: always,
    pauses: [{ from: created.add({ minutes: 90 }), until: created.add({ minutes: 120 }) }],
  });
  assert.equal(due.toString(), created.add({ minutes: 135 }).toString());
});

test("Zammad #3180: round the clock loses no minute at midnight", () => {
  assert.equal(businessSecondsBetween(at("2026-01-01 00:00"), at("2026-12-31 00:00"), always), 364 * 24 * hour);
});

test("zendesk/biz: a shift within the hour that clocks skip is empty", () => {
  const hours = parseHours("sun=02:30-03:15", zone("America/Los_Angeles"));
  const day = (text: string) => at(text, hours.zone);
  assert.equal(businessSecondsBetween(day("2006-04-02 00:00"), day("2006-04-03 00:00"), hours), 0);
  assert.equal(businessSecondsBetween(day("2006-04-09 00:00"), day("2006-04-10 00:00"), hours), 45 * 60);
});

test("an hour is an hour when clocks change in New York", () => {
  const hours = parseHours("mon-sun=00:00-24:00", newYork);
  const due = (from: string) =>
    addBusinessSeconds(at(from, newYork), 8 * hour, hours)
      .toZonedDateTimeISO(newYork)
      .toString();
  assert.equal(due("2026-03-07 22:00"), "2026-03-08T07:00:00-04:00[America/New_York]");
  assert.equal(due("2026-10-31 22:00"), "2026-11-01T05:00:00-05:00[America/New_York]");
});

test("the Saturday night shift in New York has seven hours in spring and nine in autumn", () => {
  const hours = parseHours("sat=22:00-06:00", newYork);
  const night = (from: string, until: string) =>
    businessSecondsBetween(at(from, newYork), at(until, newYork), hours) / hour;
  assert.equal(night("2026-03-07 22:00", "2026-03-08 06:00"), 7);
  assert.equal(night("2026-10-31 22:00", "2026-11-01 06:00"), 9);
  assert.equal(night("2026-06-06 22:00", "2026-06-07 06:00"), 8);
});

// Computed in domain/desk.md section 6.5: due with make-up working days, and without them.
const china = (days: DayCalendar) => parseHours("mon-fri=09:00-12:00,13:00-18:00", shanghai, days);
const withMakeUpDays = china(cnCalendar);
const withoutMakeUpDays = china({
  id: "cn-without-make-up-days",
  kindOf: (day) => (weekendCalendar.kindOf(day) === "rest" ? "rest" : cnCalendar.kindOf(day)),
});
const chinese2026 = [
  ["2026-02-13 17:00", 8, "2026-02-14 17:00", "2026-02-24 17:00"],
  ["2026-02-14 17:00", 2, "2026-02-24 10:00", "2026-02-24 11:00"],
  ["2026-02-27 17:30", 4, "2026-02-28 13:30", "2026-03-02 13:30"],
  ["2026-09-19 10:00", 8, "2026-09-20 18:00", "2026-09-21 18:00"],
  ["2026-10-09 17:00", 2, "2026-10-10 10:00", "2026-10-12 10:00"],
  ["2026-01-03 12:00", 4, "2026-01-04 14:00", "2026-01-05 14:00"],
] as const;

for (const [from, target, due, without] of chinese2026) {
  test(`调休: ${target} h from ${from} are due at ${due}, not at ${without}`, () => {
    const start = at(from, shanghai);
    assert.equal(addBusinessSeconds(start, target * hour, withMakeUpDays).toString(), at(due, shanghai).toString());
    assert.equal(
      addBusinessSeconds(start, target * hour, withoutMakeUpDays).toString(),
      at(without, shanghai).toString(),
    );
  });
}

test("hours that are open at weekends keep them on ordinary ones and lose them in a holiday", () => {
  const hours = parseHours("mon-fri=09:00-18:00;sat,sun=10:00-14:00", shanghai, cnCalendar);
  const day = (date: string) =>
    businessSecondsBetween(at(`${date} 00:00`, shanghai), at(`${date} 23:59`, shanghai), hours) / hour;
  assert.equal(day("2026-11-21"), 4);
  assert.equal(day("2026-10-03"), 0);
  assert.equal(day("2026-10-10"), 9);
});

test("a search that runs into a year not announced says so", () => {
  assert.throws(
    () => addBusinessSeconds(at("2026-12-31 17:00", shanghai), 2 * hour, withMakeUpDays),
    CalendarNotPublished,
  );
  const start = at("2026-12-31 16:00", shanghai);
  assert.equal(businessSecondsBetween(start, at("2027-01-01 00:00", shanghai), withMakeUpDays), 2 * hour);
});

test("hours that never open are refused, and so is text that is not hours", () => {
  for (const text of ["", ";", "mon=", "mon-fri=09:00-17:00;mon-sun="]) {
    assert.throws(() => parseHours(text, utc), /never open/, text);
  }
  const refused = {
    "mon-fri": /is not hours such as/,
    "mon=09:00-17:00=": /is not hours such as/,
    "montag=09:00-17:00": /"montag" is not a day of the week/,
    "=09:00-17:00": /is not a day of the week/,
    "mon=9-17": /"9" is not a time of day/,
    "mon=09:00": /"09:00" is not an interval/,
    "mon=09:00-12:00-13:00": /is not an interval/,
    "mon=09:00-24:01": /"24:01" is not a time of day/,
    "mon=09:60-12:00": /"09:60" is not a time of day/,
    "mon=09:00-09:00": /is empty/,
    "mon=24:00-06:00": /is empty/,
    "mon=09:00-13:00,12:00-18:00": /overlap or are out of order/,
    "mon=13:00-18:00,09:00-12:00": /overlap or are out of order/,
    "mon=22:00-06:00,23:00-24:00": /overlap or are out of order/,
  };
  for (const [text, message] of Object.entries(refused)) assert.throws(() => parseHours(text, utc), message, text);
  assert.throws(
    () => addBusinessSeconds(at("2026-01-01 00:00"), 1, { zone: utc, week: [], days: undefined }),
    RangeError,
  );
});

test("hours are written for a range, a list, over the weekend, and changed for a day", () => {
  const open = { from: "09:00", until: "17:00" };
  assert.deepEqual(parseHours("fri-mon=09:00-17:00", utc).week, [[open], [], [], [], [open], [open], [open]]);
  assert.deepEqual(parseHours("Mon, wed = 9:00 - 17:00", utc).week[2], [{ from: "9:00", until: "17:00" }]);
  assert.deepEqual(parseHours("mon-sun=09:00-17:00;wed=", utc).week[2], []);
});

test("a calendar that stays closed ends the search instead of looping", () => {
  const closed = parseHours("mon-fri=09:00-17:00", utc, { id: "closed", kindOf: () => "holiday" });
  assert.throws(() => addBusinessSeconds(at("2026-01-05 10:00"), 1, closed), BrokenBelief);
  assert.throws(() => addBusinessSeconds(at("2026-01-05 10:00"), 1e9, nineToFive), BrokenBelief);
  const rare = closedOn(
    parseHours("mon=09:00-17:00", utc),
    ...Array.from({ length: 60 }, (_, week) => Temporal.PlainDate.from("2026-01-05").add({ weeks: week }).toString()),
  );
  assert.equal(addBusinessSeconds(at("2026-01-05 10:00"), hour, rare).toString(), "2027-03-01T10:00:00Z");
});

test("nothing to do is due at once, and a target is a whole number of seconds", () => {
  const saturday = at("2026-01-10 15:00");
  assert.equal(addBusinessSeconds(saturday, 0, tenToSix).toString(), saturday.toString());
  assert.throws(() => addBusinessSeconds(saturday, -1, tenToSix), BrokenBelief);
  assert.throws(() => addBusinessSeconds(saturday, 0.5, tenToSix), BrokenBelief);
  const backwards = [{ from: saturday, until: saturday.subtract({ hours: 1 }) }];
  assert.throws(() => dueInstant({ from: saturday, seconds: 1, hours: tenToSix, pauses: backwards }), BrokenBelief);
});

const schedules = fc.constantFrom(
  nineToFive,
  always,
  nights,
  london,
  withMakeUpDays,
  parseHours("mon-thu=08:30-12:00,13:15-19:45;sat=22:00-06:00;sun=10:00-12:00", newYork),
  closedOn(parseHours("mon-sun=20:00-08:00", zone("Australia/Lord_Howe")), "2026-04-05", "2026-10-04"),
);
const quarter = 15 * 60;
const moments = fc
  .integer({ min: 0, max: 280 * 96 })
  .map((quarters) => at("2026-01-02 00:00").add({ seconds: quarters * quarter }));

test("working time agrees with a walk that looks at the clock on the wall every quarter of an hour", () => {
  fc.assert(
    fc.property(schedules, moments, fc.integer({ min: 0, max: 10 * 96 }), (hours, from, quarters) => {
      let open = 0;
      for (let step = 0; step < quarters; step += 1) {
        if (isOpenOnTheWall(from.add({ seconds: step * quarter }), hours)) open += 1;
      }
      const until = from.add({ seconds: quarters * quarter });
      assert.equal(businessSecondsBetween(from, until, hours), open * quarter);
    }),
    { numRuns: 300 },
  );
});

test("the due instant is the earliest by which the target is worked, whatever the pauses", () => {
  const pauses = fc.array(
    fc.tuple(moments, fc.nat({ max: 4 * 96 })).map(([from, quarters]): Pause => {
      return { from, until: from.add({ seconds: quarters * quarter }) };
    }),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(schedules, moments, fc.integer({ min: 1, max: 40 * hour }), pauses, (hours, from, seconds, pauses) => {
      const due = dueInstant({ from, seconds, hours, pauses });
      assert.equal(workedSeconds({ from, until: due, hours, pauses }), seconds);
      assert.equal(workedSeconds({ from, until: due.subtract({ seconds: 1 }), hours, pauses }), seconds - 1);
      assert.ok(Temporal.Instant.compare(due, addBusinessSeconds(from, seconds, hours)) >= 0);
    }),
    { numRuns: 500 },
  );
});

test("a later start or a larger target is never due earlier, and targets add up", () => {
  const targets = fc.integer({ min: 0, max: 60 * hour });
  fc.assert(
    fc.property(schedules, moments, fc.nat({ max: 5 * 86_400 }), targets, targets, (hours, from, delay, a, b) => {
      const due = addBusinessSeconds(from, a, hours);
      const later = addBusinessSeconds(from.add({ seconds: delay }), a, hours);
      const longer = addBusinessSeconds(from, a + b, hours);
      assert.ok(Temporal.Instant.compare(due, later) <= 0);
      assert.ok(Temporal.Instant.compare(due, longer) <= 0);
      assert.equal(addBusinessSeconds(due, b, hours).toString(), longer.toString());
    }),
    { numRuns: 500 },
  );
});

/** The definition of open hours in the plainest words, for schedules that do not meet a change of clocks half-way. */
function isOpenOnTheWall(moment: Instant, { zone, week, days, holidays = [] }: BusinessHours): boolean {
  const wall = moment.toZonedDateTimeISO(zone);
  const time = wall.toPlainTime().toString().slice(0, 5);
  const kindOn = (date: Temporal.PlainDate) => days?.kindOf(Temporal.PlainDate.from("1970-01-01").until(date).days);
  const intervalsOf = (date: Temporal.PlainDate) =>
    (kindOn(date) === "work" && date.dayOfWeek > 5 ? week[0] : week[date.dayOfWeek - 1]) ?? [];
  const today = wall.toPlainDate();
  if (holidays.some((date) => date === today.toString()) || kindOn(today) === "holiday") return false;
  return (
    intervalsOf(today).some(({ from, until }) => time >= from && (until < from || time < until)) ||
    intervalsOf(today.subtract({ days: 1 })).some(({ from, until }) => until < from && time < until)
  );
}
