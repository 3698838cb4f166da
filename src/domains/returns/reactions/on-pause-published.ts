import type { Outcome } from "#kernel/outcome";
import { system } from "#platform/db";
import { type DeadlineCursor, deadlinesDueAfter, type MetDeadline } from "#platform/deadlines";
import type { App, Job, Reaction } from "#platform/domain";
import { holdTransfer } from "../actions/hold-transfer.ts";
import { moveClockOfCase } from "../actions/move-clock.ts";
import { clockFacts } from "../contract.ts";
import { pauseApplied } from "../store/clock-pause.ts";

const queue = "returns.clock-pause";
const batchSize = 100;
/** Longer than any request takes that read the pauses before this one was there. */
const lastLookAfterSeconds = 60;
const principal = system("clock-pause");

/** Hands a new pause to the job queue, once, however often the fact is heard. */
export const onPausePublished: Reaction = {
  name: "returns.on-pause-published",
  on: ["returns.clock-pause-published"],
  react: async (app, fact) => {
    await app.db.withTx(principal, (tx) => app.jobs.send(tx, queue, fact.payload, { singletonKey: fact.id }));
  },
};

/**
 * The open clocks follow a pause one case at a time, each in a transaction of its own that works its clock out again from the
 * beginning: killed half-way, the next run finds the moved ones where they belong and goes on with the others. A last look a
 * minute later finds what was opened meanwhile by somebody who had not heard of the pause.
 */
export const pauseJob: Job = {
  queue,
  retries: 5,
  run: async (app, data) => {
    const { pauseId } = clockFacts["returns.clock-pause-published"].parse(data);
    await applyPause(app, pauseId);
    await app.db.withTx(principal, async (tx) => {
      pauseApplied(tx, pauseId);
      if (data["last"] !== true)
        await app.jobs.send(tx, queue, { ...data, last: true }, { startAfterSeconds: lastLookAfterSeconds });
    });
  },
};

type PublishedRow = {
  readonly merchant_id: string | null;
  readonly holds: readonly string[];
  readonly from_at: Temporal.Instant;
  readonly until_at: Temporal.Instant;
};
type Move = (met: MetDeadline) => Promise<{ readonly outcome: Outcome<{ readonly moved: boolean }, string> }>;

/** Answers how many clocks were moved. */
export async function applyPause(app: Pick<App, "db" | "nudge">, pauseId: string): Promise<number> {
  const caller = { db: app.db, principal, nudge: app.nudge };
  const pause = await app.db.withTx(
    principal,
    (tx) =>
      tx.maybe<PublishedRow>("select merchant_id, holds, from_at, until_at from returns.clock_pause where id = $1", [
        pauseId,
      ]),
    { readOnly: true },
  );
  if (pause === undefined) return 0;
  const ofCases = await follow(app.db, pause, { subjectKind: "case", waitingOn: pause.holds }, (met) =>
    moveClockOfCase.execute(caller, { customerId: met.customerId, caseId: met.subjectId, pauseId }),
  );
  // Beside cases only a shopper's silence about a transfer waits: what is owed, and a carrier, stand still for nobody.
  const waitingOn = pause.holds.filter((who) => who === "shopper");
  const ofTransfers = await follow(app.db, pause, { subjectKind: "refund", waitingOn }, (met) =>
    holdTransfer.execute(caller, { customerId: met.customerId, refundId: met.subjectId, pauseId }),
  );
  return ofCases + ofTransfers;
}

async function follow(
  db: App["db"],
  pause: PublishedRow,
  which: { readonly subjectKind: string; readonly waitingOn: readonly string[] },
  move: Move,
): Promise<number> {
  let moved = 0;
  let after: DeadlineCursor | undefined = { dueAt: pause.from_at, id: "00000000-0000-0000-0000-000000000000" };
  while (after !== undefined) {
    const from: DeadlineCursor = after;
    const batch: MetDeadline[] = await db.withTx(
      principal,
      (tx) =>
        deadlinesDueAfter(tx, from, {
          ...which,
          merchantId: pause.merchant_id,
          startedBefore: pause.until_at,
          limit: batchSize,
        }),
      { readOnly: true },
    );
    for (const met of batch) {
      const { outcome } = await move(met);
      if (outcome.ok && outcome.value.moved) moved += 1;
    }
    const last = batch.at(-1);
    after = last !== undefined && batch.length === batchSize ? last : undefined;
  }
  return moved;
}
