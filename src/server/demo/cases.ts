import type { Category } from "#domains/catalog";
import type { CaseKind } from "#domains/returns";
import type { DemoProduct } from "./catalogue.ts";
import { at, type Dice } from "./dice.ts";
import {
  type Assortment,
  type Bought,
  carriers,
  type Journey,
  type PlannedOrder,
  planOrder,
  threshold,
} from "./orders.ts";
import type { DemoShopper } from "./people.ts";
import { type Ask, asks, back, pairs, plays, starred, type Verb } from "./plays.ts";
import { type DemoPolicy, policyAt } from "./policies.ts";
import { type Standing, standingAfter, type Waiting, waitingAfter, waitingAtFirst } from "./standing.ts";

export type Actor = "shopper" | "merchant" | "agent" | "supervisor" | "other-supervisor" | "warehouse";
export type { Standing } from "./standing.ts";
export type Answer = "settled" | "processing" | "unknown" | "refused" | "short";

type Moment = {
  readonly atMs: number;
  readonly by: Actor;
  /** Which of the cases that the request opened. */
  readonly caseNo: number;
};
export type Step = Moment &
  (
    | {
        readonly do: "request";
        readonly kind: CaseKind;
        readonly reason: string;
        readonly lines: readonly { readonly lineNo: number; readonly quantity: number }[];
        readonly note: string;
        readonly photos: number;
        /** Of an exchange: what is to come instead; without a number the same goods. */
        readonly wanted?: { readonly productNumber?: string; readonly variant: string };
        readonly shipFirst?: true;
      }
    | { readonly do: "approve" | "withdraw" | "receive" | "time-out" | "assign" | "confirm" | "pay" }
    | {
        readonly do: "offer";
        readonly kind: "amount" | "kind" | "evidence";
        readonly toKind?: CaseKind;
        /** Of what was asked, in percent. */
        readonly percent?: number;
        readonly note: string;
      }
    | { readonly do: "answer"; readonly accept: boolean; readonly note: string }
    | { readonly do: "escalate" | "appeal"; readonly note: string }
    | { readonly do: "state"; readonly words: string }
    | {
        readonly do: "rule";
        readonly blame: "merchant" | "shopper" | "carrier" | "nobody";
        readonly ruling: "grant" | "partial" | "refuse";
        readonly percent?: number;
        readonly note: string;
      }
    | { readonly do: "reject"; readonly reason: string; readonly note: string }
    | { readonly do: "resubmit"; readonly note: string; readonly photos: number }
    | { readonly do: "note"; readonly note: string }
    | {
        readonly do: "ship";
        readonly way: "pickup" | "self-ship" | "drop-off";
        readonly carrier: string;
        readonly trackingNumber: string;
      }
    | { readonly do: "send-out"; readonly carrier: string; readonly trackingNumber: string }
    | {
        readonly do: "book";
        readonly slotsMs: readonly number[];
        readonly carrier: string;
        readonly trackingNumber: string;
      }
    | {
        readonly do: "inspect";
        /** Pieces that do not come in as they should. */
        readonly missing: "none" | "one" | "all";
        /** What their state takes off, of what was asked, in percent. */
        readonly less?: { readonly percent: number; readonly note: string };
      }
    | {
        readonly do: "refund";
        /** What the provider says, question by question; none: the refund is reserved and not sent yet. */
        readonly answers: readonly Answer[];
      }
  );

/** One request, what became of it, and where each of its cases stands in the end. */
export type PlannedCase = {
  readonly order: PlannedOrder;
  readonly steps: readonly Step[];
  readonly ends: readonly Standing[];
};

export type CaseWorld = {
  readonly nowMs: number;
  readonly assortment: Assortment;
  readonly policies: readonly DemoPolicy[];
};

/**
 * Some six hundred and fifty cases (times `scale`, every way at least once), planned backwards from now: an open one so that its deadline lies
 * between one hour and thirty days ahead, an ended one somewhere in the last seven weeks.
 */
export function planCases(
  dice: Dice,
  world: CaseWorld,
  stars: readonly DemoShopper[],
  shoppers: readonly DemoShopper[],
  scale: number,
): PlannedCase[] {
  const planned: PlannedCase[] = [];
  const left = new Map(
    plays.map((play) => [nameOf(play.ask, play.path, play.shop), Math.max(1, Math.round(play.share * scale))]),
  );
  const pairsLeft = new Map<string, number>(
    Object.entries(pairs).map(([name, share]) => [name, Math.max(1, Math.round(share * scale))]),
  );
  const someone = (own: Dice) => at(shoppers, Math.floor(shoppers.length * 0.95 * own.float()));
  for (const [i, wishes] of starred.entries()) {
    const shopper = at(stars, i);
    for (const [k, wish] of wishes.entries()) {
      const own = dice.fork(`star ${i} ${k}`);
      if (typeof wish === "string") {
        planned.push(...pairPlans[wish](own, world, shopper));
        pairsLeft.set(wish, (pairsLeft.get(wish) ?? 1) - 1);
      } else {
        const [ask, ...path] = wish;
        planned.push(planCase(own, world, shopper, { ask, path }, planned.length));
        left.set(nameOf(ask, path), (left.get(nameOf(ask, path)) ?? 1) - 1);
      }
    }
  }
  for (const { ask, path, shop, dear } of plays) {
    const name = nameOf(ask, path, shop);
    for (let n = left.get(name) ?? 0; n > 0; n--) {
      const own = dice.fork(`${name} ${n}`);
      planned.push(planCase(own, world, someone(own), { ask, path, shop, dear }, planned.length));
    }
  }
  for (const name of ["again", "parted", "nothing"] as const)
    for (let n = pairsLeft.get(name) ?? 0; n > 0; n--) {
      const own = dice.fork(`${name} ${n}`);
      planned.push(...pairPlans[name](own, world, someone(own)));
    }
  return planned;
}

function nameOf(ask: Ask, path: readonly Verb[], shop?: string): string {
  return [...(shop === undefined ? [] : [shop]), ask, ...path].join(" ");
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** From 0 up to 1, evenly however many are asked for: of a few cases, too, one is due soon. */
function spread(place: number): number {
  return (place * 0.618033988749895) % 1;
}

type Recipe = {
  readonly reasons: readonly string[];
  readonly photos: boolean;
  readonly fits: (product: DemoProduct, category: Category) => boolean;
  /** Hours from delivery (from shipment, or from purchase, where nothing was delivered) to the request. */
  readonly after: readonly [number, number];
};

const changes = ["no-longer-wanted", "does-not-fit", "ordered-by-mistake", "found-cheaper"];
const faults = ["quality-fault", "not-as-described", "wrong-item", "damaged-on-arrival", "missing-parts"];
const visibleFaults = ["missing-parts", "damaged-on-arrival", "not-as-described", "wrong-item"];
/** Shops that approve at once, or have a rule of their own for what is in doubt. */
const quickShops: ReadonlySet<string> = new Set(["M001", "M004", "M016"]);
const generousShops: ReadonlySet<string> = new Set(["M001", "M002", "M004", "M005", "M006", "M016"]);
const untouchedShops: ReadonlySet<string> = new Set(["M005", "M006", "M007", "M008"]);

/** Its clocks know working hours, which the plan does not reckon with. */
const officeHours = "M016";

const ordinary = (category: Category) => category.specialClass === null && category.confirmationClass === null;

const recipes: Readonly<Record<Ask, Recipe>> = {
  "change-of-mind": {
    reasons: changes,
    photos: false,
    after: [3, 110],
    fits: (product, category) => ordinary(category) && !quickShops.has(product.merchantNumber),
  },
  "at-once": {
    reasons: changes,
    photos: false,
    after: [3, 110],
    fits: (product) =>
      product.merchantNumber === "M001" && product.listMinor < 60_000n && product.categoryCode === "audio",
  },
  untouched: {
    reasons: changes,
    photos: false,
    after: [3, 110],
    fits: (product, category) =>
      category.confirmationClass !== null &&
      category.specialClass === null &&
      untouchedShops.has(product.merchantNumber),
  },
  special: {
    reasons: changes,
    photos: false,
    after: [3, 110],
    fits: (_product, { code }) => ["gold", "blind-boxes", "health"].includes(code),
  },
  fault: {
    reasons: faults,
    photos: true,
    after: [3, 250],
    fits: (product, category) => ordinary(category) && !quickShops.has(product.merchantNumber),
  },
  "late-mismatch": {
    reasons: ["not-as-described"],
    photos: true,
    after: [17 * 24, 45 * 24],
    fits: (product, category) =>
      ordinary(category) && category.listedAs === null && !generousShops.has(product.merchantNumber),
  },
  "money-only": {
    reasons: visibleFaults,
    photos: true,
    after: [2, 200],
    fits: (product, category) =>
      ordinary(category) && category.listedAs === null && !quickShops.has(product.merchantNumber),
  },
  "bad-fruit": {
    reasons: ["quality-fault", "damaged-on-arrival"],
    photos: true,
    after: [1, 44],
    fits: (product) => product.merchantNumber === "M004" && product.listMinor < 15_000n,
  },
  fresh: {
    reasons: ["quality-fault", "damaged-on-arrival"],
    photos: true,
    after: [1, 40],
    fits: (_product, { code }) => code === "seafood" || code === "cakes",
  },
  "never-arrived": {
    reasons: ["never-arrived"],
    photos: false,
    after: [5, 100],
    fits: (product, category) => ordinary(category) && !quickShops.has(product.merchantNumber),
  },
  cancel: {
    reasons: ["no-longer-wanted", "ordered-by-mistake", "found-cheaper", "too-slow"],
    photos: false,
    after: [0.3, 14],
    fits: (product, category) => ordinary(category) && !quickShops.has(product.merchantNumber),
  },
  "paid-at-once": {
    reasons: changes,
    photos: false,
    after: [3, 60],
    fits: (product) => product.merchantNumber === officeHours && product.listMinor < 16_000n,
  },
  exchange: {
    reasons: ["does-not-fit", "ordered-by-mistake"],
    photos: false,
    after: [3, 110],
    fits: (product, category) => ordinary(category) && !quickShops.has(product.merchantNumber),
  },
  "exchange-first": {
    reasons: ["does-not-fit"],
    photos: false,
    after: [3, 110],
    fits: (product, category) =>
      ordinary(category) && product.variants.length > 1 && !quickShops.has(product.merchantNumber),
  },
  "exchange-dearer": {
    reasons: ["does-not-fit", "ordered-by-mistake"],
    photos: false,
    after: [3, 110],
    fits: (product, category) =>
      ordinary(category) && product.listMinor < 50_000n && !quickShops.has(product.merchantNumber),
  },
  reship: {
    reasons: ["missing-parts"],
    photos: true,
    after: [2, 150],
    fits: (product, category) =>
      ordinary(category) && category.listedAs === null && !quickShops.has(product.merchantNumber),
  },
  "price-drop": {
    reasons: ["price-dropped"],
    photos: false,
    after: [0, 0],
    fits: (product) => product.merchantNumber === "M005" && product.drop !== null,
  },
  refuse: {
    reasons: ["no-longer-wanted", "ordered-by-mistake"],
    photos: false,
    after: [20, 60],
    fits: (product, category) => ordinary(category) && !quickShops.has(product.merchantNumber),
  },
};

type Wish = {
  readonly ask: Ask;
  readonly path: readonly Verb[];
  readonly shop?: string | undefined;
  readonly dear?: true | undefined;
};

function planCase(dice: Dice, world: CaseWorld, shopper: DemoShopper, play: Wish, place: number): PlannedCase {
  const { ask, path } = play;
  const recipe = recipes[ask];
  const goods = goodsFor(dice, world, play);
  const wanted =
    ask === "cancel"
      ? goods.map(({ quantity }, i) => ({ lineNo: i + 1, quantity }))
      : [{ lineNo: 1, quantity: wantedOf(dice, goods, path) }];
  const merchants = [...new Set(goods.map(({ product }) => product.merchantNumber))];
  const timing = time(dice, world, merchants, play, spread(place), at(goods, 0).product.drop);
  const order = planOrder(dice, world.assortment, {
    shopper,
    placedMs: timing.placedMs,
    goods,
    journey: timing.journey,
    live: dice.chance(0.15),
    plain: goods.length > 1 || ask === "at-once" || ask === "exchange-dearer",
    ...(ask === "untouched" ? { confirmed: true } : {}),
    ...(ask === "never-arrived" ? { signedBy: dice.pick(["locker", "proxy-without-consent"] as const) } : {}),
  });
  const reason = dice.pick(recipe.reasons);
  const request: Step = {
    do: "request",
    atMs: timing.requestMs,
    by: dice.chance(0.06) && !recipe.photos ? "agent" : "shopper",
    caseNo: 0,
    kind: asks[ask].kind,
    reason,
    lines: wanted,
    note: noteFor(dice, reason),
    photos: recipe.photos ? dice.between(1, 3) : 0,
    ...wantedFor(dice, world, ask, at(goods, 0).product),
    ...(ask === "exchange-first" ? { shipFirst: true } : {}),
  };
  const steps: Step[] = [
    request,
    ...path.map((verb, i) => stepOf(dice, verb, at(timing.momentsMs, i), 0, world.nowMs)),
  ];
  return { order, steps: withSideSteps(dice, world.nowMs, steps), ends: [standingAfter(ask, path)] };
}

/** One kind of goods that fits, sometimes with something else of the same shop beside it. */
function goodsFor(dice: Dice, { assortment }: CaseWorld, { ask, path, shop, dear }: Wish): Bought[] {
  const fitting = assortment.products.filter((product) => {
    const category = assortment.categories.get(product.categoryCode);
    if (category === undefined) return false;
    return shop === undefined
      ? recipes[ask].fits(product, category) &&
          (ask !== "exchange-dearer" || dearerThan(product, assortment).length > 0)
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

const alone: ReadonlySet<Ask> = new Set(["at-once", "bad-fruit", "paid-at-once", "exchange-dearer", "price-drop"]);

/** Of an exchange: the same in another size or colour, or the next dearer article of the shop. */
function wantedFor(
  dice: Dice,
  { assortment }: CaseWorld,
  ask: Ask,
  product: DemoProduct,
): { wanted?: { productNumber?: string; variant: string } } {
  if (asks[ask].kind !== "exchange") return {};
  if (ask !== "exchange-dearer") return { wanted: { variant: dice.pick(product.variants) } };
  const next = at(
    dearerThan(product, assortment).toSorted((a, b) => Number(a.listMinor - b.listMinor)),
    0,
  );
  return { wanted: { productNumber: next.number, variant: at(next.variants, 0) } };
}

function dearerThan({ merchantNumber, listMinor }: DemoProduct, { byMerchant }: Assortment): DemoProduct[] {
  return (byMerchant.get(merchantNumber) ?? []).filter(
    (other) => other.drop === null && other.listMinor > listMinor + 500n,
  );
}

function wantedOf(dice: Dice, goods: readonly Bought[], path: readonly Verb[]): number {
  const { quantity } = at(goods, 0);
  return path.includes("inspect-part") ? quantity : dice.between(1, quantity);
}

type Timing = {
  readonly placedMs: number;
  readonly journey: Journey;
  readonly requestMs: number;
  readonly momentsMs: readonly number[];
};

/** Sets request and steps so that an open deadline lies ahead as far as thrown, then the purchase before them. */
function time(
  dice: Dice,
  world: CaseWorld,
  merchants: readonly string[],
  { ask, path }: Wish,
  seed: number,
  drop: DemoProduct["drop"],
): Timing {
  const { nowMs } = world;
  const recipe = recipes[ask];
  const { moneyState } = standingAfter(ask, path);
  const moneyMoves = moneyState !== "none" && moneyState !== "settled";
  const before = purchaseBefore(dice, recipe, ask);
  let placedMs = nowMs - 20 * 24 * hourMs;
  for (let attempt = 0; ; attempt++) {
    // The deadlines depend on the policy, the policy on the purchase, the purchase on the deadlines: a few rounds settle it.
    const { handling } = policyAt(world.policies, merchants, placedMs).body;
    const own = dice.fork("gaps");
    let waiting = waitingAtFirst(ask);
    let offsetMs = 0;
    const offsets = path.map((verb) => {
      offsetMs += verb === "time-out" ? spanMs(waiting, handling) + 500 : gapMs(own, verb, waiting, handling);
      waiting = waitingAfter(verb, waiting, ask);
      return offsetMs;
    });
    const open = waiting !== "nobody";
    const aheadMs = open ? ahead(own, spanMs(waiting, handling), seed) : 0;
    const agoMs = open
      ? spanMs(waiting, handling) - aheadMs
      : endedAgoMs(own, moneyMoves || ask === "price-drop", seed);
    const requestMs = Math.round(nowMs - agoMs - offsetMs);
    const placed = ask === "price-drop" && drop !== null ? drop.sinceMs - before.placedMs : requestMs - before.placedMs;
    if (attempt > 4 || policyAt(world.policies, merchants, placed) === policyAt(world.policies, merchants, placedMs)) {
      const since = (ms: number | null) => (ms === null ? null : placed + before.placedMs - ms);
      const journey = { shippedMs: since(before.shippedMs), deliveredMs: since(before.deliveredMs) };
      return { placedMs: placed, journey, requestMs, momentsMs: offsets.map((offset) => requestMs + offset) };
    }
    placedMs = placed;
  }
}

/** How long before the request the goods were bought, sent and handed over, in milliseconds. */
function purchaseBefore(
  dice: Dice,
  recipe: Recipe,
  ask: Ask,
): { placedMs: number; shippedMs: number | null; deliveredMs: number | null } {
  const [from, until] = recipe.after;
  const after = (from + (until - from) * dice.float()) * hourMs;
  if (ask === "cancel") return { placedMs: Math.round(after), shippedMs: null, deliveredMs: null };
  if (ask === "refuse") {
    const shipped = Math.round(after);
    return { placedMs: shipped + dice.between(4, 30) * hourMs, shippedMs: shipped, deliveredMs: null };
  }
  const transit = dice.between(20, 75) * hourMs;
  const packing = dice.between(3, 30) * hourMs + dice.between(0, 59) * minuteMs;
  if (ask === "never-arrived" && dice.chance(0.5)) {
    const stuck = Math.round(after) + 7 * 24 * hourMs;
    return { placedMs: stuck + packing, shippedMs: stuck, deliveredMs: null };
  }
  const delivered = Math.round(after) + (ask === "price-drop" ? dice.between(10, 40) * hourMs : 0);
  return { placedMs: delivered + transit + packing, shippedMs: delivered + transit, deliveredMs: delivered };
}

/** One in twenty within two hours, a quarter today, the others later; all at least an hour ahead. */
function ahead(dice: Dice, spanOfDeadlineMs: number, seed: number): number {
  const longest = spanOfDeadlineMs - 0.3 * hourMs;
  const [from, until] = seed < 0.06 ? [1.2, 2] : seed < 0.3 ? [2, 12] : [6, longest / hourMs];
  const hours = from + (until - from) * dice.float();
  return Math.min(longest, Math.max(1.2 * hourMs, hours * hourMs));
}

function endedAgoMs(dice: Dice, recent: boolean, seed: number): number {
  const within = (fromMs: number, untilMs: number) => fromMs + dice.float() * (untilMs - fromMs);
  if (recent) return within(2 * minuteMs, 40 * minuteMs);
  // A few today, most within the last seven weeks.
  return seed < 0.12 ? within(20 * minuteMs, 8 * hourMs) : within(10 * hourMs, 49 * 24 * hourMs);
}

type Handling = DemoPolicy["body"]["handling"];

function spanMs(waiting: Waiting, handling: Handling): number {
  switch (waiting) {
    case "merchant":
      return handling.merchantAnswersHours * hourMs;
    case "shopper-sends":
      return handling.shopperSendsDays * 24 * hourMs;
    case "arrives":
      return handling.goodsArriveDays * 24 * hourMs;
    case "inspected":
      return handling.inspectedHours * hourMs;
    case "offer":
      return handling.offerAnsweredHours * hourMs;
    case "difference":
      return handling.differencePaidHours * hourMs;
    case "sent-out":
      return handling.replacementSentHours * hourMs;
    case "received":
      return handling.replacementReceivedDays * 24 * hourMs;
    case "evidence":
      return handling.evidenceHours * hourMs;
    case "appeal":
      return handling.appealDays * 24 * hourMs;
    case "resubmits":
    case "resubmits-in-shop":
      return handling.shopperResubmitsDays * 24 * hourMs;
    case "platform":
      return handling.platformDecidesHours * hourMs;
    case "nobody":
      return 0;
  }
}

/** How long people take; always within what they are given. */
function gapMs(dice: Dice, verb: Verb, waiting: Waiting, handling: Handling): number {
  const hours = verb.startsWith("refund:") ? [0.002, 0.02] : (usualHours[verb] ?? [1, 2]);
  const [from = 0, until = 0] = hours;
  const most = Math.min(until, spanMs(waiting, handling) / hourMs - 0.5);
  return Math.round((from + Math.max(0, (verb.startsWith("refund:") ? until : most) - from) * dice.float()) * hourMs);
}

const usualHours: Partial<Readonly<Record<Verb, readonly [number, number]>>> = {
  approve: [0.4, 20],
  reject: [1, 30],
  withdraw: [0.5, 30],
  resubmit: [2, 60],
  ship: [3, 70],
  receive: [20, 90],
  inspect: [1, 40],
  "inspect-part": [1, 40],
  "inspect-none": [1, 40],
  "inspect-used": [1, 40],
  "offer-money": [1, 20],
  "offer-return": [1, 20],
  "ask-photos": [1, 20],
  "counter-money": [0.5, 10],
  "agree-money": [0.5, 20],
  "accept-money": [0.5, 20],
  "accept-return": [0.5, 20],
  "accept-less": [1, 30],
  decline: [0.5, 20],
  "decline-less": [1, 30],
  pay: [0.2, 5],
  book: [0.02, 0.1],
  "send-out": [2, 24],
  confirm: [24, 80],
  escalate: [2, 60],
  "state-merchant": [2, 16],
  "state-shopper": [1, 12],
  "rule-grant": [4, 40],
  "rule-partial": [4, 40],
  "rule-refuse": [4, 40],
  "appeal-shopper": [3, 40],
  "appeal-merchant": [3, 40],
  "rule-again-grant": [4, 30],
};

function stepOf(dice: Dice, verb: Verb, atMs: number, caseNo: number, nowMs: number): Step {
  const shopper = { atMs, caseNo, by: "shopper" } as const;
  const merchant = { atMs, caseNo, by: "merchant" } as const;
  switch (verb) {
    case "approve":
      return { do: "approve", atMs, caseNo, by: dice.chance(0.75) ? "merchant" : "agent" };
    case "reject":
      return { do: "reject", atMs, caseNo, by: "merchant", ...dice.pick(refusals) };
    case "withdraw":
      return { ...shopper, do: "withdraw" };
    case "resubmit":
      return {
        ...shopper,
        do: "resubmit",
        note: dice.pick([
          "补充了照片，麻烦再看一下。",
          "商品没有用过，包装完整，可以视频核实。",
          "已按要求重新拍照，请复核。",
        ]),
        photos: dice.between(1, 2),
      };
    case "ship":
      return {
        ...shopper,
        do: "ship",
        ...waybill(dice),
        way: dice.weighted([
          ["pickup", 50],
          ["self-ship", 38],
          ["drop-off", 12],
        ] as const),
      };
    case "book":
      // Just now: slots are given for a few days only.
      return { ...shopper, atMs: nowMs - 25 * minuteMs, do: "book", slotsMs: comingSlots(nowMs), ...waybill(dice) };
    case "send-out":
      return { ...merchant, do: "send-out", ...waybill(dice) };
    case "confirm":
      return { ...shopper, do: "confirm" };
    case "pay":
      return { ...shopper, do: "pay" };
    case "receive":
      return { do: "receive", atMs, caseNo, by: dice.chance(0.5) ? "merchant" : "warehouse" };
    case "inspect":
    case "inspect-part":
    case "inspect-none":
      return {
        do: "inspect",
        atMs,
        caseNo,
        by: dice.chance(0.5) ? "merchant" : "warehouse",
        missing: verb === "inspect" ? "none" : verb === "inspect-part" ? "one" : "all",
      };
    case "inspect-used":
      return { ...merchant, do: "inspect", missing: "none", less: dice.pick(worn) };
    case "offer-money":
      return {
        ...merchant,
        do: "offer",
        kind: "amount",
        percent: dice.pick([20, 30, 40]),
        note: "商品您留着用，我们退您一部分，您看可以吗？同意后马上到账。",
      };
    case "offer-return":
      return {
        ...merchant,
        do: "offer",
        kind: "kind",
        toKind: "return-and-refund",
        note: "请寄回商品，运费我们承担，收到后全额退款。",
      };
    case "ask-photos":
      return { ...merchant, do: "offer", kind: "evidence", note: "麻烦补一张问题部位的近照，方便我们向仓库核实。" };
    case "counter-money":
      return {
        ...shopper,
        do: "offer",
        kind: "amount",
        percent: 50,
        note: "东西还能用，退一半就可以，不用寄回。",
      };
    case "agree-money":
      return { ...merchant, do: "answer", accept: true, note: "好的，马上为您退款。" };
    case "accept-money":
    case "accept-return":
      return { ...shopper, do: "answer", accept: true, note: "可以，谢谢。" };
    case "accept-less":
      return { ...shopper, do: "answer", accept: true, note: "确实用过两次，同意扣一点。" };
    case "decline":
      return { ...shopper, do: "answer", accept: false, note: "太少了，我还是希望按申请处理。" };
    case "decline-less":
      return { ...shopper, do: "answer", accept: false, note: "收到时就是这样，不是我用的。" };
    case "escalate":
      return { ...shopper, do: "escalate", note: "商家不认，但照片里看得很清楚，请平台看一下。" };
    case "state-merchant":
      return { ...merchant, do: "state", words: "出库前有质检照片，商品完好，可能是使用中造成的。" };
    case "state-shopper":
      return { ...shopper, do: "state", words: "开箱时就拍了照，当天联系了客服，聊天记录也在。" };
    case "rule-grant":
      return { atMs, caseNo, by: "supervisor", do: "rule", ...rulings.grant };
    case "rule-partial":
      return { atMs, caseNo, by: "supervisor", do: "rule", ...rulings.partial };
    case "rule-refuse":
      return { atMs, caseNo, by: "supervisor", do: "rule", ...rulings.refuse };
    case "rule-again-grant":
      return {
        atMs,
        caseNo,
        by: "other-supervisor",
        do: "rule",
        blame: "merchant",
        ruling: "grant",
        note: "复核：开箱照片的拍摄时间与签收时间一致，支持消费者。",
      };
    case "appeal-shopper":
      return { ...shopper, do: "appeal", note: "裁定没有看我后来补的照片，请再看一次。" };
    case "appeal-merchant":
      return { ...merchant, do: "appeal", note: "质检记录没有被采信，申请复核。" };
    case "time-out":
      return { do: "time-out", atMs, caseNo, by: "shopper" };
    default:
      return { ...shopper, do: "refund", answers: answersOf[verb] };
  }
}

const answersOf: Readonly<Record<Extract<Verb, `refund:${string}`>, readonly Answer[]>> = {
  "refund:reserved": [],
  "refund:sending": ["processing"],
  "refund:unknown": ["unknown"],
  "refund:refused": ["refused"],
  "refund:short": ["short"],
  "refund:settled": ["settled"],
  "refund:found": ["unknown", "settled"],
};

const worn = [
  { percent: 15, note: "有明显使用痕迹，按价目表扣除。" },
  { percent: 5, note: "已拆封，需重新包装。" },
  { percent: 20, note: "缺少原包装，且有使用痕迹。" },
] as const;

const rulings = {
  grant: { blame: "merchant", ruling: "grant", note: "照片与描述一致，商家未能提供发货前的完好证明。" },
  partial: { blame: "carrier", ruling: "partial", percent: 50, note: "外箱有运输痕迹，双方各承担一部分。" },
  refuse: { blame: "nobody", ruling: "refuse", note: "照片无法证明问题在签收前已存在。" },
} as const;

function waybill(dice: Dice): { carrier: string; trackingNumber: string } {
  const [carrier, prefix, digits] = dice.weighted(carriers);
  return { carrier, trackingNumber: `${prefix}${dice.digits(digits)}` };
}

/** One o'clock in the afternoon of the coming days, in China. */
function comingSlots(nowMs: number): number[] {
  const today = Math.floor((nowMs + 8 * hourMs) / (24 * hourMs));
  return [1, 2, 3, 4, 5].map((days) => (today + days) * 24 * hourMs + 5 * hourMs);
}

const refusals = [
  { reason: "not-intact", note: "按确认页约定，商品拆封后影响安全和品质，暂不支持无理由退货。" },
  { reason: "no-evidence", note: "照片看不出问题，请补充清晰的细节图。" },
  { reason: "not-intact", note: "照片显示包装已拆开，请说明情况。" },
] as const;

/** Somebody takes the case, somebody adds a word: shortly after it was asked for. */
function withSideSteps(dice: Dice, nowMs: number, steps: readonly Step[]): Step[] {
  const [request, ...rest] = steps;
  if (request === undefined) return [];
  const [taken, noted] = [dice.chance(0.22), dice.chance(0.1)];
  const takenMs = request.atMs + dice.between(120, 600) * 1_000;
  const notedMs = takenMs + dice.between(60, 600) * 1_000;
  const side: Step[] = [];
  // What is approved at once moves on within seconds.
  if ((rest[0]?.atMs ?? nowMs) <= notedMs) return [...steps];
  if (taken) side.push({ do: "assign", atMs: takenMs, caseNo: 0, by: "supervisor" });
  if (noted)
    side.push({
      do: "note",
      atMs: notedMs,
      caseNo: 0,
      by: dice.chance(0.6) ? "shopper" : "agent",
      note: dice.pick(["请尽快处理，谢谢。", "包装和配件都还在。", "已联系商家核实，请留意消息。", "可以上门取件吗？"]),
    });
  return [request, ...side, ...rest];
}

function noteFor(dice: Dice, reason: string): string {
  return dice.chance(0.25) ? "" : dice.pick(notes[reason] ?? [""]);
}

const notes: Readonly<Record<string, readonly string[]>> = {
  "no-longer-wanted": ["买回来发现用不上。", "颜色和家里不搭。", "家里人说不需要了。"],
  "does-not-fit": ["尺寸偏小，穿不下。", "比想象的大一圈。", "上身效果不合适。"],
  "ordered-by-mistake": ["选错颜色了。", "重复下单了。", "地址填错了，重新买。"],
  "found-cheaper": ["刚买就降价了。", "别家更便宜。"],
  "price-dropped": ["刚买几天就降价了，申请价保。", "现在的价格比我买的时候低。"],
  "too-slow": ["等着用，一直没发货。", "说好昨天发的。"],
  "quality-fault": ["用了一次就坏了，见照片。", "有明显瑕疵。", "收到时已经坏了。"],
  "not-as-described": ["颜色和页面差很多。", "材质和描述不一样。", "尺寸和详情页不符。"],
  "wrong-item": ["发错款式了。", "收到的不是我买的那件。"],
  "missing-parts": ["少了一个配件。", "盒子里少了一件。"],
  "damaged-on-arrival": ["外箱压扁，里面碎了。", "运输中磕坏了一角。"],
  "never-arrived": ["显示签收，但我没有收到。", "物流好几天没有更新了。"],
};

/** Requests that need an order of their own make: several in a row, two shops at once, a part that costs its promotion. */
const pairPlans: Readonly<
  Record<keyof typeof pairs, (dice: Dice, world: CaseWorld, shopper: DemoShopper) => PlannedCase[]>
> = {
  /** One piece came back and was settled; now another of the same order. */
  again: (dice, world, shopper) => {
    const { assortment, policies, nowMs } = world;
    const product = dice.pick((assortment.byMerchant.get("M002") ?? []).filter(({ listMinor }) => listMinor < 50_000n));
    const { handling } = policyAt(policies, ["M002"], nowMs).body;
    const secondMs = Math.round(
      nowMs - (spanMs("merchant", handling) - ahead(dice, spanMs("merchant", handling), dice.float())),
    );
    const path = [...back, "refund:settled"] as const;
    let offsetMs = 0;
    const offsets = path.map((verb) => {
      offsetMs += gapMs(dice, verb, "merchant", handling);
      return offsetMs;
    });
    const firstMs = secondMs - offsetMs - dice.between(6, 60) * hourMs;
    const deliveredMs = firstMs - dice.between(5, 60) * hourMs;
    const order = planOrder(dice, assortment, {
      shopper,
      placedMs: deliveredMs - 70 * hourMs,
      goods: [{ product, quantity: 3 }],
      journey: { shippedMs: deliveredMs - 50 * hourMs, deliveredMs },
      promotions: product.listMinor * 3n >= 30_000n ? [threshold("shop-300-30", "满300减30", "shop", "300", "30")] : [],
    });
    const ask = (atMs: number): Step => ({
      do: "request",
      atMs,
      by: "shopper",
      caseNo: 0,
      kind: "return-and-refund",
      reason: "no-longer-wanted",
      lines: [{ lineNo: 1, quantity: 1 }],
      note: "",
      photos: 0,
    });
    return [
      {
        order,
        steps: [ask(firstMs), ...path.map((verb, i) => stepOf(dice, verb, firstMs + at(offsets, i), 0, nowMs))],
        ends: [standingAfter("change-of-mind", path)],
      },
      { order, steps: [ask(secondMs)], ends: [standingAfter("change-of-mind", [])] },
    ];
  },
  /** One request over two shops: each answers its own case. */
  parted: (dice, world, shopper) => {
    const { assortment, policies, nowMs } = world;
    const [one, two] = [dice.pick(["M003", "M010"]), dice.pick(["M011", "M014"])];
    const goods = [one, two].map((shop) => ({
      product: at(assortment.byMerchant.get(shop) ?? [], dice.between(0, 2)),
      quantity: 1,
    }));
    const { handling } = policyAt(policies, [one, two], nowMs - 24 * hourMs).body;
    const span = spanMs("merchant", handling);
    const requestMs = Math.round(nowMs - (span - dice.between(3, 20) * hourMs));
    const deliveredMs = requestMs - dice.between(5, 80) * hourMs;
    const order = planOrder(dice, assortment, {
      shopper,
      placedMs: deliveredMs - 60 * hourMs,
      goods,
      journey: { shippedMs: deliveredMs - 40 * hourMs, deliveredMs },
      plain: true,
    });
    const request: Step = {
      do: "request",
      atMs: requestMs,
      by: "shopper",
      caseNo: 0,
      kind: "return-and-refund",
      reason: "does-not-fit",
      lines: [
        { lineNo: 1, quantity: 1 },
        { lineNo: 2, quantity: 1 },
      ],
      note: "两家的都不合适，一起退。",
      photos: 0,
    };
    return [
      {
        order,
        steps: [request, stepOf(dice, "approve", requestMs + dice.between(1, 10) * hourMs, 0, nowMs)],
        ends: [standingAfter("change-of-mind", ["approve"]), standingAfter("change-of-mind", [])],
      },
    ];
  },
  /** Without the cheap piece the order falls below its threshold: the discount that is lost is worth more than the piece. */
  nothing: (dice, world, shopper) => {
    const { assortment, nowMs } = world;
    const shelf = (assortment.byMerchant.get("M003") ?? []).toSorted((a, b) => Number(b.listMinor - a.listMinor));
    const [dear, cheap] = [at(shelf, 0), at(shelf, shelf.length - 1)];
    const path = [...back, "refund:settled"] as const;
    const requestMs = nowMs - dice.between(15, 40) * 24 * hourMs;
    const deliveredMs = requestMs - dice.between(5, 60) * hourMs;
    const tens = (minor: bigint) => String((minor / 1_000n) * 10n);
    const order = planOrder(dice, assortment, {
      shopper,
      placedMs: deliveredMs - 60 * hourMs,
      goods: [
        { product: dear, quantity: 1 },
        { product: cheap, quantity: 1 },
      ],
      journey: { shippedMs: deliveredMs - 40 * hourMs, deliveredMs },
      promotions: [
        threshold(
          "shop-big",
          "店庆满减",
          "shop",
          tens(dear.listMinor + cheap.listMinor),
          tens(cheap.listMinor + 2_000n),
        ),
      ],
    });
    const hours = [2, 30, 80, 95, 95.01];
    const request: Step = {
      do: "request",
      atMs: requestMs,
      by: "shopper",
      caseNo: 0,
      kind: "return-and-refund",
      reason: "no-longer-wanted",
      lines: [{ lineNo: 2, quantity: 1 }],
      note: "",
      photos: 0,
    };
    return [
      {
        order,
        steps: [
          request,
          ...path.map((verb, i) => stepOf(dice, verb, Math.round(requestMs + at(hours, i) * hourMs), 0, nowMs)),
        ],
        ends: [standingAfter("change-of-mind", path)],
      },
    ];
  },
};
