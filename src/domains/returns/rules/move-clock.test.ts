import assert from "node:assert/strict";
import { test } from "node:test";
import { builtInHandling, type PublishedPause, withPauses } from "./handling.ts";
import { moveClock, type RunningClock } from "./move-clock.ts";

const at = (text: string) => Temporal.Instant.from(`${text}:00+08:00`);
const sends: RunningClock = {
  kind: "shopper-sends",
  startsAt: at("2027-02-01T12:00"),
  dueAt: at("2027-02-08T12:00"),
  givenSeconds: 7 * 86_400,
  extendedSeconds: 0,
};
const pause = (from: string, until: string, holds: PublishedPause["holds"]): PublishedPause => ({
  id: from,
  merchantId: null,
  cause: "festival",
  label: { zh: "春节", en: "Spring Festival" },
  holds,
  from: at(from),
  until: at(until),
});
const asked = {
  country: "CN",
  zone: "Asia/Shanghai",
  kind: "return-and-refund",
  reason: "no-longer-wanted",
  noticeAt: at("2027-02-01T12:00"),
} as const;
const handling = (...pauses: PublishedPause[]) => ({ ...withPauses(builtInHandling, pauses, "m"), asked });
const now = at("2027-02-02T12:00");

test("a pause in the middle of a clock moves its end by its length, and its reminders with it", () => {
  const moved = moveClock(sends, handling(pause("2027-02-05T00:00", "2027-02-09T00:00", ["shopper"])), now);
  assert.equal(moved?.dueAt.toString(), at("2027-02-12T12:00").toString());
  assert.equal(moved?.pausedSeconds, 4 * 86_400);
  assert.deepEqual(
    moved?.remindAt.map((one) => one.toString()),
    [at("2027-02-07T00:00"), at("2027-02-11T09:36")].map((one) => one.toString()),
  );
});

test("the same pause once more moves nothing, nor one that holds somebody else or begins after the end", () => {
  const festival = handling(pause("2027-02-05T00:00", "2027-02-09T00:00", ["shopper"]));
  const moved = moveClock(sends, festival, now);
  assert.ok(moved !== null);
  assert.equal(moveClock({ ...sends, dueAt: moved.dueAt }, festival, now), null);
  assert.equal(moveClock(sends, handling(pause("2027-02-05T00:00", "2027-02-09T00:00", ["merchant"])), now), null);
  assert.equal(moveClock(sends, handling(pause("2027-02-09T00:00", "2027-02-12T00:00", ["shopper"])), now), null);
});

test("more time is added to what was given, and a pause that follows moves the longer clock", () => {
  const longer = moveClock(sends, handling(), now, 2 * 86_400);
  assert.equal(longer?.dueAt.toString(), at("2027-02-10T12:00").toString());
  const given = { ...sends, dueAt: longer?.dueAt ?? sends.dueAt, extendedSeconds: 2 * 86_400 };
  const moved = moveClock(given, handling(pause("2027-02-09T00:00", "2027-02-12T00:00", ["shopper"])), now);
  assert.equal(moved?.dueAt.toString(), at("2027-02-13T12:00").toString());
});

test("a clock that was longer already is not made shorter", () => {
  assert.equal(moveClock({ ...sends, dueAt: at("2027-03-01T00:00") }, handling(), now), null);
});

test("what the law gives the seller no longer for is not moved by a festival, nor by anybody's leave", () => {
  const counted: RunningClock = {
    kind: "goods-inspected",
    startsAt: at("2027-02-04T12:00"),
    dueAt: at("2027-02-07T12:00"),
    givenSeconds: 72 * 3_600,
    extendedSeconds: 0,
  };
  const festival = handling(pause("2027-02-05T00:00", "2027-02-20T00:00", ["warehouse"]));
  const moved = moveClock(counted, festival, at("2027-02-04T13:00"));
  // Seven days after the goods came, to the end of the day.
  assert.equal(moved?.dueAt.toString(), at("2027-02-12T00:00").toString());
  const longer = moveClock(counted, handling(), at("2027-02-04T13:00"), 7 * 86_400);
  assert.equal(longer?.dueAt.toString(), at("2027-02-12T00:00").toString());
});
