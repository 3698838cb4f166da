import { planCases } from "./cases.ts";
import { type Catalogue, type DemoProduct, demoCatalogue } from "./catalogue.ts";
import { at, Dice } from "./dice.ts";
import {
  type Assortment,
  type Bought,
  basketOf,
  journeyOf,
  numberOrders,
  ordinaryOrders,
  type PlannedOrder,
  planOrder,
  threshold,
} from "./orders.ts";
import { type DemoShopper, type DemoStaff, demoShoppers, demoStaff, type StarringShopper } from "./people.ts";
import { type DemoPolicy, demoPolicies } from "./policies.ts";
import type { PlannedCase } from "./steps.ts";

export type DemoPlan = Catalogue & {
  readonly policies: readonly DemoPolicy[];
  readonly staff: readonly DemoStaff[];
  readonly starring: readonly StarringShopper[];
  readonly shoppers: readonly DemoShopper[];
  /** In the order they were placed. */
  readonly orders: readonly PlannedOrder[];
  readonly cases: readonly PlannedCase[];
};

const shopperCount = 5_000;
const orderCount = 20_000;

/**
 * The whole demo shop as data: the same seed and the same instant give the same plan. What is loaded differs between two
 * loads only in what is drawn as always when it is written: ids, case and refund numbers, keys and sealed bytes.
 *
 * @param scale 1 for the whole; a part for tests, with every way of a case at least once
 */
export function planDemo(seed: string, now: Temporal.Instant, scale = 1): DemoPlan {
  const dice = new Dice(seed);
  const nowMs = now.epochMilliseconds;
  const catalogue = demoCatalogue(dice.fork("catalogue"), nowMs);
  const assortment = assortmentOf(catalogue);
  const policies = demoPolicies(nowMs);
  const { starring, shoppers } = demoShoppers(dice.fork("shoppers"), nowMs, Math.round(shopperCount * scale));
  const others = shoppers.slice(starring.length);
  const cases = planCases(dice.fork("cases"), { nowMs, assortment, policies }, starring, others, scale);
  const special = [
    ...new Set(cases.map(({ order }) => order)),
    ...starring.flatMap((shopper, i) => ordersOfStar(dice.fork(`star ${i}`), nowMs, assortment, shopper)),
  ];
  const ordinary = ordinaryOrders(
    dice.fork("orders"),
    nowMs,
    assortment,
    others,
    Math.round(orderCount * scale) - special.length,
  );
  return {
    ...catalogue,
    policies,
    staff: demoStaff(dice.fork("staff"), catalogue.merchants),
    starring,
    shoppers,
    orders: numberOrders([...special, ...ordinary]),
    cases,
  };
}

function assortmentOf({ categories, merchants, products }: Catalogue): Assortment {
  return {
    categories: new Map(categories.map((category) => [category.code, category])),
    products,
    byMerchant: Map.groupBy(products, (product) => product.merchantNumber),
    merchants: merchants.map(({ number, weight }) => [number, weight] as const),
  };
}

const hourMs = 3_600_000;
const olderOrders = 9;

/** An account to try things with: something unshipped, on its way, delivered yesterday, special goods, a live session, older things. */
function ordersOfStar(dice: Dice, nowMs: number, assortment: Assortment, shopper: DemoShopper): PlannedOrder[] {
  const ago = (hours: number) => Math.round(nowMs - hours * hourMs);
  const one = (start: string, quantity = 1): Bought => ({ product: productCalled(assortment, start), quantity });
  const delivered = (hours: number) => ({ shippedMs: ago(hours + 44), deliveredMs: ago(hours) });
  const order = (placed: number, goods: readonly Bought[], journey: PlannedJourney, more: object = {}) =>
    planOrder(dice, assortment, { shopper, placedMs: ago(placed), goods, journey, ...more });
  return [
    order(5, [one("山野 三合一冲锋衣")], unshipped, { plain: true }),
    order(2.5, [one("青瓷里 手作茶壶"), one("青瓷里 青瓷马克杯", 2)], unshipped),
    order(50, [one("织物所 真丝连衣裙")], { shippedMs: ago(30), deliveredMs: null }),
    order(76, [one("云雀 降噪头戴耳机"), one("云雀 便携蓝牙音箱")], delivered(25), {
      promotions: [threshold("shop-500-50", "满500减50", "shop", "500", "50")],
    }),
    order(80, [one("山野 登机箱 20 寸")], delivered(22), { plain: true }),
    order(96, [one("素白 修护精华液 30ml"), one("素白 丝绒唇釉")], delivered(40), { confirmed: true }),
    order(60, [one("果语 大樱桃")], delivered(9), { plain: true }),
    order(120, [one("刻字铺 刻字保温杯")], delivered(60), { plain: true }),
    order(110, [one("光年 5G 智能手机")], delivered(52), { confirmed: true }),
    order(98, [one("茶事 便携旅行茶具"), one("茶事 桂花乌龙 150g", 2)], delivered(46), { live: true }),
    order(84, [one("积木星球 毛绒小熊")], delivered(30), { plain: true, present: true }),
    order(30, [one("票与码 视频会员兑换码")], { shippedMs: ago(30), deliveredMs: ago(30) }, { plain: true }),
    order(100, [one("小灶 智能电饭煲"), one("眠山 乳胶枕", 2)], delivered(48)),
    ...Array.from({ length: olderOrders }, () => {
      const placedMs = ago(dice.between(9, 178) * 24 + dice.between(0, 12));
      return planOrder(dice, assortment, {
        shopper,
        placedMs,
        goods: basketOf(dice, assortment),
        journey: journeyOf(dice, placedMs, nowMs),
      });
    }),
    // Too long ago for the shop to owe anything without looking.
    order(40 * 24, [one("云雀 真无线蓝牙耳机")], delivered(37 * 24), { plain: true }),
  ];
}

type PlannedJourney = Parameters<typeof planOrder>[2]["journey"];
const unshipped: PlannedJourney = { shippedMs: null, deliveredMs: null };

function productCalled({ products }: Assortment, start: string): DemoProduct {
  return at(
    products.filter(({ title }) => title.startsWith(start)),
    0,
  );
}
