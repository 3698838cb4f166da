import assert from "node:assert/strict";
import { test } from "node:test";
import { fieldChanges } from "./shopper-changes.ts";

test("a field changes when its index does, or its mask where it has none; what is not told stays", () => {
  const known = { index: "a", mask: "1****" };
  assert.equal(fieldChanges(undefined, known), false);
  assert.equal(fieldChanges({ index: "a", mask: "1****" }, known), false);
  assert.equal(fieldChanges({ index: "b", mask: "1****" }, known), true);
  assert.equal(fieldChanges({ index: null, mask: "****" }, known), true);
  assert.equal(fieldChanges({ index: null, mask: "****" }, { index: null, mask: "****" }), false);
  assert.equal(fieldChanges({ index: null, mask: "***" }, { index: null, mask: "****" }), true);
  assert.equal(fieldChanges({ index: "a", mask: "1****" }, { index: null, mask: null }), true);
});
