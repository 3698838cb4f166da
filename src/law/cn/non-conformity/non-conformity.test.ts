import assert from "node:assert/strict";
import { test } from "node:test";
import type { BecauseCode } from "../../codes.ts";
import { decide } from "../../decide.ts";
import type { Remedy, RouteDecision, Verdict } from "../../decision.ts";
import { builtInPolicy } from "../../policy.ts";
import { codesOf, type Story, sampleFacts, sampleRoute, yuan } from "../../sample-facts.ts";

const shown: NonNullable<Story["claim"]> = { reason: "quality", evidence: ["photo"] };

// Delivered on Monday 2026-03-02; who claims shows photos, unless told otherwise.
type Row = [
  id: string,
  outcome: string,
  expected: Verdict,
  remedy: Remedy | "none",
  code: BecauseCode | undefined,
  story: Omit<Story, "notice"> & { notice?: string },
];

const rows: Row[] = [
  [
    "CN-QLT-01 ex",
    "a mug cracked on arrival, claimed on day 3, goes back",
    "ALLOW",
    "return",
    "within-days-of-choice",
    { notice: "2026-03-05", claim: { ...shown, reason: "damaged-in-transit" } },
  ],
  [
    "CN-QLT-01 ex",
    "a shoe whose sole comes off on day 20 is replaced or repaired",
    "ALLOW",
    "replace",
    "return-needs-purpose-defeated",
    { notice: "2026-03-22", goods: { category: "shoes-and-hats" } },
  ],
  [
    "CN-QLT-01 ex",
    "whether a sole coming off defeats the purpose is for a person",
    "ALLOW",
    "replace",
    "purpose-defeated-claimed",
    { notice: "2026-03-22", goods: { category: "shoes-and-hats" }, defect: { purposeDefeated: "claimed" } },
  ],
  [
    "CN-QLT-01",
    "a purpose shown to be defeated allows returning after seven days",
    "ALLOW",
    "return",
    "purpose-defeated",
    { notice: "2026-03-22", defect: { purposeDefeated: "established" } },
  ],
  [
    "CN-QLT-01 ex",
    "a kettle on the list is decided by the three guarantees",
    "DENY",
    "none",
    "decided-by-three-guarantees",
    { goods: { listedAs: "other-listed" } },
  ],
  [
    "CN-QLT-01",
    "a kettle of the wrong colour is not",
    "ALLOW",
    "return",
    "within-days-of-choice",
    { goods: { listedAs: "other-listed" }, claim: { ...shown, reason: "wrong-item" } },
  ],
  [
    "CN-QLT-01",
    "without a fault claimed there is nothing to mend",
    "DENY",
    "none",
    "no-fault-claimed",
    { claim: { reason: "no-longer-wanted" } },
  ],
  ["CN-QLT-01", "goods not received yet are for a person", "REVIEW", "none", "not-yet-received", { signed: null }],
  [
    "CN-QLT-01",
    "a claim without any evidence asks for some",
    "REVIEW",
    "return",
    "evidence-needed",
    { claim: { reason: "quality" } },
  ],
  [
    "CN-QLT-01",
    "a fault the seller contests is for a person",
    "REVIEW",
    "return",
    "fault-disputed",
    { defect: { disputed: true } },
  ],
  [
    "CN-QLT-01",
    "a fault inspection does not find is refused",
    "DENY",
    "none",
    "no-fault-found",
    { defect: { proof: "refuted" } },
  ],
  [
    "CN-QLT-01",
    "a fault the shopper caused is refused",
    "DENY",
    "none",
    "caused-by-shopper",
    { defect: { cause: "shopper" } },
  ],
  [
    "CN-QLT-01",
    "pieces missing are sent after",
    "ALLOW",
    "reship",
    "within-days-of-choice",
    { claim: { ...shown, reason: "missing", requested: "reship" } },
  ],
  [
    "A5",
    "mould in a cake gives the money back whatever the kind of goods",
    "ALLOW",
    "refund-only",
    "within-days-of-choice",
    {
      notice: "2026-03-03",
      goods: { category: "food", specialClass: "perishable" },
      claim: { ...shown, reason: "spoiled" },
    },
  ],
  [
    "A6",
    "a live crab dead on arrival is refunded",
    "ALLOW",
    "refund-only",
    "within-days-of-choice",
    {
      notice: "2026-03-02T18:00:00+08:00",
      goods: { category: "food", specialClass: "perishable" },
      claim: { ...shown, reason: "spoiled" },
    },
  ],
  [
    "A20",
    "a colour far from the photo, day 5, goes back",
    "ALLOW",
    "return",
    "within-days-of-choice",
    { notice: "2026-03-07", claim: { ...shown, reason: "not-as-described" } },
  ],
  [
    "CN-QLT-02",
    "a description that does not fit, day 20, is replaced while a person looks at returning",
    "ALLOW",
    "replace",
    "description-mismatch",
    { notice: "2026-03-22", claim: { ...shown, reason: "not-as-described" } },
  ],
  [
    "A21",
    "the wrong size, day 12, goes back",
    "ALLOW",
    "return",
    "other-goods-than-ordered",
    { notice: "2026-03-14", claim: { ...shown, reason: "wrong-item" } },
  ],
  [
    "A21",
    "the wrong size, day 12, is replaced",
    "ALLOW",
    "replace",
    "other-goods-than-ordered",
    { notice: "2026-03-14", claim: { ...shown, reason: "wrong-item", requested: "replace" } },
  ],
  [
    "A22",
    "a hidden fault found after 26 months is too late",
    "DENY",
    "none",
    "reported-too-late",
    { signed: "2024-01-02", notice: "2026-03-02" },
  ],
  [
    "A22",
    "it is not when the seller knew",
    "ALLOW",
    "replace",
    "seller-knew",
    { signed: "2024-01-02", notice: "2026-03-02", defect: { sellerKnew: true } },
  ],
  [
    "CN-QLT-03",
    "a longer warranty keeps the claim open",
    "ALLOW",
    "replace",
    "warranty-is-longer",
    { signed: "2024-01-02", notice: "2026-03-02", promises: { warrantyMonths: 36 } },
  ],
  [
    "CN-QLT-03",
    "a shorter warranty that is over is for a person",
    "REVIEW",
    "replace",
    "shorter-warranty-over",
    { signed: "2025-01-02", notice: "2026-03-02", promises: { warrantyMonths: 6 } },
  ],
  [
    "CN-QLT-03 ex",
    "a term that signing ends liability is void, damage shown on day 2 goes back",
    "ALLOW",
    "return",
    "within-days-of-choice",
    {
      notice: "2026-03-04",
      claim: { ...shown, reason: "damaged-in-transit" },
      seller: { terms: ["signing-means-accepted"] },
    },
  ],
  [
    "CN-QLT-05",
    "goods an authority found unqualified go back without limit of time",
    "ALLOW",
    "return",
    undefined,
    { notice: "2028-06-01", defect: { officiallyUnqualified: true } },
  ],
];

for (const [id, outcome, expected, remedy, code, story] of rows) {
  test(`${id}: ${outcome}: ${expected} ${remedy}`, () => {
    const decided = nonConformity(story);
    assert.deepEqual([decided.decision, decided.remedy], [expected, remedy]);
    if (code !== undefined) assert.ok(codesOf(decided).includes(code), codesOf(decided).join(" "));
  });
}

test("CN-QLT-01: the seller pays both ways", () => {
  const decided = nonConformity({ money: { paid: yuan("59.00"), outboundFreight: yuan("6.00") } });
  assert.deepEqual([decided.freightPayer, decided.amount], ["seller", yuan("65.00")]);
});

test("CN-QLT-01 ex: for the sole on day 20 a return stays with a person while the rest is allowed", () => {
  const decided = nonConformity({ notice: "2026-03-22", defect: { purposeDefeated: "claimed" } });
  assert.deepEqual(
    decided.remedies.map(({ remedy, decision }) => `${remedy} ${decision}`),
    ["return REVIEW", "replace ALLOW", "repair ALLOW", "price-reduction REVIEW"],
  );
});

test("CN-QLT-03 ex: the void term is a warning that cites the interpretation", () => {
  const decided = nonConformity({ seller: { terms: ["signing-means-accepted"] } });
  assert.deepEqual(decided.warnings, [
    { code: "shop-term-void", params: { term: "signing-means-accepted" }, rule: "CN-STD-01" },
  ]);
  assert.ok(decided.citations.some(({ source, article }) => source === "S8" && article === "1"));
});

for (const [found, burden] of [
  ["2026-07-09", "seller"],
  ["2026-07-10", "seller"],
  ["2026-07-11", "shopper"],
] as const) {
  test(`CN-QLT-04 ex: a fridge received 2026-01-10 with a fault on ${found}: the ${burden} proves`, () => {
    const decided = sampleRoute("three-guarantees", {
      signed: "2026-01-10",
      notice: "2026-07-13",
      goods: { durable: true, listedAs: "refrigerator" },
      claim: { reason: "quality" },
      defect: { foundAt: `${found}T09:00:00+08:00` },
    });
    assert.equal(decided.burdenOfProof, burden);
  });
}

test("CN-QLT-04: while the seller has to prove, a claim needs no evidence", () => {
  const decided = nonConformity({ goods: { durable: true }, claim: { reason: "quality" } });
  assert.deepEqual([decided.decision, decided.burdenOfProof], ["ALLOW", "seller"]);
});

test("CN-QLT-04: for food the seller shows that it meets the standards", () => {
  const decided = nonConformity({ goods: { category: "food" }, claim: { reason: "quality" } });
  assert.deepEqual([decided.decision, decided.burdenOfProof], ["ALLOW", "seller"]);
});

for (const [id, paidProven, amount] of [
  ["A24", true, "800.00"],
  ["CN-QLT-06", false, "1000.00"],
] as const) {
  test(`${id}: invoice 1,000, 800 paid${paidProven ? " and proven" : ""}: ${amount} comes back`, () => {
    const decided = nonConformity({ money: { paid: yuan("800.00"), invoice: yuan("1000.00"), paidProven } });
    assert.deepEqual(decided.amount, yuan(amount));
  });
}

test("CN-QLT-07: delay becomes an offence after fifteen days", () => {
  assert.deepEqual(nonConformity({ notice: "2026-03-02T20:00:00+08:00" }).obligations, [
    { code: "remedy-without-delay", params: { violationFrom: "2026-03-18" }, rule: "CN-QLT-07" },
  ]);
});

test("CN-QLT-08: unsafe goods oblige the seller to act", () => {
  const owed = nonConformity({ defect: { unsafe: true } }).obligations;
  assert.ok(owed.some(({ code, rule }) => code === "handle-safety-defect" && rule === "CN-QLT-08"));
});

test("0.3: a no-reason refusal never closes the quality route", () => {
  const late = sampleFacts({ signed: "2026-03-02", notice: "2026-03-22", claim: shown });
  const decision = decide(late, builtInPolicy);
  const verdicts = new Map(decision.routes.map(({ route, decision }) => [route, decision]));
  assert.deepEqual([verdicts.get("no-reason"), verdicts.get("non-conformity")], ["DENY", "ALLOW"]);
  assert.deepEqual([decision.decision, decision.best], ["ALLOW", "non-conformity"]);
});

test("CN-TIME-03: with the calendar unannounced, a return after day 7 waits for a person, replacement does not", () => {
  const decided = nonConformity({ signed: "2026-12-26", notice: "2027-01-04" });
  assert.deepEqual(
    decided.remedies.map(({ remedy, decision }) => `${remedy} ${decision}`),
    ["return REVIEW", "replace ALLOW", "repair ALLOW", "price-reduction REVIEW"],
  );
});

function nonConformity({
  notice = "2026-03-04",
  ...story
}: Omit<Story, "notice"> & { notice?: string }): RouteDecision {
  return sampleRoute("non-conformity", { signed: "2026-03-02", notice, claim: shown, ...story });
}

test("CN-QLT-01: of spoiled goods the bad pieces' share comes back without return, all of it where all are bad", () => {
  const back = (pieces: number) => sampleRoute("non-conformity", { ...spoiled, defect: { bad: { pieces, of: 10 } } });
  assert.deepEqual([back(3).remedy, back(3).amount], ["refund-only", yuan("30.00")]);
  assert.deepEqual(back(10).amount, yuan("100.00"));
});

const spoiled: Story = {
  signed: "2026-03-02",
  notice: "2026-03-04",
  goods: { category: "food", specialClass: "perishable" },
  claim: { reason: "spoiled", evidence: ["photo"] },
};
