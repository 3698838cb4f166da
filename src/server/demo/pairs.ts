import { at, type Dice } from "./dice.ts";
import { planOrder, threshold } from "./orders.ts";
import type { DemoShopper } from "./people.ts";
import { back, type pairs } from "./plays.ts";
import { policyAt } from "./policies.ts";
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
