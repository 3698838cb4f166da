import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type OrderInput, orderInput } from "../contract.ts";
import type { FrozenOrder } from "../model.ts";
import { freezeOrder } from "./freeze-order.ts";

type Draft = Partial<Omit<typeof orderInput._input, "lines">> & {
  lines?: Partial<(typeof orderInput._input)["lines"][number]>[];
};

function order(draft: Draft): OrderInput {
  return orderInput.parse({
    number: "SO-1",
    updatedAt: "2026-11-01T00:00:00Z",
    placedAt: "2026-11-01T08:00:00+08:00",
    country: "CN",
    shopper: { externalId: "c1" },
    tenders: [{ kind: "wechat-pay", reference: "W1", amount: "100.00" }],
    ...draft,
    lines: (draft.lines ?? [{}]).map((line, i) => ({
      productNumber: `P${i + 1}`,
      title: `商品${i + 1}`,
      merchantNumber: "M1",
      categoryCode: "home",
      quantity: 1,
      unitPrice: "100.00",
      ...line,
    })),
  });
}

function frozen(draft: Draft, shiftDays?: number): FrozenOrder {
  const outcome = freezeOrder(order(draft), shiftDays);
  assert.ok(outcome.ok, outcome.ok ? "" : `${outcome.code} ${JSON.stringify(outcome.params)}`);
  return outcome.value;
}

function refusal(draft: Draft): string {
  const outcome = freezeOrder(order(draft));
  assert.ok(!outcome.ok, "it was granted");
  return `${outcome.code} at ${outcome.params.field}`;
}

const paidBy = (amount: string) => [{ kind: "card" as const, reference: "R", amount }];
const promotion = (off: string, lines?: number[]) => ({
  code: "P",
  label: "满减",
  funder: "platform" as const,
  off,
  ...(lines === undefined ? {} : { lines }),
});

test("30 yuan off goods of 29 and 71 yuan takes 8.70 and 21.30 (yudao)", () => {
  const { lines } = frozen({
    lines: [{ unitPrice: "29.00" }, { unitPrice: "71.00" }],
    promotions: [promotion("30.00")],
    tenders: paidBy("70.00"),
  });
  assert.deepEqual(
    lines.map((line) => line.paidMinor),
    [2030n, 4970n],
  );
  assert.deepEqual(
    lines.map((line) => line.discounts[0]?.minor),
    [870n, 2130n],
  );
});

test("10.00 off three equal lines takes 3.34, 3.33, 3.33 (mall#356)", () => {
  const { lines } = frozen({ lines: [{}, {}, {}], promotions: [promotion("10.00")], tenders: paidBy("290.00") });
  assert.deepEqual(
    lines.map((line) => line.discounts[0]?.minor),
    [334n, 333n, 333n],
  );
});

test("10 units that cost 179.25 together are paid 17.93 and 17.92 in turn (Woo#64668)", () => {
  const { lines } = frozen({
    lines: [{ quantity: 10, unitPrice: "20.00", paid: "179.25" }],
    tenders: paidBy("179.25"),
  });
  assert.deepEqual(
    lines[0]?.units.slice(0, 4).map((unit) => unit.paidMinor),
    [1793n, 1792n, 1793n, 1792n],
  );
  assert.deepEqual(lines[0]?.discounts, [{ code: "shop-price", label: "shop-price", funder: "shop", minor: 2075n }]);
});

test("a promotion over one line leaves the others alone, and one over all makes room for it", () => {
  const { lines } = frozen({
    lines: [{ unitPrice: "50.00" }, { unitPrice: "50.00" }],
    promotions: [promotion("60.00"), promotion("40.00", [0])],
    tenders: paidBy("0.00"),
  });
  assert.deepEqual(
    lines.map((line) => line.paidMinor),
    [0n, 0n],
  );
  assert.deepEqual(
    lines.map((line) => line.discounts.map((d) => d.minor)),
    [[1000n, 4000n], [5000n]],
  );
});

test("two coupons of one code are told apart, and a promotion never goes by a name of our own", () => {
  const { promotions, lines } = frozen({
    promotions: [promotion("10.00"), promotion("5.00"), { ...promotion("1.00"), code: "adjustment" }],
    tenders: paidBy("80.00"),
  });
  assert.deepEqual(
    promotions.map(({ code }) => code),
    ["P", "P 2", "adjustment 2"],
  );
  assert.deepEqual(
    lines[0]?.discounts.map(({ code, minor }) => [code, minor]),
    [
      ["P", 1000n],
      ["P 2", 500n],
      ["adjustment 2", 100n],
      ["adjustment", 400n],
    ],
  );
});

test("the paid amount a shop states stands, and the promotion fills what it leaves open", () => {
  const { lines } = frozen({
    lines: [{ paid: "90.00" }, { paid: "80.00" }],
    promotions: [promotion("30.00")],
    tenders: paidBy("170.00"),
  });
  assert.deepEqual(
    lines.map((line) => line.paidMinor),
    [9000n, 8000n],
  );
  assert.deepEqual(
    lines.map((line) => line.discounts.map((d) => d.minor)),
    [[1000n], [2000n]],
  );
});

test("a gift costs nothing, takes no discount and no freight, and keeps its stated price", () => {
  const { lines } = frozen({
    lines: [{}, { isGift: true, unitPrice: "19.90", giftPrice: "15.00" }],
    promotions: [promotion("10.00")],
    freight: "6.00",
    tenders: paidBy("96.00"),
  });
  const gift = lines[1];
  assert.deepEqual([gift?.paidMinor, gift?.freightMinor, gift?.giftPriceMinor, gift?.isGift], [0n, 0n, 1500n, true]);
  assert.deepEqual(gift?.discounts, [{ code: "gift", label: "gift", funder: "shop", minor: 1990n }]);
  assert.deepEqual([lines[0]?.paidMinor, lines[0]?.freightMinor], [9000n, 600n]);
});

test("freight is shared by price over the lines that do not state theirs", () => {
  const { lines, freightMinor } = frozen({
    lines: [{ unitPrice: "10.00" }, { unitPrice: "20.00" }, { unitPrice: "70.00", freight: "4.00" }],
    freight: "10.00",
    tenders: paidBy("110.00"),
  });
  assert.deepEqual(
    lines.map((line) => line.freightMinor),
    [200n, 400n, 400n],
  );
  assert.equal(freightMinor, 1000n);
  assert.equal(
    frozen({ lines: [{ freight: "3.00" }, { freight: "4.00" }], tenders: paidBy("207.00") }).freightMinor,
    700n,
  );
});

test("points on the lines that equal the points tender are not taken off twice", () => {
  const byTender = frozen({
    lines: [{ points: "5.00" }],
    tenders: [...paidBy("95.00"), { kind: "points", reference: "P", amount: "5.00" }],
  });
  assert.deepEqual(
    [byTender.lines.length, byTender.lines[0]?.paidMinor, byTender.lines[0]?.pointsMinor],
    [1, 10000n, 0n],
  );
  const takenOff = frozen({ lines: [{ points: "5.00" }], tenders: paidBy("95.00") });
  assert.deepEqual(
    [takenOff.lines.length, takenOff.lines[0]?.paidMinor, takenOff.lines[0]?.pointsMinor],
    [1, 9500n, 500n],
  );
});

test("tenders above the lines leave an adjustment line that has no units", () => {
  const { lines, paidMinor } = frozen({ tenders: paidBy("103.21") });
  const adjustment = lines[1];
  assert.deepEqual(
    [adjustment?.isAdjustment, adjustment?.paidMinor, adjustment?.units.length, adjustment?.lineNo],
    [true, 321n, 0, 2],
  );
  assert.deepEqual([lines[0]?.paidMinor, paidMinor], [10000n, 10321n]);
});

test("tenders below the lines take the difference off the goods in proportion, then off freight, then off tax", () => {
  const short = frozen({ lines: [{ unitPrice: "29.00" }, { unitPrice: "71.00" }], tenders: paidBy("70.00") });
  assert.deepEqual(
    short.lines.map((line) => line.paidMinor),
    [2030n, 4970n],
  );
  assert.deepEqual(short.lines[0]?.discounts, [
    { code: "adjustment", label: "adjustment", funder: "shop", minor: 870n },
  ]);
  const shorter = frozen({ lines: [{ tax: "5.00" }], freight: "10.00", tenders: paidBy("8.00") });
  assert.deepEqual([shorter.lines[0]?.paidMinor, shorter.freightMinor, shorter.lines[0]?.taxMinor], [0n, 300n, 500n]);
});

test("a parcel of two merchants is frozen as two, and a lone parcel carries every line", () => {
  const parcels = [{ carrier: "SF", trackingNumber: "SF1", deliveredAt: "2026-11-03T00:00:00Z" }];
  const two = frozen({ lines: [{}, { merchantNumber: "M2" }, {}], parcels, tenders: paidBy("300") });
  assert.deepEqual(
    two.parcels.map((p) => [p.parcelNo, p.merchantNumber, p.trackingNumber]),
    [
      [1, "M1", "SF1"],
      [2, "M2", "SF1"],
    ],
  );
  assert.deepEqual(
    two.lines.map((line) => line.parcelNo),
    [1, 2, 1],
  );
  const apart = frozen({
    lines: [{ parcel: 1 }, {}],
    parcels: [...parcels, { carrier: "YTO" }, {}],
    tenders: paidBy("200"),
  });
  assert.deepEqual(
    apart.lines.map((line) => line.parcelNo),
    [2, 2],
    "a line that names no parcel is in the one that arrives last",
  );
  assert.equal(apart.parcels.length, 3);
});

test("currencies without or with three decimals are read by their own digits", () => {
  const yen = frozen({ currency: "JPY", lines: [{ unitPrice: "1234" }], tenders: paidBy("1234") });
  assert.equal(yen.paidMinor, 1234n);
  const dinar = frozen({ currency: "KWD", lines: [{ unitPrice: "1.234" }], tenders: paidBy("1.234") });
  assert.equal(dinar.paidMinor, 1234n);
  assert.equal(refusal({ currency: "JPY", lines: [{ unitPrice: "1.5" }] }), "amount-invalid at lines.0.unitPrice");
});

test("a shift moves every instant by whole days and leaves the source's own clock alone", () => {
  const shifted = frozen(
    {
      paidAt: "2026-11-01T00:01:00Z",
      parcels: [{ deliveredAt: "2026-11-03T10:00:00Z", promisedBy: "2026-11-05T00:00:00Z" }],
      lines: [
        {
          confirmation: {
            exclusion: "custom",
            shownProminently: true,
            preTicked: false,
            perOrder: true,
            inMandatoryFlow: true,
            at: "2026-11-01T00:00:00Z",
            snapshot: "s",
          },
        },
      ],
    },
    10,
  );
  assert.equal(shifted.placedAt.toString(), "2026-11-11T00:00:00Z");
  assert.equal(shifted.paidAt?.toString(), "2026-11-11T00:01:00Z");
  assert.equal(shifted.parcels[0]?.deliveredAt?.toString(), "2026-11-13T10:00:00Z");
  assert.equal(shifted.parcels[0]?.promisedBy?.toString(), "2026-11-15T00:00:00Z");
  assert.equal(shifted.lines[0]?.confirmation?.confirmedAt.toString(), "2026-11-11T00:00:00Z");
  assert.equal(shifted.sourceUpdatedAt.toString(), "2026-11-01T00:00:00Z");
});

test("terms of thresholds and free freight are kept as they stood", () => {
  const kept = frozen({
    lines: [{ unitPrice: "200.00" }, {}],
    promotions: [
      { ...promotion("30.00"), threshold: "200.00" },
      { ...promotion("1.00", [1]), afterPartialReturn: "keep" },
    ],
    freeFreight: { threshold: "99.00", freight: "8.00" },
    tenders: paidBy("269.00"),
    shopper: { externalId: "c1", tier: "gold" },
    context: { channel: "live", liveSession: "L1" },
  });
  assert.deepEqual(
    kept.promotions.map((p) => [p.offMinor, p.thresholdMinor, p.lineNos, p.afterPartialReturn]),
    [
      [3000n, 20000n, null, "re-price"],
      [100n, null, [2], "keep"],
    ],
  );
  assert.deepEqual(kept.context, {
    channel: "live",
    memberTier: "gold",
    liveSession: "L1",
    freeFreight: { thresholdMinor: "9900", freightMinor: "800" },
  });
});

test("a set is kept with its lines and how many of each make one, and is taken off those lines alone", () => {
  const kept = frozen({
    lines: [{ quantity: 2 }, { quantity: 4 }, {}],
    promotions: [
      {
        ...promotion("60.00"),
        set: [
          { line: 0, units: 1 },
          { line: 1, units: 2 },
        ],
      },
    ],
    tenders: paidBy("640.00"),
  });
  assert.deepEqual(kept.promotions[0]?.lineNos, [1, 2]);
  assert.deepEqual(kept.promotions[0]?.set, [
    { lineNo: 1, units: 1 },
    { lineNo: 2, units: 2 },
  ]);
  assert.deepEqual(
    kept.lines.map(({ paidMinor }) => paidMinor),
    [18_000n, 36_000n, 10_000n],
  );
});

test("what cannot be frozen is refused with its code and field", () => {
  const table: [Draft, string][] = [
    [
      { promotions: [{ ...promotion("1.00"), set: [{ line: 1, units: 1 }] }] },
      "line-unknown at promotions.0.set.0.line",
    ],
    [
      { promotions: [{ ...promotion("1.00"), set: [{ line: 0, units: 2 }] }] },
      "set-incomplete at promotions.0.set.0.units",
    ],
    [{ promotions: [promotion("100.01")] }, "discounts-exceed at promotions.0.off"],
    [{ lines: [{ paid: "95.00" }], promotions: [promotion("10.00")] }, "discounts-exceed at promotions.0.off"],
    [{ promotions: [promotion("1.00", [1])] }, "line-unknown at promotions.0.lines.0"],
    [{ lines: [{ paid: "100.01" }] }, "paid-exceeds at lines.0.paid"],
    [{ lines: [{ points: "100.01" }] }, "points-exceed at lines.0.points"],
    [{ lines: [{ parcel: 0 }] }, "parcel-unknown at lines.0.parcel"],
    [{ lines: [{ serials: ["a", "b"] }] }, "serials-exceed at lines.0.serials"],
    [{ lines: [{ freight: "5.00" }], freight: "6.00", tenders: paidBy("106") }, "freight-differs at freight"],
    [{ lines: [{ freight: "7.00" }, {}], freight: "6.00" }, "freight-differs at freight"],
    [{ tenders: paidBy("10000.00") }, "tenders-differ at tenders"],
    [{ currency: "XXX" }, "currency-unknown at currency"],
    [{ zone: "Mars/Olympus" }, "zone-unknown at zone"],
    [{ placedAt: "2026-02-28T24:00:00Z" }, "instant-invalid at placedAt"],
    [{ lines: [{ unitPrice: "007" }] }, "amount-invalid at lines.0.unitPrice"],
    [{ lines: [{ unitPrice: "9999999999999.99", quantity: 1000 }] }, "amount-too-large at lines.0.unitPrice"],
  ];
  for (const [draft, expected] of table) assert.equal(refusal(draft), expected);
});

const cents = (max: number) =>
  fc.integer({ min: 0, max }).map((minor) => `${Math.floor(minor / 100)}.${String(minor % 100).padStart(2, "0")}`);
const someLine = fc.record(
  {
    quantity: fc.integer({ min: 1, max: 20 }),
    unitPrice: cents(500_000),
    isGift: fc.constantFrom(false, false, false, true),
    paid: fc.option(cents(100_000), { nil: undefined }),
    freight: fc.option(cents(1_000), { nil: undefined }),
    tax: cents(500),
    points: cents(100),
    merchantNumber: fc.constantFrom("M1", "M2"),
  },
  { requiredKeys: ["quantity", "unitPrice"] },
);
const drafts = fc.record({
  lines: fc.array(
    someLine.map((line) => Object.fromEntries(Object.entries(line).filter(([, v]) => v !== undefined))),
    { minLength: 1, maxLength: 6 },
  ),
  promotions: fc
    .array(
      fc.tuple(
        cents(3_000),
        fc.option(fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 3 }), { nil: undefined }),
      ),
      { maxLength: 3 },
    )
    .map((list) => list.map(([off, lines]) => promotion(off, lines))),
  freight: cents(2_000),
  tenders: fc.array(
    fc.record({
      kind: fc.constantFrom("card" as const, "points" as const),
      reference: fc.constant("R"),
      amount: cents(400_000),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});

test("whatever is frozen adds up: units, freight, tax and adjustment are what was captured, and every line explains its price", () => {
  let granted = 0;
  fc.assert(
    fc.property(drafts, (draft) => {
      const outcome = freezeOrder(order(draft));
      if (!outcome.ok) return;
      granted += 1;
      const { lines, tenders, freightMinor, paidMinor } = outcome.value;
      const captured = tenders.reduce((sum, t) => sum + t.capturedMinor, 0n);
      let held = 0n;
      for (const line of lines) {
        const units = line.units.reduce((sum, unit) => sum + unit.paidMinor, 0n);
        held += line.freightMinor + line.taxMinor + (line.isAdjustment ? line.paidMinor : units);
        for (const amount of [
          line.paidMinor,
          line.freightMinor,
          line.taxMinor,
          line.pointsMinor,
          ...line.units.map((u) => u.paidMinor),
          ...line.discounts.map((d) => d.minor),
        ])
          assert.ok(amount >= 0n, "no amount is below nothing");
        if (line.isAdjustment) continue;
        assert.equal(units, line.paidMinor);
        assert.equal(line.units.length, line.quantity);
        assert.equal(
          line.listMinor,
          line.paidMinor + line.pointsMinor + line.discounts.reduce((sum, d) => sum + d.minor, 0n),
        );
      }
      assert.equal(held, captured);
      assert.equal(paidMinor, captured);
      assert.equal(
        freightMinor,
        lines.reduce((sum, line) => sum + line.freightMinor, 0n),
      );
    }),
    { numRuns: 2_000 },
  );
  assert.ok(granted > 100, `${granted} orders were frozen`);
});

test("freezing the same order twice gives the same order", () => {
  fc.assert(
    fc.property(drafts, (draft) => assert.deepEqual(freezeOrder(order(draft)), freezeOrder(order(draft)))),
    { numRuns: 300 },
  );
});
