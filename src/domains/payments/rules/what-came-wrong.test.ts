import assert from "node:assert/strict";
import { test } from "node:test";
import { whatCameWrong } from "./what-came-wrong.ts";

const asked = { amount_minor: 100n, currency: "CNY" };

test("More than was asked is too much by the rest; other money is wrong as a whole; less is only missing", () => {
  const of = (amountMinor: bigint, currency = "CNY") => {
    const wrong = whatCameWrong(asked, { amountMinor, currency });
    return wrong === undefined ? null : [wrong.kind, wrong.tooMuchMinor];
  };
  assert.deepEqual(of(130n), ["too-much", 30n]);
  assert.deepEqual(of(100n, "USD"), ["other-currency", 100n]);
  assert.deepEqual(of(14n, "USD"), ["other-currency", 14n]);
  assert.equal(of(100n), null);
  assert.equal(of(99n), null);
  assert.equal(of(0n, "USD"), null);
});
