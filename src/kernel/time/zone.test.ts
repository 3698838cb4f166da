import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { addDays, endOfDay, localDate, localDateAt, localDayAt, startOfDay, zone } from "./index.ts";
import { msOfLocal } from "./zone.ts";

const instant = (text: string) => Temporal.Instant.from(text);
const local = (text: string, zoneName: string) =>
  Temporal.Instant.fromEpochMilliseconds(
    msOfLocal(instant(`${text}Z`).epochMilliseconds, zone(zoneName), "shift"),
  ).toString();

test("a zone is an IANA name; offsets, dates and nonsense are refused", () => {
  for (const text of ["Asia/Shanghai", "UTC", "America/Argentina/Buenos_Aires", "Etc/GMT+8"])
    assert.equal(zone(text), text);
  for (const text of [
    "+08:00",
    "Asia/Beijing",
    "",
    "Mars/Olympus",
    "2026-11-21T00:00[Asia/Shanghai]",
    "Asia/Shanghai ",
  ]) {
    assert.throws(() => zone(text), RangeError, text);
  }
});

test("the date turns at local midnight", () => {
  const shanghai = zone("Asia/Shanghai");
  assert.equal(localDateAt(instant("2026-11-20T15:59:59.999Z"), shanghai), "2026-11-20");
  assert.equal(localDateAt(instant("2026-11-20T16:00:00Z"), shanghai), "2026-11-21");
  assert.equal(localDayAt(instant("1970-01-01T00:00:00Z"), shanghai), 0);
  assert.equal(startOfDay(localDate("2026-11-21"), shanghai).toString(), "2026-11-20T16:00:00Z");
  assert.equal(endOfDay(localDate("2026-11-21"), shanghai).toString(), "2026-11-21T16:00:00Z");
});

// domain/desk.md section 6.5, from the specifications of zendesk/biz.
test("a local time that clocks skip counts from before the change, one shown twice is the first", () => {
  assert.equal(local("2014-03-09T02:30", "America/Los_Angeles"), "2014-03-09T10:30:00Z"); // 03:30 PDT
  assert.equal(local("2014-11-02T01:30", "America/Los_Angeles"), "2014-11-02T08:30:00Z"); // still PDT
  assert.equal(local("2015-10-18T00:00", "America/Sao_Paulo"), "2015-10-18T03:00:00Z"); // 24:00 is 01:00
  assert.equal(local("2026-09-20T01:00", "Africa/Casablanca"), "2026-09-20T00:00:00Z");
});

test("a day without midnight starts when its clocks do", () => {
  const saoPaulo = zone("America/Sao_Paulo");
  assert.equal(startOfDay(localDate("2015-10-18"), saoPaulo).toString(), "2015-10-18T03:00:00Z");
  assert.equal(endOfDay(localDate("2015-10-17"), saoPaulo).toString(), "2015-10-18T03:00:00Z");
  const toronto = zone("America/Toronto");
  assert.equal(startOfDay(localDate("1919-03-31"), toronto).toString(), "1919-03-31T04:30:00Z");
  const apia = zone("Pacific/Apia");
  assert.equal(
    startOfDay(localDate("2011-12-30"), apia).toString(),
    endOfDay(localDate("2011-12-30"), apia).toString(),
  );
});

const zones = fc.constantFrom(...Intl.supportedValuesOf("timeZone").map(zone));
const moments = fc
  .integer({ min: Date.UTC(1900, 0, 1), max: Date.UTC(2100, 0, 1) })
  .map((ms) => Temporal.Instant.fromEpochMilliseconds(ms));

test("dates and starts of days agree with Temporal in every zone, whatever was asked before", () => {
  fc.assert(
    fc.property(moments, zones, (moment, zone) => {
      const there = moment.toZonedDateTimeISO(zone);
      assert.equal(localDateAt(moment, zone), there.toPlainDate().toString());
      const date = localDateAt(moment, zone);
      assert.equal(startOfDay(date, zone).toString(), there.startOfDay().toInstant().toString());
      assert.equal(endOfDay(date, zone).toString(), startOfDay(addDays(date, 1), zone).toString());
    }),
    { numRuns: 5_000 },
  );
});

test("around every change of clocks the date and the instant agree with Temporal", () => {
  const names = [
    "Asia/Shanghai",
    "Europe/London",
    "America/New_York",
    "America/Sao_Paulo",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "America/St_Johns",
    "Asia/Gaza",
    "Pacific/Apia",
  ];
  for (const name of names) {
    const there = zone(name);
    let change = instant("1940-01-01T00:00Z").toZonedDateTimeISO(name).getTimeZoneTransition("next");
    for (; change && change.year < 2040; change = change.getTimeZoneTransition("next")) {
      for (let minutes = -150; minutes <= 150; minutes += 15) {
        const moment = change.add({ minutes });
        assert.equal(localDateAt(moment.toInstant(), there), moment.toPlainDate().toString());
        const wall = moment.toPlainDateTime();
        const expected = wall.toZonedDateTime(name, { disambiguation: "compatible" });
        const ms = Temporal.Instant.from(`${wall}Z`).epochMilliseconds;
        assert.equal(msOfLocal(ms, there, "shift"), expected.epochMilliseconds, `${wall} ${name}`);
      }
      // Times inside a gap exist only as text.
      const wall = change.subtract({ minutes: 1 }).toPlainDateTime().add({ minutes: 16 });
      const expected = wall.toZonedDateTime(name, { disambiguation: "compatible" });
      assert.equal(msOfLocal(instant(`${wall}Z`).epochMilliseconds, there, "shift"), expected.epochMilliseconds);
    }
  }
});
