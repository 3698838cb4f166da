import assert from "node:assert/strict";
import { test } from "node:test";
import type { LoadedLine, LockedOrder } from "#domains/orders";
import { receiptOf, refundAmount } from "./refund-amount.ts";

// Amounts in fen. 200 off from 300 on goods of 10 and 290: 6.67 and 193.33 off, 3.33 and 96.67 paid.
const ten = line("ten", { unit_list_minor: 1_000n, paid_minor: 333n, discounts: [off("667")] });
const rest = line("rest", { line_no: 2, unit_list_minor: 29_000n, paid_minor: 9_667n, discounts: [off("19333")] });
const order = orderOf({
  promotions: [
    {
      code: "MJ",
      label: "满300减200",
      funder: "shop",
      offMinor: "20000",
      thresholdMinor: "30000",
      lineNos: null,
      afterPartialReturn: "re-price",
    } as LockedOrder["promotions"][number],
  ],
});
const none = { refundedBefore: 0n, freightComesBack: false };

for (const [back, refund, shortfall] of [
  ["ten", 0n, 19_000n],
  ["rest", 9_000n, 0n],
] as const)
  test(`10 and 290 with 200 off from 300, ${back} back for a change of mind: ${refund} fen, 少补 ${shortfall}`, () => {
    const settled = refundAmount(order, [ten, rest], [{ lineId: back, quantity: 1 }], "changed-mind", none);
    assert.deepEqual([settled.refund, settled.shortfall], [refund, shortfall]);
  });

test("everything back gives everything back, whatever the discount was", () => {
  const all = [ten, rest].map(({ id }) => ({ lineId: id, quantity: 1 }));
  assert.equal(refundAmount(order, [ten, rest], all, "changed-mind", none).refund, 10_000n);
});

test("the seller's fault re-prices nothing: the unit's share of what was paid comes back", () => {
  const settled = refundAmount(order, [ten, rest], [{ lineId: "ten", quantity: 1 }], "sellers-fault", none);
  assert.deepEqual([settled.refund, settled.shortfall], [333n, 0n]);
  assert.deepEqual(
    settled.steps.map(({ code }) => code),
    ["paid-share"],
  );
});

test("a promotion the shopper keeps after a partial return, or one without a threshold, re-prices nothing", () => {
  const [promotion] = order.promotions;
  assert.ok(promotion !== undefined);
  for (const change of [{ afterPartialReturn: "keep" }, { thresholdMinor: null }] as const) {
    const kept = orderOf({ promotions: [{ ...promotion, ...change }] });
    const settled = refundAmount(kept, [ten, rest], [{ lineId: "rest", quantity: 1 }], "changed-mind", none);
    assert.equal(settled.refund, 9_667n);
  }
});

test("what was refunded before is taken off, and the second return brings the total to what was paid", () => {
  const restBack = line("rest", { ...rest, units: [unit(1, "changed-mind")] });
  const now = [{ lineId: "ten", quantity: 1 }];
  const settled = refundAmount(order, [ten, restBack], now, "changed-mind", { ...none, refundedBefore: 9_000n });
  assert.equal(settled.refund, 1_000n);
  const receipt = receiptOf(settled, 9_000n, "CNY", [ten, restBack]);
  assert.deepEqual(receipt.steps.at(-1), {
    code: "refunded-before",
    params: {},
    amount: { amount: "-90.00", currency: "CNY" },
  });
  assert.equal(sumOf(receipt), 1_000n);
});

test("a gift kept costs its stated price once nothing it came with is kept; sent back, or unpriced, it costs nothing", () => {
  const goods = line("goods", { unit_list_minor: 10_000n, paid_minor: 10_000n });
  const gift = line("gift", { line_no: 2, is_gift: true, gift_price_minor: 500n });
  const unpriced = line("gift", { line_no: 2, is_gift: true });
  const back = (lines: LoadedLine[], ...ids: string[]) =>
    refundAmount(
      orderOf({}),
      lines,
      ids.map((lineId) => ({ lineId, quantity: 1 })),
      "changed-mind",
      none,
    );
  assert.equal(back([goods, gift], "goods").refund, 9_500n);
  assert.equal(back([goods, gift], "goods", "gift").refund, 10_000n);
  assert.equal(back([goods, unpriced], "goods").refund, 10_000n);
  assert.deepEqual(back([goods, unpriced], "goods").unpricedGifts, ["gift"]);
  assert.equal(back([goods, line("gift", { ...gift, units: [unit(1, "changed-mind")] })], "goods").refund, 10_000n);
});

test("outbound freight comes back with the last unit, and only where it is to come back", () => {
  const goods = line("goods", { unit_list_minor: 5_000n, paid_minor: 10_000n, quantity: 2, units: [unit(1), unit(2)] });
  const charged = orderOf({ freight_minor: 800n });
  const back = (quantity: number, freightComesBack: boolean) =>
    refundAmount(charged, [goods], [{ lineId: "goods", quantity }], "changed-mind", { ...none, freightComesBack });
  assert.deepEqual([back(2, true).refund, back(2, true).freight], [10_800n, 800n]);
  assert.equal(back(1, true).refund, 5_000n);
  assert.equal(back(2, false).refund, 10_000n);
});

test("freight comes back when the seller failed on any of it, whichever of the two cases came first", () => {
  const [mind, fault] = [line("mind", { paid_minor: 5_000n }), line("fault", { line_no: 2, paid_minor: 5_000n })];
  const charged = orderOf({ freight_minor: 800n });
  const last = (id: string, why: "changed-mind" | "sellers-fault", before: LoadedLine[]) =>
    refundAmount(charged, before, [{ lineId: id, quantity: 1 }], why, {
      refundedBefore: 5_000n,
      freightComesBack: why === "sellers-fault",
    }).refund;
  const back = (of: LoadedLine, why: "changed-mind" | "sellers-fault") => line(of.id, { ...of, units: [unit(1, why)] });
  assert.equal(last("fault", "sellers-fault", [back(mind, "changed-mind"), fault]), 5_800n);
  assert.equal(last("mind", "changed-mind", [mind, back(fault, "sellers-fault")]), 5_800n);
  assert.equal(last("mind", "changed-mind", [mind, back(fault, "changed-mind")]), 5_000n);
});

test("tax comes back with its goods, unit by unit, and the receipt shows it apart", () => {
  const taxed = line("taxed", {
    quantity: 3,
    unit_list_minor: 1_000n,
    paid_minor: 2_700n,
    tax_minor: 541n,
    discounts: [off("300")],
    units: [unit(1), unit(2), unit(3)],
  });
  const back = (quantity: number) =>
    refundAmount(orderOf({}), [taxed], [{ lineId: "taxed", quantity }], "changed-mind", none);
  assert.deepEqual([back(1).refund, back(2).refund, back(3).refund], [1_080n, 2_161n, 3_241n]);
  const receipt = receiptOf(back(3), 0n, "CNY", [taxed]);
  assert.deepEqual(
    receipt.steps.map(({ code, amount }) => [code, amount.amount]),
    [
      ["list-price", "30.00"],
      ["discount-share", "-3.00"],
      ["tax-share", "5.41"],
    ],
  );
});

test("what was paid beyond the lines comes back where the freight does, under a name of its own", () => {
  const goods = line("goods", { unit_list_minor: 5_000n, paid_minor: 5_000n });
  const beyond = line("adjustment", { line_no: 2, is_adjustment: true, paid_minor: 150n, units: [] });
  const charged = orderOf({ freight_minor: 800n });
  const back = (freightComesBack: boolean) =>
    refundAmount(charged, [goods, beyond], [{ lineId: "goods", quantity: 1 }], "sellers-fault", {
      refundedBefore: 0n,
      freightComesBack,
    });
  assert.equal(back(true).refund, 5_950n);
  const receipt = receiptOf(back(true), 0n, "CNY", [goods, beyond]);
  assert.deepEqual(
    receipt.steps.map(({ code, amount }) => [code, amount.amount]),
    [
      ["paid-share", "50.00"],
      ["charged-freight", "8.00"],
      ["beyond-the-lines", "1.50"],
    ],
  );
});

test("one of two gifts sent back is not the gift sent back", () => {
  const goods = line("goods", { unit_list_minor: 10_000n, paid_minor: 10_000n });
  const gift = line("gift", {
    line_no: 2,
    is_gift: true,
    gift_price_minor: 500n,
    quantity: 2,
    units: [unit(1), unit(2)],
  });
  const back = (gifts: number) => {
    const coming = [
      { lineId: "goods", quantity: 1 },
      { lineId: "gift", quantity: gifts },
    ];
    return refundAmount(orderOf({}), [goods, gift], coming, "changed-mind", none).refund;
  };
  assert.deepEqual([back(1), back(2)], [9_500n, 10_000n]);
});

test("the receipt names list price and discount apart, and its steps add up to the total", () => {
  const settled = refundAmount(order, [ten, rest], [{ lineId: "rest", quantity: 1 }], "changed-mind", none);
  const receipt = receiptOf(settled, 0n, "CNY", [ten, rest]);
  assert.deepEqual(
    receipt.steps.map(({ code, amount }) => [code, amount.amount]),
    [
      ["list-price", "290.00"],
      ["discount-share", "-193.33"],
      ["promotion-settled-anew", "-6.67"],
    ],
  );
  assert.equal(receipt.steps[1]?.params["labels"], "满减");
  assert.equal(receipt.total.amount, "90.00");
  assert.equal(receipt.shortfall, null);
  assert.equal(sumOf(receipt), 9_000n);
});

test("held at nothing, the receipt tells what is short instead of charging it", () => {
  const settled = refundAmount(order, [ten, rest], [{ lineId: "ten", quantity: 1 }], "changed-mind", none);
  const receipt = receiptOf(settled, 0n, "CNY", [ten, rest]);
  assert.deepEqual([receipt.total.amount, receipt.shortfall?.amount], ["0.00", "190.00"]);
  assert.equal(sumOf(receipt), -19_000n);
});

test("points come back with their goods, a coupon with the last of those it was used on", () => {
  const used = {
    discounts: [{ code: "C", label: "券", funder: "platform", minor: "1000" }],
    units: [unit(1)],
  } as const;
  const [cup, mat] = [
    line("cup", { ...used, unit_list_minor: 5_000n, paid_minor: 3_500n, points_minor: 500n }),
    line("mat", { ...used, line_no: 2, unit_list_minor: 5_000n, paid_minor: 4_000n }),
  ];
  const coupon = { code: "C", label: "券", funder: "platform", offMinor: "2000", coupon: "Q-77" } as const;
  const asked = orderOf({
    promotions: [{ ...coupon, thresholdMinor: null, lineNos: null, afterPartialReturn: "re-price" }],
  });
  const inKind = (lines: readonly LoadedLine[], id: string) =>
    receiptOf(refundAmount(asked, lines, [{ lineId: id, quantity: 1 }], "changed-mind", none), 0n, "CNY", lines).inKind;
  assert.deepEqual(inKind([cup, mat], "cup"), { points: { amount: "5.00", currency: "CNY" }, coupons: [] });
  assert.equal(inKind([cup, mat], "mat"), undefined);
  const cupBack = line("cup", { ...cup, units: [unit(1, "changed-mind")] });
  assert.deepEqual(inKind([cupBack, mat], "mat")?.coupons, ["Q-77"]);
});

test("half of a set comes back: what stays costs its own price, and the receipt tells what it was computed from", () => {
  const part = (id: string, line_no: number, list: bigint, off: string): LoadedLine =>
    line(id, {
      line_no,
      unit_list_minor: list,
      paid_minor: list - BigInt(off),
      discounts: [{ code: "SET", label: "套装", funder: "shop", minor: off }],
      units: [unit(1)],
    });
  const [camera, lens] = [part("camera", 1, 300_000n, "30000"), part("lens", 2, 200_000n, "20000")];
  const set = [1, 2].map((lineNo) => ({ lineNo, units: 1 }));
  const terms = {
    code: "SET",
    label: "套装",
    funder: "shop",
    offMinor: "50000",
    afterPartialReturn: "re-price",
  } as const;
  const asSet = orderOf({ promotions: [{ ...terms, thresholdMinor: null, lineNos: [1, 2], set }] });
  const settled = refundAmount(asSet, [camera, lens], [{ lineId: "lens", quantity: 1 }], "changed-mind", none);
  const receipt = receiptOf(settled, 0n, "CNY", [camera, lens]);
  assert.equal(receipt.total.amount, "1500.00");
  assert.deepEqual(receipt.inputs?.order.promotions[0]?.set, { camera: 1, lens: 1 });
});

function sumOf({ steps }: ReturnType<typeof receiptOf>): bigint {
  return steps.reduce((sum, { amount }) => sum + BigInt(amount.amount.replace(".", "")), 0n);
}

function off(minor: string): LoadedLine["discounts"][number] {
  return { code: "MJ", label: "满减", funder: "shop", minor };
}

function unit(no: number, back: LoadedLine["units"][number]["back"] = null): LoadedLine["units"][number] {
  return { no, paid: "0", case: null, back, parcel: null, allowance: "0", replacements: [] };
}

function line(id: string, changes: Partial<LoadedLine>): LoadedLine {
  return {
    line_no: 1,
    merchant_id: "m",
    product_number: id,
    title: id,
    title_en: id,
    variant: "",
    picture: "",
    category_code: "general",
    special_class: null,
    quantity: 1,
    unit_list_minor: 0n,
    paid_minor: 0n,
    freight_minor: 0n,
    tax_minor: 0n,
    points_minor: 0n,
    is_gift: false,
    is_adjustment: false,
    gift_price_minor: null,
    discounts: [],
    law_category: null,
    category_special: null,
    confirmation_class: null,
    durable: null,
    listed_as: null,
    told: null,
    units: [unit(1)],
    confirmation: null,
    ...changes,
    id,
  };
}

function orderOf(changes: Partial<LockedOrder>): LockedOrder {
  return {
    id: "o",
    number: "O1",
    merchant_ids: ["m"],
    placed_at: Temporal.Instant.from("2026-11-10T02:00:00Z"),
    cancelled_at: null,
    country: "CN",
    zone: "Asia/Shanghai",
    currency: "CNY",
    freight_minor: 0n,
    paid_minor: 10_000n,
    context: {},
    promotions: [],
    policy_id: "built-in",
    policy_version: 1,
    consumer_purchase: true,
    recipient_name_mask: null,
    recipient_region: null,
    shop_policies: null,
    ...changes,
  };
}
