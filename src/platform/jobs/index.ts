import { type JobResult, PgBoss } from "pg-boss";
import type { Db } from "#platform/db";
import type { App, Job } from "#platform/domain";
import type { Log } from "#platform/log";

export type Jobs = {
  send: App["jobs"]["send"];
  /** Starts working the queues; `false` only sends. */
  work(app: App, jobs: readonly Job[]): Promise<void>;
  /** Looks at once, instead of at the next poll, at the queues something was sent to since the last nudge. */
  nudge(): void;
  stop(): Promise<void>;
};

/** Only for what nobody nudges about: a retry that falls due, a job that another process sent. */
const pollSeconds = 1;
/** So long after a nudge the hands look, so that one look takes what several commits sent. */
const gatherMs = 30;
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
      expireInSeconds: job.expireSeconds ?? expireSeconds,
      heartbeatSeconds,
    };
    await boss.createQueue(job.queue, options);
    // One that was made by an earlier version takes over the options of this one.
    await boss.updateQueue(job.queue, options);
  }
  const workers = new Map<string, string[]>();
  const sent = new Set<string>();
  let nudging: NodeJS.Timeout | undefined;
  return {
    send: async (tx, queue, data, options = {}) => {
      if (options.startAfterSeconds === undefined) sent.add(queue);
      await boss.send(queue, data, {
        db: { executeSql: async (text, values) => ({ rows: await tx.rows(text, values as never[]) }) },
        ...(options.startAfterSeconds === undefined ? {} : { startAfter: options.startAfterSeconds }),
        ...(options.singletonKey === undefined ? {} : { singletonKey: options.singletonKey }),
      });
    },
    work: async (app, jobs) => {
      const done = async (id: string, job: Job, data: Record<string, unknown>): Promise<JobResult> => {
        try {
          await job.run(app, data);
          return { id, status: "completed" };
        } catch (error) {
          log.warn("a job failed and will be tried again", { queue: job.queue, job: id, error });
          return { id, status: "failed", output: { message: error instanceof Error ? error.message : String(error) } };
        }
      };
      for (const job of jobs) {
        // Two hands take turns, so that one slow job holds up no more than those fetched with it.
        const hands = Math.min(2, job.atOnce ?? 1);
        const options = {
          batchSize: Math.ceil((job.atOnce ?? 1) / hands),
          pollingIntervalSeconds: pollSeconds,
          burstWhenBatchFull: true,
          perJobResults: true as const,
        };
        const ids: string[] = [];
        for (let hand = 0; hand < hands; hand++) {
          ids.push(
            await boss.work<Record<string, unknown>, void, typeof options>(job.queue, options, (batch) =>
              Promise.all(batch.map((one) => done(one.id, job, one.data))),
            ),
          );
        }
        workers.set(job.queue, ids);
        if (job.cron !== undefined) await boss.schedule(job.queue, job.cron, {}, { tz: "UTC" });
      }
    },
    nudge: () => {
      nudging ??= setTimeout(() => {
        nudging = undefined;
        for (const queue of sent) for (const worker of workers.get(queue) ?? []) boss.notifyWorker(worker);
        sent.clear();
      }, gatherMs);
    },
    stop: () => {
      clearTimeout(nudging);
      return boss.stop({ graceful: true, timeout: 5_000 });
    },
  };
}
