import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { policyTerms } from "#law";
import { decidesMore, evidenceKinds, fits, isShown, reasonNames, reasons, termsOf } from "./reasons.ts";

test("every reason is heard by the law pack as a claim it knows, and shown by kinds it knows", () => {
  for (const reason of reasonNames)
    assert.ok((policyTerms.reasons as readonly string[]).includes(termsOf(reason).claim));
  assert.deepEqual(evidenceKinds, policyTerms.evidenceKinds);
});

test("every claim a policy can be written for can be made", () => {
  const made = new Set(reasonNames.map((reason) => termsOf(reason).claim));
  assert.deepEqual(
    policyTerms.reasons.filter((claim) => !made.has(claim)),
    [],
  );
});

test("a closer word belongs to one of the first list, for kinds that this one has too", () => {
  for (const reason of reasonNames) {
    const { under, kinds } = termsOf(reason);
    if (under === undefined) continue;
    const above = reasonNames.find((name) => name === under);
    assert.ok(above !== undefined && termsOf(above).under === undefined, reason);
    assert.deepEqual(
      kinds.filter((kind) => !termsOf(above).kinds.includes(kind)),
      [],
    );
  }
});

test("closer words are asked for where what is claimed, what shows it or what is owed for it differs", () => {
  assert.deepEqual(reasonNames.filter(decidesMore), [
    "does-not-work",
    "skin-reaction",
    "material-differs",
    "food-expired",
    "food-date-altered",
    "food-no-lawful-source",
    "food-unlabelled",
  ]);
});

test("a cream is not asked about its size, nor a phone whether it is spoiled, and nothing on its way for a fault", () => {
  const cream = { category: "cosmetics", special: null, where: "delivered" } as const;
  assert.deepEqual([fits("does-not-fit", cream), fits("skin-reaction", cream)], [false, true]);
  assert.equal(fits("spoiled", { ...cream, category: "electronics" }), false);
  assert.equal(fits("spoiled", { ...cream, category: "other", special: "perishable" }), true);
  assert.deepEqual(
    [fits("quality-fault", { ...cream, where: "on-the-way" }), fits("no-tracking", cream)],
    [false, false],
  );
});

test("a reaction of the skin is shown by a report, not by a photo of the jar", () => {
  assert.deepEqual([isShown("skin-reaction", ["photo"]), isShown("skin-reaction", ["report"])], [false, true]);
  assert.equal(isShown("no-longer-wanted", []), true);
});

test("what is kept with a case is what the pages call the reason", async () => {
  for (const [language, side] of [
    ["zh-CN", "zh"],
    ["en", "en"],
  ] as const) {
    const path = `${import.meta.dirname}/../../../../web/shared/text/${language}/because.json`;
    const said = JSON.parse(await readFile(path, "utf8")) as Record<string, string>;
    for (const reason of reasonNames) assert.equal(reasons[reason].words[side], said[`reason.${reason}`], reason);
  }
});
