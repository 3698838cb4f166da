import { type Db, system, type Tx } from "#platform/db";
import type { App, DueDeadline } from "#platform/domain";
import type { Log } from "#platform/log";

export type DeadlineHandler = (app: App, deadline: DueDeadline) => Promise<void>;

export type DeadlineWatch = {
  /** From now on looks by itself. */
  start(): void;
  nudge(): void;
  /** Fires everything that is due by the business clock; answers how many. */
  fireDue(): Promise<number>;
  stop(): Promise<void>;
};

const batchSize = 50;
/** Longer than a batch takes; a killed process delays what it had claimed by no more than this. */
const leaseSeconds = 15;
const pollMs = 1_000;

type Row = {
  id: string;
  customer_id: string;
  merchant_id: string | null;
  subject_kind: string;
  subject_id: string;
  kind: string;
  epoch: number;
  due_at: Temporal.Instant;
};

/**
 * Fires deadlines. The handler re-checks the subject and calls `markFired` in the subject's own transaction; a claim
 * that is not marked comes back after its lease, so a killed process loses nothing.
 */
export function watchDeadlines(
  db: Db,
  log: Log,
  app: () => App,
  handlers: Readonly<Record<string, DeadlineHandler>>,
  reminders: Readonly<Record<string, DeadlineHandler>> = {},
): DeadlineWatch {
  const principal = system("deadlines");
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<number> | undefined;

  async function fireBatch(): Promise<number> {
    const rows = await db.withTx(principal, (tx) => {
      const lease = Temporal.Now.instant();
      return tx.rows<Row>(
        `update platform.deadline set claimed_until = $2
          where id in (select id from platform.deadline where due_at <= $1 and fired_at is null and cancelled_at is null and (claimed_until is null or claimed_until < $3)
                        order by due_at limit ${batchSize} for update skip locked)
          returning id, customer_id, merchant_id, subject_kind, subject_id, kind, epoch, due_at`,
        [tx.now, lease.add({ seconds: leaseSeconds }), lease],
      );
    });
    for (const row of rows) {
      const handler = handlers[row.kind];
      if (handler === undefined) log.error("a deadline has no handler", { kind: row.kind, id: row.id });
      else await handle(handler, row, "a deadline could not be fired; it comes back");
    }
    return rows.length;
  }

  /** Takes what is to be said now out of the row first: a reminder that is lost with its process is not worth saying twice. */
  async function remindBatch(): Promise<number> {
    const rows = await db.withTx(principal, (tx) =>
      tx.rows<Row>(
        `update platform.deadline set reminders = array(select at from unnest(reminders) at where at > $1 order by at)
          where id in (select id from platform.deadline where reminders[1] <= $1 and reminders <> '{}' and fired_at is null and cancelled_at is null
                        order by reminders[1] limit ${batchSize} for update skip locked)
          returning id, customer_id, merchant_id, subject_kind, subject_id, kind, epoch, due_at`,
        [tx.now],
      ),
    );
    for (const row of rows) {
      const handler = reminders[row.kind];
      // Where the time is over already, the deadline speaks for itself.
      if (handler !== undefined && Temporal.Instant.compare(row.due_at, db.clock.now()) > 0)
        await handle(handler, row, "nobody could be reminded of a deadline");
    }
    return rows.length;
  }

  async function handle(handler: DeadlineHandler, row: Row, failed: string): Promise<void> {
    try {
      await handler(app(), {
        id: row.id,
        customerId: row.customer_id,
        merchantId: row.merchant_id,
        subjectKind: row.subject_kind,
        subjectId: row.subject_id,
        kind: row.kind,
        epoch: row.epoch,
        dueAt: row.due_at,
      });
    } catch (error) {
      log.warn(failed, { kind: row.kind, id: row.id, error });
    }
  }

  async function fireDue(): Promise<number> {
    let fired = 0;
    for (let n = await fireBatch(); n > 0 && !stopped; n = await fireBatch()) fired += n;
    for (let n = await remindBatch(); n > 0 && !stopped; n = await remindBatch());
    return fired;
  }

  function nudge(): void {
    if (stopped || running !== undefined) return;
    running = fireDue()
      .catch((error) => {
        log.warn("deadlines could not be looked at; the next look tries again", { error });
        return 0;
      })
      .finally(() => {
        running = undefined;
      });
  }

  return {
    start: () => {
      timer = setInterval(nudge, pollMs);
    },
    nudge,
    fireDue,
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}

/** Marks a deadline as fired in the transaction that acts on it. False when it was cancelled, fired or moved away meanwhile. */
export async function markFired(tx: Tx, id: string): Promise<boolean> {
  const found = await tx.run(
    "update platform.deadline set fired_at = $2 where id = $1 and due_at <= $2 and fired_at is null and cancelled_at is null",
    [id, tx.now],
  );
  return found === 1;
}

/** A deadline that still runs. */
export type RunningDeadline = {
  readonly id: string;
  readonly kind: string;
  readonly waitingOn: string;
  readonly startsAt: Temporal.Instant;
  readonly dueAt: Temporal.Instant;
  /** Null where what the clock was given was not kept. */
  readonly givenSeconds: number | null;
  readonly extendedSeconds: number;
  readonly extendedTimes: number;
  readonly pausedSeconds: number;
};

/** The deadline of a subject that runs out at this instant; whoever asks to move it holds the subject's lock. */
export async function runningDeadline(
  tx: Tx,
  subjectId: string,
  dueAt: Temporal.Instant,
): Promise<RunningDeadline | undefined> {
  const row = await tx.maybe<{
    id: string;
    kind: string;
    waiting_on: string;
    starts_at: Temporal.Instant;
    due_at: Temporal.Instant;
    given_seconds: bigint | null;
    extended_seconds: bigint;
    extended_times: number;
    paused_seconds: bigint;
  }>(
    `select id, kind, waiting_on, starts_at, due_at, given_seconds, extended_seconds, extended_times, paused_seconds from platform.deadline
      where subject_id = $1 and due_at = $2 and fired_at is null and cancelled_at is null order by id desc limit 1`,
    [subjectId, dueAt],
  );
  if (row === undefined) return undefined;
  return {
    id: row.id,
    kind: row.kind,
    waitingOn: row.waiting_on,
    startsAt: row.starts_at,
    dueAt: row.due_at,
    givenSeconds: row.given_seconds === null ? null : Number(row.given_seconds),
    extendedSeconds: Number(row.extended_seconds),
    extendedTimes: row.extended_times,
    pausedSeconds: Number(row.paused_seconds),
  };
}

/** Moves the end of a deadline whose subject is locked; `moreSeconds` where somebody gave more time. */
export function moveDeadline(
  tx: Tx,
  id: string,
  to: {
    readonly dueAt: Temporal.Instant;
    readonly remindAt: readonly Temporal.Instant[];
    readonly pausedSeconds: number;
    readonly moreSeconds?: number;
  },
): void {
  tx.send(
    `update platform.deadline set due_at = $2, reminders = $3::timestamptz[], paused_seconds = $4,
            extended_seconds = extended_seconds + $5, extended_times = extended_times + $6
      where id = $1 and fired_at is null and cancelled_at is null`,
    [id, to.dueAt, to.remindAt, to.pausedSeconds, to.moreSeconds ?? 0, to.moreSeconds === undefined ? 0 : 1],
  );
}

/** Where a walk over running deadlines stands: what is moved on its way is met again further on, which does no harm. */
export type DeadlineCursor = { readonly dueAt: Temporal.Instant; readonly id: string };
export type MetDeadline = DeadlineCursor & { readonly customerId: string; readonly subjectId: string };

/** Running deadlines of one kind of subject that began before `startedBefore`, in the order in which they run out. */
export async function deadlinesDueAfter(
  tx: Tx,
  after: DeadlineCursor,
  {
    subjectKind,
    merchantId,
    waitingOn,
    startedBefore,
    limit,
  }: {
    readonly subjectKind: string;
    readonly merchantId: string | null;
    readonly waitingOn: readonly string[];
    readonly startedBefore: Temporal.Instant;
    readonly limit: number;
  },
): Promise<MetDeadline[]> {
  const rows = await tx.rows<{ id: string; due_at: Temporal.Instant; customer_id: string; subject_id: string }>(
    `select id, due_at, customer_id, subject_id from platform.deadline
      where (due_at, id) > ($1, $2::uuid) and fired_at is null and cancelled_at is null and subject_kind = $3
        and ($4::uuid is null or merchant_id = $4) and waiting_on = any($5) and starts_at < $6
      order by due_at, id limit $7`,
    [after.dueAt, after.id, subjectKind, merchantId, waitingOn, startedBefore, limit],
  );
  return rows.map((row) => ({
    id: row.id,
    dueAt: row.due_at,
    customerId: row.customer_id,
    subjectId: row.subject_id,
  }));
}
