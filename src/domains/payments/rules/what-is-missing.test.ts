import assert from "node:assert/strict";
import { test } from "node:test";
import type { RefundState } from "../model.ts";
import { whatIsMissing } from "./what-is-missing.ts";

const share = (state: RefundState, paidMinor: bigint | null = null) => ({ state, amountMinor: 100n, paidMinor });

test("What is missing is what was refused and what was paid too little, once nothing is on its way any more", () => {
  assert.equal(whatIsMissing([share("refused"), share("settled")]), 100n);
  assert.equal(whatIsMissing([share("refused"), share("mismatched", 99n)]), 101n);
  assert.equal(whatIsMissing([share("refused"), share("unknown")]), 0n, "the other may be refused as well");
  assert.equal(whatIsMissing([share("settled")]), 0n);
});

test("Paid too much, or in other money: nothing is missing that a rule could reckon", () => {
  assert.equal(whatIsMissing([share("mismatched", 101n)]), 0n);
  assert.equal(whatIsMissing([share("mismatched", null)]), 0n);
});
