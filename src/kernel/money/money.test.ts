import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { BrokenBelief } from "#kernel/outcome";
import {
  add,
  allocate,
  compare,
  cumulativeShare,
  currency,
  digitsOf,
  formatMoney,
  fromWire,
  isZero,
  max,
  min,
  money,
  negate,
  subtract,
  sum,
  toWire,
  zero,
} from "./index.ts";

const cny = currency("CNY");
const jpy = currency("JPY");
const kwd = currency("KWD");
const yuan = (minor: bigint) => money(minor, cny);
const amounts = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });

test("currencies carry the digits of ISO 4217 and unknown ones are refused", () => {
  const table = {
    CNY: 2,
    USD: 2,
    EUR: 2,
    TWD: 2,
    IDR: 2,
    JPY: 0,
    KRW: 0,
    VND: 0,
    CLP: 0,
    KWD: 3,
    BHD: 3,
    OMR: 3,
    TND: 3,
  };
  for (const [code, digits] of Object.entries(table)) assert.equal(digitsOf(currency(code)), digits, code);
  for (const code of ["RMB", "cny", "", "XXX", "DEM", "constructor"])
    assert.throws(() => currency(code), RangeError, code);
});

test("every currency known here is known to the runtime too", () => {
  const known = new Set(Intl.supportedValuesOf("currency"));
  for (const code of ["CNY", "HKD", "MOP", "TWD", "JPY", "KRW", "USD", "EUR", "GBP", "XCG", "ZWG"]) {
    assert.ok(known.has(code), code);
    currency(code);
  }
});

test("amounts add, subtract and compare in one currency", () => {
  assert.deepEqual(add(yuan(1050n), yuan(250n)), yuan(1300n));
  assert.deepEqual(subtract(yuan(250n), yuan(1050n)), yuan(-800n));
  assert.deepEqual(negate(yuan(5n)), yuan(-5n));
  assert.deepEqual(sum([yuan(1n), yuan(2n), yuan(3n)], cny), yuan(6n));
  assert.deepEqual(sum([], cny), zero(cny));
  assert.deepEqual([yuan(3n), yuan(-1n), yuan(2n)].toSorted(compare), [yuan(-1n), yuan(2n), yuan(3n)]);
  assert.deepEqual(min(yuan(1n), yuan(2n)), yuan(1n));
  assert.deepEqual(max(yuan(1n), yuan(2n)), yuan(2n));
  assert.ok(isZero(zero(jpy)));
});

test("amounts of two currencies are never mixed", () => {
  for (const mix of [add, subtract, compare, min, max])
    assert.throws(() => mix(yuan(1n), money(1n, jpy)), BrokenBelief);
  assert.throws(() => sum([yuan(1n)], jpy), BrokenBelief);
});

// domain/returns.md section 5, ready test vectors.
test("1000 over three equal orders is 334, 333, 333 (mall#356)", () => {
  assert.deepEqual(allocate(yuan(1000n), [1000n, 1000n, 1000n]), [yuan(334n), yuan(333n), yuan(333n)]);
});

test("17925 unit by unit over 10 units alternates 1793 and 1792 (Woo#64668)", () => {
  const steps = Array.from({ length: 10 }, (_, done) => cumulativeShare(17925n, BigInt(done), 1n, 10n));
  assert.deepEqual(steps, [1793n, 1792n, 1793n, 1792n, 1793n, 1792n, 1793n, 1792n, 1793n, 1792n]);
  assert.equal(
    steps.reduce((a, b) => a + b),
    17925n,
  );
});

test("1000 unit by unit over 3 units is 333, 334, 333, where 3 × 333 would lose a fen (Saleor)", () => {
  assert.deepEqual(
    [0n, 1n, 2n].map((done) => cumulativeShare(1000n, done, 1n, 3n)),
    [333n, 334n, 333n],
  );
});

test("30 yuan over goods of 29 and 71 yuan puts 870 fen on the first, where floats give 869 (yudao)", () => {
  assert.deepEqual(allocate(yuan(3000n), [2900n, 7100n]), [yuan(870n), yuan(2130n)]);
  assert.equal(cumulativeShare(3000n, 0n, 2900n, 10_000n), 870n);
});

test("2 received of 3 requested units of 26997 refund 17998 (Spree#14678)", () => {
  assert.equal(cumulativeShare(26997n, 0n, 2n, 3n), 17998n);
});

test("2 of 3 units of 10000 less 10 % refund 18000 (sonata#177)", () => {
  assert.equal(cumulativeShare(27000n, 0n, 2n, 3n), 18000n);
});

test("10.00 split 2 to 1 is 6.67 and 3.33", () => {
  assert.deepEqual(allocate(yuan(1000n), [2n, 1n]), [yuan(667n), yuan(333n)]);
});

const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 9n }), { minLength: 1, maxLength: 40 });

test("a split adds up to the whole, and each part is its exact share rounded up or down", () => {
  fc.assert(
    fc.property(amounts, weights, (total, weights) => {
      const all = weights.reduce((a, b) => a + b, 0n);
      fc.pre(all > 0n);
      const parts = allocate(yuan(total), weights);
      assert.deepEqual(sum(parts, cny), yuan(total));
      parts.forEach(({ minor }, index) => {
        const away = minor * all - total * (weights[index] ?? 0n);
        assert.ok(away < all && away > -all, "within one minor unit of the exact share");
        if (weights[index] === 0n) assert.equal(minor, 0n);
      });
    }),
  );
});

test("a split treats equal weights equally, the earlier never getting less", () => {
  fc.assert(
    fc.property(amounts, weights, (total, weights) => {
      fc.pre(weights.some((weight) => weight > 0n));
      const parts = allocate(yuan(total), weights).map(({ minor }) => (minor < 0n ? -minor : minor));
      for (let a = 0; a < weights.length; a += 1) {
        for (let b = a + 1; b < weights.length; b += 1) {
          if (weights[a] !== weights[b]) continue;
          const more = (parts[a] ?? 0n) - (parts[b] ?? 0n);
          assert.ok(more === 0n || more === 1n);
        }
      }
    }),
  );
});

test("a split of the opposite amount is the opposite split", () => {
  fc.assert(
    fc.property(amounts, weights, (total, weights) => {
      fc.pre(weights.some((weight) => weight > 0n));
      assert.deepEqual(allocate(yuan(-total), weights), allocate(yuan(total), weights).map(negate));
    }),
  );
});

test("something cannot be split over nothing, and nothing can", () => {
  assert.throws(() => allocate(yuan(1n), [0n, 0n]), BrokenBelief);
  assert.throws(() => allocate(yuan(1n), []), BrokenBelief);
  assert.throws(() => allocate(yuan(1n), [2n, -1n]), BrokenBelief);
  assert.deepEqual(allocate(yuan(0n), [0n, 0n]), [yuan(0n), yuan(0n)]);
  assert.deepEqual(allocate(yuan(0n), []), []);
});

test("however a line is settled in steps, the steps add up to the whole line", () => {
  fc.assert(
    fc.property(
      amounts,
      fc.array(fc.bigInt({ min: 0n, max: 50n }), { minLength: 1, maxLength: 12 }),
      (total, steps) => {
        const quantity = steps.reduce((a, b) => a + b, 0n);
        fc.pre(quantity > 0n);
        let done = 0n;
        let settled = 0n;
        for (const step of steps) {
          settled += cumulativeShare(total, done, step, quantity);
          done += step;
        }
        assert.equal(settled, total);
      },
    ),
  );
});

test("the amount settled after so many units does not depend on the steps, and mirrors for a negative total", () => {
  const total = amounts;
  const units = fc.bigInt({ min: 0n, max: 100n });
  fc.assert(
    fc.property(total, units, units, units, (total, a, b, c) => {
      const quantity = a + b + c + 1n;
      const atOnce = cumulativeShare(total, 0n, a + b, quantity);
      assert.equal(cumulativeShare(total, 0n, a, quantity) + cumulativeShare(total, a, b, quantity), atOnce);
      assert.equal(cumulativeShare(-total, 0n, a + b, quantity), -atOnce);
    }),
  );
});

test("units beyond the line are a broken belief", () => {
  assert.throws(() => cumulativeShare(100n, 2n, 2n, 3n), BrokenBelief);
  assert.throws(() => cumulativeShare(100n, -1n, 1n, 3n), BrokenBelief);
  assert.throws(() => cumulativeShare(100n, 0n, 0n, 0n), BrokenBelief);
});

test("on the wire an amount has exactly its currency's digits", () => {
  assert.deepEqual(toWire(yuan(12345n)), { amount: "123.45", currency: "CNY" });
  assert.deepEqual(toWire(yuan(-5n)), { amount: "-0.05", currency: "CNY" });
  assert.deepEqual(toWire(yuan(0n)), { amount: "0.00", currency: "CNY" });
  assert.deepEqual(toWire(money(1234n, jpy)), { amount: "1234", currency: "JPY" });
  assert.deepEqual(toWire(money(1234n, kwd)), { amount: "1.234", currency: "KWD" });
});

test("what is written to the wire is read back the same", () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      fc.constantFrom(cny, jpy, kwd),
      (minor, code) => {
        assert.deepEqual(fromWire(toWire(money(minor, code))), money(minor, code));
      },
    ),
  );
});

test("missing digits are zeros, and -0.00 is zero", () => {
  assert.deepEqual(fromWire({ amount: "12", currency: "CNY" }), yuan(1200n));
  assert.deepEqual(fromWire({ amount: "12.3", currency: "CNY" }), yuan(1230n));
  assert.deepEqual(fromWire({ amount: "-0.00", currency: "CNY" }), yuan(0n));
});

test("anything but plain digits within the currency is refused at the door", () => {
  const bad = [
    "",
    " 1",
    "1 ",
    "1.234",
    "1e3",
    "NaN",
    "Infinity",
    "+1",
    "01",
    ".5",
    "1.",
    "1,000",
    "0x10",
    "１２",
    "--1",
    "1.2.3",
    "1\n",
  ];
  for (const amount of bad)
    assert.throws(() => fromWire({ amount, currency: "CNY" }), RangeError, JSON.stringify(amount));
  assert.throws(() => fromWire({ amount: "1.5", currency: "JPY" }), RangeError);
  assert.throws(() => fromWire({ amount: "1.2345", currency: "KWD" }), RangeError);
  assert.throws(() => fromWire({ amount: "1", currency: "RMB" }), RangeError);
  assert.throws(() => fromWire({ amount: "92233720368547758.08", currency: "CNY" }), RangeError);
});

test("people read ¥1,234.50, exact to the fen however large", () => {
  assert.equal(formatMoney(yuan(123450n), "zh-CN"), "¥1,234.50");
  assert.equal(formatMoney(yuan(-123450n), "zh-CN"), "-¥1,234.50");
  assert.equal(formatMoney(yuan(123450n), "en"), "CN¥1,234.50");
  assert.equal(formatMoney(money(123450n, jpy), "ja-JP"), "￥123,450");
  assert.equal(formatMoney(yuan(9007199254740993n), "zh-CN"), "¥90,071,992,547,409.93");
});
