import assert from "node:assert/strict";
import { test } from "node:test";
import { type GradedLine, type Price, proposeDeduction } from "./propose-deduction.ts";

const changedMind = { verdict: "ALLOW", reason: "no-longer-wanted", requestedMinor: 30_000n } as const;

const line: GradedLine = {
  lineId: "line",
  categories: ["headphones", "electronics"],
  grade: "used",
  quantity: 3,
  accepted: 3,
  requestedMinor: 30_000n,
};

function price(id: string, parts: Partial<Price>): Price {
  return { id, merchantId: null, category: null, grade: "used", percent: null, fixedMinor: null, ...parts };
}

test("A percentage is of what was asked for the units accepted, and parts of a fen are the shopper's", () => {
  const { lines, totalMinor } = proposeDeduction(
    changedMind,
    [{ ...line, accepted: 1, requestedMinor: 10_001n }],
    [price("tenth", { percent: 10 })],
  );
  assert.equal(lines[0]?.step?.baseMinor, 3_333n);
  assert.equal(totalMinor, 333n);
});

test("A fixed amount is for each unit accepted, and no line loses more than was asked for it", () => {
  const [fifty, all] = [price("fifty", { fixedMinor: 5_000n }), price("all", { fixedMinor: 99_999n })];
  assert.equal(proposeDeduction(changedMind, [{ ...line, accepted: 2 }], [fifty]).totalMinor, 10_000n);
  assert.equal(proposeDeduction(changedMind, [{ ...line, accepted: 2 }], [all]).totalMinor, 20_000n);
});

test("In all no more is taken off than was asked for", () => {
  const proposal = proposeDeduction(
    { ...changedMind, requestedMinor: 8_000n },
    [line],
    [price("half", { percent: 50 })],
  );
  assert.equal(proposal.totalMinor, 8_000n);
  assert.equal(proposal.capped, true);
});

test("The shop's own entry goes before the platform's, and the nearest category before wider ones", () => {
  const prices = [
    price("any", { percent: 5 }),
    price("wide", { percent: 10, category: "electronics" }),
    price("near", { percent: 20, category: "headphones" }),
    price("own", { percent: 30, merchantId: "shop" }),
    price("elsewhere", { percent: 90, category: "food" }),
    price("other-grade", { percent: 90, grade: "damaged" }),
  ];
  const [priced] = proposeDeduction(changedMind, [line], prices).lines;
  assert.deepEqual(
    priced?.choices.map(({ id }) => id),
    ["own", "near", "wide", "any"],
  );
  assert.equal(priced?.step?.price.id, "own");
});

test("A person chooses another entry, or none; one that does not fit is none", () => {
  const prices = [price("first", { percent: 50 }), price("second", { percent: 10 })];
  const total = (priceId: string | null) => proposeDeduction(changedMind, [{ ...line, priceId }], prices).totalMinor;
  assert.equal(total("second"), 3_000n);
  assert.equal(total(null), 0n);
  assert.equal(total("unknown"), 0n);
});

test("Goods that nobody accepted take nothing off", () => {
  assert.equal(
    proposeDeduction(changedMind, [{ ...line, accepted: 0 }], [price("half", { percent: 50 })]).totalMinor,
    0n,
  );
});

test("Where the seller's fault is plain nothing may be taken off, and the reason is said", () => {
  const fault = { verdict: "ALLOW", reason: "quality-fault", requestedMinor: 30_000n } as const;
  const proposal = proposeDeduction(fault, [line], [price("half", { percent: 50 })]);
  assert.equal(proposal.totalMinor, 0n);
  assert.deepEqual(proposal.lines[0]?.choices, []);
  assert.equal(proposal.because?.code, "deduction-for-sellers-fault");
});

test("A fault that is only claimed is weighed by a person, who may propose a deduction", () => {
  const claimed = { verdict: "REVIEW", reason: "quality-fault", requestedMinor: 30_000n } as const;
  assert.equal(proposeDeduction(claimed, [line], [price("half", { percent: 50 })]).totalMinor, 15_000n);
});
