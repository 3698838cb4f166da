import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { currency } from "#kernel/money";
import {
  type FrozenLine,
  type FrozenOrder,
  type Promotion,
  type RefundEntitlement,
  type Returned,
  refundEntitlement,
  refundStepCodes,
  type Units,
} from "./refund-entitlement.ts";

// Amounts in fen. Shares and what was paid are as an order freezes them: 5000 off over 200 and 150 is 2857 and 2143.

const off50From300 = { from: 30_000n, off: 5_000n };
const twelveWaivedFrom299 = {
  charged: 0n,
  waived: 1_200n,
  freeFrom: 29_900n,
  measure: "list",
  refundCharged: false,
} as const;

test("CN-NRR-10 ex: A200+B150, B back: the discount is lost, 100.00 comes back", () => {
  const settled = refundEntitlement(
    orderOf({ A: [20_000n, 17_143n, 2_857n], B: [15_000n, 12_857n, 2_143n] }),
    back({ B: 1 }),
  );
  assert.equal(settled.refund, 10_000n);
  assertReceipt(settled);
});

test("CN-NRR-10 ex: the seller may deduct the freight that was waived: 88.00", () => {
  const order = orderOf({ A: [20_000n, 17_143n, 2_857n], B: [15_000n, 12_857n, 2_143n] }, { deductWaived: true });
  const settled = refundEntitlement(order, back({ B: 1 }));
  assert.equal(settled.refund, 8_800n);
  assert.deepEqual(
    settled.steps.map(({ code, amount }) => [code, amount]),
    [
      ["paid-share", 12_857n],
      ["promotion-settled-anew", -2_857n],
      ["waived-freight", -1_200n],
    ],
  );
  assert.deepEqual(settled.steps[1]?.params, {
    promotion: "threshold",
    funder: "shop",
    kept: "200.00",
    had: "28.57",
    earned: "0.00",
    amount: "-28.57",
  });
});

test("CN-NRR-10 ex: A200+B150+C100, C back: what is kept still earns the discount, C's share comes back: 88.89", () => {
  const lines = { A: [20_000n, 17_778n, 2_222n], B: [15_000n, 13_333n, 1_667n], C: [10_000n, 8_889n, 1_111n] } as const;
  const settled = refundEntitlement(orderOf(lines, { deductWaived: true }), back({ C: 1 }));
  assert.equal(settled.refund, 8_889n);
  assert.deepEqual(
    settled.steps.map(({ code }) => code),
    ["paid-share"],
  );
});

const a260b60 = { A: [26_000n, 21_937n, 4_063n], B: [6_000n, 5_063n, 937n] } as const;

for (const [back1, deductWaived, refund, shortfall] of [
  ["B", false, 1_000n, 0n],
  ["B", true, 0n, 200n],
  ["A", false, 21_000n, 0n],
  ["A", true, 19_800n, 0n],
] as const) {
  test(`CN-NRR-10 ex: A260+B60, ${back1} back, freight ${deductWaived ? "" : "not "}deducted: ${refund} fen, 少补 ${shortfall}`, () => {
    const settled = refundEntitlement(orderOf(a260b60, { deductWaived }), back({ [back1]: 1 }));
    assert.deepEqual([settled.refund, settled.shortfall], [refund, shortfall]);
    assertReceipt(settled);
  });
}

test("CN-NRR-10 ex: 100 bought with a coupon of 20, 10 in points and 70 in cash: all three come back in kind", () => {
  const order: FrozenOrder = {
    ...orderOf({}),
    lines: [{ id: "A", quantity: 1, listPrice: 10_000n, paid: 7_000n, points: 1_000n }],
    coupons: [{ id: "twenty-off", lines: ["A"] }],
  };
  const settled = refundEntitlement(order, back({ A: 1 }));
  assert.deepEqual([settled.refund, settled.points, settled.coupons], [7_000n, 1_000n, ["twenty-off"]]);
});

for (const [id, statedPrice, returned, refund, unpriced] of [
  ["CN-NRR-11 ex", 3_900n, false, 36_000n, []],
  ["CN-NRR-11 ex", null, false, 39_900n, ["mug"]],
  ["CN-NRR-11", 3_900n, true, 39_900n, []],
] as const) {
  test(`${id}: 399 paid, gift at ${statedPrice} ${returned ? "returned" : "kept"}: ${refund} fen`, () => {
    const gift = { id: "mug", lines: ["A"], from: 0n, statedPrice, returned };
    const order = { ...orderOf({ A: [39_900n, 39_900n, 0n] }), gifts: [gift] };
    const settled = refundEntitlement(order, back({ A: 1 }));
    assert.deepEqual([settled.refund, settled.unpricedGifts], [refund, unpriced]);
  });
}

test("CN-NRR-11: a gift stays as long as enough is kept of what it came with", () => {
  const gift = { id: "mug", lines: ["A"], from: 20_000n, statedPrice: 3_900n, returned: false };
  const order = { ...orderOf({}), lines: [line("A", 3, 10_000n, 30_000n)], gifts: [gift] };
  assert.equal(refundEntitlement(order, back({ A: 1 })).refund, 10_000n);
  assert.equal(refundEntitlement(order, back({ A: 2 })).refund, 16_100n);
});

// domain/returns.md 5
for (const [onPartialReturn, refund] of [
  ["keep", 22_500n],
  ["re-price", 22_000n],
] as const) {
  test(`six at 50.00, 10 % off from 300.00, five back, declared to ${onPartialReturn}: ${refund} fen`, () => {
    const order = {
      ...orderOf({}),
      lines: [line("A", 6, 5_000n, 27_000n)],
      promotions: [promotion({ A: 3_000n }, [{ from: 30_000n, offBasisPoints: 1_000 }], onPartialReturn)],
    };
    assert.equal(refundEntitlement(order, back({ A: 5 })).refund, refund);
  });
}

test("three at 100.00 less 10 %, two back: 180.00", () => {
  const order = {
    ...orderOf({}),
    lines: [line("A", 3, 10_000n, 27_000n)],
    promotions: [promotion({ A: 3_000n }, [{ from: 0n, offBasisPoints: 1_000 }])],
  };
  assert.equal(refundEntitlement(order, back({ A: 2 })).refund, 18_000n);
});

test("three requested and two received of 269.97: 179.98", () => {
  const order = { ...orderOf({}), lines: [line("A", 3, 8_999n, 26_997n)] };
  assert.equal(refundEntitlement(order, back({ A: 2 })).refund, 17_998n);
});

test("10.00 over three units one by one: 333, 334, 333", () => {
  const order = { ...orderOf({}), lines: [line("A", 3, 334n, 1_000n)] };
  const paidOut = oneByOne(order, [{ A: 1 }, { A: 1 }, { A: 1 }]);
  assert.deepEqual(
    paidOut.map(({ refund }) => refund),
    [333n, 334n, 333n],
  );
});

const tenAnd290 = { ten: [1_000n, 333n, 667n], rest: [29_000n, 9_667n, 19_333n] } as const;
const off200From300 = { from: 30_000n, off: 20_000n };

test("10 and 290 with 200 off from 300: the 10 back costs the discount, nothing comes back and 190 are short", () => {
  const settled = refundEntitlement(orderOf(tenAnd290, {}, off200From300), back({ ten: 1 }));
  assert.deepEqual([settled.refund, settled.shortfall], [0n, 19_000n]);
});

test("10 and 290 with 200 off from 300: the 290 back leaves the 10 at its price, then everything comes back", () => {
  const order = orderOf(tenAnd290, {}, off200From300);
  const [first, second] = oneByOne(order, [{ rest: 1 }, { ten: 1 }]);
  assert.deepEqual([first?.refund, second?.refund], [9_000n, 1_000n]);
  assert.deepEqual(second?.units, [{ line: "ten", unit: 0, amount: 333n }]);
  assert.equal(second?.releasedFromEarlier, 667n);
});

test("a lower step that is still reached keeps its own discount", () => {
  const steps = [
    { from: 30_000n, off: 5_000n },
    { from: 20_000n, off: 3_000n },
  ];
  const order = orderOf({ A: [20_000n, 17_143n, 2_857n], B: [15_000n, 12_857n, 2_143n] }, {}, ...steps);
  assert.equal(refundEntitlement(order, back({ B: 1 })).refund, 13_000n);
});

test("CN-QLT-01: goods the seller failed on cost the shopper no discount and no freight", () => {
  const order = orderOf({ A: [20_000n, 17_143n, 2_857n], B: [15_000n, 12_857n, 2_143n] }, { deductWaived: true });
  const settled = refundEntitlement(order, { before: {}, now: { B: { sellersFault: 1 } }, refundedBefore: 0n });
  assert.equal(settled.refund, 12_857n);
});

test("outbound freight paid comes back with the last unit where that is promised, or the seller failed on all", () => {
  const freight = {
    charged: 1_200n,
    waived: 0n,
    freeFrom: 0n,
    measure: "list",
    deductWaived: false,
    refundCharged: true,
  } as const;
  const order: FrozenOrder = { ...orderOf({}), lines: [line("A", 2, 5_000n, 10_000n)], freight };
  assert.deepEqual(
    oneByOne(order, [{ A: 1 }, { A: 1 }]).map(({ refund, freight }) => [refund, freight]),
    [
      [5_000n, 0n],
      [6_200n, 1_200n],
    ],
  );
  const kept: FrozenOrder = { ...order, freight: { ...freight, refundCharged: false } };
  assert.equal(refundEntitlement(kept, back({ A: 2 })).refund, 10_000n);
  assert.equal(
    refundEntitlement(kept, { before: {}, now: { A: { sellersFault: 2 } }, refundedBefore: 0n }).refund,
    11_200n,
  );
});

test("free freight measured by what is payable counts the discount that is lost", () => {
  const lines = { A: [31_000n, 27_143n, 3_857n], B: [9_000n, 7_857n, 1_143n] } as const;
  const order = orderOf(lines, { deductWaived: true, measure: "payable" }, { from: 40_000n, off: 5_000n });
  assert.equal(refundEntitlement(order, back({ B: 1 })).refund, 4_000n, "310 stay payable, above 299");
});

test("units that were not bought cannot come back", () => {
  const order = orderOf({ A: [10_000n, 10_000n, 0n] });
  assert.throws(() => refundEntitlement(order, back({ A: 2 })), /no more units come back/);
  assert.throws(() => refundEntitlement(order, back({ Z: 1 })), /units belong to a line/);
});

// A camera of 3000 and a lens of 2000 as a set for 4500: 300 off the camera, 200 off the lens.
const oneSet = { camera: 1, lens: 1 };
const sets = (count: number): FrozenOrder => ({
  ...orderOf({}),
  lines: [
    line("camera", count, 300_000n, 270_000n * BigInt(count)),
    line("lens", count, 200_000n, 180_000n * BigInt(count)),
  ],
  promotions: [{ ...promotion({ camera: 30_000n * BigInt(count), lens: 20_000n * BigInt(count) }, []), set: oneSet }],
  freight: null,
});

test("Seven-Day Measures 17, a set: the camera that stays costs its own price, 1500.00 come back for the lens", () => {
  const settled = refundEntitlement(sets(1), back({ lens: 1 }));
  assert.equal(settled.refund, 150_000n);
  assertReceipt(settled);
});

test("of two sets, a whole one comes back at its price, and a lens alone leaves one set and a camera", () => {
  assert.equal(refundEntitlement(sets(2), back({ camera: 1, lens: 1 })).refund, 450_000n);
  assert.equal(refundEntitlement(sets(2), back({ lens: 1 })).refund, 150_000n);
});

test("two cameras that stay are no set, whatever they cost", () => {
  assert.equal(refundEntitlement(sets(2), back({ lens: 2 })).refund, 900_000n - 600_000n);
});

test("a faulty lens given back leaves the price of the set to what stays", () => {
  assert.equal(
    refundEntitlement(sets(1), { before: {}, now: { lens: { sellersFault: 1 } }, refundedBefore: 0n }).refund,
    180_000n,
  );
});

// Orders of up to four lines with a threshold promotion or a set, a waived freight and a gift, and ways to give everything back.

const anyOrder: fc.Arbitrary<FrozenOrder> = fc
  .record({
    lines: fc.array(
      fc.record({
        quantity: fc.integer({ min: 1, max: 5 }),
        listPrice: fc.bigInt(1n, 50_000n),
        percent: fc.bigInt(0n, 100n),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    from: fc.bigInt(0n, 200_000n),
    onPartialReturn: fc.constantFrom("re-price" as const, "keep" as const),
    asSet: fc.boolean(),
    charged: fc.bigInt(0n, 2_000n),
    waived: fc.bigInt(0n, 2_000n),
    measure: fc.constantFrom("list" as const, "payable" as const),
  })
  .map(({ lines, from, onPartialReturn, asSet, charged, waived, measure }) => {
    const frozen = lines.map(({ quantity, listPrice, percent }, index) => {
      const listed = listPrice * BigInt(quantity);
      const share = (listed * percent) / 200n;
      return { ...line(`L${index}`, quantity, listPrice, listed - share), share };
    });
    const shares = Object.fromEntries(frozen.map(({ id, share }) => [id, share]));
    const off = frozen.reduce((sum, { share }) => sum + share, 0n);
    return {
      currency: currency("CNY"),
      lines: frozen.map(({ share: _share, ...rest }) => rest),
      promotions: [
        asSet
          ? { ...promotion(shares, [], onPartialReturn), set: Object.fromEntries(frozen.map(({ id }) => [id, 1])) }
          : promotion(shares, [{ from, off }], onPartialReturn),
      ],
      freight: { charged, waived, freeFrom: from, measure, deductWaived: true, refundCharged: true },
      gifts: [],
      coupons: [],
    };
  });

/** Every unit of the order, in a random order of arrival. */
const anyWayBack = anyOrder.chain((order) => {
  const units = order.lines.flatMap(({ id, quantity }) => Array.from({ length: quantity }, () => id));
  return fc.shuffledSubarray(units, { minLength: units.length }).map((way) => ({ order, way }));
});

test("refunds never add up to more than was paid, and every receipt adds up", () => {
  fc.assert(
    fc.property(anyWayBack, ({ order, way }) => {
      const paid = order.lines.reduce((sum, line) => sum + line.paid, order.freight?.charged ?? 0n);
      let sum = 0n;
      for (const settled of oneByOne(
        order,
        way.map((id) => ({ [id]: 1 })),
      )) {
        assertReceipt(settled);
        sum += settled.refund;
        assert.ok(settled.refund >= 0n && sum <= paid);
      }
    }),
  );
});

test("once all units are back everything paid has come back, in whatever order", () => {
  fc.assert(
    fc.property(anyWayBack, ({ order, way }) => {
      const paid = order.lines.reduce((sum, line) => sum + line.paid, order.freight?.charged ?? 0n);
      const refunds = oneByOne(
        order,
        way.map((id) => ({ [id]: 1 })),
      );
      assert.equal(
        refunds.reduce((sum, { refund }) => sum + refund, 0n),
        paid,
      );
    }),
  );
});

test("where nothing is priced anew each unit brings its share, independent of the order", () => {
  fc.assert(
    fc.property(anyWayBack, ({ order, way }) => {
      const plain: FrozenOrder = { ...order, promotions: [], freight: null };
      const byLine = (way: readonly string[]) => {
        const refunds = oneByOne(
          plain,
          way.map((id) => ({ [id]: 1 })),
        );
        return Map.groupBy(
          refunds.flatMap(({ units }) => units),
          ({ line }) => line,
        );
      };
      for (const [id, units] of byLine(way)) {
        assert.deepEqual(units, byLine([...way].sort()).get(id));
      }
    }),
  );
});

test("what is entitled depends on what is kept, not on the way there", () => {
  fc.assert(
    fc.property(anyWayBack, fc.nat(), ({ order, way }, cut) => {
      const first = way.slice(0, cut % (way.length + 1));
      const refunds = oneByOne(
        order,
        first.map((id) => ({ [id]: 1 })),
      );
      const atOnce = refundEntitlement(order, back(countsOf(first)));
      assert.equal(refunds.at(-1)?.entitlement ?? 0n, atOnce.entitlement);
    }),
  );
});

function orderOf(
  lines: Readonly<Record<string, readonly [listPrice: bigint, paid: bigint, share: bigint]>>,
  freight: Partial<NonNullable<FrozenOrder["freight"]>> = {},
  ...steps: Promotion["steps"]
): FrozenOrder {
  const shares = Object.fromEntries(Object.entries(lines).map(([id, [, , share]]) => [id, share]));
  return {
    currency: currency("CNY"),
    lines: Object.entries(lines).map(([id, [listPrice, paid]]) => line(id, 1, listPrice, paid)),
    promotions: Object.keys(lines).length > 0 ? [promotion(shares, steps.length > 0 ? steps : [off50From300])] : [],
    freight: { ...twelveWaivedFrom299, deductWaived: false, ...freight },
    gifts: [],
    coupons: [],
  };
}

function line(id: string, quantity: number, listPrice: bigint, paid: bigint): FrozenLine {
  return { id, quantity, listPrice, paid, points: 0n };
}

function promotion(
  shares: Promotion["shares"],
  steps: Promotion["steps"],
  onPartialReturn: Promotion["onPartialReturn"] = "re-price",
): Promotion {
  return { id: "threshold", funder: "shop", shares, steps, onPartialReturn };
}

function back(counts: Readonly<Record<string, number>>): Returned {
  return { before: {}, now: changedMind(counts), refundedBefore: 0n };
}

function changedMind(counts: Readonly<Record<string, number>>): Units {
  return Object.fromEntries(Object.entries(counts).map(([id, changedMind]) => [id, { changedMind }]));
}

function countsOf(ids: readonly string[]): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(ids, (id) => id)].map(([id, all]) => [id, all.length]));
}

/** Gives units back in steps, paying out each time. */
function oneByOne(order: FrozenOrder, way: readonly Readonly<Record<string, number>>[]): RefundEntitlement[] {
  let before: Record<string, number> = {};
  let refundedBefore = 0n;
  return way.map((counts) => {
    const settled = refundEntitlement(order, { before: changedMind(before), now: changedMind(counts), refundedBefore });
    refundedBefore += settled.refund;
    for (const [id, count] of Object.entries(counts)) before = { ...before, [id]: (before[id] ?? 0) + count };
    return settled;
  });
}

function assertReceipt({ steps, entitlement, units, refund, freight, releasedFromEarlier }: RefundEntitlement): void {
  assert.equal(
    steps.reduce((sum, { amount }) => sum + amount, 0n),
    entitlement,
  );
  for (const { code, params } of steps) assert.deepEqual(Object.keys(params), [...refundStepCodes[code]]);
  assert.equal(units.reduce((sum, { amount }) => sum + amount, 0n) + freight + releasedFromEarlier, refund);
}
