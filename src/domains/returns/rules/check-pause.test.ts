import assert from "node:assert/strict";
import { test } from "node:test";
import { checkPause } from "./check-pause.ts";

const now = Temporal.Instant.from("2027-01-10T00:00:00Z");
const stretch = (fromDay: number, days: number) => {
  const from = now.add({ hours: 24 * fromDay });
  return { from, until: from.add({ hours: 24 * days }) };
};
const word = (outcome: ReturnType<typeof checkPause>) => (outcome.ok ? "fine" : outcome.code);

for (const [owner, cause, fromDay, days, what] of [
  ["platform", "festival", 1, 31, "fine"],
  ["platform", "festival", 1, 32, "pause-too-long"],
  ["platform", "peak", -1, 3, "pause-in-past"],
  ["platform", "force-majeure", -7, 9, "fine"],
  ["platform", "force-majeure", -8, 9, "pause-in-past"],
  ["platform", "force-majeure", -7, 7, "pause-in-past"],
  ["merchant", "force-majeure", -1, 3, "pause-in-past"],
  ["merchant", "festival", 0, 15, "fine"],
  ["merchant", "festival", 0, 16, "pause-too-long"],
] as const)
  test(`a pause of the ${owner} for ${cause}, ${days} days from day ${fromDay}: ${what}`, () => {
    assert.equal(word(checkPause({ ...stretch(fromDay, days), cause, owner }, [], now)), what);
  });

test("a shop stands still for thirty days in a year, whatever is published first", () => {
  const pause = { ...stretch(10, 10), cause: "festival", owner: "merchant" } as const;
  assert.equal(word(checkPause(pause, [stretch(-100, 15), stretch(-200, 5)], now)), "fine");
  const refused = checkPause(pause, [stretch(-100, 15), stretch(-200, 6)], now);
  assert.deepEqual(refused.ok ? "fine" : [refused.code, refused.params], ["pause-days-used-up", { days: 30, left: 9 }]);
  assert.equal(word(checkPause(pause, [stretch(-100, 15), stretch(-400, 15)], now)), "fine");
  const backwards = { ...stretch(10, 15), cause: "festival", owner: "merchant" } as const;
  assert.equal(word(checkPause(backwards, [stretch(100, 15)], now)), "fine");
  assert.equal(word(checkPause(backwards, [stretch(100, 15), stretch(200, 1)], now)), "pause-days-used-up");
  assert.equal(word(checkPause(backwards, [stretch(300, 15), stretch(365, 15)], now)), "pause-days-used-up");
  assert.equal(word(checkPause(backwards, [stretch(375, 15), stretch(390, 15)], now)), "fine");
});
