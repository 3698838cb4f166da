import assert from "node:assert/strict";
import { test } from "node:test";
import { pinOf, pinPolicy } from "./pin-policy.ts";

const at = (day: string) => Temporal.Instant.from(`${day}T00:00:00Z`);
const policies = [
  { id: "platform", version: 1, merchantId: null, effectiveFrom: at("2026-01-01") },
  { id: "platform", version: 2, merchantId: null, effectiveFrom: at("2026-06-01") },
  { id: "flowers", version: 1, merchantId: "m1", effectiveFrom: at("2026-03-01") },
];
const pinned = (day: string, merchantIds: string[], policyId: string | null = null) => {
  const outcome = pinPolicy(policies, { policyId, merchantIds, placedAt: at(day) });
  if (!outcome.ok) return outcome.code;
  const { pin, shops } = outcome.value;
  const order = { policy_id: pin.id, policy_version: pin.version, shop_policies: shops };
  const told = ({ id, version }: { id: string; version: number }) => `${id} ${version}`;
  return shops === null ? told(pin) : merchantIds.map((merchantId) => told(pinOf(order, merchantId))).join(", ");
};

test("an order pins the version in force when it was placed, the merchant's before the platform's", () => {
  assert.equal(pinned("2025-12-31", ["m2"]), "built-in 1");
  assert.equal(pinned("2026-01-01", ["m2"]), "platform 1");
  assert.equal(pinned("2026-07-01", ["m2"]), "platform 2");
  assert.equal(pinned("2026-02-01", ["m1"]), "platform 1");
  assert.equal(pinned("2026-07-01", ["m1"]), "flowers 1");
});

test("in an order of several shops each keeps its own promises, and where all promise the same there is one pin", () => {
  assert.equal(pinned("2026-07-01", ["m1", "m2"]), "flowers 1, platform 2");
  assert.equal(pinned("2026-07-01", ["m2", "m3"]), "platform 2");
  assert.equal(pinned("2026-02-01", ["m1", "m2"]), "platform 1");
  assert.equal(pinned("2025-12-31", ["m1", "m2"]), "built-in 1");
});

test("a shop's policy that is named for an order of several binds that shop, the platform's binds all", () => {
  assert.equal(pinned("2026-07-01", ["m1", "m2"], "flowers"), "flowers 1, platform 2");
  assert.equal(pinned("2026-07-01", ["m1", "m2"], "platform"), "platform 2");
  assert.equal(pinned("2026-07-01", ["m1", "m2"], "built-in"), "built-in 1");
});

test("the policy a shop names is pinned in its version of that day, an unknown one is refused", () => {
  assert.equal(pinned("2026-07-01", ["m2"], "flowers"), "flowers 1");
  assert.equal(pinned("2026-07-01", ["m1"], "built-in"), "built-in 1");
  assert.equal(pinned("2026-02-01", ["m1"], "flowers"), "policy-unknown");
  assert.equal(pinned("2026-07-01", ["m1"], "none"), "policy-unknown");
});
