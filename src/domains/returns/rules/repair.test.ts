import assert from "node:assert/strict";
import { test } from "node:test";
import { kindOnceAccepted, whyNotRepaired } from "./repair.ts";

const kettle = { law_category: "electronics", special_class: null, category_special: null } as const;

test("one piece is repaired at a time, and nothing that is used up", () => {
  assert.equal(whyNotRepaired(kettle, 1), undefined);
  assert.equal(whyNotRepaired({ ...kettle, law_category: null }, 1), undefined);
  assert.equal(whyNotRepaired(kettle, 2), "repair-one-piece");
  assert.equal(whyNotRepaired({ ...kettle, law_category: "food" }, 1), "not-repairable-goods");
  assert.equal(whyNotRepaired({ ...kettle, category_special: "perishable" }, 1), "not-repairable-goods");
});

test("what is mended goes back, what cannot be is paid for, and without a word another one goes out", () => {
  const repair = { kind: "repair", difference_state: "none" } as const;
  assert.equal(kindOnceAccepted({ ...repair, repair_outcome: "repaired" }), "repair");
  assert.equal(kindOnceAccepted({ ...repair, repair_outcome: "parts-replaced" }), "repair");
  assert.equal(kindOnceAccepted({ ...repair, repair_outcome: "not-repairable" }), "return-and-refund");
  assert.equal(kindOnceAccepted({ ...repair, repair_outcome: null }), "exchange");
});

test("an exchange whose difference was given back is a return; any other kind stays", () => {
  const exchange = { kind: "exchange", repair_outcome: null } as const;
  assert.equal(kindOnceAccepted({ ...exchange, difference_state: "over" }), "return-and-refund");
  assert.equal(kindOnceAccepted({ ...exchange, difference_state: "paid" }), "exchange");
  assert.equal(kindOnceAccepted({ ...exchange, kind: "reship", difference_state: "none" }), "reship");
});
