import assert from "node:assert/strict";
import { test } from "node:test";
import { freightHindrance, owesFreight } from "./freight-back.ts";

const row = { freight_payer: "seller", present_id: null, currency: "CNY" };
const told = { minor: 1_200n, currency: "CNY", receipts: 1 };
const why = (change: Partial<typeof row>, said: Partial<typeof told> = {}) =>
  freightHindrance({ ...row, ...change }, { ...told, ...said }, 50_000n)?.code;

test("freight that the seller or the platform bears is owed to who laid it out", () => {
  assert.equal(owesFreight(row), "merchant");
  assert.equal(owesFreight({ ...row, freight_payer: "platform" }), "platform");
  assert.equal(why({}), undefined);
});

test("nothing is owed where the shopper bears it, an insurance pays it, or somebody sends back what they were given", () => {
  for (const freight_payer of ["shopper", "insurer", "none"]) assert.equal(why({ freight_payer }), "freight-not-owed");
  assert.equal(freightHindrance({ ...row, present_id: "x" }, told, 50_000n)?.code, "freight-not-owed");
});

test("it is shown by a receipt, and is a freight and not a fortune", () => {
  assert.equal(why({}, { receipts: 0 }), "freight-receipt-needed");
  assert.equal(why({}, { minor: 50_001n }), "freight-out-of-range");
  assert.equal(why({}, { minor: 0n }), "freight-out-of-range");
  assert.equal(why({}, { currency: "EUR" }), "currency-differs");
});
