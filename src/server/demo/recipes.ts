import type { Reason } from "#contract/returns";
import type { Category } from "#domains/catalog";
import type { DemoProduct } from "./catalogue.ts";
import { at, type Dice } from "./dice.ts";
import type { Assortment, Bought } from "./orders.ts";
import { type Ask, asks, type Verb } from "./plays.ts";

/** What is bought so that it can be asked about, and why it is. */

export type Recipe = {
  readonly reasons: readonly Reason[];
  readonly fits: (product: DemoProduct, category: Category) => boolean;
  /** Hours from delivery (from shipment, or from purchase, where nothing was delivered) to the request. */
  readonly after: readonly [number, number];
};

const changes: readonly Reason[] = ["no-longer-wanted", "does-not-fit", "ordered-by-mistake", "found-cheaper"];
const faults: readonly Reason[] = [
  "quality-fault",
  "not-as-described",
  "wrong-item",
  "damaged-on-arrival",
  "missing-parts",
];
const visibleFaults: readonly Reason[] = ["missing-parts", "damaged-on-arrival", "not-as-described", "wrong-item"];
/** Shops that approve at once, or have a rule of their own for what is in doubt. */
const quickShops: ReadonlySet<string> = new Set(["M001", "M004", "M016"]);
const generousShops: ReadonlySet<string> = new Set(["M001", "M002", "M004", "M005", "M006", "M016"]);
const untouchedShops: ReadonlySet<string> = new Set(["M005", "M006", "M007", "M008"]);

/** Its clocks know working hours, which the plan does not reckon with. */
const officeHours = "M016";

const ordinary = (category: Category) => category.specialClass === null && category.confirmationClass === null;

/** Goods of some kinds of the law pack, with nothing special about them. */
const plainly =
  (...kinds: readonly string[]): Recipe["fits"] =>
  (product, category) =>
    ordinary(category) && kinds.includes(category.lawCategory) && !quickShops.has(product.merchantNumber);

export const recipes: Readonly<Record<Ask, Recipe>> = {
  "change-of-mind": {
    reasons: changes,
    after: [3, 110],
    fits: (product, category) => ordinary(category) && !quickShops.has(product.merchantNumber),
  },
  "at-once": {
    reasons: changes,
    after: [3, 110],
    fits: (product) =>
      product.merchantNumber === "M001" && product.listMinor < 60_000n && product.categoryCode === "audio",
  },
  untouched: {
    reasons: changes,
    after: [3, 110],
    fits: (product, category) =>
      category.confirmationClass !== null &&
      category.specialClass === null &&
      untouchedShops.has(product.merchantNumber),
  },
  special: {
    reasons: changes,
    after: [3, 110],
    fits: (_product, { code }) => ["gold", "blind-boxes", "health"].includes(code),
  },
  fault: {
    reasons: faults,
    after: [3, 250],
    fits: (product, category) => ordinary(category) && !quickShops.has(product.merchantNumber),
  },
  "late-mismatch": {
    reasons: ["not-as-described"],
    after: [17 * 24, 45 * 24],
    fits: (product, category) =>
      ordinary(category) && category.listedAs === null && !generousShops.has(product.merchantNumber),
  },
  "money-only": {
    reasons: visibleFaults,
    after: [2, 200],
    fits: (product, category) =>
      ordinary(category) && category.listedAs === null && !quickShops.has(product.merchantNumber),
  },
  "bad-fruit": {
    reasons: ["quality-fault", "damaged-on-arrival"],
    after: [1, 44],
    fits: (product) => product.merchantNumber === "M004" && product.listMinor < 15_000n,
  },
  fresh: {
    reasons: ["quality-fault", "damaged-on-arrival"],
    after: [1, 40],
    fits: (_product, { code }) => code === "seafood" || code === "cakes",
  },
  "never-arrived": {
    reasons: ["never-arrived"],
    after: [5, 100],
    fits: (product, category) => ordinary(category) && !quickShops.has(product.merchantNumber),
  },
  cancel: {
    reasons: [
      "no-longer-wanted",
      "ordered-by-mistake",
      "found-cheaper",
      "too-slow",
      "discount-missed",
      "wrong-address",
    ],
    after: [0.3, 14],
    fits: (product, category) => ordinary(category) && !quickShops.has(product.merchantNumber),
  },
  "paid-at-once": {
    reasons: changes,
    after: [3, 60],
    fits: (product) => product.merchantNumber === officeHours && product.listMinor < 16_000n,
  },
  exchange: {
    reasons: ["does-not-fit", "ordered-by-mistake"],
    after: [3, 110],
    fits: (product, category) => ordinary(category) && !quickShops.has(product.merchantNumber),
  },
  "exchange-first": {
    reasons: ["does-not-fit"],
    after: [3, 110],
    fits: (product, category) =>
      ordinary(category) && product.variants.length > 1 && !quickShops.has(product.merchantNumber),
  },
  "exchange-dearer": {
    reasons: ["does-not-fit", "ordered-by-mistake"],
    after: [3, 110],
    fits: (product, category) =>
      ordinary(category) && product.listMinor < 50_000n && !quickShops.has(product.merchantNumber),
  },
  repair: { reasons: ["quality-fault", "does-not-work"], after: [24, 40 * 24], fits: plainly("electronics") },
  reship: {
    reasons: ["missing-parts"],
    after: [2, 150],
    fits: (product, category) =>
      ordinary(category) && category.listedAs === null && !quickShops.has(product.merchantNumber),
  },
  "price-drop": {
    reasons: ["price-dropped"],
    after: [0, 0],
    fits: (product) => product.merchantNumber === "M005" && product.drop !== null,
  },
  refuse: {
    reasons: ["no-longer-wanted", "ordered-by-mistake"],
    after: [20, 60],
    fits: (product, category) => ordinary(category) && !quickShops.has(product.merchantNumber),
  },
  "turn-round": {
    reasons: ["no-longer-wanted", "ordered-by-mistake", "wrong-address"],
    after: [6, 40],
    fits: (product, category) => ordinary(category) && !quickShops.has(product.merchantNumber),
  },
  // Goods that do not always come back without a reason: somebody looks first.
  "turn-round-asked": {
    reasons: ["no-longer-wanted"],
    after: [6, 40],
    fits: (_product, { code }) => ["gold", "blind-boxes", "health"].includes(code),
  },
  keep: {
    reasons: ["quality-fault", "not-as-described", "does-not-fit", "no-longer-wanted"],
    after: [5, 120],
    fits: (product, category) => product.merchantNumber === "M001" && category.confirmationClass === null,
  },
  present: {
    reasons: ["does-not-fit", "no-longer-wanted"],
    after: [3, 110],
    fits: plainly("clothing", "bags", "home-textiles"),
  },
  "present-exchange": {
    reasons: ["does-not-fit"],
    after: [3, 110],
    fits: (product, category) =>
      plainly("clothing", "shoes-and-hats")(product, category) && product.variants.length > 1,
  },
  "exchange-cheaper": {
    reasons: ["does-not-fit", "ordered-by-mistake"],
    after: [3, 110],
    fits: (product, category) => ordinary(category) && !quickShops.has(product.merchantNumber),
  },
  "exchange-bonus": {
    reasons: ["does-not-fit", "ordered-by-mistake"],
    after: [3, 110],
    fits: ({ merchantNumber, categoryCode }) => merchantNumber === "M001" && categoryCode === "audio",
  },
  "fault-shown": {
    reasons: ["does-not-work", "function-differs", "counterfeit"],
    after: [3, 250],
    fits: plainly("electronics"),
  },
  "money-only-shown": {
    reasons: ["empty-parcel", "material-differs", "size-differs", "colour-or-style-differs"],
    after: [2, 120],
    fits: plainly("clothing", "shoes-and-hats", "bags"),
  },
  spoiled: {
    reasons: ["spoiled"],
    after: [1, 44],
    fits: (product) => product.merchantNumber === "M004" && product.listMinor < 15_000n,
  },
  "no-tracking": {
    reasons: ["no-tracking"],
    after: [7 * 24, 10 * 24],
    fits: (product, category) => ordinary(category) && !quickShops.has(product.merchantNumber),
  },
  "out-of-stock": {
    reasons: ["out-of-stock"],
    after: [20, 60],
    fits: (product, category) => ordinary(category) && !quickShops.has(product.merchantNumber),
  },
  agreed: {
    reasons: ["agreed-with-seller"],
    after: [3, 110],
    fits: (product, category) => ordinary(category) && !quickShops.has(product.merchantNumber),
  },
  // Later than the law's days, and within those that the live room promised.
  "promised-live": {
    reasons: ["no-longer-wanted", "does-not-fit"],
    after: [10 * 24, 26 * 24],
    fits: (product, category) => plainly("clothing")(product, category) && !generousShops.has(product.merchantNumber),
  },
  "fake-from-live": { reasons: ["counterfeit"], after: [3, 110], fits: plainly("bags") },
  // Later than fourteen days after receipt.
  "from-berlin": {
    reasons: ["no-longer-wanted"],
    after: [18 * 24, 40 * 24],
    fits: (product, category) =>
      plainly("home-textiles", "furnishings", "other")(product, category) && !generousShops.has(product.merchantNumber),
  },
  "installed-later": {
    reasons: ["does-not-work"],
    after: [8 * 24, 9 * 24],
    fits: (product, { code }) => code === "washers" && !quickShops.has(product.merchantNumber),
  },
  "by-child": {
    reasons: ["bought-by-child"],
    after: [10 * 24, 30 * 24],
    fits: (product, category) => plainly("toys")(product, category) && !generousShops.has(product.merchantNumber),
  },
  "for-a-fee": {
    reasons: ["no-longer-wanted"],
    after: [9 * 24, 25 * 24],
    fits: (product, category) => product.merchantNumber === "M015" && category.lawCategory === "bags",
  },
};

export type Wish = {
  readonly ask: Ask;
  readonly path: readonly Verb[];
  readonly shop?: string | undefined;
  readonly dear?: true | undefined;
};

/** One kind of goods that fits, sometimes with something else of the same shop beside it. */
export function goodsFor(dice: Dice, assortment: Assortment, { ask, path, shop, dear }: Wish): Bought[] {
  const fitting = assortment.products.filter((product) => {
    const category = assortment.categories.get(product.categoryCode);
    if (category === undefined) return false;
    return shop === undefined
      ? recipes[ask].fits(product, category) && (!otherGoods.has(ask) || otherThan(ask, product, assortment).length > 0)
      : product.merchantNumber === shop && ordinary(category);
  });
  const product = dear === true ? dearest(fitting) : dice.pick(fitting);
  if (alone.has(ask)) return [{ product, quantity: 1 }];
  const several = path.includes("inspect-part")
    ? 3
    : dice.weighted([
        [1, 78],
        [2, 17],
        [3, 5],
      ] as const);
  const main = { product, quantity: product.listMinor > 100_000n && several < 3 ? 1 : several };
  const beside = dice.pick(assortment.byMerchant.get(product.merchantNumber) ?? [product]);
  return dice.chance(0.25) && beside.number !== product.number ? [main, { product: beside, quantity: 1 }] : [main];
}

function dearest(products: readonly DemoProduct[]): DemoProduct {
  return products.reduce((most, next) => (next.listMinor > most.listMinor ? next : most));
}

const alone: ReadonlySet<Ask> = new Set<Ask>([
  "at-once",
  "bad-fruit",
  "spoiled",
  "paid-at-once",
  "exchange-dearer",
  "exchange-cheaper",
  "price-drop",
  "repair",
  "keep",
  "present",
  "present-exchange",
]);

const otherGoods: ReadonlySet<Ask> = new Set(["exchange-dearer", "exchange-cheaper"]);

/** Of an exchange: the same in another size or colour, or the article of the shop that is next above or below it in price. */
export function wantedFor(
  dice: Dice,
  assortment: Assortment,
  ask: Ask,
  product: DemoProduct,
): { wanted?: { productNumber?: string; variant: string } } {
  if (asks[ask].kind !== "exchange") return {};
  if (!otherGoods.has(ask)) return { wanted: { variant: dice.pick(product.variants) } };
  const next = at(otherThan(ask, product, assortment), 0);
  return { wanted: { productNumber: next.number, variant: at(next.variants, 0) } };
}

/** The nearest in price first. */
export function otherThan(
  ask: Ask,
  { merchantNumber, listMinor }: DemoProduct,
  { byMerchant }: Assortment,
): DemoProduct[] {
  const sign = ask === "exchange-dearer" ? 1n : -1n;
  const above = (other: DemoProduct) => sign * (other.listMinor - listMinor);
  return (byMerchant.get(merchantNumber) ?? [])
    .filter((other) => other.drop === null && above(other) > 500n)
    .sort((a, b) => Number(above(a) - above(b)));
}

export function wantedOf(dice: Dice, goods: readonly Bought[], path: readonly Verb[]): number {
  const { quantity } = at(goods, 0);
  return path.includes("inspect-part") ? quantity : dice.between(1, quantity);
}
