import assert from "node:assert/strict";
import { test } from "node:test";
import { currency } from "#kernel/money";
import { spreadOverTenders } from "../../src/domains/payments/rules/spread-over-tenders.ts";
import { receiptOf, refundAmount } from "../../src/domains/returns/rules/refund-amount.ts";
import { type AnyOrder, orderOf } from "../support/any-order.ts";
import type { OrderWords } from "../support/order-input.ts";

// What went wrong with the money of returns elsewhere, as their users told it: each test is named after the bug, with the place
// where it was told in brackets, and holds our rules to the right answer. Amounts in fen.

test("The discount of an order counts in the refund of one of its lines [solidus#512, PrestaShop#18319]", () => {
  const order = bought({ lines: [line("100.00"), line("100.00")], promotions: [off("40.00")], paid: "160.00" });
  assert.equal(refund(order, [[0, 1]]), 8_000n);
});

test("A voucher over the order is not given back whole with one item [PrestaShop#28284, EDD#8076]", () => {
  const order = bought({ lines: [line("10.00"), line("90.00")], promotions: [off("50.00")], paid: "50.00" });
  assert.equal(refund(order, [[0, 1]]), 500n);
  assert.equal(refund(order, [[1, 1]]), 4_500n);
});

test("A discount is not applied once more to the second partial refund [bagisto#1509]", () => {
  const order = bought({ lines: [line("100.00", 2)], promotions: [off("50.00")], paid: "150.00" });
  assert.deepEqual(refunds(order, [[[0, 1]], [[0, 1]]]), [7_500n, 7_500n]);
});

test("The same line is refunded in part a second time [vendure#868, medusa#10842]", () => {
  const order = bought({ lines: [line("10.00", 3)], paid: "30.00" });
  assert.deepEqual(refunds(order, [[[0, 1]], [[0, 1]], [[0, 1]]]), [1_000n, 1_000n, 1_000n]);
});

test("After each of several refunds of one payment, what is left is less by exactly that [medusa#13433, medusa#11481]", () => {
  const order = bought({ lines: [line("33.33", 3)], paid: "99.99" });
  const [first = 0n, second = 0n] = refunds(order, [[[0, 1]], [[0, 2]]]);
  assert.deepEqual([9_999n - first, 9_999n - first - second], [6_666n, 0n]);
});

test("Promotions count in what goes back to the provider: never more than it took [vendure#2393]", () => {
  const order = bought({ lines: [line("100.00"), line("50.00")], promotions: [off("30.00")], paid: "120.00" });
  const whole = refund(order, [
    [0, 1],
    [1, 1],
  ]);
  assert.equal(whole, 12_000n);
  assert.ok(spread(order, whole).ok);
  assert.ok(!spread(order, whole + 1n).ok);
});

test("The tax of discounted goods comes back as it was stored, neither doubled nor left out [medusa#15885, medusa#13405]", () => {
  const order = bought({
    lines: [
      { ...line("100.00"), tax: "18.00" },
      { ...line("50.00"), tax: "9.00" },
    ],
    promotions: [off("15.00")],
    paid: "162.00",
  });
  assert.equal(refund(order, [[0, 1]]), 9_000n + 1_800n);
  assert.deepEqual(refunds(order, [[[1, 1]], [[0, 1]]]), [5_400n, 10_800n]);
});

test("An order of 179.25 offers 179.25 and not 179.26, at once and unit by unit [woocommerce#64668, woocommerce#41919, woocommerce#26734, woocommerce#30263, woocommerce#10162]", () => {
  // 149.38 net and 29.87 tax; ten naive units of 14.938 and 2.988 would come to 179.26.
  const order = bought({ lines: [{ ...line("14.94", 10), paid: "149.38", tax: "29.87" }], paid: "179.25" });
  assert.equal(refund(order, [[0, 10]]), 17_925n);
  const single = refunds(
    order,
    Array.from({ length: 10 }, () => [[0, 1]]),
  );
  assert.equal(
    single.reduce((sum, one) => sum + one),
    17_925n,
  );
  for (const one of single) assert.ok(one === 1_792n || one === 1_793n);
});

test("Amounts of two precisions are never mixed: an order is frozen in whole minor units of its currency [woocommerce-ios PR#17630, lilishop review()]", () => {
  const order = bought({ lines: [{ ...line("0.10"), tax: "0.20" }], paid: "0.30" });
  assert.equal(refund(order, [[0, 1]]), 30n);
  assert.throws(() => bought({ lines: [{ ...line("0.10"), tax: "0.005" }], paid: "0.11" }), /amount-invalid/);
});

test("A discount without a threshold stays with what is kept: a partial refund does not share it out anew [woocommerce#28436]", () => {
  const order = bought({ lines: [line("60.00"), line("40.00")], promotions: [off("10.00")], paid: "90.00" });
  assert.deepEqual(refunds(order, [[[0, 1]], [[1, 1]]]), [5_400n, 3_600n]);
});

test("Two of three at 100.00 less 10 % bring 180.00, not the list price [sonata-project-ecommerce#177]", () => {
  const order = bought({ lines: [line("100.00", 3)], promotions: [off("30.00")], paid: "270.00" });
  assert.equal(refund(order, [[0, 2]]), 18_000n);
});

test("Returning below the threshold of a coupon earns nothing: what is kept costs its full price [sonata-project-ecommerce#177]", () => {
  const threshold = { ...off("30.00"), threshold: "300.00" };
  const order = bought({ lines: [line("50.00", 6)], promotions: [threshold], paid: "270.00" });
  assert.equal(refund(order, [[0, 5]]), 22_000n);
  const kept = bought({
    lines: [line("50.00", 6)],
    promotions: [{ ...threshold, afterPartialReturn: "keep" }],
    paid: "270.00",
  });
  assert.equal(refund(kept, [[0, 5]]), 22_500n);
});

test("A refund goes back to card and voucher in the proportion they paid, to neither first [sonata-project-ecommerce#193]", () => {
  const order = bought({
    lines: [line("50.00", 2)],
    tenders: [tender("card", "60.00"), tender("voucher", "40.00")],
  });
  assert.deepEqual(shares(order, refund(order, [[0, 1]])), [3_000n, 2_000n]);
});

test("A coupon and points that paid get back what they paid [litemall#163, litemall PR#397]", () => {
  const order = bought({
    lines: [line("100.00")],
    tenders: [tender("wechat-pay", "70.00"), tender("coupon", "20.00"), tender("points", "10.00")],
  });
  assert.deepEqual(shares(order, refund(order, [[0, 1]])), [7_000n, 2_000n, 1_000n]);
});

test("What came out of a gift card and points goes back to them and to nowhere else: no credit is promised that nobody creates [solidus#2645, solidus#2930]", () => {
  const order = bought({
    lines: [line("100.00", 2)],
    tenders: [tender("gift-card", "120.00"), tender("points", "80.00")],
  });
  assert.deepEqual(shares(order, refund(order, [[0, 1]])), [6_000n, 4_000n]);
  const whole = shares(order, refund(order, [[0, 2]]));
  assert.deepEqual(whole, [12_000n, 8_000n]);
});

test("10, 10 and 10 with 10 off: 3.34, 3.33 and 3.33 off, and 20.00 come back, not 20.01 [macrozheng/mall#356, macrozheng/mall PR#967]", () => {
  const order = bought({
    lines: [line("10.00"), line("10.00"), line("10.00")],
    promotions: [off("10.00")],
    paid: "20.00",
  });
  assert.deepEqual(refunds(order, [[[0, 1]], [[1, 1]], [[2, 1]]]), [666n, 667n, 667n]);
});

test("Three for 10.00 bring 10.00 and not 9.99 [saleor unit_price_gross, lilishop review()]", () => {
  const order = bought({ lines: [{ ...line("4.00", 3), paid: "10.00" }], paid: "10.00" });
  assert.equal(refund(order, [[0, 3]]), 1_000n);
  assert.deepEqual(refunds(order, [[[0, 1]], [[0, 1]], [[0, 1]]]), [333n, 334n, 333n]);
});

test("No cent is lost because sums are rounded down [solidus_product_assembly PR#43]", () => {
  const order = bought({ lines: [{ ...line("1.00", 7), paid: "5.00" }], paid: "5.00" });
  const single = refunds(
    order,
    Array.from({ length: 7 }, () => [[0, 1]]),
  );
  assert.equal(
    single.reduce((sum, one) => sum + one),
    500n,
  );
});

test("Quantity times a rounded unit price is not the price of the line [vendure quantity × roundMoney(unit)]", () => {
  const order = bought({ lines: [{ ...line("3.40", 3), paid: "10.01" }], paid: "10.01" });
  assert.equal(
    refund(order, [[0, 2]]) +
      refunds(order, [[[0, 2]], [[0, 1]]])
        .slice(1)
        .reduce((sum, one) => sum + one, 0n),
    1_001n,
  );
});

test("30 off 29.00 of 100.00 are 8.70, where floats make 8.69 of it [yudao dividePrice]", () => {
  const order = bought({ lines: [line("29.00"), line("71.00")], promotions: [off("30.00")], paid: "70.00" });
  assert.deepEqual(
    order.lines.map(({ discounts }) => discounts[0]?.minor),
    ["870", "2130"],
  );
});

test("The odd fen of a discount never falls on a line the discount is not for [yudao dividePrice]", () => {
  const order = bought({
    lines: [line("10.00"), line("10.00"), line("10.00"), line("10.00")],
    promotions: [{ ...off("10.00"), lines: [0, 1, 2] }],
    paid: "30.00",
  });
  assert.deepEqual(
    order.lines.map(({ paid_minor }) => paid_minor),
    [666n, 667n, 667n, 1_000n],
  );
});

test("The cap of the second partial refund is what the first left of the line [lilishop review()]", () => {
  const order = bought({ lines: [line("100.00", 2)], paid: "200.00" });
  assert.deepEqual(refunds(order, [[[0, 1]], [[0, 1]]]), [10_000n, 10_000n]);
  assert.throws(() => refunds(order, [[[0, 2]], [[0, 1]]]), /no more units come back than were bought/);
});

test("What was paid too much comes back with the rest, without changing a line [saleor-dashboard#4349]", () => {
  const order = bought({ lines: [line("100.00")], paid: "103.00" });
  assert.equal(refund(order, [[0, 1]], "sellers-fault"), 10_300n);
});

test("Every step of a refund names its line, so that what it reverses is known [solidus#1254]", () => {
  const order = bought({ lines: [line("10.00"), line("20.00")], paid: "30.00" });
  const entitled = settled(order, [[1, 1]]);
  assert.deepEqual(
    entitled.units.map(({ line }) => line),
    ["line-2"],
  );
  const receipt = receiptOf(entitled, 0n, "CNY", order.lines);
  assert.deepEqual(
    receipt.steps.map(({ params }) => params["line"]),
    ["line-2"],
  );
});

type Line = OrderWords["lines"][number];
type Back = readonly (readonly [line: number, units: number])[];

function bought(told: {
  lines: Line[];
  promotions?: NonNullable<OrderWords["promotions"]>;
  paid?: string;
  tenders?: OrderWords["tenders"];
}): AnyOrder {
  return orderOf({
    freight: "0",
    lines: told.lines,
    promotions: told.promotions ?? [],
    tenders: told.tenders ?? [tender("wechat-pay", told.paid ?? "0")],
  });
}

function line(unitPrice: string, quantity = 1): Line {
  return { productNumber: "P", title: "P", merchantNumber: "M1", categoryCode: "general", quantity, unitPrice };
}

function off(amount: string): NonNullable<OrderWords["promotions"]>[number] {
  return { code: "MJ", label: "满减", funder: "shop", off: amount };
}

function tender(kind: OrderWords["tenders"][number]["kind"], amount: string): OrderWords["tenders"][number] {
  return { kind, reference: kind, amount };
}

function settled(
  order: AnyOrder,
  back: Back,
  why: "changed-mind" | "sellers-fault" = "changed-mind",
  refundedBefore = 0n,
) {
  const coming = back.map(([at, quantity]) => ({ lineId: order.lines[at]?.id ?? "", quantity }));
  return refundAmount(order.order, order.lines, coming, why, {
    refundedBefore,
    freightComesBack: why === "sellers-fault",
  });
}

function refund(order: AnyOrder, back: Back, why?: "changed-mind" | "sellers-fault"): bigint {
  return settled(order, back, why).refund;
}

/** One case after the other, for a change of mind. */
function refunds(order: AnyOrder, cases: readonly Back[]): bigint[] {
  let { lines } = order;
  let before = 0n;
  return cases.map((back) => {
    const { refund } = settled({ ...order, lines }, back, "changed-mind", before);
    before += refund;
    lines = lines.map((one, at) => {
      let left = back.find(([line]) => line === at)?.[1] ?? 0;
      const units = one.units.map((unit) =>
        unit.back === null && left-- > 0 ? { ...unit, back: "changed-mind" as const } : unit,
      );
      return { ...one, units };
    });
    return refund;
  });
}

function spread({ frozen }: AnyOrder, amount: bigint) {
  const tenders = frozen.tenders.map(({ tenderNo, capturedMinor }) => ({
    id: String(tenderNo),
    capturedMinor,
    reservedMinor: 0n,
    refundedMinor: 0n,
  }));
  return spreadOverTenders(amount, currency("CNY"), tenders);
}

function shares(order: AnyOrder, amount: bigint): bigint[] {
  const answer = spread(order, amount);
  assert.ok(answer.ok);
  return answer.value.map(({ minor }) => minor);
}
