import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import type { Remedy, RouteDecision } from "../../decision.ts";
import type { FactsOnWire } from "../../facts.ts";
import { lawRegister } from "../../register.ts";
import { codesOf, type Story, sampleRoute, yuan } from "../../sample-facts.ts";
import { depreciationOf } from "./depreciation.ts";

const fault: NonNullable<Story["claim"]> = { reason: "quality", evidence: ["report"] };

test("CN-SB-02 ex: two repairs with records, and failing again: replaced", () => {
  const decided = television({ warranty: twoRepairs, notice: "2026-05-20" });
  assert.equal(decided.decision, "ALLOW");
  assert.deepEqual(allowed(decided), ["replace", "repair"]);
  assert.ok(codesOf(decided).includes("repaired-twice"));
  assert.ok(decided.citations.some(({ rule, article }) => rule === "CN-SB-02" && article === "11"));
});

test("CN-SB-02 ex: no record of the first repair: a person asks for it", () => {
  const warranty = { repairs: [repair("2026-04-02", "2026-04-06", { recorded: false }), secondRepair] };
  const decided = television({ warranty, notice: "2026-05-20" });
  assert.equal(decided.decision, "REVIEW");
  assert.deepEqual(decided.because.find(({ code }) => code === "repair-record-needed")?.params, {
    repairs: 2,
    recorded: 1,
  });
});

test("CN-SB-02: one repair, a cleaning, and a repair of the goods replaced since do not make two", () => {
  const cleaning = repair("2026-04-02", "2026-04-06", { performanceFault: false });
  for (const warranty of [
    { repairs: [secondRepair] },
    { repairs: [cleaning, secondRepair] },
    { repairs: twoRepairs.repairs, replacedAt: at("2026-05-01") },
  ]) {
    assert.deepEqual(allowed(television({ warranty, notice: "2026-05-20" })), ["repair"]);
  }
});

test("CN-SB-02: after the guarantee two repairs no longer lead to a replacement", () => {
  const decided = television({ signed: "2025-02-10", warranty: twoRepairs, notice: "2026-06-20" });
  assert.ok(!codesOf(decided).includes("repaired-twice"));
});

for (const [id, story, delayedBy, notice, remedies] of [
  ["A27", "repairer to blame, day 31", "repairer", "2026-05-02", ["replace", "repair"]],
  ["CN-SB-03", "repairer to blame, day 30", "repairer", "2026-05-01", ["repair"]],
  ["CN-SB-03", "waiting for parts, day 91", "parts", "2026-07-01", ["replace", "repair"]],
  ["CN-SB-03", "waiting for parts, day 90", "parts", "2026-06-30", ["repair"]],
  ["CN-SB-03", "nobody says why, day 31", null, "2026-05-02", ["repair"]],
] as const) {
  test(`${id}: a television in repair, ${story}: ${remedies.join(", ")}`, () => {
    const warranty = { repairs: [repair("2026-04-01", null, { delayedBy })] };
    assert.deepEqual(allowed(television({ warranty, notice })), remedies);
  });
}

test("CN-SB-03: a delay nobody explained hides no later one that is certain", () => {
  const repairs = [repair("2026-02-20", "2026-03-31"), repair("2026-04-01", null, { delayedBy: "repairer" })];
  assert.deepEqual(allowed(television({ warranty: { repairs }, notice: "2026-05-02" })), ["replace", "repair"]);
});

test("CN-SB-03: goods taken back repaired after too long: a person looks at the replacement", () => {
  const warranty = { repairs: [repair("2026-04-01", "2026-05-10", { delayedBy: "repairer" })] };
  const decided = television({ warranty, notice: "2026-05-20" });
  assert.deepEqual(allowed(decided), ["repair"]);
  assert.ok(decided.remedies.some(({ remedy, decision }) => remedy === "replace" && decision === "REVIEW"));
});

test("CN-SB-03, CN-SB-05: a phone waits 60 days for parts, a computer's 60 days are only remembered", () => {
  const warranty = { repairs: [repair("2026-04-01", null, { delayedBy: "parts" })] };
  const waiting = { warranty, goods: { listedAs: "mobile-phone" } } as const;
  assert.deepEqual(allowed(television({ ...waiting, notice: "2026-05-31" })), ["repair"]);
  assert.deepEqual(allowed(television({ ...waiting, notice: "2026-06-01" })), ["replace", "repair"]);
  const computer = television({ warranty, goods: { listedAs: "computer" }, notice: "2026-06-01" });
  assert.deepEqual(allowed(computer), ["repair"]);
  assert.deepEqual(inReview(computer), ["replace"]);
});

test("CN-SB-03: repaired goods that fail within 30 days are repaired again, the guarantee over or not", () => {
  const warranty = { repairs: [repair("2026-05-20", "2026-06-01")] };
  const held = television({ signed: "2023-02-10", warranty, notice: "2026-07-02" });
  assert.deepEqual(codesOf(held).includes("guarantee-over"), true);
  const failed = television({ signed: "2023-02-10", warranty, notice: "2026-07-01" });
  assert.deepEqual([failed.decision, allowed(failed)], ["ALLOW", ["repair"]]);
  assert.ok(codesOf(failed).includes("repair-did-not-hold"));
});

// Bought 2026-01-05, returned 2026-06-18: 164 days, of which 20 in repair.
const phone: Story = {
  goods: { listedAs: "mobile-phone" },
  signed: "2026-01-05",
  notice: "2026-06-18",
  warranty: { repairs: [repair("2026-03-02", "2026-03-12"), repair("2026-05-06", "2026-05-16")] },
  money: { paid: yuan("4000.00"), invoicedAt: at("2026-01-05") },
  claim: { ...fault, requested: "return" },
};

test("CN-SB-04 ex: a phone of 4,000, 144 days of use at 0.5 %: 1,120 come back", () => {
  const decided = television({ ...phone, guarantee: { sameModelInStock: true } });
  assert.deepEqual([decided.decision, decided.remedy, decided.amount], ["ALLOW", "return", yuan("1120.00")]);
  assert.deepEqual(decided.because.find(({ code }) => code === "less-depreciation")?.params, {
    days: 144,
    perDay: "0.5%",
  });
});

test("CN-SB-04 ex: the same phone, no same model in stock: 4,000 come back", () => {
  const decided = television({ ...phone, guarantee: { sameModelInStock: false, declinesOtherModel: true } });
  assert.deepEqual([decided.decision, decided.remedy, decided.amount], ["ALLOW", "return", yuan("4000.00")]);
  assert.ok(decided.remedies.every(({ remedy }) => remedy !== "replace"));
});

test("CN-SB-04: without the same model another one is for both sides to agree", () => {
  const decided = television({ ...phone, guarantee: { sameModelInStock: false } });
  assert.deepEqual([allowed(decided), inReview(decided)], [["return", "repair"], ["replace"]]);
});

test("CN-SB-04: whether the model is in stock decides the amount, so a person looks while it is not known", () => {
  const decided = television(phone);
  assert.deepEqual([allowed(decided), inReview(decided)], [["replace", "repair"], ["return"]]);
});

for (const [id, title] of [
  ["CN-SB-04 ex", "a television of 3,000, 100 days and 10 in repair at 0.1 %"],
  ["A26", "two repairs, third fault, same model in stock, wants money"],
] as const) {
  test(`${id}: ${title}: 2,730 come back`, () => {
    const decided = television({
      signed: "2026-02-09",
      notice: "2026-05-20",
      warranty: { repairs: [repair("2026-04-02", "2026-04-07"), repair("2026-05-11", "2026-05-16")] },
      guarantee: { sameModelInStock: true },
      money: { paid: yuan("3000.00"), invoicedAt: at("2026-02-09") },
      claim: { ...fault, requested: "return" },
    });
    assert.deepEqual([decided.decision, decided.remedy, decided.amount], ["ALLOW", "return", yuan("2730.00")]);
  });
}

test("CN-SB-04: what was paid for sending the goods out comes back too, and what was refunded before comes off", () => {
  const money = { ...phone.money, outboundFreight: yuan("15.00"), refundedBefore: yuan("100.00") };
  const decided = television({ ...phone, money, guarantee: { sameModelInStock: true } });
  assert.deepEqual(decided.amount, yuan("1035.00"));
});

test("CN-SB-04: depreciation takes at most the price, and rounds half a minor unit away from zero", () => {
  assert.equal(depreciationOf(400_000n, 50, 201), 400_000n);
  assert.equal(depreciationOf(100n, 5, 10), 1n);
  assert.equal(depreciationOf(99n, 5, 10), 0n);
  assert.equal(depreciationOf(400_000n, 50, 0), 0n);
});

test("CN-SB-04: use takes more the longer it was, and never less than nothing or more than the price", () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 10n ** 12n), fc.integer({ min: 1, max: 50 }), fc.nat(5_000), (price, perDay, days) => {
      const worn = depreciationOf(price, perDay, days);
      assert.ok(worn >= 0n && worn <= price && worn <= depreciationOf(price, perDay, days + 1));
    }),
  );
});

test("CN-SB-04: a rate known from memory, or not at all, leaves the amount to a person", () => {
  const remembered = television({
    ...phone,
    goods: { listedAs: "refrigerator" },
    guarantee: { sameModelInStock: true },
  });
  assert.deepEqual(inReview(remembered), ["return", "repair"]);
  const unknown = television({ ...phone, goods: { listedAs: "other-listed" }, guarantee: { sameModelInStock: true } });
  assert.ok(codesOf(unknown).includes("depreciation-rate-unknown"));
});

test("CN-SB-04: from day 8 to 15 a model that is gone means all the money back", () => {
  const story = { signed: "2026-03-10", notice: "2026-03-20", guarantee: { sameModelInStock: false } };
  assert.deepEqual(allowed(television(story)), ["return", "repair"]);
});

test("CN-SB-05: a phone repaired twice and failing again is replaced", () => {
  const decided = television({ ...phone, claim: fault });
  assert.deepEqual([decided.decision, allowed(decided)], ["ALLOW", ["replace", "repair"]]);
});

for (const [kind, replacements, notice, expected] of [
  ["battery", 0, "2026-07-06", ["ALLOW", "replace"]],
  ["battery", 0, "2026-07-07", ["DENY", "none"]],
  ["wired-headset", 1, "2026-04-05", ["ALLOW", "replace"]],
  ["charger", 2, "2026-11-21", ["ALLOW", "return"]],
  ["data-card", 3, "2026-11-21", ["ALLOW", "return"]],
] as const) {
  test(`CN-SB-05: a ${kind} replaced ${replacements} times and failing ${notice}: ${expected.join(" ")}`, () => {
    const decided = television({
      goods: { listedAs: "mobile-phone" },
      signed: "2026-01-05",
      notice,
      guarantee: { accessory: { kind, replacements } },
      money: { accessoryPrice: yuan("129.00") },
    });
    assert.deepEqual([decided.decision, decided.remedy], expected);
    assert.deepEqual(decided.amount, decided.remedy === "return" ? yuan("129.00") : null);
  });
}

test("CN-SB-05: a phone without papers is repaired free for a year from 90 days after the factory", () => {
  const story = {
    goods: { listedAs: "mobile-phone" },
    signed: "2025-01-20",
    guarantee: { papers: "lost", leftFactoryAt: at("2025-01-05") },
  } as const;
  // 2025-01-05 and 90 days: 2025-04-05; a year on it is Sunday in the holiday of 2026-04-04 to 06.
  assert.deepEqual(allowed(television({ ...story, notice: "2026-04-07" })), ["repair"]);
  assert.equal(television({ ...story, notice: "2026-04-08" }).decision, "DENY");
  const undated = television({ ...story, guarantee: { papers: "lost" }, notice: "2026-04-07" });
  assert.deepEqual([undated.decision, codesOf(undated)], ["REVIEW", ["papers-lost"]]);
});

test("CN-SB-06: the main parts of a computer have two years, the rest has one", () => {
  const computer = { goods: { listedAs: "computer" }, signed: "2024-06-03", notice: "2026-01-05" } as const;
  const mainboard = television({ ...computer, guarantee: { failedPart: "main-part" } });
  assert.deepEqual([mainboard.decision, mainboard.remedy, mainboard.lastDay], ["ALLOW", "repair", "2026-06-03"]);
  assert.equal(television({ ...computer, guarantee: { failedPart: "other" } }).decision, "DENY");
  assert.equal(television(computer).decision, "REVIEW");
});

test("CN-SB-06: a computer's two repairs are only remembered, so a person looks at the replacement", () => {
  const decided = television({ goods: { listedAs: "computer" }, warranty: twoRepairs, notice: "2026-05-20" });
  assert.deepEqual([allowed(decided), inReview(decided)], [["repair"], ["replace"]]);
});

for (const [id, exclusion, story] of [
  ["A28", "misuse", { defect: { cause: "shopper" }, condition: { damaged: true } }],
  ["CN-SB-07", "opened-by-others", { condition: { repairedWithoutAuthority: true } }],
  ["CN-SB-07", "serial-number", { condition: { labelsAltered: true } }],
  ["CN-SB-07", "serial-number", { guarantee: { papers: "mismatched" } }],
  ["CN-SB-07", "no-papers", { guarantee: { papers: "lost" } }],
  ["CN-SB-07", "force-majeure", { guarantee: { forceMajeure: true } }],
] as const) {
  test(`${id}: ${exclusion} leaves paid repair; remembered only, so a person looks`, () => {
    const decided = television({ ...story, notice: "2026-03-20" });
    assert.equal(decided.decision, "REVIEW");
    assert.deepEqual(decided.because.find(({ code }) => code === "outside-the-guarantee")?.params, { exclusion });
  });
}

test("CN-SB-08: cars are in the register, and on no route", () => {
  const cars = lawRegister("cn").filter(({ rule }) => rule === "CN-SB-08");
  assert.deepEqual(
    cars.map(({ route, source, verification }) => [route, source, verification]),
    [[null, "S22", "V"]],
  );
});

type Repair = NonNullable<NonNullable<FactsOnWire["warranty"]>["repairs"]>[number];

function repair(from: string, until: string | null, more: Partial<Repair> = {}): Repair {
  return { from: at(from), until: until === null ? null : at(until), recorded: true, ...more };
}

function at(day: string): string {
  return `${day}T10:00:00+08:00`;
}

const secondRepair = repair("2026-05-11", "2026-05-15");
const twoRepairs = { repairs: [repair("2026-04-02", "2026-04-06"), secondRepair] };

function television(story: Story): RouteDecision {
  return sampleRoute("three-guarantees", {
    goods: { listedAs: "colour-tv" },
    signed: "2026-02-10",
    claim: fault,
    ...story,
  });
}

function allowed({ remedies }: RouteDecision): Remedy[] {
  return remedies.filter(({ decision }) => decision === "ALLOW").map(({ remedy }) => remedy);
}

function inReview({ remedies }: RouteDecision): Remedy[] {
  return remedies.filter(({ decision }) => decision === "REVIEW").map(({ remedy }) => remedy);
}
