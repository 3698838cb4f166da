import { type EvidenceKind, type Reason, reasons } from "#contract/returns";
import { at, type Dice } from "./dice.ts";
import { planOrder, type Told } from "./orders.ts";
import { pairPlans } from "./pairs.ts";
import type { DemoShopper } from "./people.ts";
import { type Ask, asks, pairNames, pairs, plays, starred, type Verb } from "./plays.ts";
import { goodsFor, recipes, type Wish, wantedFor, wantedOf } from "./recipes.ts";
import { standingAfter } from "./standing.ts";
import { noteFor, stepOf } from "./step-of.ts";
import type { CaseWorld, PlannedCase, Step } from "./steps.ts";
import { time } from "./timing.ts";

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
  for (const name of pairNames)
    for (let n = pairsLeft.get(name) ?? 0; n > 0; n--) {
      const own = dice.fork(`${name} ${n}`);
      planned.push(...pairPlans[name](own, world, someone(own)));
    }
  return planned;
}

function nameOf(ask: Ask, path: readonly Verb[], shop?: string): string {
  return [...(shop === undefined ? [] : [shop]), ask, ...path].join(" ");
}

/** From 0 up to 1, evenly however many are asked for: of a few cases, too, one is due soon. */
function spread(place: number): number {
  return (place * 0.618033988749895) % 1;
}

function planCase(dice: Dice, world: CaseWorld, shopper: DemoShopper, play: Wish, place: number): PlannedCase {
  const { ask, path } = play;
  const recipe = recipes[ask];
  const goods = goodsFor(dice, world.assortment, play);
  const wanted =
    ask === "cancel"
      ? goods.map(({ quantity }, i) => ({ lineNo: i + 1, quantity }))
      : [{ lineNo: 1, quantity: wantedOf(dice, goods, path) }];
  const timing = time(dice, world, at(goods, 0).product.merchantNumber, play, spread(place), at(goods, 0).product.drop);
  const reason = dice.pick(recipe.reasons);
  const shown = reasons[reason].evidence.length > 0;
  const bought = presents.has(ask) ? ({ present: true } as const) : {};
  const order = planOrder(dice, world.assortment, {
    shopper,
    ...bought,
    placedMs: timing.placedMs,
    goods,
    journey: timing.journey,
    live: dice.chance(0.15) || isFromLiveRoom(ask),
    ...(told[ask] === undefined ? {} : { told: told[ask] }),
    plain: goods.length > 1 || ask === "at-once" || ask === "exchange-dearer",
    ...(ask === "untouched" ? { confirmed: true } : {}),
    ...(ask === "never-arrived" ? { signedBy: dice.pick(["locker", "proxy-without-consent"] as const) } : {}),
  });
  const request: Step = {
    do: "request",
    atMs: timing.requestMs,
    by: bought.present === true ? "recipient" : dice.chance(0.06) && !shown ? "agent" : "shopper",
    caseNo: 0,
    kind: asks[ask].kind,
    reason,
    lines: wanted,
    note: noteFor(dice, reason),
    photos: shown ? dice.between(1, 3) : 0,
    shownBy: shownBy(dice, reason),
    ...wantedFor(dice, world.assortment, ask, at(goods, 0).product),
    ...(ask === "exchange-first" ? { shipFirst: true } : {}),
    ...(ask === "keep" ? { keep: true } : {}),
    ...(ask === "turn-round" || ask === "turn-round-asked" ? { intercept: true } : {}),
    ...(ask === "present" && dice.chance(0.5) ? { quiet: true } : {}),
    ...(ask === "by-child" ? { childAge: dice.between(6, 13) } : {}),
    ...(ask === "spoiled" ? { bad: { pieces: dice.between(2, 6), of: dice.pick([10, 12, 20]) } } : {}),
  };
  const steps: Step[] = [
    request,
    ...path.map((verb, i) => stepOf(dice, verb, at(timing.momentsMs, i), 0, world.nowMs)),
  ].map((step) => (bought.present === true ? asRecipient(step) : step));
  return { order, steps: withSideSteps(dice, world.nowMs, steps), ends: [standingAfter(ask, path)] };
}

const told: Partial<Readonly<Record<Ask, Told>>> = {
  "promised-live": "promised-in-live-room",
  "fake-from-live": "hidden-seller",
  "from-berlin": "abroad",
  "installed-later": "installed",
};

function isFromLiveRoom(ask: Ask): boolean {
  return told[ask] === "promised-in-live-room" || told[ask] === "hidden-seller";
}

const presents: ReadonlySet<Ask> = new Set(["present", "present-exchange"]);

/** Who has the goods does what a shopper does; what they send goes with a number of their own. */
function asRecipient(step: Step): Step {
  if (step.by !== "shopper" || step.do === "refund") return step;
  return step.do === "ship" ? { ...step, by: "recipient", way: "self-ship" } : { ...step, by: "recipient" };
}

/** Mostly photos; else what the reason is best shown by. */
function shownBy(dice: Dice, reason: Reason): EvidenceKind {
  const { evidence } = reasons[reason];
  const [best] = evidence;
  if (best === undefined) return "photo";
  return dice.chance(0.5) ? best : dice.pick(evidence);
}

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
