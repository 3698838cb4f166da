import assert from "node:assert/strict";
import { test } from "node:test";
import { decide } from "./decide.ts";
import type { RouteDecision } from "./decision.ts";
import { type PolicyOnWire, policySchema } from "./policy.ts";
import { codesOf, type Story, sampleFacts, sampleRoute, yuan } from "./sample-facts.ts";

type ClauseOnWire = NonNullable<PolicyOnWire["clauses"]>[number];

const fifteenDays: ClauseOnWire = {
  id: "fifteen-days",
  reasons: ["no-longer-wanted"],
  remedies: ["return"],
  window: { days: 15, from: "delivered" },
  conditions: ["intact"],
  freight: "seller",
};
const freshPromise: ClauseOnWire = {
  id: "fresh-48-hours",
  scope: { categories: ["food"] },
  reasons: ["spoiled"],
  remedies: ["refund-only"],
  window: { hours: 48, from: "delivered" },
  evidence: ["photo", "video"],
  pays: "bad-share",
};

test("without clauses nothing is promised", () => {
  const decided = promise([], { notice: "2026-03-04" });
  assert.deepEqual([decided.decision, codesOf(decided)], ["DENY", ["no-promise-made"]]);
});

test("0.3: a promise better than the statute binds, with its freight and by its article", () => {
  const decision = decide(sampleFacts({ signed: "2026-03-02", notice: "2026-03-17" }), policyOf([fifteenDays]));
  assert.deepEqual([decision.decision, decision.best], ["ALLOW", "promise"]);
  const decided = promise([fifteenDays], { notice: "2026-03-17" });
  assert.deepEqual([decided.lastDay, decided.freightPayer, decided.amount], ["2026-03-17", "seller", yuan("100.00")]);
  assert.ok(decided.citations.some(({ rule }) => rule === "CN-PREC-02"));
});

test("0.3: a promise worse than the statute takes nothing away", () => {
  const threeDays = { ...fifteenDays, id: "three-days", window: { days: 3, from: "delivered" as const } };
  const decision = decide(sampleFacts({ signed: "2026-03-02", notice: "2026-03-09" }), policyOf([threeDays]));
  assert.deepEqual([decision.decision, decision.best], ["ALLOW", "no-reason"]);
});

test("CN-TIME-03: a shop's days are not moved on, the statute's are: the later one counts", () => {
  const page = { signed: "2026-09-24", notice: "2026-10-08", promises: { noReasonDays: 7 } };
  assert.equal(sampleRoute("promise", page).decision, "DENY");
  assert.equal(sampleRoute("no-reason", page).decision, "ALLOW");
  assert.equal(decide(sampleFacts(page), policyOf([])).decision, "ALLOW");
});

test("a promise to take back without a reason holds with a reason too", () => {
  const decided = promise([fifteenDays], { notice: "2026-03-14", claim: { reason: "quality" } });
  assert.equal(decided.decision, "ALLOW");
});

test("goods that are not intact are outside a promise that asks for it", () => {
  const soiled = { notice: "2026-03-14", goods: { category: "clothing" as const }, condition: { soiled: true } };
  const refused = promise([fifteenDays], soiled);
  assert.deepEqual([refused.decision, codesOf(refused)], ["DENY", ["clause-condition-not-met"]]);
  const doubtful = promise([fifteenDays], { ...soiled, condition: { soiled: true, disputed: true } });
  assert.deepEqual([doubtful.decision, codesOf(doubtful)], ["REVIEW", ["clause-condition-disputed"]]);
});

const scopes: [ClauseOnWire["scope"], boolean][] = [
  [{ merchants: ["m-1"] }, true],
  [{ merchants: ["m-2"] }, false],
  [{ tiers: ["gold"], regions: ["CN-31"] }, true],
  [{ tiers: ["gold"], campaigns: ["double-eleven"] }, false],
  [{ channels: ["live"] }, false],
  [{ categories: ["clothing"] }, true],
];

for (const [scope, covered] of scopes) {
  test(`a clause for ${JSON.stringify(scope)} ${covered ? "covers" : "does not cover"} a gold member of shop m-1`, () => {
    const story = {
      notice: "2026-03-14",
      goods: { category: "clothing" },
      scope: { merchant: "m-1", region: "CN-31", tier: "gold" },
    } as const;
    const decided = promise([{ ...fifteenDays, scope }], story);
    assert.equal(decided.decision, covered ? "ALLOW" : "DENY");
  });
}

// law.md 14: fresh goods, promise of 48 hours, paid by share. Signed 2026-06-01 10:00, paid 60, 3 of 10 bad.
const fruit = {
  signed: "2026-06-01T10:00:00+08:00",
  goods: { category: "food", specialClass: "perishable" },
  claim: { reason: "spoiled", evidence: ["photo"] },
  defect: { bad: { pieces: 3, of: 10 } },
  money: { paid: yuan("60.00") },
} as const satisfies Omit<Story, "notice">;

test("section 14 ex: claimed a minute before 48 hours are over, three of ten bad: 18 comes back", () => {
  const decided = promise([freshPromise], { ...fruit, notice: "2026-06-03T09:59:00+08:00" });
  assert.deepEqual([decided.decision, decided.remedy, decided.amount], ["ALLOW", "refund-only", yuan("18.00")]);
});

test("section 14 ex: a minute after 48 hours the promise is over and the statute still open", () => {
  const story = { ...fruit, notice: "2026-06-03T10:01:00+08:00" };
  assert.equal(promise([freshPromise], story).decision, "DENY");
  const decision = decide(sampleFacts(story), policyOf([freshPromise]));
  assert.deepEqual([decision.decision, decision.best], ["ALLOW", "non-conformity"]);
});

test("a clause that asks for a photo waits for one", () => {
  const decided = promise([freshPromise], { ...fruit, notice: "2026-06-02", claim: { reason: "spoiled" } });
  assert.deepEqual([decided.decision, codesOf(decided)], ["REVIEW", ["clause-evidence-needed"]]);
});

test("a share cannot be paid before the bad pieces are counted", () => {
  const decided = promise([freshPromise], { ...fruit, notice: "2026-06-02", defect: {} });
  assert.deepEqual([decided.decision, codesOf(decided)], ["REVIEW", ["clause-amount-unknown"]]);
});

test("price protection pays the difference", () => {
  const priceGuard: ClauseOnWire = {
    id: "price-guard",
    reasons: ["price-drop"],
    remedies: ["price-reduction"],
    window: { days: 30, from: "ordered" },
    pays: "price-difference",
  };
  const story = {
    notice: "2026-03-14",
    claim: { reason: "price-drop" },
    money: { currentPrice: yuan("85.00") },
  } as const;
  const decided = promise([priceGuard], story);
  assert.deepEqual([decided.decision, decided.remedy, decided.amount], ["ALLOW", "price-reduction", yuan("15.00")]);
  assert.equal(promise([priceGuard], { ...story, money: {} }).decision, "REVIEW");
});

test("of several clauses that hold, each adds its offer", () => {
  const exchange: ClauseOnWire = {
    id: "exchange",
    reasons: ["no-longer-wanted"],
    remedies: ["replace"],
    freight: "seller",
  };
  const decided = promise([fifteenDays, exchange], { notice: "2026-03-14" });
  assert.deepEqual(
    decided.remedies.map(({ remedy }) => remedy),
    ["return", "replace"],
  );
  assert.deepEqual(
    decided.because.map(({ rule }) => rule),
    ["fifteen-days", "exchange"],
  );
});

test("two clauses may not share an id, and nothing unknown may stand in a policy", () => {
  assert.equal(policySchema.safeParse({ ...policyOf([]), clauses: [fifteenDays, fifteenDays] }).success, false);
  assert.equal(policySchema.safeParse({ ...policyOf([]), noReturns: true }).success, false);
});

function promise(clauses: ClauseOnWire[], story: Story): RouteDecision {
  return sampleRoute("promise", { signed: "2026-03-02", ...story }, policyOf(clauses));
}

function policyOf(clauses: ClauseOnWire[]) {
  return policySchema.parse({ id: "shop", version: "3", effectiveFrom: "2026-01-01", clauses });
}
