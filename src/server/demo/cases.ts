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
import { type DemoPolicy, policyAt } from "./policies.ts";

export type Actor = "shopper" | "merchant" | "agent" | "supervisor" | "warehouse";
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
      }
    | { readonly do: "approve" | "withdraw" | "receive" | "time-out" | "assign" }
    | { readonly do: "reject"; readonly reason: string; readonly note: string }
    | { readonly do: "resubmit"; readonly note: string; readonly photos: number }
    | { readonly do: "note"; readonly note: string }
    | {
        readonly do: "ship";
        readonly way: "pickup" | "self-ship";
        readonly carrier: string;
        readonly trackingNumber: string;
      }
    | {
        readonly do: "inspect";
        /** Pieces that do not come in as they should. */
        readonly missing: "none" | "one" | "all";
      }
    | {
        readonly do: "refund";
        /** What the provider says, question by question; none: the refund is reserved and not sent yet. */
        readonly answers: readonly Answer[];
      }
  );

export type Standing = { readonly caseState: string; readonly goodsState: string; readonly moneyState: string };

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

type Ask =
  | "change-of-mind"
  | "at-once"
  | "untouched"
  | "special"
  | "fault"
  | "late-mismatch"
  | "money-only"
  | "bad-fruit"
  | "fresh"
  | "never-arrived"
  | "cancel";
type Verb =
  | "approve"
  | "reject"
  | "withdraw"
  | "resubmit"
  | "ship"
  | "receive"
  | "inspect"
  | "inspect-part"
  | "inspect-none"
  | "time-out"
  | "refund:reserved"
  | "refund:sending"
  | "refund:unknown"
  | "refund:refused"
  | "refund:short"
  | "refund:settled"
  | "refund:found";

/** How many cases of 600 go this way. */
type Play = { readonly share: number; readonly ask: Ask; readonly path: readonly Verb[] };

const back = ["approve", "ship", "receive", "inspect"] as const;

const plays: readonly Play[] = [
  // Waiting for an answer.
  { share: 36, ask: "change-of-mind", path: [] },
  { share: 14, ask: "untouched", path: [] },
  { share: 6, ask: "special", path: [] },
  { share: 14, ask: "fault", path: [] },
  { share: 18, ask: "money-only", path: [] },
  { share: 8, ask: "never-arrived", path: [] },
  { share: 6, ask: "fresh", path: [] },
  { share: 5, ask: "late-mismatch", path: [] },
  { share: 9, ask: "never-arrived", path: ["time-out"] },
  { share: 9, ask: "untouched", path: ["reject", "resubmit"] },
  { share: 5, ask: "money-only", path: ["reject", "resubmit"] },
  // Refused: the shopper may ask again.
  { share: 10, ask: "untouched", path: ["reject"] },
  { share: 10, ask: "money-only", path: ["reject"] },
  { share: 6, ask: "late-mismatch", path: ["reject"] },
  { share: 6, ask: "untouched", path: ["approve", "ship", "receive", "inspect-none"] },
  // Handed to the platform: a parcel that nobody confirmed, a count of nothing that the law does not allow.
  { share: 3, ask: "change-of-mind", path: ["approve", "ship", "time-out"] },
  { share: 3, ask: "change-of-mind", path: ["approve", "ship", "receive", "inspect-none"] },
  // Goods on their way back.
  { share: 28, ask: "change-of-mind", path: ["approve"] },
  { share: 16, ask: "at-once", path: [] },
  { share: 10, ask: "change-of-mind", path: ["time-out"] },
  { share: 8, ask: "fault", path: ["approve"] },
  { share: 23, ask: "change-of-mind", path: ["approve", "ship"] },
  { share: 10, ask: "at-once", path: ["ship"] },
  { share: 8, ask: "fault", path: ["approve", "ship"] },
  { share: 15, ask: "change-of-mind", path: ["approve", "ship", "receive"] },
  { share: 8, ask: "at-once", path: ["ship", "receive"] },
  { share: 6, ask: "fault", path: ["approve", "ship", "receive"] },
  // Money on its way back: without goods, after inspection, for a parcel taken for lost.
  { share: 2, ask: "cancel", path: [] },
  { share: 2, ask: "cancel", path: ["refund:reserved"] },
  { share: 2, ask: "cancel", path: ["refund:sending"] },
  { share: 2, ask: "cancel", path: ["refund:unknown"] },
  { share: 2, ask: "cancel", path: ["refund:refused"] },
  { share: 1, ask: "cancel", path: ["refund:short"] },
  { share: 2, ask: "change-of-mind", path: [...back] },
  { share: 2, ask: "change-of-mind", path: [...back, "refund:reserved"] },
  { share: 2, ask: "change-of-mind", path: [...back, "refund:sending"] },
  { share: 2, ask: "change-of-mind", path: [...back, "refund:unknown"] },
  { share: 3, ask: "change-of-mind", path: [...back, "refund:refused"] },
  { share: 1, ask: "fault", path: [...back, "refund:short"] },
  { share: 1, ask: "change-of-mind", path: ["approve", "ship", "time-out", "approve"] },
  { share: 1, ask: "change-of-mind", path: ["approve", "ship", "time-out", "approve", "refund:reserved"] },
  { share: 1, ask: "change-of-mind", path: ["approve", "ship", "time-out", "approve", "refund:sending"] },
  { share: 1, ask: "change-of-mind", path: ["approve", "ship", "time-out", "approve", "refund:unknown"] },
  { share: 1, ask: "change-of-mind", path: ["approve", "ship", "time-out", "approve", "refund:refused"] },
  // Over.
  { share: 44, ask: "cancel", path: ["refund:settled"] },
  { share: 3, ask: "cancel", path: ["refund:found"] },
  { share: 18, ask: "bad-fruit", path: ["refund:settled"] },
  { share: 18, ask: "money-only", path: ["approve", "refund:settled"] },
  { share: 5, ask: "money-only", path: ["time-out", "refund:settled"] },
  { share: 6, ask: "fresh", path: ["approve", "refund:settled"] },
  { share: 52, ask: "change-of-mind", path: [...back, "refund:settled"] },
  { share: 18, ask: "at-once", path: ["ship", "receive", "inspect", "refund:settled"] },
  { share: 12, ask: "fault", path: [...back, "refund:settled"] },
  { share: 3, ask: "change-of-mind", path: ["approve", "ship", "receive", "inspect-part", "refund:settled"] },
  { share: 5, ask: "change-of-mind", path: ["approve", "ship", "receive", "time-out", "refund:settled"] },
  { share: 4, ask: "change-of-mind", path: ["approve", "ship", "time-out", "approve", "refund:settled"] },
  { share: 4, ask: "untouched", path: ["reject", "resubmit", ...back, "refund:settled"] },
  { share: 14, ask: "change-of-mind", path: ["withdraw"] },
  { share: 10, ask: "change-of-mind", path: ["approve", "withdraw"] },
  { share: 6, ask: "money-only", path: ["withdraw"] },
  { share: 12, ask: "change-of-mind", path: ["approve", "time-out"] },
  { share: 8, ask: "untouched", path: ["reject", "time-out"] },
  { share: 5, ask: "money-only", path: ["reject", "time-out"] },
  { share: 3, ask: "untouched", path: ["approve", "ship", "receive", "inspect-none", "time-out"] },
];

/** How many of the 600 are the pairs and the odd ones below. */
const pairs = { again: 6, parted: 4, nothing: 2 } as const;

/** What the accounts of the sign-in page have, by their place in the list: play by ask and path, or one of the pairs. */
const starred: readonly (readonly (readonly [Ask, ...Verb[]] | keyof typeof pairs)[])[] = [
  [
    ["at-once"],
    ["money-only"],
    ["change-of-mind", "approve", "ship", "receive"],
    ["untouched", "reject"],
    ["cancel", "refund:sending"],
    ["never-arrived"],
    ["change-of-mind", ...back, "refund:settled"],
  ],
  [],
  [
    ["cancel"],
    ["cancel", "refund:reserved"],
    ["change-of-mind", ...back, "refund:unknown"],
    ["cancel", "refund:refused"],
    ["change-of-mind", "approve", "ship", "time-out", "approve", "refund:sending"],
    ["cancel", "refund:settled"],
    ["change-of-mind", ...back, "refund:settled"],
  ],
  ["again", "parted", "nothing", ["bad-fruit", "refund:settled"], ["change-of-mind", "approve"]],
  [
    ["money-only", "reject"],
    ["untouched", "reject", "resubmit"],
    ["never-arrived", "time-out"],
    ["change-of-mind", "approve", "ship"],
    ["change-of-mind", "approve", "ship", "receive", "inspect-none"],
    ["change-of-mind", "approve", "withdraw"],
  ],
  [["change-of-mind"], ["at-once", "ship"], ["money-only", "approve", "refund:settled"]],
];

/**
 * Six hundred cases (times `scale`, every way at least once), planned backwards from now: an open one so that its deadline lies
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
  const left = new Map(plays.map((play) => [nameOf(play.ask, play.path), Math.max(1, Math.round(play.share * scale))]));
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
        planned.push(planCase(own, world, shopper, ask, path, planned.length));
        left.set(nameOf(ask, path), (left.get(nameOf(ask, path)) ?? 1) - 1);
      }
    }
  }
  for (const { ask, path } of plays) {
    const name = nameOf(ask, path);
    for (let n = left.get(name) ?? 0; n > 0; n--) {
      const own = dice.fork(`${name} ${n}`);
      planned.push(planCase(own, world, someone(own), ask, path, planned.length));
    }
  }
  for (const name of ["again", "parted", "nothing"] as const)
    for (let n = pairsLeft.get(name) ?? 0; n > 0; n--) {
      const own = dice.fork(`${name} ${n}`);
      planned.push(...pairPlans[name](own, world, someone(own)));
    }
  return planned;
}

function nameOf(ask: Ask, path: readonly Verb[]): string {
  return [ask, ...path].join(" ");
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** From 0 up to 1, evenly however many are asked for: of a few cases, too, one is due soon. */
function spread(place: number): number {
  return (place * 0.618033988749895) % 1;
}

type Recipe = {
  readonly kind: CaseKind;
  readonly reasons: readonly string[];
  readonly photos: boolean;
  readonly fits: (product: DemoProduct, category: Category) => boolean;
  /** Approved by the policy as soon as it is asked for. */
  readonly auto?: true;
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

const ordinary = (category: Category) => category.specialClass === null && category.confirmationClass === null;

const recipes: Readonly<Record<Ask, Recipe>> = {
  "change-of-mind": {
    kind: "return-and-refund",
    reasons: changes,
    photos: false,
    after: [3, 110],
    fits: (product, category) => ordinary(category) && !quickShops.has(product.merchantNumber),
  },
  "at-once": {
    kind: "return-and-refund",
    auto: true,
    reasons: changes,
    photos: false,
    after: [3, 110],
    fits: (product) =>
      product.merchantNumber === "M001" && product.listMinor < 60_000n && product.categoryCode === "audio",
  },
  untouched: {
    kind: "return-and-refund",
    reasons: changes,
    photos: false,
    after: [3, 110],
    fits: (product, category) =>
      category.confirmationClass !== null &&
      category.specialClass === null &&
      untouchedShops.has(product.merchantNumber),
  },
  special: {
    kind: "return-and-refund",
    reasons: changes,
    photos: false,
    after: [3, 110],
    fits: (_product, { code }) => ["gold", "blind-boxes", "health"].includes(code),
  },
  fault: {
    kind: "return-and-refund",
    reasons: faults,
    photos: true,
    after: [3, 250],
    fits: (product, category) => ordinary(category) && !quickShops.has(product.merchantNumber),
  },
  "late-mismatch": {
    kind: "return-and-refund",
    reasons: ["not-as-described"],
    photos: true,
    after: [17 * 24, 45 * 24],
    fits: (product, category) =>
      ordinary(category) && category.listedAs === null && !generousShops.has(product.merchantNumber),
  },
  "money-only": {
    kind: "refund-only",
    reasons: visibleFaults,
    photos: true,
    after: [2, 200],
    fits: (product, category) =>
      ordinary(category) && category.listedAs === null && !quickShops.has(product.merchantNumber),
  },
  "bad-fruit": {
    kind: "refund-only",
    auto: true,
    reasons: ["quality-fault", "damaged-on-arrival"],
    photos: true,
    after: [1, 44],
    fits: (product) => product.merchantNumber === "M004" && product.listMinor < 15_000n,
  },
  fresh: {
    kind: "refund-only",
    reasons: ["quality-fault", "damaged-on-arrival"],
    photos: true,
    after: [1, 40],
    fits: (_product, { code }) => code === "seafood" || code === "cakes",
  },
  "never-arrived": {
    kind: "refund-only",
    reasons: ["never-arrived"],
    photos: false,
    after: [5, 100],
    fits: (product, category) => ordinary(category) && !quickShops.has(product.merchantNumber),
  },
  cancel: {
    kind: "cancel-before-shipment",
    auto: true,
    reasons: ["no-longer-wanted", "ordered-by-mistake", "found-cheaper", "too-slow"],
    photos: false,
    after: [0.3, 14],
    fits: (product, category) => ordinary(category) && !quickShops.has(product.merchantNumber),
  },
};

function planCase(
  dice: Dice,
  world: CaseWorld,
  shopper: DemoShopper,
  ask: Ask,
  path: readonly Verb[],
  place: number,
): PlannedCase {
  const recipe = recipes[ask];
  const goods = goodsFor(dice, world, ask, path);
  const wanted =
    ask === "cancel"
      ? goods.map(({ quantity }, i) => ({ lineNo: i + 1, quantity }))
      : [{ lineNo: 1, quantity: wantedOf(dice, goods, path) }];
  const merchants = [...new Set(goods.map(({ product }) => product.merchantNumber))];
  const timing = time(dice, world, merchants, ask, path, spread(place));
  const order = planOrder(dice, world.assortment, {
    shopper,
    placedMs: timing.placedMs,
    goods,
    journey: timing.journey,
    live: dice.chance(0.15),
    plain: goods.length > 1 || ask === "at-once",
    ...(ask === "untouched" ? { confirmed: true } : {}),
    ...(ask === "never-arrived" ? { signedBy: dice.pick(["locker", "proxy-without-consent"] as const) } : {}),
  });
  const reason = dice.pick(recipe.reasons);
  const request: Step = {
    do: "request",
    atMs: timing.requestMs,
    by: dice.chance(0.06) && !recipe.photos ? "agent" : "shopper",
    caseNo: 0,
    kind: recipe.kind,
    reason,
    lines: wanted,
    note: noteFor(dice, reason),
    photos: recipe.photos ? dice.between(1, 3) : 0,
  };
  const steps: Step[] = [request, ...path.map((verb, i) => stepOf(dice, verb, at(timing.momentsMs, i), 0))];
  return { order, steps: withSideSteps(dice, world.nowMs, steps), ends: [standingAfter(ask, path)] };
}

/** One kind of goods that fits, sometimes with something else of the same shop beside it. */
function goodsFor(dice: Dice, { assortment }: CaseWorld, ask: Ask, path: readonly Verb[]): Bought[] {
  const fitting = assortment.products.filter((product) => {
    const category = assortment.categories.get(product.categoryCode);
    return category !== undefined && recipes[ask].fits(product, category);
  });
  const product = dice.pick(fitting);
  if (ask === "at-once" || ask === "bad-fruit") return [{ product, quantity: 1 }];
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

function wantedOf(dice: Dice, goods: readonly Bought[], path: readonly Verb[]): number {
  const { quantity } = at(goods, 0);
  return path.includes("inspect-part") ? quantity : dice.between(1, quantity);
}

type Waiting = "merchant" | "shopper-sends" | "arrives" | "inspected" | "resubmits" | "platform" | "nobody";
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
  ask: Ask,
  path: readonly Verb[],
  seed: number,
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
    let waiting: Waiting =
      recipe.auto === true ? (recipe.kind === "return-and-refund" ? "shopper-sends" : "nobody") : "merchant";
    let offsetMs = 0;
    const offsets = path.map((verb) => {
      offsetMs += verb === "time-out" ? spanMs(waiting, handling) + 500 : gapMs(own, verb, waiting, handling);
      waiting = waitingAfter(verb, waiting, ask);
      return offsetMs;
    });
    const open = waiting !== "nobody";
    const aheadMs = open ? ahead(own, spanMs(waiting, handling), seed) : 0;
    const agoMs = open ? spanMs(waiting, handling) - aheadMs : endedAgoMs(own, moneyMoves, seed);
    const requestMs = Math.round(nowMs - agoMs - offsetMs);
    const placed = requestMs - before.placedMs;
    if (attempt > 4 || policyAt(world.policies, merchants, placed) === policyAt(world.policies, merchants, placedMs)) {
      const journey = {
        shippedMs: before.shippedMs === null ? null : requestMs - before.shippedMs,
        deliveredMs: before.deliveredMs === null ? null : requestMs - before.deliveredMs,
      };
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
  const transit = dice.between(20, 75) * hourMs;
  const packing = dice.between(3, 30) * hourMs + dice.between(0, 59) * minuteMs;
  if (ask === "never-arrived" && dice.chance(0.5)) {
    const stuck = Math.round(after) + 7 * 24 * hourMs;
    return { placedMs: stuck + packing, shippedMs: stuck, deliveredMs: null };
  }
  const delivered = Math.round(after);
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
    case "resubmits":
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
};

function waitingAfter(verb: Verb, waiting: Waiting, ask: Ask): Waiting {
  const { kind } = recipes[ask];
  switch (verb) {
    case "approve":
      return kind === "return-and-refund" && waiting !== "platform" ? "shopper-sends" : "nobody";
    case "time-out":
      if (waiting === "arrives" || (waiting === "merchant" && ask === "never-arrived")) return "platform";
      return waiting === "merchant" && kind === "return-and-refund" ? "shopper-sends" : "nobody";
    case "reject":
      return "resubmits";
    case "inspect-none":
      return plainlyDue.has(ask) ? "platform" : "resubmits";
    case "resubmit":
      return "merchant";
    case "ship":
      return "arrives";
    case "receive":
      return "inspected";
    default:
      return "nobody";
  }
}

/** What the law gives nobody refuses at the bench: the platform looks. */
const plainlyDue: ReadonlySet<Ask> = new Set(["change-of-mind"]);

/** Where a case stands that went this way. */
function standingAfter(ask: Ask, path: readonly Verb[]): Standing {
  const { kind, auto } = recipes[ask];
  const approved: Standing =
    kind === "return-and-refund"
      ? { caseState: "approved", goodsState: "awaiting-shipment", moneyState: "none" }
      : { caseState: "approved", goodsState: "none", moneyState: "due" };
  let standing = auto ? approved : { caseState: "submitted", goodsState: "none", moneyState: "none" };
  for (const verb of path)
    standing =
      verb === "time-out"
        ? timedOut(standing, approved, ask === "never-arrived")
        : verb === "inspect-none" && plainlyDue.has(ask)
          ? { ...standing, goodsState: "inspected" }
          : moved(standing, verb, approved);
  return standing;
}

function moved(standing: Standing, verb: Exclude<Verb, "time-out">, approved: Standing): Standing {
  switch (verb) {
    case "approve":
      // What was handed to the platform is given after all.
      return standing.goodsState === "in-transit" ? { ...standing, goodsState: "lost", moneyState: "due" } : approved;
    case "reject":
      return { ...standing, caseState: "rejected" };
    case "resubmit":
      return { ...standing, caseState: "submitted" };
    case "withdraw":
      return {
        ...standing,
        caseState: "withdrawn",
        goodsState: standing.goodsState === "awaiting-shipment" ? "not-sent" : "none",
      };
    case "ship":
      return { ...standing, goodsState: "in-transit" };
    case "receive":
      return { ...standing, goodsState: "arrived" };
    case "inspect":
    case "inspect-part":
      return { ...standing, goodsState: "inspected", moneyState: "due" };
    case "inspect-none":
      return { ...standing, caseState: "rejected", goodsState: "inspected" };
    case "refund:reserved":
    case "refund:sending":
    case "refund:unknown":
      return { ...standing, moneyState: verb.slice("refund:".length) };
    case "refund:refused":
    case "refund:short":
      return { ...standing, moneyState: "attention" };
    case "refund:settled":
    case "refund:found":
      return { ...standing, caseState: "completed", moneyState: "settled" };
  }
}

function timedOut(standing: Standing, approved: Standing, platformLooks: boolean): Standing {
  if (standing.caseState === "submitted") return platformLooks ? standing : approved;
  if (standing.caseState === "rejected") return { ...standing, caseState: "closed" };
  if (standing.goodsState === "awaiting-shipment") return { ...standing, caseState: "closed", goodsState: "not-sent" };
  return standing.goodsState === "in-transit" ? standing : { ...standing, goodsState: "inspected", moneyState: "due" };
}

function stepOf(dice: Dice, verb: Verb, atMs: number, caseNo: number): Step {
  const shopper = { atMs, caseNo, by: "shopper" } as const;
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
    case "ship": {
      const [carrier, prefix, digits] = dice.weighted(carriers);
      return {
        ...shopper,
        do: "ship",
        way: dice.chance(0.35) ? "pickup" : "self-ship",
        carrier,
        trackingNumber: `${prefix}${dice.digits(digits)}`,
      };
    }
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
        steps: [ask(firstMs), ...path.map((verb, i) => stepOf(dice, verb, firstMs + at(offsets, i), 0))],
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
        steps: [request, stepOf(dice, "approve", requestMs + dice.between(1, 10) * hourMs, 0)],
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
          ...path.map((verb, i) => stepOf(dice, verb, Math.round(requestMs + at(hours, i) * hourMs), 0)),
        ],
        ends: [standingAfter("change-of-mind", path)],
      },
    ];
  },
};
