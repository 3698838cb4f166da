import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { dataFolder, hold, isAlive, postmasterPid, run, until } from "./runtime-support.ts";

const fast = { AFTERCARE_TEST_FAST: "1" };

test("A server killed with -9 leaves its database alive, and the next start takes it over", async (t) => {
  const dataDir = await dataFolder(t);
  const first = await hold(dataDir, { as: "server", env: fast });
  await run(first.database, "create table kept (n int)", "insert into kept values (1)");
  const pid = postmasterPid(dataDir);
  await first.kill();
  const second = await hold(dataDir, { as: "server", env: fast });
  assert.equal(postmasterPid(dataDir), pid);
  assert.deepEqual(await run(second.database, "select n from kept"), [{ n: 1 }]);
  assert.equal(await second.leave(), 0);
  assert.ok(!isAlive(pid ?? 0), "the lease of the killed server was swept, so the last to leave stopped the database");
});

test("A database killed under a running server comes back on the same port with everything committed", async (t) => {
  const dataDir = await dataFolder(t);
  const holder = await hold(dataDir, { as: "server" });
  await run(holder.database, "create table kept (n int)");
  for (let round = 1; round <= 3; round += 1) {
    await run(holder.database, `insert into kept values (${round})`);
    const pid = postmasterPid(dataDir) ?? 0;
    process.kill(pid, "SIGKILL");
    await until("the database answers again", () =>
      run(holder.database, "select 1").then(
        () => postmasterPid(dataDir) !== pid,
        () => false,
      ),
    );
    assert.deepEqual(await run(holder.database, "select count(*)::int as n from kept"), [{ n: round }]);
  }
  assert.equal(await holder.leave(), 0);
});

test("Two processes that see their database die bring back one server, not two", async (t) => {
  const dataDir = await dataFolder(t);
  const server = await hold(dataDir, { as: "server", env: fast });
  const command = await hold(dataDir, { env: fast });
  const pid = postmasterPid(dataDir) ?? 0;
  process.kill(pid, "SIGKILL");
  await until("the database answers again", () =>
    run(command.database, "select 1").then(
      () => true,
      () => false,
    ),
  );
  const back = postmasterPid(dataDir);
  await pause(2_000);
  assert.equal(postmasterPid(dataDir), back);
  assert.equal(await server.leave(), 0);
  assert.deepEqual(await run(command.database, "select 1 as one"), [{ one: 1 }]);
  assert.equal(await command.leave(), 0);
  assert.ok(!existsSync(join(dataDir, "postgres", "postmaster.pid")));
});

test("Server and database killed together are recovered by the next start", async (t) => {
  const dataDir = await dataFolder(t);
  const first = await hold(dataDir, { as: "server" });
  await run(first.database, "create table kept (n int)", "insert into kept select generate_series(1, 1000)");
  await first.kill();
  process.kill(postmasterPid(dataDir) ?? 0, "SIGKILL");
  const second = await hold(dataDir, { as: "server" });
  assert.deepEqual(await run(second.database, "select count(*)::int as n from kept"), [{ n: 1000 }]);
  assert.equal(await second.leave(), 0);
});

test("A first start killed at any moment never leaves a folder that cannot start", async (t) => {
  for (const afterMs of [150, 400, 700, 1_000, 1_500]) {
    const dataDir = await dataFolder(t);
    const starting = hold(dataDir, { env: fast, diesAfterMs: afterMs });
    await starting.then((holder) => holder.kill()).catch(() => undefined);
    const next = await hold(dataDir, { env: fast });
    assert.deepEqual(await run(next.database, "select 1 as one"), [{ one: 1 }]);
    assert.equal(await next.leave(), 0);
  }
});

test("Commands that come and go together all find a database, and the last one stops it", async (t) => {
  const dataDir = await dataFolder(t);
  const visit = async () => {
    const holder = await hold(dataDir, { env: fast });
    await run(holder.database, "select 1");
    return holder.leave();
  };
  assert.deepEqual(await Promise.all(Array.from({ length: 4 }, visit)), [0, 0, 0, 0]);
  assert.ok(!existsSync(join(dataDir, "postgres", "postmaster.pid")));
});
