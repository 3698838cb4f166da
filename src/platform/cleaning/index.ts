import { system, type Tx } from "#platform/db";
import type { Job } from "#platform/domain";

const daysKept = { idempotency: 30, outbox: 30, deadlines: 90 } as const;
const rowsAtOnce = 5_000;

/** What nobody asks for any more, by table; each deletes some rows and is repeated until it finds none. */
const old: readonly { readonly sql: string; readonly days: number }[] = [
  {
    sql: `delete from platform.idempotency where ctid in (select ctid from platform.idempotency where at < $1 limit ${rowsAtOnce})`,
    days: daysKept.idempotency,
  },
  {
    sql: `delete from platform.outbox where id in (select id from platform.outbox where done_at < $1 limit ${rowsAtOnce})`,
    days: daysKept.outbox,
  },
  {
    sql: `delete from platform.deadline where id in (select id from platform.deadline where coalesce(fired_at, cancelled_at) < $1 limit ${rowsAtOnce})`,
    days: daysKept.deadlines,
  },
];

/** Every night: answers kept for repeats, facts that were relayed, deadlines that are over. */
export const cleanOldJob: Job = {
  queue: "platform.clean-old",
  cron: "17 19 * * *",
  run: async (app) => {
    for (const { sql, days } of old) {
      const some = (tx: Tx) => tx.run(sql, [tx.now.subtract({ hours: 24 * days })]);
      while ((await app.db.withTx(system("cleaning"), some)) === rowsAtOnce);
    }
  },
};
