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

/** Marks a deadline as fired in the transaction that acts on it. False when it was cancelled or fired meanwhile. */
export async function markFired(tx: Tx, id: string): Promise<boolean> {
  const found = await tx.run(
    "update platform.deadline set fired_at = $2 where id = $1 and fired_at is null and cancelled_at is null",
    [id, tx.now],
  );
  return found === 1;
}
