import { PgBoss } from "pg-boss";
import type { Db } from "#platform/db";
import type { App, Job } from "#platform/domain";
import type { Log } from "#platform/log";

export type Jobs = {
  send: App["jobs"]["send"];
  /** Starts working the queues; `false` only sends. */
  work(app: App, jobs: readonly Job[]): Promise<void>;
  /** Looks for jobs at once instead of at the next poll. */
  nudge(): void;
  stop(): Promise<void>;
};

const pollSeconds = 0.5;
const retryLimit = 12;
const expireSeconds = 120;
/** A job whose process died is taken up by another after this long without a sign of life. */
const heartbeatSeconds = 10;
const superviseSeconds = 5;

/** pg-boss on the system role. Queues are declared by the domains; sending happens inside the caller's transaction. */
export async function createJobs(db: Db, log: Log, declared: readonly Job[]): Promise<Jobs> {
  const pool = db.pools.of("system");
  const boss = new PgBoss({
    db: { executeSql: (text, values) => pool.query(text, values as unknown[]) },
    schema: "jobs",
    migrate: false,
    createSchema: false,
    supervise: true,
    superviseIntervalSeconds: superviseSeconds,
    monitorIntervalSeconds: superviseSeconds,
  } as ConstructorParameters<typeof PgBoss>[0]);
  boss.on("error", (error) => log.warn("the job queue had trouble", { error }));
  await boss.start();
  for (const job of declared) {
    const options = {
      retryLimit: job.retries ?? retryLimit,
      retryDelay: 1,
      retryBackoff: true,
      retryDelayMax: 600,
      expireInSeconds: expireSeconds,
      heartbeatSeconds,
    };
    await boss.createQueue(job.queue, options);
    // One that was made by an earlier version takes over the options of this one.
    await boss.updateQueue(job.queue, options);
  }
  const workers: string[] = [];
  return {
    send: async (tx, queue, data, options = {}) => {
      await boss.send(queue, data, {
        db: { executeSql: async (text, values) => ({ rows: await tx.rows(text, values as never[]) }) },
        ...(options.startAfterSeconds === undefined ? {} : { startAfter: options.startAfterSeconds }),
        ...(options.singletonKey === undefined ? {} : { singletonKey: options.singletonKey }),
      });
    },
    work: async (app, jobs) => {
      for (const job of jobs) {
        const options = { batchSize: 1, localConcurrency: job.atOnce ?? 1, pollingIntervalSeconds: pollSeconds };
        const worker = await boss.work<Record<string, unknown>>(job.queue, options, async (batch) => {
          for (const one of batch) await job.run(app, one.data);
        });
        workers.push(worker);
        if (job.cron !== undefined) await boss.schedule(job.queue, job.cron, {}, { tz: "UTC" });
      }
    },
    nudge: () => {
      for (const worker of workers) boss.notifyWorker(worker);
    },
    stop: () => boss.stop({ graceful: true, timeout: 5_000 }),
  };
}
