import assert from "node:assert/strict";
import { test } from "node:test";
import { pinPolicy } from "./pin-policy.ts";

const at = (day: string) => Temporal.Instant.from(`${day}T00:00:00Z`);
const policies = [
  { id: "platform", version: 1, merchantId: null, effectiveFrom: at("2026-01-01") },
  { id: "platform", version: 2, merchantId: null, effectiveFrom: at("2026-06-01") },
  { id: "flowers", version: 1, merchantId: "m1", effectiveFrom: at("2026-03-01") },
];
const pinned = (day: string, merchantIds: string[], policyId: string | null = null) => {
  const outcome = pinPolicy(policies, { policyId, merchantIds, placedAt: at(day) });
  return outcome.ok ? `${outcome.value.id} ${outcome.value.version}` : outcome.code;
};

test("an order pins the version in force when it was placed, the merchant's before the platform's", () => {
  assert.equal(pinned("2025-12-31", ["m2"]), "built-in 1");
  assert.equal(pinned("2026-01-01", ["m2"]), "platform 1");
  assert.equal(pinned("2026-07-01", ["m2"]), "platform 2");
  assert.equal(pinned("2026-02-01", ["m1"]), "platform 1");
  assert.equal(pinned("2026-07-01", ["m1"]), "flowers 1");
  assert.equal(pinned("2026-07-01", ["m1", "m2"]), "platform 2");
});

test("the policy a shop names is pinned in its version of that day, an unknown one is refused", () => {
  assert.equal(pinned("2026-07-01", ["m2"], "flowers"), "flowers 1");
  assert.equal(pinned("2026-07-01", ["m1"], "built-in"), "built-in 1");
  assert.equal(pinned("2026-02-01", ["m1"], "flowers"), "policy-unknown");
  assert.equal(pinned("2026-07-01", ["m1"], "none"), "policy-unknown");
});
