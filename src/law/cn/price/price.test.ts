import assert from "node:assert/strict";
import { test } from "node:test";
import { decide } from "../../decide.ts";
import { builtInPolicy, policySchema } from "../../policy.ts";
import { type Story, sampleFacts, sampleRoute, yuan } from "../../sample-facts.ts";

type Price = NonNullable<Story["price"]>;
type Comparison = NonNullable<Price["comparison"]>;

const lowered: Comparison = { with: yuan("299.00") };

for (const [id, title, comparison, decision, code] of [
  [
    "CN-PRC-01 ex",
    "was 299, now 199, and 189 within the seven days before: false",
    { ...lowered, lowestDeal: yuan("189.00") },
    "ALLOW",
    "comparison-false",
  ],
  [
    "CN-PRC-01 ex",
    "was 299, now 199, nothing sold in seven days and 320 before: allowed",
    { ...lowered, lastDeal: yuan("320.00") },
    "DENY",
    "comparison-true",
  ],
  [
    "CN-PRC-01 ex",
    "compared with the maker's suggested price, called so: allowed",
    { ...lowered, told: "suggested-price", lowestDeal: yuan("189.00") },
    "DENY",
    "compared-with-suggested-price",
  ],
  [
    "CN-PRC-01",
    "the deal of the seven days counts, not an older and higher one",
    { ...lowered, lowestDeal: yuan("189.00"), lastDeal: yuan("320.00") },
    "ALLOW",
    "comparison-false",
  ],
  [
    "CN-PRC-01",
    "no higher than the lowest deal is no comparison to complain of",
    { ...lowered, lowestDeal: yuan("299.00") },
    "DENY",
    "comparison-true",
  ],
  [
    "CN-PRC-01",
    "details told are for a person to check",
    { ...lowered, told: "details", lowestDeal: yuan("189.00") },
    "REVIEW",
    "comparison-to-be-checked",
  ],
  ["CN-PRC-01", "without any deal known a person looks", lowered, "REVIEW", "comparison-to-be-checked"],
  [
    "A41",
    "marked up from 100 to 160 two days before half price 80: a false discount",
    { with: yuan("160.00"), markedUpFrom: yuan("100.00") },
    "ALLOW",
    "marked-up-for-the-sale",
  ],
  [
    "CN-PRC-01",
    "the seller proves that it meant no deceit",
    { ...lowered, lowestDeal: yuan("189.00"), defence: "no-intent" },
    "DENY",
    "no-price-fraud",
  ],
] as const) {
  test(`${id}: ${title}`, () => {
    const [found] = heard({ comparison });
    assert.deepEqual([found?.rule, found?.decision], ["CN-PRC-01", decision]);
    assert.ok(found?.because.some((because) => because.code === code));
    assert.deepEqual(found?.amount, decision === "DENY" ? null : yuan("597.00"));
    assert.ok(found?.citations.some(({ source, article }) => source === "S14" && article.startsWith("16-17")));
    assert.ok(found?.citations.some(({ rule }) => rule === "CN-CMP-01"));
  });
}

test("CN-PRC-01: deceit about the price and about the goods costs three times the price once", () => {
  const facts = { comparison: { ...lowered, lowestDeal: yuan("189.00") } };
  const [first, second] = heard(facts, { misconduct: { fraud: { proof: "shown" } } });
  assert.ok(first?.excludes.includes(second?.rule ?? ""));
  assert.ok(second?.excludes.includes(first?.rule ?? ""));
});

test("CN-PRC-01: before the provisions on price fraud were in force a person looks", () => {
  const old = { signed: "2022-06-20", notice: "2022-06-22" };
  assert.equal(heard({ comparison: { ...lowered, lowestDeal: yuan("189.00") } }, old)[0]?.decision, "REVIEW");
});

const dearer = { paid: yuan("89.00") };

for (const [title, otherShopper, decision, code] of [
  [
    "89 for one and 119 for another, all else alike and no reason told: not allowed",
    dearer,
    "ALLOW",
    "priced-differently",
  ],
  [
    "a coupon for new customers, made known: allowed",
    { ...dearer, reasonDisclosed: true },
    "DENY",
    "reason-for-price-disclosed",
  ],
] as const) {
  test(`CN-PRC-02 ex: ${title}`, () => {
    const [found] = priced(otherShopper);
    assert.deepEqual([found?.rule, found?.who, found?.decision], ["CN-PRC-02", "seller", decision]);
    assert.ok(found?.because.some((because) => because.code === code));
  });
}

test("CN-PRC-02: on other terms, or where the other paid no less, there is nothing to complain of", () => {
  assert.equal(priced({ ...dearer, sameTerms: false })[0]?.decision, "DENY");
  assert.equal(priced({ paid: yuan("119.00") })[0]?.decision, "DENY");
});

test("CN-PRC-04: price protection is a promise and is kept as one, by the regulation's article 12", () => {
  const policy = policySchema.parse({
    id: "shop",
    version: "1",
    effectiveFrom: "2026-01-01",
    clauses: [
      {
        id: "price-protection",
        reasons: ["price-drop"],
        remedies: ["price-reduction"],
        window: { days: 30, from: "ordered" },
        pays: "price-difference",
      },
    ],
  });
  const story: Story = {
    signed: "2026-03-02",
    notice: "2026-03-14",
    claim: { reason: "price-drop" },
    money: { paid: yuan("199.00"), currentPrice: yuan("169.00") },
  };
  const route = sampleRoute("promise", story, policy);
  assert.deepEqual([route.decision, route.remedy, route.amount], ["ALLOW", "price-reduction", yuan("30.00")]);
  assert.ok(route.citations.some(({ source, article }) => source === "S2" && article === "12"));
});

test("CN-PRC-04: a promise about the price that is not kept without a good reason is price fraud", () => {
  for (const [promiseBroken, decision] of [
    ["shown", "ALLOW"],
    ["claimed", "REVIEW"],
    ["refuted", "DENY"],
  ] as const) {
    const [found] = heard({ promiseBroken });
    assert.deepEqual([found?.rule, found?.decision], ["CN-PRC-04", decision]);
  }
});

function heard(price: Price, story: Partial<Story> = {}) {
  return decided("199.00", price, story).compensation;
}

function priced(otherShopper: NonNullable<Price["otherShopper"]>) {
  return decided("119.00", { otherShopper }).liability ?? [];
}

function decided(paid: string, price: Price, story: Partial<Story> = {}) {
  const facts = sampleFacts({
    signed: "2026-03-02",
    notice: "2026-03-04",
    price,
    money: { paid: yuan(paid) },
    ...story,
  });
  return decide(facts, builtInPolicy);
}
