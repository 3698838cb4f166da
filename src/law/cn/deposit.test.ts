import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { depositOutcome, type PaidAhead } from "./deposit.ts";

const ahead: PaidAhead = { called: "deposit", price: 100_000n, paid: 30_000n, defaultBy: "nobody" };

for (const [id, title, story, expected] of [
  [
    "CN-PRE-DEP ex",
    "buyer skips the balance: loses 200, gets 100 back",
    { defaultBy: "shopper" },
    [20_000n, 20_000n, 10_000n],
  ],
  ["CN-PRE-DEP ex", "seller defaults: 2 x 200 and 100", { defaultBy: "seller" }, [20_000n, 0n, 50_000n]],
  [
    "CN-PRE-DEP ex",
    "returned in time without a reason: all of it back",
    { defaultBy: "nobody" },
    [20_000n, 0n, 30_000n],
  ],
  [
    "A30",
    "price 2,000, deposit 200, seller cancels: 400 back",
    { price: 200_000n, paid: 20_000n, defaultBy: "seller" },
    [20_000n, 0n, 40_000n],
  ],
  [
    "CN-PRE-DEP",
    "order money is no deposit and is not lost",
    { called: "order-money", defaultBy: "shopper" },
    [0n, 0n, 30_000n],
  ],
  ["CN-PRE-DEP", "nor is a prepayment doubled", { called: "prepayment", defaultBy: "seller" }, [0n, 0n, 30_000n]],
  [
    "CN-PRE-DEP",
    "a fifth of 9.99 is 1.99 at most",
    { price: 999n, paid: 200n, defaultBy: "shopper" },
    [199n, 199n, 1n],
  ],
] as const) {
  test(`${id}: ${title}`, () => {
    const { effective, forfeited, toShopper } = depositOutcome({ ...ahead, ...story });
    assert.deepEqual([effective, forfeited, toShopper], expected);
  });
}

test("CN-PRE-DEP: nothing paid ahead is lost but the forfeited part, which never exceeds a fifth of the price", () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 10n ** 12n), fc.bigInt(0n, 10n ** 12n), (price, share) => {
      const paid = share % (price + 1n);
      const { forfeited, toShopper } = depositOutcome({ ...ahead, price, paid, defaultBy: "shopper" });
      assert.equal(forfeited + toShopper, paid);
      assert.ok(forfeited * 5n <= price);
    }),
  );
});
