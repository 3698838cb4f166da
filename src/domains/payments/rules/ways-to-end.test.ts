import assert from "node:assert/strict";
import { test } from "node:test";
import { waysToEnd } from "./ways-to-end.ts";

const never = { payableAnew: false, asked: false };

test("What came too much can be taken back, borne, or asked back; what was paid twice only goes back", () => {
  for (const kind of ["too-much", "besides"] as const)
    assert.deepEqual(waysToEnd(kind, never), ["taken-back", "borne", "asked-back"]);
  assert.deepEqual(waysToEnd("paid-twice", never), ["sent-back"]);
});

test("Another currency is never asked back, and taken back only while the refund can still be paid anew", () => {
  assert.deepEqual(waysToEnd("other-currency", { ...never, payableAnew: true }), ["taken-back", "borne"]);
  assert.deepEqual(waysToEnd("other-currency", never), ["borne"]);
});

test("A shopper who was asked and did not pay is not asked again", () => {
  assert.deepEqual(waysToEnd("besides", { ...never, asked: true }), ["taken-back", "borne"]);
});
