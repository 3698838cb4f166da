import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { currency } from "#kernel/money";
import { spreadOverTenders } from "./spread-over-tenders.ts";

const cny = currency("CNY");
const tender = (id: string, captured: bigint, refunded = 0n, reserved = 0n) => ({
  id,
  capturedMinor: captured,
  refundedMinor: refunded,
  reservedMinor: reserved,
});

test("A19 60 by card and 40 by wallet, half of it back: 30 and 20", () => {
  const shares = spreadOverTenders(5000n, cny, [tender("card", 6000n), tender("wallet", 4000n)]);
  assert.deepEqual(shares, {
    ok: true,
    value: [
      { tenderId: "card", minor: 3000n },
      { tenderId: "wallet", minor: 2000n },
    ],
  });
});

test("what earlier refunds and reservations took is not given again", () => {
  const shares = spreadOverTenders(100n, cny, [tender("card", 100n, 60n, 40n), tender("wallet", 100n)]);
  assert.deepEqual(shares, { ok: true, value: [{ tenderId: "wallet", minor: 100n }] });
});

test("a refund above what is left is refused and says how much is left", () => {
  const shares = spreadOverTenders(101n, cny, [tender("card", 100n)]);
  assert.deepEqual(shares, {
    ok: false,
    code: "refund-exceeds-paid",
    params: { amountMinor: "101", roomMinor: "100", currency: "CNY" },
  });
});

test("any sequence of refunds: each adds up exactly and no tender gives more than it took", () => {
  fc.assert(
    fc.property(
      fc.array(fc.bigInt(1n, 100_000n), { minLength: 1, maxLength: 5 }),
      fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 12 }),
      (captured, percents) => {
        const tenders = captured.map((minor, i) => ({
          id: String(i),
          capturedMinor: minor,
          reservedMinor: 0n,
          refundedMinor: 0n,
        }));
        for (const percent of percents) {
          const room = tenders.reduce((sum, t) => sum + t.capturedMinor - t.refundedMinor, 0n);
          const amount = (room * BigInt(percent)) / 100n;
          if (amount === 0n) continue;
          const shares = spreadOverTenders(amount, cny, tenders);
          assert.ok(shares.ok);
          assert.equal(
            shares.value.reduce((sum, s) => sum + s.minor, 0n),
            amount,
          );
          for (const share of shares.value) {
            const taken = tenders.find((t) => t.id === share.tenderId);
            assert.ok(taken);
            taken.refundedMinor += share.minor;
            assert.ok(taken.refundedMinor <= taken.capturedMinor);
          }
        }
      },
    ),
  );
});
