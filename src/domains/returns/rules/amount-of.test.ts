import assert from "node:assert/strict";
import { test } from "node:test";
import { amountOf } from "./amount-of.ts";

const asked = { requested_minor: 12_180n, approved_minor: null, withheld_minor: 0n, money_state: "none" } as const;

test("until somebody has decided it is what was asked for", () => {
  assert.equal(amountOf(asked), 12_180n);
});

test("a ruling that gives a part says how much, before it is carried out and after", () => {
  assert.equal(amountOf(asked, 6_000n), 6_000n);
  assert.equal(amountOf({ ...asked, approved_minor: 6_000n, money_state: "due" }), 6_000n);
});

test("what was agreed to be withheld is not paid, and is left out once", () => {
  const agreed = { ...asked, approved_minor: 12_180n, withheld_minor: 300n } as const;
  assert.equal(amountOf({ ...agreed, money_state: "due" }), 11_880n);
  assert.equal(amountOf({ ...agreed, approved_minor: 11_880n, money_state: "reserved" }), 11_880n);
  assert.equal(amountOf({ ...agreed, approved_minor: 11_880n, money_state: "settled" }), 11_880n);
});

test("nothing is the least", () => {
  assert.equal(amountOf({ ...asked, approved_minor: 200n, withheld_minor: 300n }), 0n);
});
