import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { type Db, system } from "#platform/db";
import type { App, Job } from "#platform/domain";
import { silentLog } from "#platform/log";
import { until } from "../../../tests/faults/runtime-support.ts";
import { withTestDatabase } from "../../../tests/support/database.ts";
import { createJobs } from "./index.ts";

test("of the jobs that were fetched together one fails: it alone is done again, the others are completed", async () => {
  const runs = new Map<string, number>();
  let together = 0;
  let atOnce = 0;
  const job: Job = {
    queue: "shelf.tidy",
    atOnce: 16,
    run: async (_app, { name }) => {
      together += 1;
      atOnce = Math.max(atOnce, together);
      const run = (runs.get(String(name)) ?? 0) + 1;
      runs.set(String(name), run);
      await pause(20);
      together -= 1;
      if (name === "lame" && run < 3) throw new Error("not now");
    },
  };
  await withJobs([job], async ({ db, send, work }) => {
    const names = ["a", "b", "lame", "c", "d", "e"];
    await send(...names.map((name) => ({ name })));
    await work();
    const settled = async () => (await states(db, job.queue)).every((state) => state === "completed");
    await until("all are done", settled);
    assert.ok(atOnce > 1, "they were fetched together");
    assert.deepEqual(Object.fromEntries(runs), { a: 1, b: 1, lame: 3, c: 1, d: 1, e: 1 });
  });
});

test("a job that never works is given up after its retries, and the others are none the worse", async () => {
  let runs = 0;
  const job: Job = {
    queue: "shelf.tidy",
    atOnce: 4,
    retries: 1,
    run: async (_app, { name }) => {
      if (name !== "dead") return;
      runs += 1;
      throw new Error("never");
    },
  };
  await withJobs([job], async ({ db, send, work }) => {
    await send({ name: "dead" }, { name: "a" });
    await work();
    await until("it is given up", async () => (await states(db, job.queue)).includes("failed"));
    assert.deepEqual([runs, (await states(db, job.queue)).toSorted()], [2, ["completed", "failed"]]);
  });
});

test("a job with a delay is done after it, a nudge notwithstanding", async () => {
  const done: string[] = [];
  const job: Job = { queue: "shelf.later", run: async (_app, { name }) => void done.push(String(name)) };
  await withJobs([job], async ({ db, jobs, work }) => {
    await work();
    const sent = performance.now();
    await db.withTx(system("test"), async (tx) => {
      await jobs.send(tx, job.queue, { name: "later" }, { startAfterSeconds: 2 });
      await jobs.send(tx, job.queue, { name: "now" });
    });
    jobs.nudge();
    await until("the first is done", () => done.length === 1);
    assert.deepEqual(done, ["now"]);
    await until("the second is done", () => done.length === 2);
    assert.ok(performance.now() - sent >= 1_900);
  });
});

test("a nudge finds what was just sent within a second, in every queue; without one it is found as well", async () => {
  const done: string[] = [];
  const queues = ["shelf.one", "shelf.two"].map(
    (queue): Job => ({ queue, run: async (_app, { name }) => void done.push(`${queue} ${name}`) }),
  );
  await withJobs(queues, async ({ db, jobs, work }) => {
    await work();
    for (const name of ["first", "second", "third"]) {
      done.length = 0;
      const sent = performance.now();
      await db.withTx(system("test"), async (tx) => {
        for (const { queue } of queues) await jobs.send(tx, queue, { name });
      });
      jobs.nudge();
      await until("both are done", () => done.length === 2);
      assert.ok(performance.now() - sent < 1_200, `${name} took ${performance.now() - sent} ms`);
    }
    done.length = 0;
    await db.withTx(system("test"), (tx) => jobs.send(tx, "shelf.two", { name: "quiet" }));
    await until("it is done", () => done.length === 1, 5_000);
  });
});

test("what is sent in a transaction that is undone is never done", async () => {
  const done: string[] = [];
  const job: Job = { queue: "shelf.tidy", run: async (_app, { name }) => void done.push(String(name)) };
  await withJobs([job], async ({ db, jobs, send, work }) => {
    await work();
    const undone = db.withTx(system("test"), async (tx) => {
      await jobs.send(tx, job.queue, { name: "undone" });
      throw new Error("no");
    });
    await assert.rejects(undone, /^Error: no$/);
    await send({ name: "kept" });
    jobs.nudge();
    await until("the other is done", () => done.length > 0);
    assert.deepEqual([done, await states(db, job.queue)], [["kept"], ["completed"]]);
  });
});

test("what a process had fetched and died of is done by another, and what it had completed is not", async () => {
  const done: string[] = [];
  const job: Job = { queue: "shelf.tidy", atOnce: 4, run: async (_app, { name }) => void done.push(String(name)) };
  await withJobs([job], async ({ db, send, work }) => {
    await send({ name: "lost" }, { name: "lost too" }, { name: "finished" });
    // As a killed process leaves them: fetched together, without a sign of life since, one of them completed.
    await db.withTx(system("test"), (tx) =>
      tx.run(
        `update jobs.job set state = case when data ->> 'name' = 'finished' then 'completed' else 'active' end::jobs.job_state,
                started_on = $1, heartbeat_on = $1 where name = 'shelf.tidy'`,
        [Temporal.Now.instant().subtract({ seconds: 60 })],
      ),
    );
    await work();
    await until("both are done", () => done.length === 2, 30_000);
    assert.deepEqual(done.toSorted(), ["lost", "lost too"]);
  });
});

test("a job that says how long it takes is given that time, and every other two minutes", async () => {
  const quick: Job = { queue: "shelf.tidy", run: async () => undefined };
  const slow: Job = { queue: "shelf.count", expireSeconds: 3_600, run: async () => undefined };
  await withJobs([quick, slow], async ({ db }) => {
    const given = await db.withTx(system("test"), (tx) =>
      tx.rows<{ name: string; expire_seconds: number }>(
        "select name, expire_seconds from jobs.queue where name like 'shelf.%' order by name",
      ),
    );
    assert.deepEqual(
      given.map(({ name, expire_seconds }) => [name, expire_seconds]),
      [
        ["shelf.count", 3_600],
        ["shelf.tidy", 120],
      ],
    );
  });
});

type Working = {
  readonly db: Db;
  readonly jobs: Awaited<ReturnType<typeof createJobs>>;
  /** To the first queue, in one transaction. */
  send(...data: object[]): Promise<void>;
  work(): Promise<void>;
};

async function withJobs(declared: readonly Job[], look: (working: Working) => Promise<void>): Promise<void> {
  await withTestDatabase(async ({ db }) => {
    const jobs = await createJobs(db, silentLog, declared);
    const app: App = { db, log: silentLog, jobs, nudge: jobs.nudge };
    try {
      await look({
        db,
        jobs,
        send: (...data) =>
          db.withTx(system("test"), async (tx) => {
            for (const one of data) await jobs.send(tx, declared[0]?.queue ?? "", one);
          }),
        work: () => jobs.work(app, declared),
      });
    } finally {
      await jobs.stop();
    }
  });
}

async function states(db: Db, queue: string): Promise<string[]> {
  const rows = await db.withTx(system("test"), (tx) =>
    tx.rows<{ state: string }>("select state::text as state from jobs.job where name = $1", [queue]),
  );
  return rows.map(({ state }) => state);
}
