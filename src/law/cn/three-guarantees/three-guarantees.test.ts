import assert from "node:assert/strict";
import { test } from "node:test";
import { decide } from "../../decide.ts";
import type { Remedy, RouteDecision } from "../../decision.ts";
import { builtInPolicy } from "../../policy.ts";
import { codesOf, type Story, sampleFacts, sampleRoute } from "../../sample-facts.ts";

const fault: NonNullable<Story["claim"]> = { reason: "quality", evidence: ["report"] };

type Row = [id: string, signed: string, faultOn: string, remedies: Remedy[]];

const ladder: Row[] = [
  ["CN-SB-01 ex", "2026-03-10", "2026-03-17", ["return", "replace", "repair"]],
  ["CN-SB-01 ex", "2026-03-10", "2026-03-18", ["replace", "repair"]],
  ["CN-SB-01 ex", "2026-03-10", "2026-03-25", ["replace", "repair"]],
  ["CN-SB-01 ex", "2026-03-10", "2026-03-26", ["repair"]],
  ["CN-SB-01 ex", "2026-02-10", "2026-02-24", ["return", "replace", "repair"]],
  ["CN-SB-01 ex", "2026-02-10", "2026-02-25", ["replace", "repair"]],
  ["CN-SB-01 ex", "2026-02-10", "2026-02-26", ["repair"]],
];

for (const [id, signed, faultOn, remedies] of ladder) {
  test(`${id}: delivered ${signed}, fault ${faultOn}: ${remedies.join(", ")}`, () => {
    assert.deepEqual(allowed(television({ signed, notice: faultOn })), remedies);
  });
}

test("A25: a phone with a fault on day 8 is replaced or repaired, not returned", () => {
  const story = {
    signed: "2026-04-01",
    notice: "2026-04-09",
    goods: { listedAs: "mobile-phone" },
    claim: fault,
  } as const;
  const decided = sampleRoute("three-guarantees", story);
  assert.deepEqual(allowed(decided), ["replace", "repair"]);
  assert.ok(decided.citations.some(({ rule, source }) => rule === "CN-SB-05" && source === "S20"));
  assert.equal(
    decide(sampleFacts(story), builtInPolicy).routes.some(({ remedy }) => remedy === "return"),
    false,
  );
});

test("CN-SB-01: the ladder starts with the installation completed", () => {
  const delivery = { installedAt: "2026-03-20T10:00:00+08:00" };
  assert.deepEqual(allowed(television({ signed: "2026-03-10", notice: "2026-03-27", delivery })), [
    "return",
    "replace",
    "repair",
  ]);
});

test("CN-SB-01: a fault that showed in time may be reported later, with proof of the day", () => {
  const late = { signed: "2026-03-10", notice: "2026-04-20", defect: { foundAt: "2026-03-16T09:00:00+08:00" } };
  assert.deepEqual(allowed(television(late)), ["return", "replace", "repair"]);
  const unproven = television({
    ...late,
    claim: { reason: "quality" },
    goods: { listedAs: "colour-tv", durable: true },
  });
  assert.equal(unproven.decision, "REVIEW");
  assert.ok(codesOf(unproven).includes("fault-day-needs-proof"));
});

test("A23: a shop warranty of three months on a television is ineffective, the body has a year", () => {
  const decided = television({ signed: "2025-06-02", notice: "2026-01-05", promises: { warrantyMonths: 3 } });
  assert.deepEqual(allowed(decided), ["repair"]);
  assert.equal(decided.lastDay, "2026-06-02");
  assert.deepEqual(decided.warnings, [
    { code: "promised-warranty-too-short", params: { promised: 3, months: 12 }, rule: "CN-QLT-06" },
  ]);
});

test("CN-SB-01: after the year of the body, repair is free only for main parts, for a person to see", () => {
  const decided = television({ signed: "2024-06-03", notice: "2026-01-05" });
  assert.deepEqual([decided.decision, decided.remedy], ["REVIEW", "repair"]);
  assert.ok(codesOf(decided).includes("main-parts-only"));
});

test("CN-SB-01: after the guarantee nothing is free", () => {
  const decided = television({ signed: "2022-06-01", notice: "2026-01-05" });
  assert.equal(decided.decision, "DENY");
  assert.ok(codesOf(decided).includes("guarantee-over"));
});

test("0.3: a row of the list known from memory refuses nobody", () => {
  const story = { signed: "2022-06-01", notice: "2026-01-05", goods: { listedAs: "refrigerator" } } as const;
  assert.equal(television(story).decision, "REVIEW");
});

test("0.3: exclusions known from memory refuse nobody", () => {
  const decided = television({ signed: "2026-03-10", notice: "2026-03-16", defect: { cause: "shopper" } });
  assert.equal(decided.decision, "REVIEW");
  assert.ok(codesOf(decided).includes("outside-the-guarantee"));
});

test("CN-SB-01: a longer warranty of the shop counts", () => {
  const decided = television({ signed: "2024-06-03", notice: "2026-01-05", promises: { warrantyMonths: 24 } });
  assert.deepEqual(allowed(decided), ["repair"]);
  assert.ok(codesOf(decided).includes("within-promised-warranty"));
});

test("CN-SB-01: goods that are not on the list, and complaints that are not faults, belong elsewhere", () => {
  const mug = sampleRoute("three-guarantees", { signed: "2026-03-10", notice: "2026-03-12", claim: fault });
  assert.deepEqual([mug.decision, codesOf(mug)], ["DENY", ["not-on-the-list"]]);
  const regretted = television({ signed: "2026-03-10", notice: "2026-03-12", claim: { reason: "no-longer-wanted" } });
  assert.deepEqual([regretted.decision, codesOf(regretted)], ["DENY", ["no-performance-fault-claimed"]]);
});

function television(story: Story): RouteDecision {
  return sampleRoute("three-guarantees", { goods: { listedAs: "colour-tv" }, claim: fault, ...story });
}

function allowed({ remedies }: RouteDecision): Remedy[] {
  return remedies.filter(({ decision }) => decision === "ALLOW").map(({ remedy }) => remedy);
}
