import type { DeadlineKind } from "../model.ts";
import { type Calendar, type CaseHandling, dueAt, remindersAt, secondsOf } from "./handling.ts";

/** A clock as it runs: what it was given at first, and what was added since. */
export type RunningClock = {
  readonly kind: DeadlineKind;
  readonly startsAt: Temporal.Instant;
  readonly dueAt: Temporal.Instant;
  /** Null where that was not kept: what the policy gives. */
  readonly givenSeconds: number | null;
  readonly extendedSeconds: number;
};

export type MovedClock = {
  readonly dueAt: Temporal.Instant;
  readonly remindAt: readonly Temporal.Instant[];
  /** Of the time until then, how long the clock stands still. */
  readonly pausedSeconds: number;
};

/**
 * Where a clock ends by the pauses that hold now and with so much more time; worked out from its beginning, so that doing it twice
 * is doing it once. Null: not later than it ends already. A clock is never made shorter.
 */
export function moveClock(
  clock: RunningClock,
  handling: CaseHandling,
  now: Temporal.Instant,
  moreSeconds = 0,
): MovedClock | null {
  const seconds = clock.givenSeconds ?? secondsOf(clock.kind, handling);
  const more = clock.extendedSeconds + moreSeconds;
  const end = dueAt(clock.kind, handling, clock.startsAt, seconds, more);
  if (Temporal.Instant.compare(end, clock.dueAt) <= 0) return null;
  const awake: Calendar = { ...handling, pauses: [] };
  const unpaused = dueAt(clock.kind, awake, clock.startsAt, seconds, more);
  return {
    dueAt: end,
    remindAt: remindersAt(handling, clock.startsAt, end).filter((at) => Temporal.Instant.compare(at, now) > 0),
    pausedSeconds: Math.max(0, Math.round(unpaused.until(end).total("seconds"))),
  };
}
