import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { percentOfPaid } from "./goodwill.ts";

test("a share of what was paid is exact to the fen, halves go to the shopper", () => {
  assert.equal(percentOfPaid(10_000n, 1_000), 1_000n);
  assert.equal(percentOfPaid(2_999n, 3_000), 900n);
  assert.equal(percentOfPaid(5n, 1_000), 1n);
  assert.equal(percentOfPaid(29n, 3_000), 9n);
});

test("it never exceeds what was paid, never shrinks with the share, and is within half a unit of it", () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 10_000_000_000n), fc.integer({ min: 0, max: 10_000 }), (paid, points) => {
      const share = percentOfPaid(paid, points);
      assert.ok(share >= 0n && share <= paid);
      const off = share * 10_000n - paid * BigInt(points);
      assert.ok(off > -5_000n && off <= 5_000n);
      if (points > 0) assert.ok(share >= percentOfPaid(paid, points - 1));
    }),
  );
});
