import type { Recorder } from "#platform/action";
import type { CaseKind, DeadlineKind, WaitingOn } from "../model.ts";
import {
  type AnsweredAbout,
  benchClock,
  type CaseHandling,
  dueAt,
  remindersAt,
  secondsOf,
  waitedFor,
} from "../rules/handling.ts";

/**
 * From now on somebody is waited for: writes the deadline with its reminders and gives the columns that the case shows of it.
 * `ifNobody` is what happens when the time is over; null: nothing by itself. `epoch` is the version that the move found, nought where
 * the case begins: one move waits once for the same thing.
 */
export function waitFor(
  record: Recorder,
  kind: DeadlineKind,
  ifNobody: string | null,
  { version, handling, now, on, about }: Waiting,
) {
  const seconds = secondsOf(kind, handling, about);
  const due = dueAt(kind, handling, now, seconds);
  const waitingOn = on ?? waitedFor(kind);
  record.deadline({
    kind,
    epoch: version,
    waitingOn,
    seconds,
    dueAt: due,
    calendar: handling.workingHours ?? "plain",
    remindAt: remindersAt(handling, now, due),
  });
  return { waiting_on: waitingOn, due_at: due, due_action: ifNobody } as const;
}

export type Waiting = {
  readonly version: number;
  readonly handling: CaseHandling;
  readonly now: Temporal.Instant;
  readonly on?: WaitingOn;
  /** What the merchant's answer is waited for about, where that decides how long. */
  readonly about?: AnsweredAbout;
};

/** The goods are here, and the bench has them. */
export function waitForBench(record: Recorder, kind: CaseKind, waiting: Waiting) {
  const clock = benchClock(kind);
  return waitFor(record, clock, clock === "goods-repaired" ? "exchange-instead" : "accept-and-refund", waiting);
}

/** Nobody is waited for: the case is over. */
export const nobody = { waiting_on: "nobody", due_at: null, due_action: null } as const;
