import assert from "node:assert/strict";
import { test } from "node:test";
import { withoutMoney } from "./recipients.ts";

test("the story of a present has no sum in it, and no sentence that was made for one", () => {
  const said = (kind: string, data: Record<string, unknown> = {}) =>
    withoutMoney({ kind, data: { amount: "12.00", currency: "CNY", ...data } });
  for (const kind of ["refund-settled", "transfer-to-confirm", "freight-insurance-paid", "compensation-paid"])
    assert.deepEqual(said(kind), { kind: "present-refund", data: {} });
  assert.deepEqual(said("offered", { kind: "amount", note: "keep it" }), {
    kind: "present-amount-offered",
    data: { kind: "amount", note: "keep it" },
  });
  assert.deepEqual(said("offered", { kind: "evidence" }), { kind: "offered", data: { kind: "evidence" } });
  assert.deepEqual(said("deduction-proposed"), { kind: "present-deduction-proposed", data: {} });
  assert.deepEqual(said("objected-broken", { note: "in two" }), { kind: "objected-broken", data: { note: "in two" } });
});
