import fc from "fast-check";
import { orderInput } from "#contract/orders";
import type { LoadedLine, LockedOrder } from "#domains/orders";
import { allocate, currency, money, toWire } from "#kernel/money";
import type { FrozenOrder } from "../../src/domains/orders/model.ts";
import { freezeOrder } from "../../src/domains/orders/rules/freeze-order.ts";
import { type OrderWords, orderWords } from "./order-input.ts";

/** Any order a shop may tell, frozen by the real rules, as a case finds it. Nothing of it is back yet. */
export type AnyOrder = {
  readonly frozen: FrozenOrder;
  readonly order: LockedOrder;
  readonly lines: readonly LoadedLine[];
};

const percent = (max: number) => fc.bigInt(0n, BigInt(max));
const whole = 100n;

const line = fc.record({
  quantity: fc.integer({ min: 1, max: 5 }),
  unit: fc.bigInt(1n, 60_000n),
  points: fc.oneof({ weight: 3, arbitrary: fc.constant(0n) }, percent(10)),
  tax: fc.oneof({ weight: 3, arbitrary: fc.constant(0n) }, percent(20)),
  gift: fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, fc.record({ price: fc.option(fc.bigInt(1n, 500n)) })),
});

const promotion = fc.record({
  funder: fc.constantFrom("shop" as const, "platform" as const, "host" as const, "brand" as const),
  percentOff: percent(30),
  /** Of the list price of its lines; null: a coupon without a threshold. */
  percentToReach: fc.option(percent(110)),
  onEveryOtherLine: fc.boolean(),
  afterPartialReturn: fc.constantFrom("re-price" as const, "keep" as const),
});

const tender = fc.record({
  kind: fc.constantFrom("card", "wechat-pay", "wallet", "points", "coupon", "gift-card"),
  weight: fc.bigInt(1n, 100n),
});

const told = fc.record({
  code: fc.constantFrom("CNY", "JPY", "KWD"),
  lines: fc.array(line, { minLength: 1, maxLength: 8 }),
  promotions: fc.array(promotion, { maxLength: 3 }),
  freight: fc.oneof(fc.constant(0n), fc.bigInt(0n, 3_000n)),
  freeFrom: fc.option(fc.bigInt(0n, 200_000n)),
  tenders: fc.array(tender, { minLength: 1, maxLength: 4 }),
  /** Per cent of what the lines ask for that was really captured: less, and more, happens. */
  captured: fc.oneof({ weight: 4, arbitrary: fc.constant(whole) }, fc.bigInt(50n, 130n)),
});
type Told = typeof told extends fc.Arbitrary<infer T> ? T : never;

/** As a shop tells it: an order that is not refused. */
export const anyOrderWords: fc.Arbitrary<OrderWords> = told
  // A gift comes with something that was bought.
  .filter(({ lines }) => lines.some(({ gift }) => gift === null))
  .map(wordsOf)
  .filter((words) => freezeOrder(orderInput.parse(words)).ok);

export const anyOrder: fc.Arbitrary<AnyOrder> = anyOrderWords.map(orderOf);

/** An order told in words and frozen; a refusal is an error of the test. */
export function orderOf(changes: Partial<OrderWords>): AnyOrder {
  const frozen = freezeOrder(orderInput.parse(orderWords("A1", changes)));
  if (!frozen.ok) throw new Error(`${frozen.code} ${JSON.stringify(frozen.params)}`);
  return loaded(frozen.value);
}

function wordsOf(sketch: Told): OrderWords {
  const code = currency(sketch.code);
  const wire = (minor: bigint) => toWire(money(minor, code)).amount;
  const bought = sketch.lines.filter(({ gift }) => gift === null);
  const listed = (line: Told["lines"][number]) => line.unit * BigInt(line.quantity);
  const pointsOf = (line: Told["lines"][number]) => (line.gift === null ? (listed(line) * line.points) / whole : 0n);
  const taxOf = (line: Told["lines"][number]) => (line.gift === null ? (listed(line) * line.tax) / whole : 0n);
  const promotions = sketch.promotions.map((promotion, no) => {
    const scope = [...sketch.lines.keys()].filter(
      (i) => sketch.lines[i]?.gift === null && (!promotion.onEveryOtherLine || i % 2 === 0),
    );
    const list = sum(scope.map((i) => sketch.lines[i]).map((line) => (line === undefined ? 0n : listed(line))));
    return { promotion, no, scope, list, off: (list * promotion.percentOff) / whole };
  });
  const asked =
    sum(bought.map((line) => listed(line) - pointsOf(line) + taxOf(line))) -
    sum(promotions.map(({ off }) => off)) +
    sketch.freight;
  const captured = (asked * sketch.captured) / whole;
  const shares = allocate(
    money(captured, code),
    sketch.tenders.map(({ weight }) => weight),
  );
  return orderWords("A1", {
    currency: code,
    freight: wire(sketch.freight),
    lines: sketch.lines.map((line, i) => ({
      productNumber: `P${i}`,
      title: `P${i}`,
      merchantNumber: "M1",
      categoryCode: "general",
      quantity: line.quantity,
      unitPrice: wire(line.unit),
      points: wire(pointsOf(line)),
      tax: wire(taxOf(line)),
      ...(line.gift === null ? {} : { isGift: true }),
      ...(line.gift?.price == null ? {} : { giftPrice: wire(line.gift.price) }),
    })),
    promotions: promotions.map(({ promotion, no, scope, list, off }) => ({
      code: `MJ${no}`,
      label: `满减 ${no}`,
      funder: promotion.funder,
      off: wire(off),
      ...(promotion.percentToReach === null ? {} : { threshold: wire((list * promotion.percentToReach) / whole) }),
      ...(promotion.onEveryOtherLine ? { lines: scope } : {}),
      afterPartialReturn: promotion.afterPartialReturn,
    })),
    ...(sketch.freeFrom === null ? {} : { freeFreight: { threshold: wire(sketch.freeFrom), freight: wire(1_000n) } }),
    tenders: sketch.tenders.map(({ kind }, i) => ({
      kind,
      reference: `T${i}`,
      amount: wire(shares[i]?.minor ?? 0n),
    })),
  });
}

/** The frozen order as it is read back from its tables for a case. */
function loaded(frozen: FrozenOrder): AnyOrder {
  const { freeFreight } = frozen.context as LockedOrder["context"];
  const order: LockedOrder = {
    id: "order",
    number: frozen.number,
    merchant_ids: frozen.merchantNumbers,
    placed_at: frozen.placedAt,
    cancelled_at: frozen.cancelledAt,
    country: frozen.country,
    zone: frozen.zone,
    currency: frozen.currency,
    freight_minor: frozen.freightMinor,
    paid_minor: frozen.paidMinor,
    context: freeFreight === undefined ? {} : { freeFreight },
    promotions: frozen.promotions.map((promotion) => ({
      ...promotion,
      offMinor: promotion.offMinor.toString(),
      thresholdMinor: promotion.thresholdMinor?.toString() ?? null,
    })),
    policy_id: "built-in",
    policy_version: 1,
    consumer_purchase: frozen.consumerPurchase,
    recipient_name_mask: null,
    recipient_region: null,
    shop_policies: null,
  };
  const lines = frozen.lines.map(
    (line): LoadedLine => ({
      id: `line-${line.lineNo}`,
      line_no: line.lineNo,
      merchant_id: line.merchantNumber,
      product_number: line.productNumber,
      title: line.title,
      title_en: line.titleEn,
      variant: line.variant,
      picture: line.picture,
      category_code: line.categoryCode,
      special_class: line.specialClass,
      quantity: line.quantity,
      unit_list_minor: line.unitListMinor,
      paid_minor: line.paidMinor,
      freight_minor: line.freightMinor,
      tax_minor: line.taxMinor,
      points_minor: line.pointsMinor,
      is_gift: line.isGift,
      is_adjustment: line.isAdjustment,
      gift_price_minor: line.giftPriceMinor,
      discounts: line.discounts.map((discount) => ({ ...discount, minor: discount.minor.toString() })),
      law_category: null,
      category_special: null,
      confirmation_class: null,
      durable: null,
      listed_as: null,
      told: null,
      units: line.units.map(({ unitNo, paidMinor }) => ({
        no: unitNo,
        paid: paidMinor.toString(),
        case: null,
        back: null,
        parcel: null,
        allowance: "0",
        replacements: [],
      })),
      confirmation: null,
    }),
  );
  return { frozen, order, lines };
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
