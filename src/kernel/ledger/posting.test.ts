import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { currency, money, zero } from "#kernel/money";
import { BrokenBelief } from "#kernel/outcome";
import { balance, posting } from "./index.ts";

const cny = currency("CNY");
const jpy = currency("JPY");

test("a refund takes from the merchant what the shopper receives", () => {
  const lines = posting([
    { account: "merchant-settlement", amount: money(-2_600n, cny) },
    { account: "platform-subsidy", amount: money(-400n, cny) },
    { account: "shopper-tender", amount: money(3_000n, cny) },
  ]);
  assert.deepEqual(balance(lines, "shopper-tender", cny), money(3_000n, cny));
  assert.deepEqual(balance(lines, "merchant-settlement", cny), money(-2_600n, cny));
  assert.deepEqual(balance(lines, "nobody", cny), zero(cny));
  assert.deepEqual(balance(lines, "shopper-tender", jpy), zero(jpy));
});

test("an entry balances in each of its currencies", () => {
  posting([
    { account: "a", amount: money(-5n, cny) },
    { account: "b", amount: money(5n, cny) },
    { account: "a", amount: money(-7n, jpy) },
    { account: "b", amount: money(7n, jpy) },
  ]);
  const crossed = [
    { account: "a", amount: money(-5n, cny) },
    { account: "b", amount: money(5n, jpy) },
  ];
  assert.throws(() => posting(crossed), BrokenBelief);
});

test("an entry that makes or loses money, or has one side only, is refused", () => {
  assert.throws(() => posting([]), BrokenBelief);
  assert.throws(() => posting([{ account: "a", amount: zero(cny) }]), BrokenBelief);
  const amounts = fc.array(fc.bigInt({ min: -1_000n, max: 1_000n }), { minLength: 2 });
  fc.assert(
    fc.property(amounts, (amounts) => {
      const lines = amounts.map((minor, index) => ({ account: `a${index}`, amount: money(minor, cny) }));
      const total = amounts.reduce((a, b) => a + b, 0n);
      if (total === 0n) assert.equal(posting(lines), lines);
      else assert.throws(() => posting(lines), BrokenBelief);
    }),
  );
});
