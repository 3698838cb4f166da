import assert from "node:assert/strict";
import { test } from "node:test";
import { lawRegister } from "./register.ts";

test("the register holds every rule of no-reason return, non-conformity and time", () => {
  const listed = new Set(lawRegister("cn").map(({ rule }) => rule));
  const numbered = (prefix: string, last: number) =>
    Array.from({ length: last }, (_, index) => `${prefix}-${String(index + 1).padStart(2, "0")}`);
  for (const id of [...numbered("CN-TIME", 4), ...numbered("CN-NRR", 14), ...numbered("CN-QLT", 8), "CN-SB-01"]) {
    assert.ok(listed.has(id), id);
  }
});

test("every entry names its instrument in both languages, an article, and a time in force that is not reversed", () => {
  for (const { rule, instrument, article, inForceFrom, inForceTo } of lawRegister("cn")) {
    assert.ok(instrument.zh && instrument.en && article, rule);
    assert.ok(inForceTo === null || inForceFrom <= inForceTo, rule);
  }
});

test("an id means one rule", () => {
  const byRule = Map.groupBy(lawRegister("cn"), ({ rule }) => rule);
  for (const [rule, entries] of byRule) {
    assert.equal(new Set(entries.map(({ source, article }) => `${source} ${article}`)).size, entries.length, rule);
  }
});
