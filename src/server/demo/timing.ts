import type { DemoProduct } from "./catalogue.ts";
import type { Dice } from "./dice.ts";
import type { Journey } from "./orders.ts";
import { type Ask, asks, type Verb } from "./plays.ts";
import { type DemoPolicy, policyAt } from "./policies.ts";
import { type Recipe, recipes, type Wish } from "./recipes.ts";
import { standingAfter, type Waiting, waitingAfter, waitingAtFirst } from "./standing.ts";
import type { CaseWorld } from "./steps.ts";

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;

type Timing = {
  readonly placedMs: number;
  readonly journey: Journey;
  readonly requestMs: number;
  readonly momentsMs: readonly number[];
};

/** Sets request and steps so that an open deadline lies ahead as far as thrown, then the purchase before them. */
export function time(
  dice: Dice,
  world: CaseWorld,
  merchant: string,
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
    const { handling } = policyAt(world.policies, merchant, placedMs).body;
    const own = dice.fork("gaps");
    let waiting = waitingAtFirst(ask);
    let offsetMs = 0;
    // Since when the clock runs, and how much longer it was made.
    let [sinceMs, moreMs] = [0, 0];
    const offsets = path.map((verb) => {
      offsetMs += verb === "time-out" ? spanMs(waiting, handling) + 500 : gapMs(own, verb, waiting, handling);
      waiting = waitingAfter(verb, waiting, ask);
      if (!beside.has(verb)) [sinceMs, moreMs] = [offsetMs, 0];
      moreMs += 24 * hourMs * (daysMore[verb] ?? 0);
      return offsetMs;
    });
    const open = waiting !== "nobody";
    const leftMs = spanMs(waiting, handling) + moreMs - (offsetMs - sinceMs);
    const aheadMs = open ? ahead(own, leftMs, seed) : 0;
    const agoMs = open
      ? leftMs - aheadMs
      : endedAgoMs(own, moneyMoves || ask === "price-drop" || isWaitedForBeside(path), seed);
    const requestMs = Math.round(nowMs - agoMs - offsetMs);
    const placed = ask === "price-drop" && drop !== null ? drop.sinceMs - before.placedMs : requestMs - before.placedMs;
    if (attempt > 4 || policyAt(world.policies, merchant, placed) === policyAt(world.policies, merchant, placedMs)) {
      const since = (ms: number | null) => (ms === null ? null : placed + before.placedMs - ms);
      const journey = { shippedMs: since(before.shippedMs), deliveredMs: since(before.deliveredMs) };
      return { placedMs: placed, journey, requestMs, momentsMs: offsets.map((offset) => requestMs + offset) };
    }
    placedMs = placed;
  }
}

export const daysMore: Partial<Readonly<Record<Verb, number>>> = { "extend-shopper": 3, "extend-merchant": 2 };
/** Verbs after which the same clock runs on. */
const beside: ReadonlySet<Verb> = new Set(["pay-back", "turned", "not-turned", "extend-shopper", "extend-merchant"]);

/** What the way back cost is looked at after the case is over. */
function isWaitedForBeside(path: readonly Verb[]): boolean {
  return path.includes("ship-paid-dear") && !path.includes("decide-freight");
}

/** How long before the request the goods were bought, sent and handed over, in milliseconds. */
function purchaseBefore(
  dice: Dice,
  recipe: Recipe,
  ask: Ask,
): { placedMs: number; shippedMs: number | null; deliveredMs: number | null } {
  const [from, until] = recipe.after;
  const after = (from + (until - from) * dice.float()) * hourMs;
  if (asks[ask].kind === "cancel-before-shipment")
    return { placedMs: Math.round(after), shippedMs: null, deliveredMs: null };
  if (asks[ask].kind === "refuse-delivery" || ask === "no-tracking") {
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
export function ahead(dice: Dice, spanOfDeadlineMs: number, seed: number): number {
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

export function spanMs(waiting: Waiting, handling: Handling): number {
  switch (waiting) {
    case "merchant":
      return handling.merchantAnswersHours * hourMs;
    case "shopper-sends":
      return handling.shopperSendsDays * 24 * hourMs;
    case "arrives":
      return handling.goodsArriveDays * 24 * hourMs;
    case "inspected":
      return handling.inspectedHours * hourMs;
    case "repaired":
      return handling.repairedDays * 24 * hourMs;
    case "offer":
      return handling.offerAnsweredHours * hourMs;
    case "difference":
      return handling.differencePaidHours * hourMs;
    case "sent-out":
      return handling.replacementSentHours * hourMs;
    case "trouble":
      return handling.replacementSentHours * hourMs;
    case "there":
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
export function gapMs(dice: Dice, verb: Verb, waiting: Waiting, handling: Handling): number {
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
  mend: [20, 160],
  "beyond-repair": [10, 90],
  "accept-instead": [1, 30],
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
  "carrier-delivers": [20, 60],
  "carrier-loses": [60, 120],
  "carrier-returns": [40, 90],
  "object-missing": [75, 110],
  "object-wrong": [24, 80],
  "object-broken": [24, 80],
  resend: [2, 20],
  "pay-instead": [2, 20],
  turned: [2, 12],
  "not-turned": [2, 12],
  "ship-paid": [3, 70],
  "ship-paid-dear": [3, 70],
  "decide-freight": [2, 30],
  "extend-shopper": [5, 60],
  "extend-merchant": [2, 20],
  "pay-otherwise": [0.02, 0.1],
  transfer: [0.02, 0.1],
  "say-received": [0.05, 0.2],
  "say-not-received": [0.05, 0.2],
  "reject-late": [2, 40],
  "pay-back": [2, 40],
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
