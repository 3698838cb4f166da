import assert from "node:assert/strict";
import { test } from "node:test";
import { packIds } from "./decide.ts";
import { lawRegister } from "./register.ts";

const everyPack = packIds.flatMap((pack) => lawRegister(pack));

test("the register holds every rule of the law of China that returns need, and the duties nobody decides on", () => {
  const listed = new Set(lawRegister("cn").map(({ rule }) => rule));
  const numbered = (prefix: string, last: number) =>
    Array.from({ length: last }, (_, index) => `${prefix}-${String(index + 1).padStart(2, "0")}`);
  for (const id of [
    ...numbered("CN-TIME", 4),
    ...numbered("CN-NRR", 14),
    ...numbered("CN-QLT", 8),
    ...numbered("CN-SB", 8),
    ...numbered("CN-CMP", 6),
    ...numbered("CN-PLT", 10),
    ...numbered("CN-LIVE", 11),
    ...numbered("CN-PRC", 4),
    "CN-MIN-01",
    "CN-ABU-01",
  ]) {
    assert.ok(listed.has(id), id);
  }
});

test("every entry names its instrument in both languages, an article, and a time in force that is not reversed", () => {
  for (const { rule, instrument, article, inForceFrom, inForceTo } of everyPack) {
    assert.ok(instrument.zh && instrument.en && article, rule);
    assert.ok(inForceTo === null || inForceFrom <= inForceTo, rule);
  }
});

test("an id means one rule", () => {
  const byRule = Map.groupBy(everyPack, ({ rule }) => rule);
  for (const [rule, entries] of byRule) {
    assert.equal(new Set(entries.map(({ source, article }) => `${source} ${article}`)).size, entries.length, rule);
  }
});

test("the register of the European Union holds withdrawal with its thirteen exceptions, conformity and time", () => {
  const listed = new Set(lawRegister("eu").map(({ rule }) => rule));
  const letters = Array.from("abcdefghijklm", (letter) => `EU-CRD-16-${letter}`);
  const articles = ["09", "10", "11", "11a", "13", "14"].map((number) => `EU-CRD-${number}`);
  for (const id of [...articles, ...letters, "EU-SGD-10", "EU-SGD-11", "EU-SGD-13", "EU-TIME-01"]) {
    assert.ok(listed.has(id), id);
  }
});

test("of the European Union only the right itself and the times that follow it were read, so nothing else decides", () => {
  const read = lawRegister("eu").filter(({ verification }) => verification !== "M");
  assert.deepEqual(
    read.map(({ rule }) => rule),
    ["EU-CRD-09", "EU-CRD-13-1", "EU-CRD-14-1"],
  );
});
