import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { decide } from "../../decide.ts";
import type { CompensationDecision } from "../../decision.ts";
import { builtInPolicy } from "../../policy.ts";
import { type Story, sampleFacts, yuan } from "../../sample-facts.ts";

type Misconduct = NonNullable<Story["misconduct"]>;

const deceived: Misconduct = { fraud: { proof: "shown" } };
const expired: Misconduct = { food: { kind: "expired", proof: "shown" } };

for (const [id, paid, amount] of [
  ["CN-CMP-01 ex", "100.00", "500.00"],
  ["CN-CMP-01 ex", "166.66", "500.00"],
  ["CN-CMP-01 ex", "166.67", "500.01"],
  ["CN-CMP-01 ex", "2000.00", "6000.00"],
  ["A31", "129.00", "500.00"],
] as const) {
  test(`${id}: deceived over ${paid}: ${amount} beside the price`, () => {
    const [found] = heard(paid, deceived);
    assert.deepEqual([found?.rule, found?.decision, found?.amount], ["CN-CMP-01", "ALLOW", yuan(amount)]);
    const isLeast = amount === "500.00";
    assert.equal(found?.basis, isLeast ? "at-least-500" : "three-times-price");
  });
}

test("CN-CMP-01 ex: with the price back on return 8,000 in all", () => {
  const decision = decided("2000.00", { ...deceived }, { claim: { reason: "counterfeit", evidence: ["report"] } });
  const route = decision.routes.find(({ route }) => route === "non-conformity");
  assert.deepEqual([route?.remedy, route?.amount], ["return", yuan("2000.00")]);
  assert.deepEqual(decision.compensation[0]?.amount, yuan("6000.00"));
});

test("A32: a typo corrected, no effect on quality, not misleading: nothing beside the price", () => {
  const [found] = heard("129.00", { fraud: { proof: "shown", harmless: true } });
  assert.deepEqual([found?.decision, found?.amount, found?.basis], ["DENY", null, null]);
  assert.deepEqual(codesOf(found).includes("flaw-is-harmless"), true);
});

test("A33: the buyer swapped the item for a fake: nothing, and the reason says so", () => {
  const [found] = heard("129.00", { ...deceived, swappedByShopper: "shown" });
  assert.equal(found?.decision, "DENY");
  assert.ok(found?.because.some(({ code, rule }) => code === "swapped-by-shopper" && rule === "CN-CMP-01-limits"));
  assert.equal(heard("129.00", { ...deceived, swappedByShopper: "suspected" })[0]?.decision, "REVIEW");
});

test("CN-CMP-01: the shopper shows the deceit; claimed is for a person, refuted is refused", () => {
  assert.equal(heard("129.00", { fraud: {} })[0]?.decision, "REVIEW");
  assert.equal(heard("129.00", { fraud: { proof: "refuted" } })[0]?.decision, "DENY");
});

test("CN-CMP-01: whoever bought for a business is no consumer", () => {
  assert.equal(decided("129.00", deceived, { purpose: "business" }).compensation[0]?.decision, "DENY");
});

test("CN-CMP-02: health harmed by a known defect: up to twice the loss, for a person to find", () => {
  const harm = { loss: yuan("1200.00"), byKnownDefect: "shown" } as const;
  const [found] = heard("100.00", { harm });
  assert.deepEqual([found?.rule, found?.decision, found?.amount], ["CN-CMP-02", "REVIEW", yuan("2400.00")]);
  assert.equal(heard("100.00", { harm: { ...harm, byKnownDefect: "refuted" } })[0]?.decision, "DENY");
});

for (const [id, title, paid, misconduct, amount, basis] of [
  ["CN-CMP-03 ex", "expired bread of 20", "20.00", expired, "1000.00", "at-least-1000"],
  ["CN-CMP-03 ex", "expired, 99.99", "99.99", expired, "1000.00", "at-least-1000"],
  ["CN-CMP-03 ex", "expired, 120", "120.00", expired, "1200.00", "ten-times-price"],
  [
    "CN-CMP-03 ex",
    "30 paid, 900 at the doctor's",
    "30.00",
    { ...expired, harm: { loss: yuan("900.00") } },
    "2700.00",
    "three-times-loss",
  ],
  ["A34", "expired yoghurt of 8, unaware buyer", "8.00", expired, "1000.00", "at-least-1000"],
  [
    "A35",
    "snack without the maker's address, 150",
    "150.00",
    { food: { kind: "mandatory-label-missing", proof: "shown" } },
    "1500.00",
    "ten-times-price",
  ],
] as const) {
  test(`${id}: ${title}: ${amount} beside the price`, () => {
    const [found] = heard(paid, misconduct);
    assert.deepEqual(
      [found?.rule, found?.decision, found?.amount, found?.basis],
      ["CN-CMP-03", "ALLOW", yuan(amount), basis],
    );
  });
}

test("CN-CMP-03 ex: five receipts of 10 by a knowing buyer are one claim on 50: 1,000, not 5,000", () => {
  const otherReceipts = Array.from({ length: 4 }, () => yuan("10.00"));
  const [found] = heard("10.00", { ...expired, knowingBuyer: "shown", otherReceipts });
  assert.deepEqual([found?.decision, found?.amount], ["ALLOW", yuan("1000.00")]);
  assert.ok(found?.because.some(({ code, params }) => code === "knowing-buyer-claims-once" && params.receipts === 5));
});

test("CN-CMP-03: a knowing buyer's base is what a household needs; while that is not known a person looks", () => {
  const bulk: Misconduct = { ...expired, knowingBuyer: "shown", otherReceipts: [yuan("5000.00")] };
  assert.equal(heard("5000.00", bulk)[0]?.decision, "REVIEW");
  const [found] = heard("5000.00", { ...bulk, reasonableNeed: yuan("300.00") });
  assert.deepEqual([found?.decision, found?.amount], ["ALLOW", yuan("3000.00")]);
});

test("CN-CMP-03: knowing is for the seller to show, suspected changes nothing", () => {
  const [found] = heard("500.00", { ...expired, knowingBuyer: "suspected" });
  assert.deepEqual([found?.decision, found?.amount], ["ALLOW", yuan("5000.00")]);
});

test("CN-CMP-03 ex: a flaw of font size only: nothing", () => {
  const [found] = heard("120.00", { food: { kind: "label-flaw", proof: "shown" } });
  assert.deepEqual([found?.decision, found?.amount], ["DENY", null]);
});

test("A5: mould in a cake: returned for quality, and a person looks whether the seller knew", () => {
  const decision = decided(
    "60.00",
    { food: { kind: "unsafe", proof: "shown" } },
    { claim: { reason: "spoiled", evidence: ["photo"] }, goods: { category: "food", specialClass: "perishable" } },
  );
  assert.equal(decision.routes.find(({ route }) => route === "non-conformity")?.decision, "ALLOW");
  assert.equal(decision.compensation[0]?.decision, "REVIEW");
  const producer = heard("60.00", { food: { kind: "unsafe", proof: "shown", sellerIsProducer: true } });
  assert.equal(producer[0]?.decision, "ALLOW");
});

test('A36: "sugar-free" unmet, safety standard met, 90: no food damages, 500 if deceived', () => {
  const found = heard("90.00", { ...deceived, food: { kind: "below-promise", proof: "shown" } });
  assert.deepEqual(
    found.map(({ rule, decision, amount }) => [rule, decision, amount]),
    [
      ["CN-CMP-01", "ALLOW", yuan("500.00")],
      ["CN-CMP-03", "DENY", null],
    ],
  );
});

test("A37: food fraud over 40: 1,000 or 500, the higher first, not both", () => {
  const found = heard("40.00", { ...deceived, ...expired });
  assert.deepEqual(
    found.map(({ rule, amount }) => [rule, amount?.amount]),
    [
      ["CN-CMP-03", "1000.00"],
      ["CN-CMP-01", "500.00"],
    ],
  );
  assert.ok(found[0]?.excludes.includes("CN-CMP-01"));
  assert.ok(found[1]?.excludes.includes("CN-CMP-03"));
});

test("0.1(9): food law is cited as it stood on the day of the order, its amendment as partly read", () => {
  const sourcesOf = (notice: string, signed: string) =>
    decided("20.00", expired, { signed, notice })
      .compensation[0]?.citations.filter(({ article }) => article === "148")
      .map(({ source, verification }) => [source, verification]);
  assert.deepEqual(sourcesOf("2025-11-05", "2025-11-04"), [["S12'", "V"]]);
  assert.deepEqual(sourcesOf("2026-03-04", "2026-03-02"), [["S12", "P"]]);
});

test("CN-CMP-04 ex: ten times promised for a fake, 200: 2,000, which a person reads", () => {
  const found = heard("200.00", { ...deceived, promisedMultiple: { times: 10 } });
  const [promised, byLaw] = found;
  assert.deepEqual([promised?.rule, promised?.decision, promised?.amount], ["CN-CMP-04", "REVIEW", yuan("2000.00")]);
  assert.deepEqual(promised?.excludes, ["CN-CMP-03", "CN-CMP-01"]);
  assert.deepEqual([byLaw?.rule, byLaw?.amount], ["CN-CMP-01", yuan("600.00")]);
});

test("CN-CMP-04: words that add the multiple to the refund, or a small one, need no reading", () => {
  const besideRefund = heard("200.00", { ...deceived, promisedMultiple: { times: 10, besideRefund: true } })[0];
  assert.deepEqual([besideRefund?.decision, besideRefund?.amount], ["ALLOW", yuan("2000.00")]);
  const four = heard("200.00", { ...deceived, promisedMultiple: { times: 4 } })[0];
  assert.deepEqual([four?.rule, four?.decision, four?.amount], ["CN-CMP-04", "ALLOW", yuan("800.00")]);
});

test("CN-CMP-05: free is no defence, and a person finds what to multiply", () => {
  const [found] = heard("0.00", { ...expired, ofGift: true });
  assert.equal(found?.decision, "REVIEW");
  assert.ok(found?.because.some(({ code, rule }) => code === "free-is-no-defence" && rule === "CN-CMP-05"));
});

test("CN-CMP-06: a prepaid order cancelled by the seller comes back with interest and costs", () => {
  const decision = decided("100.00", {}, { signed: null, seller: { cancelledAt: "2026-03-03T10:00:00+08:00" } });
  assert.equal(decision.best, "before-shipment");
  assert.deepEqual(
    decision.compensation.map(({ rule, decision, amount, basis }) => [rule, decision, amount, basis]),
    [["CN-CMP-06", "REVIEW", null, "interest-and-costs"]],
  );
});

test("where no wrong is told of none is heard, and compensation never changes the decision", () => {
  assert.deepEqual(heard("100.00", {}), []);
  const { compensation: _, ...with_ } = decided("100.00", { ...deceived, ...expired });
  const { compensation: __, ...without } = decided("100.00", {});
  assert.deepEqual(with_, without);
});

test("the least amounts are yuan: another currency is for a person", () => {
  const money = { paid: { amount: "100.00", currency: "USD" } };
  const [found] = decided("100.00", deceived, { money }).compensation;
  assert.deepEqual([found?.decision, found?.amount], ["REVIEW", null]);
});

test("CN-CMP-01, CN-CMP-03: the higher the price the higher the amount, and never below the least", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), (fen) => {
      const paid = `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, "0")}`;
      const [food, fraud] = heard(paid, { ...deceived, ...expired });
      assert.equal(Math.round(Number(food?.amount?.amount) * 100), Math.max(10 * fen, 100_000));
      assert.equal(Math.round(Number(fraud?.amount?.amount) * 100), Math.max(3 * fen, 50_000));
    }),
    { numRuns: 50 },
  );
});

function heard(paid: string, misconduct: Misconduct): readonly CompensationDecision[] {
  return decided(paid, misconduct).compensation;
}

function decided(paid: string, misconduct: Misconduct, story: Partial<Story> = {}) {
  const facts = sampleFacts({
    signed: "2026-03-02",
    notice: "2026-03-04",
    misconduct,
    money: { paid: yuan(paid) },
    ...story,
  });
  return decide(facts, builtInPolicy);
}

function codesOf(found: CompensationDecision | undefined): string[] {
  return found?.because.map(({ code }) => code) ?? [];
}
