import type { OrderInput } from "#contract/orders";
import type { Category } from "#domains/catalog";
import { dateOfDay } from "#kernel/time";
import type { DemoProduct } from "./catalogue.ts";
import { at, type Dice } from "./dice.ts";
import { addressOf, type DemoShopper, recipientOf } from "./people.ts";

/** What there is to buy, as orders need it. */
export type Assortment = {
  readonly categories: ReadonlyMap<string, Category>;
  readonly products: readonly DemoProduct[];
  readonly byMerchant: ReadonlyMap<string, readonly DemoProduct[]>;
  readonly merchants: readonly (readonly [number: string, weight: number])[];
};

export type Bought = { readonly product: DemoProduct; readonly quantity: number };

/** When an order left and arrived, in milliseconds; what has not happened is null. */
export type Journey = { readonly shippedMs: number | null; readonly deliveredMs: number | null };

/** An order before it has its number, which it gets when all orders of its day are known. */
export type PlannedOrder = {
  number: string;
  readonly placedMs: number;
  readonly input: (number: string) => OrderInput;
};

export type Purchase = {
  readonly shopper: DemoShopper;
  readonly placedMs: number;
  readonly goods: readonly Bought[];
  readonly journey: Journey;
  /** Without discounts, coupons and gifts. */
  readonly plain?: boolean;
  readonly promotions?: OrderInput["promotions"];
  readonly live?: boolean;
  /** What had to be confirmed was asked the right way. */
  readonly confirmed?: boolean;
  readonly signedBy?: "locker" | "proxy-without-consent";
  /** The moment the unpaid order lapsed. */
  readonly lapsedMs?: number;
  /** Bought for somebody else, who may send it back. */
  readonly present?: boolean;
  /** What was said of the goods before they were bought. */
  readonly told?: Told;
  /** What points take off the first line. */
  readonly pointsMinor?: bigint;
};

/** As a live room, a page or a checkout would; `abroad`: sent to Germany, where nobody explained the right to withdraw; `installed`: some days after it came. */
export type Told = "promised-in-live-room" | "hidden-seller" | "abroad" | "installed";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** China keeps one time, without summer time. */
const chinaMs = 8 * hourMs;
const daysBack = 180;

/** Orders as they come in over 180 days: more in the evening, at weekends and on 618 and 双11. What is bought is thrown when it is asked for. */
export function ordinaryOrders(
  dice: Dice,
  nowMs: number,
  assortment: Assortment,
  shoppers: readonly DemoShopper[],
  count: number,
): PlannedOrder[] {
  const days = daysUntil(nowMs);
  return Array.from({ length: count }, (_, i) => {
    const placedMs = Math.min(
      dice.weighted(days) + dice.weighted(hourWeights) * hourMs + dice.between(0, hourMs - 1),
      nowMs - dice.between(5, 90) * minuteMs,
    );
    return {
      number: "",
      placedMs,
      input: (number) => ordinaryOrder(dice.fork(`${i}`), placedMs, nowMs, assortment, shoppers).input(number),
    };
  });
}

function ordinaryOrder(
  dice: Dice,
  placedMs: number,
  nowMs: number,
  assortment: Assortment,
  shoppers: readonly DemoShopper[],
): PlannedOrder {
  // A few buy often, many once.
  const shopper = at(shoppers, Math.floor(Math.max(1, countBefore(shoppers, placedMs)) * dice.float() ** 1.6));
  const lapsedMs = dice.chance(0.006) ? placedMs + 30 * minuteMs : undefined;
  return planOrder(dice, assortment, {
    shopper,
    placedMs,
    goods: basketOf(dice, assortment),
    live: dice.chance(0.14),
    journey: lapsedMs === undefined ? journeyOf(dice, placedMs, nowMs) : { shippedMs: null, deliveredMs: null },
    ...(lapsedMs === undefined ? {} : { lapsedMs }),
  });
}

/** How many had joined by then; they are in the order in which they did. */
function countBefore(shoppers: readonly DemoShopper[], ms: number): number {
  let [from, until] = [0, shoppers.length];
  while (from < until) {
    const middle = (from + until) >> 1;
    if (at(shoppers, middle).joinedMs < ms) from = middle + 1;
    else until = middle;
  }
  return from;
}

/** The usual way of a parcel, as far as it has come by now; a few get stuck. */
export function journeyOf(dice: Dice, placedMs: number, nowMs: number): Journey {
  const shippedMs =
    placedMs +
    dice.weighted([
      [dice.between(3, 20), 70],
      [dice.between(20, 40), 25],
      [dice.between(40, 80), 5],
    ] as const) *
      hourMs +
    dice.between(0, hourMs);
  const deliveredMs = shippedMs + dice.between(18, dice.chance(0.2) ? 130 : 80) * hourMs + dice.between(0, hourMs);
  return {
    shippedMs: shippedMs > nowMs ? null : shippedMs,
    deliveredMs: deliveredMs > nowMs || dice.chance(0.004) ? null : deliveredMs,
  };
}

/** One shop's goods, now and then of two shops. */
export function basketOf(dice: Dice, { byMerchant, merchants }: Assortment): Bought[] {
  const shops = dice.chance(0.04) ? [dice.weighted(merchants), dice.weighted(merchants)] : [dice.weighted(merchants)];
  const bought = new Map<string, Bought>();
  for (const shop of new Set(shops)) {
    const products = byMerchant.get(shop) ?? [];
    const kinds = dice.weighted([
      [1, 78],
      [2, 16],
      [3, 5],
      [4, 1],
    ] as const);
    for (let i = 0; i < kinds; i++) {
      const product = dice.pick(products);
      const quantity =
        product.listMinor > 50_000n
          ? 1
          : dice.weighted([
              [1, 84],
              [2, 12],
              [3, 3],
              [5, 1],
            ] as const);
      bought.set(product.number, { product, quantity });
    }
  }
  return [...bought.values()];
}

/** Everything of an order is thrown here; only its number comes later. */
export function planOrder(dice: Dice, assortment: Assortment, purchase: Purchase): PlannedOrder {
  const { shopper, placedMs, journey, lapsedMs } = purchase;
  const paidMs = placedMs + dice.between(20, 400) * 1_000;
  const goods = purchase.goods.map(({ product, quantity }) => ({
    product,
    quantity,
    variant: dice.pick(product.variants),
  }));
  const gift = purchase.plain === true ? undefined : giftFor(dice, assortment, goods);
  const pointsMinor = purchase.pointsMinor ?? 0n;
  const lines = goods.map(({ product, quantity, variant }, i): OrderInput["lines"][number] => ({
    ...lineOf(product, variant, placedMs),
    ...(i === 0 && pointsMinor > 0n ? { points: yuan(pointsMinor) } : {}),
    quantity,
    isGift: false,
    ...serialsFor(dice, product, quantity),
    ...confirmationFor(
      dice,
      assortment.categories.get(product.categoryCode),
      product,
      placedMs,
      purchase.confirmed === true,
    ),
  }));
  if (gift !== undefined)
    lines.push({
      ...lineOf(gift, at(gift.variants, 0), placedMs),
      quantity: 1,
      isGift: true,
      giftPrice: yuan(gift.listMinor),
    });
  const worth = goods.reduce((sum, { product, quantity }) => sum + priceAt(product, placedMs) * BigInt(quantity), 0n);
  const live = purchase.live === true ? liveContext(dice, placedMs) : undefined;
  const promotions =
    purchase.promotions ??
    (purchase.plain === true
      ? []
      : [...promotionsFor(dice, worth, placedMs, shopper.tier, live?.host), ...setFor(dice, goods)]);
  const off = promotions.reduce((sum, promotion) => sum + minorOf(promotion.off), 0n);
  const freight = worth >= freeFrom ? 0n : usualFreight;
  const due = worth - off - pointsMinor + freight;
  const parcels = parcelsOf(dice, journey, placedMs, lines, assortment.categories, purchase.signedBy);
  const tenders = tendersFor(dice, lapsedMs === undefined ? due : 0n, purchase.plain === true);
  const present = purchase.present ?? (purchase.plain !== true && dice.chance(0.02));
  const recipient =
    present || dice.chance(0.08)
      ? { ...recipientOf(dice), address: addressOf(dice) }
      : { name: shopper.name, phone: shopper.phone, address: shopper.address };
  const channel = dice.weighted([
    ["app", 55],
    ["mini-program", 30],
    ["web", 15],
  ] as const);
  const updatedMs = Math.max(placedMs, journey.shippedMs ?? 0, journey.deliveredMs ?? 0);
  return {
    number: "",
    placedMs,
    input: (number) => ({
      number,
      source: demoSource,
      updatedAt: instant(updatedMs),
      placedAt: instant(placedMs),
      ...(lapsedMs === undefined ? { paidAt: instant(paidMs) } : { cancelledAt: instant(lapsedMs) }),
      country: "CN",
      zone: "Asia/Shanghai",
      ...toldOfOrder(purchase.told),
      currency: "CNY",
      consumerPurchase: true,
      shopper: { externalId: shopper.externalId },
      recipient:
        purchase.told === "abroad" ? { name: shopper.name, phone: shopper.phone, address: inBerlin } : recipient,
      context: {
        channel,
        memberTier: shopper.tier,
        ...campaignOn(placedMs),
        ...live,
        ...insuranceOf(goods, shopper.externalId),
      },
      ...(present ? { present: {} } : {}),
      freight: yuan(freight),
      ...(freight === 0n ? { freeFreight: { threshold: yuan(freeFrom), freight: yuan(usualFreight) } } : {}),
      lines: lines.map((line, i) => ({
        ...line,
        ...(i === 0 ? toldOfGoods(purchase.told, line.unitPrice) : {}),
        ...(parcels.length === 0 ? {} : { parcel: parcels.length > 1 && i > 0 ? 1 : 0 }),
      })),
      promotions,
      tenders: tenders.map((tender, i) => ({
        ...tender,
        reference: `${referencePrefixes[tender.kind] ?? "PAY"}${number.replace("-", "")}${i + 1}`,
      })),
      parcels: purchase.told === "installed" ? parcels.map(installed) : parcels,
    }),
  };
}

const inBerlin = "Kantstraße 12, 10623 Berlin";

function toldOfOrder(
  told: Told | undefined,
): Pick<OrderInput, "country" | "zone" | "withdrawal" | "liveRoom"> | object {
  if (told === "abroad")
    return { country: "DE", zone: "Europe/Berlin", withdrawal: { informed: false, snapshot: "checkout-de-2026-07" } };
  if (told === undefined || told === "installed") return {};
  return { liveRoom: { sellerShown: told !== "hidden-seller" } };
}

function toldOfGoods(
  told: Told | undefined,
  unitPrice: string,
): Pick<OrderInput["lines"][number], "promises" | "comparison"> {
  const by = "live-room" as const;
  if (told === "promised-in-live-room") return { promises: { by, noReasonDays: 30, returnFreight: "seller" } };
  if (told !== "hidden-seller") return {};
  return {
    promises: { by, multiple: { times: 4, besideRefund: false } },
    comparison: { price: yuan(2n * minorOf(unitPrice)), explained: "nothing", lowestDeal: unitPrice },
  };
}

/** Numbers as shops give them, such as 20261118-0042: in the order of the day. */
export function numberOrders(orders: readonly PlannedOrder[]): PlannedOrder[] {
  const sorted = orders.toSorted((a, b) => a.placedMs - b.placedMs);
  const counts = new Map<string, number>();
  for (const order of sorted) {
    const day = dayOf(order.placedMs).replaceAll("-", "");
    const count = (counts.get(day) ?? 0) + 1;
    counts.set(day, count);
    order.number = `${day}-${String(count).padStart(4, "0")}`;
  }
  return sorted;
}

export const demoSource = "demo";

const usualFreight = 800n;
const freeFrom = 9_900n;

const referencePrefixes: Readonly<Record<string, string>> = {
  "wechat-pay": "WX",
  alipay: "ZFB",
  card: "YL",
  wallet: "QB",
  "gift-card": "LPK",
  points: "JF",
};

/** Weights of the hours from midnight on. */
const hourWeights = [
  2, 1, 0.4, 0.3, 0.3, 0.4, 0.7, 1.5, 2.5, 4, 4, 4, 5, 4, 3.5, 3.5, 3.5, 3.5, 4, 5.5, 7, 8, 7, 4,
].map((weight, hour) => [hour, weight] as const);

/** Midnights of the last 180 days with how much is sold; today counts as far as it has come. */
function daysUntil(nowMs: number): (readonly [number, number])[] {
  const today = Math.floor((nowMs + chinaMs) / dayMs);
  return Array.from({ length: daysBack }, (_, i) => {
    const day = today - i;
    const startMs = day * dayMs - chinaMs;
    // The first of January 1970 was a Thursday.
    const weekend = [2, 3].includes(day % 7);
    const part = Math.min(1, (nowMs - startMs) / dayMs);
    return [startMs, part * (weekend ? 1.15 : 1) * (salesDays[dateOfDay(day).slice(5)] ?? 1)] as const;
  });
}

const salesDays: Readonly<Record<string, number>> = {
  "06-01": 1.6,
  "06-16": 1.5,
  "06-17": 1.8,
  "06-18": 3.6,
  "09-09": 1.4,
  "10-31": 1.6,
  "11-01": 2.2,
  "11-09": 1.3,
  "11-10": 1.8,
  "11-11": 4.5,
  "12-12": 2.2,
};

function campaignOn(placedMs: number): { campaign?: string } {
  const day = dayOf(placedMs).slice(5);
  if (day >= "06-16" && day <= "06-18") return { campaign: "618" };
  if (day >= "10-31" && day <= "11-11") return { campaign: "双11" };
  return {};
}

/** Shoe shops insure the way back of everything they sell; of clothes some shoppers do it themselves. */
function insuranceOf(
  goods: readonly Bought[],
  shopper: string,
): { freightInsurance?: { product: string; paidBy: "merchant" | "shopper" } } {
  if (goods.every(({ product }) => product.merchantNumber === insuring))
    return { freightInsurance: { product: "standard", paidBy: "merchant" } };
  return shopper.endsWith("7") && goods.every(({ product }) => insurable.has(product.merchantNumber))
    ? { freightInsurance: { product: "standard", paidBy: "shopper" } }
    : {};
}

const insuring = "M014";
const insurable: ReadonlySet<string> = new Set(["M011", "M012", "M013"]);

function liveContext(dice: Dice, placedMs: number): { channel: "live"; host: string; liveSession: string } {
  const host = dice.pick(hosts);
  return {
    channel: "live",
    host,
    liveSession: `L${dayOf(placedMs).slice(2).replaceAll("-", "")}-${hosts.indexOf(host) + 1}`,
  };
}

const hosts = ["阿梨", "大麦", "小满", "老周"];

function priceAt({ listMinor, drop }: DemoProduct, placedMs: number): bigint {
  return drop !== null && placedMs >= drop.sinceMs ? drop.minor : listMinor;
}

function lineOf(product: DemoProduct, variant: string, placedMs: number) {
  return {
    productNumber: product.number,
    title: product.title,
    titleEn: product.titleEn,
    picture: product.picture,
    merchantNumber: product.merchantNumber,
    categoryCode: product.categoryCode,
    unitPrice: yuan(priceAt(product, placedMs)),
    ...(variant === "" ? {} : { variant }),
  };
}

/** From three hundred yuan on a shop now and then adds its smallest article. */
function giftFor(dice: Dice, { byMerchant }: Assortment, goods: readonly Bought[]): DemoProduct | undefined {
  const worth = goods.reduce((sum, { product, quantity }) => sum + product.listMinor * BigInt(quantity), 0n);
  if (worth < 30_000n || !dice.chance(0.12)) return undefined;
  const shelf = byMerchant.get(at(goods, 0).product.merchantNumber) ?? [];
  const cheapest = shelf.toSorted((a, b) => Number(a.listMinor - b.listMinor))[0];
  return cheapest !== undefined &&
    cheapest.listMinor < 10_000n &&
    !goods.some(({ product }) => product.number === cheapest.number)
    ? cheapest
    : undefined;
}

const withSerials: ReadonlySet<string> = new Set([
  "phones",
  "computers",
  "wearables",
  "cameras",
  "tv",
  "fridges",
  "washers",
  "bicycles",
]);

function serialsFor(dice: Dice, product: DemoProduct, quantity: number): { serials?: string[] } {
  if (!withSerials.has(product.categoryCode)) return {};
  return { serials: Array.from({ length: quantity }, () => `SN${product.number.slice(1)}${dice.digits(8)}`) };
}

/** What the shopper had to confirm before paying for goods that do not come back; some shops ask it the wrong way. */
function confirmationFor(
  dice: Dice,
  category: Category | undefined,
  product: DemoProduct,
  placedMs: number,
  surely: boolean,
): Pick<OrderInput["lines"][number], "confirmation"> {
  const exclusion = category?.confirmationClass ?? category?.specialClass ?? null;
  const [asked, preTicked] = [dice.chance(0.9), dice.chance(0.06)];
  if (exclusion === null || !(asked || surely)) return {};
  return {
    confirmation: {
      exclusion,
      shownProminently: true,
      preTicked: preTicked && !surely,
      perOrder: true,
      inMandatoryFlow: true,
      at: instant(placedMs),
      snapshot: `snapshot-${product.number}-${dice.digits(6)}`,
    },
  };
}

type Promotion = OrderInput["promotions"][number];

function promotionsFor(
  dice: Dice,
  worth: bigint,
  placedMs: number,
  tier: string,
  host: string | undefined,
): Promotion[] {
  const taken: Promotion[] = [];
  const inCampaign = campaignOn(placedMs).campaign !== undefined;
  if (worth >= 30_000n && (inCampaign || dice.chance(0.1)))
    taken.push(threshold("platform-300-40", "满300减40", "platform", "300", "40"));
  else if (worth >= 50_000n && dice.chance(0.2)) taken.push(threshold("shop-500-50", "满500减50", "shop", "500", "50"));
  else if (worth >= 20_000n && dice.chance(0.2)) taken.push(threshold("shop-200-15", "满200减15", "shop", "200", "15"));
  if (host !== undefined && worth >= 10_000n)
    taken.push({
      code: "host-coupon",
      label: `${host}直播间券`,
      funder: "host",
      off: "10",
      afterPartialReturn: "keep",
    });
  else if (worth >= 15_000n && dice.chance(0.12))
    taken.push(coupon(dice, "shop-coupon-99-8", "店铺券满99减8", "99", "8"));
  if (["gold", "platinum", "diamond"].includes(tier) && dice.chance(0.4))
    taken.push({
      code: "member-price",
      label: "会员价 95 折",
      funder: "platform",
      off: yuan(worth / 20n),
      afterPartialReturn: "keep",
    });
  return taken;
}

export function threshold(
  code: string,
  label: string,
  funder: Promotion["funder"],
  from: string,
  off: string,
): Promotion {
  return { code, label, funder, off, threshold: from, afterPartialReturn: "re-price" };
}

/** A coupon has a number: it comes back when all it was used on does. */
export function coupon(dice: Dice, code: string, label: string, from: string, off: string): Promotion {
  return { ...threshold(code, label, "shop", from, off), coupon: `YHQ${dice.digits(10)}` };
}

/** Things of one shop that are cheaper together. */
function setFor(dice: Dice, goods: readonly Bought[]): Promotion[] {
  const [first, second, ...more] = goods;
  const together = first?.product.merchantNumber === second?.product.merchantNumber;
  return first !== undefined && second !== undefined && more.length === 0 && together && dice.chance(0.15)
    ? [setOf("two-together", "搭配购立减", [first, second], 5n)]
    : [];
}

/** So many percent off what one of each costs, as often as there is one of each. */
export function setOf(code: string, label: string, goods: readonly Bought[], percent: bigint): Promotion {
  const sets = goods.reduce((least, { quantity }) => Math.min(least, quantity), Number.MAX_SAFE_INTEGER);
  const worth = goods.reduce((sum, { product }) => sum + product.listMinor, 0n);
  return {
    code,
    label,
    funder: "shop",
    off: yuan(((worth * percent) / 100n / 10n) * 10n * BigInt(sets)),
    set: goods.map((_, line) => ({ line, units: 1 })),
    afterPartialReturn: "re-price",
  };
}

type Tender = Omit<OrderInput["tenders"][number], "reference">;

/** Mostly one way of paying; now and then a gift card or points pay a part. */
function tendersFor(dice: Dice, due: bigint, plain: boolean): Tender[] {
  const kind = dice.weighted([
    ["wechat-pay", 55],
    ["alipay", 34],
    ["card", 8],
    ["wallet", 3],
  ] as const);
  const rest = (minor: bigint): Tender => ({
    kind,
    amount: yuan(minor),
    ...(kind === "card" && minor >= 100_000n ? { installments: dice.pick([3, 6, 12]) } : {}),
  });
  if (plain || due < 5_000n) return [rest(due)];
  if (dice.chance(0.06)) {
    const points = due / 20n;
    return [rest(due - points), { kind: "points", amount: yuan(points) }];
  }
  if (dice.chance(0.05)) {
    const card = due > 10_000n ? 5_000n : due / 2n;
    return [{ kind: "gift-card", amount: yuan(card) }, rest(due - card)];
  }
  return [rest(due)];
}

type Parcel = OrderInput["parcels"][number];

/** Three days after it came. */
function installed(parcel: Parcel): Parcel {
  const { deliveredAt } = parcel;
  if (deliveredAt === undefined) return parcel;
  return { ...parcel, installedAt: instant(Temporal.Instant.from(deliveredAt).epochMilliseconds + 3 * dayMs) };
}

function parcelsOf(
  dice: Dice,
  { shippedMs, deliveredMs }: Journey,
  placedMs: number,
  lines: OrderInput["lines"],
  categories: Assortment["categories"],
  signedBy: Purchase["signedBy"],
): Parcel[] {
  const promisedBy = instant(placedMs + 72 * hourMs);
  if (shippedMs === null) return [{ promisedBy }];
  const special = categories.get(lines[0]?.categoryCode ?? "")?.specialClass;
  if (special === "digital-download" || special === "ticket") {
    const sentMs = Math.min(shippedMs, placedMs + 10 * minuteMs);
    return [{ shippedAt: instant(sentMs), deliveredAt: instant(sentMs + 1_000), signedBy: "consignee" }];
  }
  const first = parcelOf(dice, { shippedMs, deliveredMs }, promisedBy, signedBy);
  if (lines.length < 2 || !dice.chance(0.12)) return [first];
  const later = deliveredMs === null ? null : deliveredMs - dice.between(1, 10) * hourMs;
  return [
    first,
    parcelOf(
      dice,
      { shippedMs, deliveredMs: later === null || later <= shippedMs ? deliveredMs : later },
      promisedBy,
      signedBy,
    ),
  ];
}

function parcelOf(
  dice: Dice,
  { shippedMs, deliveredMs }: Journey,
  promisedBy: string,
  wanted: Purchase["signedBy"],
): Parcel {
  const [carrier, prefix, digits] = dice.weighted(carriers);
  const usual = dice.weighted([
    ["consignee", 72],
    ["locker", 17],
    ["proxy", 8],
    ["proxy-without-consent", 3],
  ] as const);
  const signedBy = wanted ?? usual;
  return {
    carrier,
    trackingNumber: `${prefix}${dice.digits(digits)}`,
    promisedBy,
    ...(shippedMs === null ? {} : { shippedAt: instant(shippedMs) }),
    ...(deliveredMs === null ? {} : { deliveredAt: instant(deliveredMs), signedBy }),
    ...(deliveredMs === null || signedBy !== "locker" || wanted !== undefined
      ? {}
      : { pickedUpAt: instant(deliveredMs + dice.between(20, 150) * minuteMs) }),
  };
}

/** Key, how its numbers begin, how many digits follow. */
export const carriers: readonly (readonly [readonly [carrier: string, start: string, digits: number], number])[] = [
  [["sf", "SF14", 11], 25],
  [["zto", "75", 12], 24],
  [["yto", "YT", 13], 18],
  [["yunda", "43", 13], 10],
  [["jd", "JDVA", 11], 10],
  [["jt", "JT", 13], 8],
  [["ems", "11", 11], 3],
  [["sto", "773", 12], 2],
];

/** RFC 3339, to the second. By hand, because hundreds of thousands are written. */
function instant(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  const two = (n: number) => (n < 10 ? `0${n}` : `${n}`);
  return `${dateOf(Math.floor(seconds / 86_400))}T${two(Math.floor(seconds / 3_600) % 24)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}Z`;
}

function dayOf(ms: number): string {
  return dateOf(Math.floor((ms + chinaMs) / dayMs));
}

const dates = new Map<number, string>();

function dateOf(day: number): string {
  const known = dates.get(day);
  if (known !== undefined) return known;
  const date = dateOfDay(day);
  dates.set(day, date);
  return date;
}

function yuan(minor: bigint): string {
  return `${minor / 100n}.${String(minor % 100n).padStart(2, "0")}`;
}

function minorOf(amount: string): bigint {
  const [whole = "0", part = ""] = amount.split(".");
  return BigInt(whole) * 100n + BigInt(part.padEnd(2, "0"));
}
