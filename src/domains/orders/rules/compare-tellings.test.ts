import assert from "node:assert/strict";
import { test } from "node:test";
import { compareTellings } from "./compare-tellings.ts";

test("newer words replace, older ones are not heard, the same change nothing, a case keeps what was agreed", () => {
  const at = (second: number) => Temporal.Instant.fromEpochMilliseconds(second * 1000);
  const known = { updatedAt: at(10), hash: "a", hadCase: false };
  assert.equal(compareTellings({ updatedAt: at(20), hash: "a" }, known), "unchanged");
  assert.equal(compareTellings({ updatedAt: at(5), hash: "a" }, known), "unchanged");
  assert.equal(compareTellings({ updatedAt: at(5), hash: "b" }, known), "older");
  assert.equal(compareTellings({ updatedAt: at(20), hash: "b" }, known), "replace");
  assert.equal(
    compareTellings({ updatedAt: at(10), hash: "b" }, known),
    "replace",
    "two versions within one second of the shop's clock",
  );
  assert.equal(compareTellings({ updatedAt: at(20), hash: "b" }, { ...known, hadCase: true }), "facts-only");
});
