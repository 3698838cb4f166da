import assert from "node:assert/strict";
import { test } from "node:test";
import type { LoadedLine } from "#domains/orders";
import { leftOf, worthLeft } from "./line-left.ts";
import { paidBack } from "./refund-amount.ts";

// Three pieces for 7 fen in all: 2, 3 and 2. Two of them count as 5 fen, whichever they are.
const three = (pieces: readonly Partial<LoadedLine["units"][number]>[]): LoadedLine =>
  ({
    id: "three",
    quantity: 3,
    paid_minor: 7n,
    tax_minor: 0n,
    units: ["2", "3", "2"].map((paid, i) => ({
      no: i + 1,
      paid,
      case: null,
      back: null,
      parcel: null,
      allowance: "0",
      replacements: [],
      ...pieces[i],
    })),
  }) as Partial<LoadedLine> as LoadedLine;
const back = { back: "sellers-fault" } as const;

test("once the first and the last of three are back, the one between is worth what the line still holds", () => {
  const line = three([back, {}, back]);
  assert.equal(leftOf(line), 2n);
  assert.deepEqual(worthLeft([line], [{ lineId: "three", unitNo: 2 }]), [2n]);
});

test("the whole price of the one between was given while it stayed: of the others comes back what that leaves", () => {
  const line = three([{}, { allowance: "3" }, {}]);
  const coming = [{ line: { id: "three" }, unitNos: [3, 1] }];
  // 5 fen for two pieces, one of which is given already: 3 + 4 are the 7 that were paid.
  assert.equal(paidBack([line], coming), 1n);
  assert.equal(paidBack([three([back, { allowance: "3" }, back])], [{ line: { id: "three" }, unitNos: [2] }]), 3n);
});
