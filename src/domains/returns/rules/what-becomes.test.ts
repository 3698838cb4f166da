import assert from "node:assert/strict";
import { test } from "node:test";
import { dispositions } from "../model.ts";
import { goodsAreKept, whatBecomes } from "./what-becomes.ts";

test("what is refurbished can be put into stock or scrapped, and only what is scrapped stays what it is", () => {
  assert.deepEqual(whatBecomes("refurbish"), ["restock", "scrap"]);
  assert.deepEqual(
    dispositions.filter((of) => whatBecomes(of).length === 0),
    ["scrap"],
  );
  for (const of of dispositions) {
    assert.ok(!whatBecomes(of).includes(of));
    assert.ok(!whatBecomes(of).includes("return-to-shopper"), "accepted goods are not sent back by a change of shelf");
  }
});

test("goods on which the shopper or the platform has a word to say are left as they are", () => {
  const counted = {
    kind: "return-and-refund",
    case_state: "approved",
    goods_state: "inspected",
    outbound_state: "none",
  } as const;
  assert.ok(goodsAreKept({ ...counted, waiting_on: "payment" }));
  assert.ok(goodsAreKept({ ...counted, outbound_state: "to-ship", waiting_on: "merchant" }));
  assert.ok(goodsAreKept({ ...counted, case_state: "completed", waiting_on: "nobody" }));
  assert.ok(!goodsAreKept({ ...counted, waiting_on: "shopper" }), "a deduction waits for an answer");
  assert.ok(!goodsAreKept({ ...counted, waiting_on: "platform" }));
  assert.ok(!goodsAreKept({ ...counted, case_state: "rejected", outbound_state: "to-ship", waiting_on: "merchant" }));
  assert.ok(!goodsAreKept({ ...counted, goods_state: "arrived", waiting_on: "payment" }));
  assert.ok(!goodsAreKept({ ...counted, kind: "repair", case_state: "completed", waiting_on: "nobody" }), "mended");
});
