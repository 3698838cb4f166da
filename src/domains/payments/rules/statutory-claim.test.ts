import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { currency, money } from "#kernel/money";
import { type StatutoryFacts, statutoryClaim } from "./statutory-claim.ts";

const bought = (fen: bigint, changes: Partial<StatutoryFacts> = {}): StatutoryFacts => ({
  country: "CN",
  zone: "Asia/Shanghai",
  orderedAt: Temporal.Instant.from("2026-11-10T10:00:00+08:00"),
  claimedAt: Temporal.Instant.from("2026-11-20T10:00:00+08:00"),
  paid: money(fen, currency("CNY")),
  forLiving: true,
  ...changes,
});
const sum = (...asked: Parameters<typeof statutoryClaim>) => {
  const claim = statutoryClaim(...asked);
  return claim.ok ? [claim.value.amount.minor, claim.value.basis, claim.value.rule] : claim.code;
};

test("A31 fake brand shoes for 129: 500 beside the refund, and three times the price from 166.67 on", () => {
  assert.deepEqual(sum("fraud", bought(12_900n)), [50_000n, "at-least-500", "CN-CMP-01"]);
  assert.deepEqual(sum("fraud", bought(16_667n)), [50_001n, "three-times-price", "CN-CMP-01"]);
});

test("A34, A35 expired yoghurt for 8: 1,000; a snack of no lawful source for 150: 1,500", () => {
  assert.deepEqual(sum("food-expired", bought(800n)), [100_000n, "at-least-1000", "CN-CMP-03"]);
  assert.deepEqual(sum("food-no-lawful-source", bought(15_000n)), [150_000n, "ten-times-price", "CN-CMP-03"]);
});

test("what was bought for a business is not multiplied, and another country's law gives no such sum", () => {
  assert.equal(sum("fraud", bought(12_900n, { forLiving: false })), "no-sum-by-law");
  assert.equal(sum("fraud", bought(12_900n, { country: "US" })), "no-sum-by-law");
});

test("whatever was paid: the multiple or its floor, to the fen, with its articles", () => {
  fc.assert(
    fc.property(fc.bigInt(1n, 100_000_000n), (fen) => {
      assert.deepEqual(sum("fraud", bought(fen))[0], 3n * fen < 50_000n ? 50_000n : 3n * fen);
      assert.deepEqual(sum("food-expired", bought(fen))[0], 10n * fen < 100_000n ? 100_000n : 10n * fen);
      const claim = statutoryClaim("fraud", bought(fen));
      assert.ok(claim.ok && claim.value.citations.length > 0);
    }),
  );
});
