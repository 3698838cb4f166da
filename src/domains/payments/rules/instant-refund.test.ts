import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type InstantSignals, offerOf } from "./instant-refund.ts";

const regular: InstantSignals = {
  tier: "standard",
  paidOrders: 5,
  goodsCame: 0,
  recovered: 0,
  notRecovered: 0,
  recovering: 0,
  openMinor: 0n,
};
const codes = (signals: InstantSignals, minor = 10_000n) =>
  offerOf(signals, minor, "CNY").because.map(({ code }) => code);

test("a regular shopper is lent what the tier allows, to the fen, and no more than is not lent yet", () => {
  assert.equal(offerOf(regular, 20_000n, "CNY").offered, true);
  assert.equal(offerOf(regular, 20_001n, "CNY").offered, false);
  assert.equal(offerOf({ ...regular, openMinor: 15_000n }, 5_001n, "CNY").offered, false);
  assert.equal(offerOf({ ...regular, tier: "platinum" }, 200_000n, "CNY").offered, true);
});

test("goods that came raise the limit, those that never came and were paid back halve it, those not paid back end it", () => {
  assert.equal(offerOf({ ...regular, goodsCame: 3 }, 1n, "CNY").limitMinor, 50_000n);
  assert.equal(offerOf({ ...regular, recovered: 1 }, 1n, "CNY").limitMinor, 10_000n);
  assert.equal(offerOf({ ...regular, notRecovered: 1 }, 1n, "CNY").limitMinor, 0n);
  assert.deepEqual(codes({ ...regular, notRecovered: 1 }), ["instant-not-paid-back"]);
  assert.deepEqual(codes({ ...regular, recovering: 1 }), ["instant-being-recovered"]);
});

test("a newcomer and another currency are refused with the reason", () => {
  assert.deepEqual(codes({ ...regular, paidOrders: 1 }), ["instant-too-few-orders"]);
  assert.deepEqual(
    offerOf(regular, 1n, "EUR").because.map(({ code }) => code),
    ["instant-in-yuan-only"],
  );
});

test("whatever the signals: never above what is left, never without a reason, and being worse never lends more", () => {
  const signals = fc.record({
    tier: fc.constantFrom("standard", "silver", "gold", "platinum", "constructor"),
    paidOrders: fc.nat(20),
    goodsCame: fc.nat(20),
    recovered: fc.nat(20),
    notRecovered: fc.nat(2),
    recovering: fc.nat(2),
    openMinor: fc.bigInt(0n, 400_000n),
  });
  fc.assert(
    fc.property(signals, fc.bigInt(1n, 400_000n), (one, amount) => {
      const offer = offerOf(one, amount, "CNY");
      assert.equal(offer.offered, amount <= offer.leftMinor);
      assert.ok(offer.leftMinor <= offer.limitMinor && offer.leftMinor >= 0n);
      assert.ok(offer.because.length > 0);
      const worse = offerOf({ ...one, recovered: one.recovered + 1 }, amount, "CNY");
      assert.ok(worse.limitMinor <= offer.limitMinor);
    }),
  );
});
