import type { Clock } from "#platform/clock";
import { createDb, type Db } from "#platform/db";

/** A clock that stands where it is put. */
export type MovableClock = Clock & { set(ms: number): void; forward(ms: number): void };

export function movableClock(ms: number): MovableClock {
  let now = ms;
  return {
    now: () => Temporal.Instant.fromEpochMilliseconds(now),
    offsetSeconds: () => 0,
    setOffset: () => {},
    set: (to) => {
      now = to;
    },
    forward: (by) => {
      now += by;
    },
  };
}

/** The same database at another time. Commits do not wait for the disk: what a power cut loses is loaded again. */
export function dbAt(db: Db, clock: Clock): Db {
  const own = createDb(db.pools, clock);
  return {
    ...own,
    withTx: (principal, work, options) =>
      own.withTx(
        principal,
        (tx) => {
          tx.send("set local synchronous_commit = off");
          return work(tx);
        },
        options,
      ),
  };
}
