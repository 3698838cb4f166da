import assert from "node:assert/strict";
import { test } from "node:test";
import { wordOf } from "./index.ts";

test("only a no about the refund refuses it; a no about how we ask leaves its fate unknown", () => {
  const said = (status: number, json: Record<string, unknown>) => wordOf({ status, json }).is;
  assert.equal(said(409, { code: "exceeds-captured" }), "refused");
  assert.equal(said(422, { code: "malformed" }), "refused");
  for (const status of [401, 403, 404, 408, 429, 500, 503])
    assert.equal(said(status, { code: "no" }), "unknown", String(status));
  assert.equal(said(409, {}), "unknown", "a refusal names its code");
});

test("a success without an amount, a currency or a number of the provider's own is no success", () => {
  const whole = { status: "succeeded", id: "p1", amount: "1234", currency: "CNY" };
  assert.equal(wordOf({ status: 200, json: whole }).is, "succeeded");
  for (const missing of ["id", "amount", "currency"])
    assert.equal(wordOf({ status: 200, json: { ...whole, [missing]: undefined } }).is, "unknown", missing);
});
