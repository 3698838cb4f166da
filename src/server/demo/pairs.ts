import type { DemoProduct } from "./catalogue.ts";
import { at, type Dice } from "./dice.ts";
import { type Assortment, coupon, type PlannedOrder, type Purchase, planOrder, setOf, threshold } from "./orders.ts";
import type { DemoShopper } from "./people.ts";
import { type Ask, asks, back, type pairs, type Verb } from "./plays.ts";
import { policyAt } from "./policies.ts";
import { otherThan, wantedFor } from "./recipes.ts";
import { standingAfter } from "./standing.ts";
import { stepOf } from "./step-of.ts";
import type { CaseWorld, PlannedCase, Step } from "./steps.ts";
import { ahead, gapMs, hourMs, spanMs } from "./timing.ts";

/** Requests that need an order of their own make: several in a row, two shops at once, a part that costs its promotion. */
export const pairPlans: Readonly<
  Record<keyof typeof pairs, (dice: Dice, world: CaseWorld, shopper: DemoShopper) => PlannedCase[]>
> = {
  /** One piece came back and was settled; now another of the same order. */
  again: (dice, world, shopper) => {
    const { assortment, policies, nowMs } = world;
    const product = dice.pick((assortment.byMerchant.get("M002") ?? []).filter(({ listMinor }) => listMinor < 50_000n));
    const { handling } = policyAt(policies, "M002", nowMs).body;
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
    return [
      {
        order,
        steps: [
          asking("change-of-mind", firstMs, 1),
          ...path.map((verb, i) => stepOf(dice, verb, firstMs + at(offsets, i), 0, nowMs)),
        ],
        ends: [standingAfter("change-of-mind", path)],
      },
      { order, steps: [asking("change-of-mind", secondMs, 1)], ends: [standingAfter("change-of-mind", [])] },
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
    const { handling } = policyAt(policies, one, nowMs - 24 * hourMs).body;
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
      ...asking("change-of-mind", requestMs, 1),
      reason: "does-not-fit",
      lines: [
        { lineNo: 1, quantity: 1 },
        { lineNo: 2, quantity: 1 },
      ],
      note: "两家的都不合适，一起退。",
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
    const requestMs = nowMs - dice.between(15, 40) * 24 * hourMs;
    const tens = (minor: bigint) => String((minor / 1_000n) * 10n);
    const order = boughtBefore(dice, world, requestMs, {
      shopper,
      goods: [
        { product: dear, quantity: 1 },
        { product: cheap, quantity: 1 },
      ],
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
    return [longAgo(dice, { order, ask: "change-of-mind", path: [...back, "refund:settled"], requestMs, lineNo: 2 })];
  },
  /** One request over two shops that promise differently: one agrees at once, the other is waited for. */
  "own-promises": (dice, world, shopper) => {
    const { assortment, policies, nowMs } = world;
    const goods = ["M001", "M002"].map((shop) => ({ product: cheapest(assortment, shop), quantity: 1 }));
    const span = spanMs("merchant", policyAt(policies, "M002", nowMs - 24 * hourMs).body.handling);
    const requestMs = Math.round(nowMs - (span - dice.between(3, 20) * hourMs));
    const order = boughtBefore(dice, world, requestMs, { shopper, goods, plain: true });
    return [
      {
        order,
        steps: [
          {
            ...asking("change-of-mind", requestMs, 1),
            lines: [
              { lineNo: 1, quantity: 1 },
              { lineNo: 2, quantity: 1 },
            ],
            note: "一起下的单，都不需要了。",
          },
        ],
        ends: [standingAfter("at-once", []), standingAfter("change-of-mind", [])],
      },
    ];
  },
  /** One piece of a set goes back: the other costs again what it costs alone. */
  "set-broken": (dice, world, shopper) => {
    const { assortment, nowMs } = world;
    const shelf = (assortment.byMerchant.get("M003") ?? []).filter(({ drop }) => drop === null);
    const start = dice.between(0, 3);
    const goods = [start, start + 1].map((i) => ({ product: at(shelf, i), quantity: 1 }));
    const requestMs = nowMs - dice.between(8, 30) * 24 * hourMs;
    const order = boughtBefore(dice, world, requestMs, {
      shopper,
      goods,
      promotions: [setOf("table-set", "成套立减", goods, 15n)],
    });
    return [longAgo(dice, { order, ask: "change-of-mind", path: [...back, "refund:settled"], requestMs, lineNo: 2 })];
  },
  /** Paid with a coupon and points: when everything is back, so are they. */
  "in-kind": (dice, world, shopper) => {
    const { assortment, nowMs } = world;
    const shelf = (assortment.byMerchant.get("M011") ?? []).filter(
      ({ drop, listMinor }) => drop === null && listMinor > 15_000n,
    );
    const requestMs = nowMs - dice.between(8, 30) * 24 * hourMs;
    const order = boughtBefore(dice, world, requestMs, {
      shopper,
      goods: [{ product: dice.pick(shelf), quantity: 1 }],
      promotions: [coupon(dice, "shop-coupon-150-20", "店铺券满150减20", "150", "20")],
      pointsMinor: 600n,
    });
    return [longAgo(dice, { order, ask: "change-of-mind", path: [...back, "refund:settled"], requestMs, lineNo: 1 })];
  },
  "dearer-back": (dice, world, shopper) => exchangedThenBack(dice, world, shopper, "exchange-dearer"),
  "cheaper-back": (dice, world, shopper) => exchangedThenBack(dice, world, shopper, "exchange-cheaper"),
};

/** Exchanged for dearer or cheaper goods, and then sent back after all: what is paid back is what these cost. */
function exchangedThenBack(
  dice: Dice,
  world: CaseWorld,
  shopper: DemoShopper,
  ask: "exchange-dearer" | "exchange-cheaper",
): PlannedCase[] {
  const { assortment, nowMs } = world;
  const fitting = (assortment.byMerchant.get("M012") ?? []).filter(
    (product) => product.drop === null && otherThan(ask, product, assortment).length > 0,
  );
  const product = dice.pick(fitting);
  const requestMs = nowMs - dice.between(28, 40) * 24 * hourMs;
  const order = boughtBefore(dice, world, requestMs, { shopper, goods: [{ product, quantity: 1 }], plain: true });
  const exchange = longAgo(dice, {
    order,
    ask,
    path:
      ask === "exchange-dearer"
        ? ["approve", "pay", "ship", "receive", "inspect", "send-out", "confirm"]
        : [...back, "send-out", "confirm", "refund:settled"],
    requestMs,
    lineNo: 1,
    ...wantedFor(dice, assortment, ask, product),
  });
  const thenMs = (exchange.steps.at(-1)?.atMs ?? requestMs) + 30 * hourMs;
  return [
    exchange,
    longAgo(dice, { order, ask: "change-of-mind", path: [...back, "refund:settled"], requestMs: thenMs, lineNo: 1 }),
  ];
}

/** Something that came two days before it is asked about. */
function boughtBefore(
  dice: Dice,
  { assortment }: CaseWorld,
  requestMs: number,
  purchase: Omit<Purchase, "placedMs" | "journey">,
): PlannedOrder {
  const deliveredMs = requestMs - dice.between(5, 60) * hourMs;
  return planOrder(dice, assortment, {
    ...purchase,
    placedMs: deliveredMs - 60 * hourMs,
    journey: { shippedMs: deliveredMs - 40 * hourMs, deliveredMs },
  });
}

/** A case that is over: each step after its usual time. */
function longAgo(
  dice: Dice,
  {
    order,
    ask,
    path,
    requestMs,
    lineNo,
    wanted,
  }: {
    readonly order: PlannedOrder;
    readonly ask: Ask;
    readonly path: readonly Verb[];
    readonly requestMs: number;
    readonly lineNo: number;
    readonly wanted?: { readonly productNumber?: string; readonly variant: string };
  },
): PlannedCase {
  let atMs = requestMs;
  const rest = path.map((verb) => {
    atMs += Math.round((hoursLater[verb] ?? 0.01) * hourMs);
    return stepOf(dice, verb, atMs, 0, requestMs);
  });
  const request = asking(ask, requestMs, lineNo);
  return {
    order,
    steps: [wanted === undefined ? request : { ...request, wanted }, ...rest],
    ends: [standingAfter(ask, path)],
  };
}

const hoursLater: Partial<Readonly<Record<Verb, number>>> = {
  approve: 2,
  pay: 1,
  ship: 28,
  receive: 50,
  inspect: 15,
  "send-out": 10,
  confirm: 60,
};

function asking(ask: Ask, atMs: number, lineNo: number): Extract<Step, { do: "request" }> {
  return {
    do: "request",
    atMs,
    by: "shopper",
    caseNo: 0,
    kind: asks[ask].kind,
    reason: asks[ask].kind === "exchange" ? "does-not-fit" : "no-longer-wanted",
    lines: [{ lineNo, quantity: 1 }],
    note: "",
    photos: 0,
    shownBy: "photo",
  };
}

function cheapest({ byMerchant }: Assortment, shop: string): DemoProduct {
  return at(
    (byMerchant.get(shop) ?? []).toSorted((a, b) => Number(a.listMinor - b.listMinor)),
    0,
  );
}
