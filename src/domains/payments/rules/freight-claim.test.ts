import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { distances } from "#kernel/region";
import { decideFreightClaim, type FreightFacts, type FreightTerms } from "./freight-claim.ts";

const terms: FreightTerms = {
  zones: { "same-city": 800, "same-province": 1000, neighbouring: 1200, far: 1800, remote: 2500 },
  without: ["pickup-paid-by-seller", "sellers-fault"],
  windowDays: 90,
};
const at = (text: string) => Temporal.Instant.from(text);
const facts: FreightFacts = {
  coveredFrom: at("2026-11-01T00:00:00+08:00"),
  coveredUntil: at("2027-01-30T00:00:00+08:00"),
  arrivedAt: at("2026-11-20T10:00:00+08:00"),
  why: "changed-mind",
  paidBy: "shopper",
  zone: "far",
  actualMinor: null,
};
const decide = (changes: Partial<FreightFacts>) => {
  const { minor, because } = decideFreightClaim(terms, { ...facts, ...changes });
  return [minor, because.at(-1)?.code];
};

test("the table pays by distance, and never more than it cost", () => {
  assert.deepEqual(decide({}), [1_800n, "freight-by-zone"]);
  assert.deepEqual(decide({ actualMinor: 1_200n }), [1_200n, "freight-as-paid"]);
  assert.deepEqual(decide({ actualMinor: 9_900n }), [1_800n, "freight-by-zone"]);
  assert.deepEqual(decide({ zone: null }), [800n, "freight-zone-unknown"]);
});

test("the cover begins and ends to the second, and what others answer for is not insured", () => {
  assert.deepEqual(decide({ arrivedAt: facts.coveredFrom }), [1_800n, "freight-by-zone"]);
  assert.deepEqual(decide({ arrivedAt: facts.coveredUntil }), [0n, "freight-cover-over"]);
  assert.deepEqual(decide({ arrivedAt: facts.coveredFrom.subtract({ seconds: 1 }) }), [0n, "freight-before-cover"]);
  assert.deepEqual(decide({ paidBy: "seller" }), [0n, "freight-paid-by-seller"]);
  assert.deepEqual(decide({ paidBy: "recipient" }), [0n, "freight-paid-by-recipient"]);
  assert.deepEqual(decide({ why: "sellers-fault" }), [0n, "freight-sellers-fault"]);
  assert.deepEqual(decide({ actualMinor: 0n }), [0n, "freight-cost-nothing"]);
});

test("whatever was paid and however far: never below nothing, above the table or above the cost, and always with a reason", () => {
  fc.assert(
    fc.property(fc.option(fc.constantFrom(...distances)), fc.option(fc.bigInt(0n, 10_000n)), (zone, actualMinor) => {
      const { minor, because } = decideFreightClaim(terms, { ...facts, zone, actualMinor });
      assert.ok(minor >= 0n && minor <= 2_500n);
      if (actualMinor !== null) assert.ok(minor <= actualMinor);
      assert.ok(because.length > 0);
    }),
  );
});
