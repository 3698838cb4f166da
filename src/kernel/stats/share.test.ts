import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { differenceInterval, type Interval, type Share, shareInterval } from "./index.ts";

const z95 = 1.959963984540054;

// Newcombe 1998, Statistics in Medicine 17, 857-872, Table I, method 3.
for (const [hits, of, low, high] of [
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
] as const) {
  test(`${hits} of ${of} is a share from ${low} to ${high}`, () => near(shareInterval({ hits, of }, z95), low, high));
}

// Newcombe 1998, Statistics in Medicine 17, 873-890, Table II, method 10.
for (const [a, m, b, n, low, high] of [
  [56, 70, 48, 80, 0.0524, 0.3339],
  [9, 10, 3, 10, 0.1705, 0.809],
  [6, 7, 2, 7, 0.0582, 0.8062],
  [5, 56, 0, 29, -0.0381, 0.1926],
  [0, 10, 0, 20, -0.1611, 0.2775],
  [10, 10, 0, 20, 0.6791, 1],
] as const) {
  test(`${a} of ${m} is ${low} to ${high} above ${b} of ${n}`, () =>
    near(differenceInterval({ hits: a, of: m }, { hits: b, of: n }, z95), low, high));
}

const shared = process.env.AFTERCARE_SHARED ?? path.resolve(import.meta.dirname, "../../../../shared");
const vectors = path.join(shared, "vectors/satisfaction");
const options = existsSync(vectors) ? {} : { skip: `no vectors at ${vectors}` };

test("the published shares come out as far as they were rounded", options, () => {
  const rows = rowsOf("wilson.csv");
  assert.ok(rows.length > 10);
  // The packages quoted there take 1.96 for the quantile, or round to three places.
  for (const [hits = 0, of = 0, low = 0, high = 0] of rows) near(shareInterval({ hits, of }, z95), low, high, 6e-4);
});

test("the published differences come out as far as they were rounded", options, () => {
  const rows = rowsOf("newcombe_difference.csv");
  assert.ok(rows.length > 5);
  for (const [a = 0, m = 0, b = 0, n = 0, low = 0, high = 0] of rows)
    near(differenceInterval({ hits: a, of: m }, { hits: b, of: n }, z95), low, high);
});

test("of nothing nothing is known", () => {
  assert.deepEqual(shareInterval({ hits: 0, of: 0 }, z95), { low: 0, high: 1 });
  assert.deepEqual(differenceInterval({ hits: 0, of: 0 }, { hits: 3, of: 9 }, z95), { low: -1, high: 1 });
  assert.deepEqual(differenceInterval({ hits: 3, of: 9 }, { hits: 0, of: 0 }, z95), { low: -1, high: 1 });
});

for (const [what, hits, of, z] of [
  ["more hits than there were", 4, 3, z95],
  ["half a hit", 0.5, 3, z95],
  ["fewer than none", -1, 3, z95],
  ["no confidence at all", 1, 3, 0],
] as const) {
  test(`${what} is a mistake of the caller`, () => assert.throws(() => shareInterval({ hits, of }, z)));
}

const share = fc
  .integer({ min: 1, max: 1_000_000 })
  .chain((of) => fc.record({ hits: fc.integer({ min: 0, max: of }), of: fc.constant(of) }));
const quantile = fc.double({ min: 0.1, max: 5, noNaN: true });
const slack = 1e-12;

test("the share seen lies inside, and the ends are shares", () => {
  fc.assert(
    fc.property(share, quantile, (seen, z) => {
      const { low, high } = shareInterval(seen, z);
      const point = seen.hits / seen.of;
      assert.ok(low >= 0 && low <= point + slack && point <= high + slack && high <= 1);
    }),
  );
});

test("the ends are 0 without a hit and 1 without a miss, exactly, and nowhere else", () => {
  fc.assert(
    fc.property(share, quantile, (seen, z) => {
      const { low, high } = shareInterval(seen, z);
      assert.equal(low === 0, seen.hits === 0);
      assert.equal(high === 1, seen.hits === seen.of);
    }),
  );
});

test("misses counted instead of hits give the mirror image", () => {
  fc.assert(
    fc.property(share, quantile, (seen, z) => {
      const mirrored = shareInterval({ hits: seen.of - seen.hits, of: seen.of }, z);
      near(shareInterval(seen, z), 1 - mirrored.high, 1 - mirrored.low, slack);
    }),
  );
});

test("the same share of more is known more narrowly, with more confidence less so", () => {
  fc.assert(
    fc.property(share, quantile, fc.integer({ min: 2, max: 50 }), (seen, z, times) => {
      const more: Share = { hits: seen.hits * times, of: seen.of * times };
      assert.ok(width(shareInterval(more, z)) < width(shareInterval(seen, z)));
      assert.ok(width(shareInterval(seen, z * 1.1)) > width(shareInterval(seen, z)));
    }),
  );
});

test("a difference holds what was seen, stays from −1 to 1, and turns its sign with the order", () => {
  fc.assert(
    fc.property(share, share, quantile, (first, second, z) => {
      const { low, high } = differenceInterval(first, second, z);
      const seen = first.hits / first.of - second.hits / second.of;
      assert.ok(low >= -1 && low <= seen + slack && seen <= high + slack && high <= 1);
      const turned = differenceInterval(second, first, z);
      near(turned, -high, -low, slack);
    }),
  );
});

function near(found: Interval, low: number, high: number, within = 5.1e-5): void {
  assert.ok(Math.abs(found.low - low) <= within, `low ${found.low}, not ${low}`);
  assert.ok(Math.abs(found.high - high) <= within, `high ${found.high}, not ${high}`);
}

function width({ low, high }: Interval): number {
  return high - low;
}

function rowsOf(file: string): number[][] {
  const [, ...lines] = readFileSync(path.join(vectors, file), "utf8").trim().split("\n");
  return lines.map((line) => line.split(",").map(Number));
}
