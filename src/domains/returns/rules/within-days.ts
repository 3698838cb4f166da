import { type DeadlineKind, kindTraits } from "../model.ts";
import { type Asked, benchClock, dueAt, type Handling, secondsOf } from "./handling.ts";

/**
 * In how many days what is asked for is done at the latest, counted from now: everybody uses all of the time the policy gives,
 * and the shopper sends at once. The time that the shopper takes, and that banks take, is not in it.
 */
export function withinDays(asked: Asked, handling: Handling, atOnce: boolean): number {
  const { kind, noticeAt } = asked;
  const { goodsBack, goodsOut } = kindTraits[kind];
  const clocks: readonly DeadlineKind[] = [
    ...(atOnce ? [] : (["merchant-answers"] as const)),
    ...(goodsBack ? (["goods-arrive", benchClock(kind)] as const) : []),
    ...(goodsOut ? (["replacement-sent"] as const) : []),
  ];
  const end = clocks.reduce(
    (at, clock) => dueAt(clock, { ...handling, asked }, at, secondsOf(clock, handling, kind)),
    noticeAt,
  );
  return Math.ceil((end.epochMilliseconds - noticeAt.epochMilliseconds) / dayMs);
}

const dayMs = 86_400_000;
