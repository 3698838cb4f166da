import assert from "node:assert/strict";
import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import {
  dataFolder,
  hold,
  isRoot,
  type Opened,
  postmasterPid,
  remount,
  run,
  smallDisk,
  until,
} from "./runtime-support.ts";

const needsMount = isRoot && process.platform === "linux" ? false : "needs root on Linux, to mount a small disk";
const fullDisk = /The disk is full .*free some space and start again/;

test("A first start on a disk too small says so, leaves no half database, and works once there is room", {
  skip: needsMount,
}, async (t) => {
  const disk = await smallDisk(t, 20);
  if (!disk) return t.skip("this user may not mount");
  const dataDir = await dataFolder(t, disk);
  await assert.rejects(hold(dataDir), fullDisk);
  assert.deepEqual(
    (await readdir(dataDir)).filter((name) => /^postgres($|\.new)/.test(name)),
    [],
  );
  remount(disk, "size=300m");
  const holder = await hold(dataDir);
  assert.deepEqual(await run(holder.database, "select 1 as one"), [{ one: 1 }]);
  assert.equal(await holder.leave(), 0);
});

test("A disk that fills up under a running server loses nothing that was answered, and needs only space", {
  skip: needsMount,
}, async (t) => {
  const disk = await smallDisk(t, 250);
  if (!disk) return t.skip("this user may not mount");
  const dataDir = await dataFolder(t, disk);
  const holder = await hold(dataDir, { as: "server" });
  await run(holder.database, "create table kept (n int primary key, ballast text)");
  const ballast = fill(disk);
  const answered = await insertUntilRefused(holder.database);
  rmSync(ballast);
  await until("the database takes writes again", () =>
    run(holder.database, "insert into kept values (-1, '') on conflict do nothing").then(
      () => true,
      () => false,
    ),
  );
  assert.deepEqual(
    await run(holder.database, `select count(*)::int as n from kept where n between 1 and ${answered}`),
    [{ n: answered }],
  );
  assert.equal(await holder.leave(), 0);
});

test("A database that dies because its log cannot grow comes back by itself once there is room, with every answered write", {
  skip: needsMount,
}, async (t) => {
  const disk = await smallDisk(t, 250);
  if (!disk) return t.skip("this user may not mount");
  const dataDir = await dataFolder(t, disk);
  const holder = await hold(dataDir, { as: "server" });
  await run(
    holder.database,
    "create table counter (n int, ballast text) with (fillfactor = 40)",
    "insert into counter values (0, '')",
  );
  const ballast = fill(disk);
  const answered = await countUntilRefused(holder.database);
  assert.match(await readFile(join(dataDir, "postgres.log"), "utf8"), /PANIC/);
  await pause(3_000);
  rmSync(ballast);
  await until("the database answers again", () =>
    run(holder.database, "update counter set n = n").then(
      () => true,
      () => false,
    ),
  );
  const [counter] = await run(holder.database, "select n from counter");
  assert.ok(counter?.n === answered || counter?.n === answered + 1, "only the refused write may be either way");
  assert.equal(await holder.leave(), 0);
});

test("A start on a full disk says so and keeps the database as it was", { skip: needsMount }, async (t) => {
  const disk = await smallDisk(t, 200);
  if (!disk) return t.skip("this user may not mount");
  const dataDir = await dataFolder(t, disk);
  const first = await hold(dataDir);
  await run(first.database, "create table kept (n int)", "insert into kept values (1)");
  await first.leave();
  const ballast = fill(disk);
  await assert.rejects(hold(dataDir), fullDisk);
  rmSync(ballast);
  const second = await hold(dataDir);
  assert.deepEqual(await run(second.database, "select n from kept"), [{ n: 1 }]);
  assert.equal(await second.leave(), 0);
});

test("A read-only folder is refused in one sentence, new or used", { skip: needsMount }, async (t) => {
  const disk = await smallDisk(t, 200);
  if (!disk) return t.skip("this user may not mount");
  const used = await dataFolder(t, disk);
  await (await hold(used)).leave();
  remount(disk, "ro");
  await assert.rejects(hold(used), /The folder is read-only \(.*data\): .*AFTERCARE_DATA_DIR/);
  await assert.rejects(hold(join(disk, "new")), /The folder is read-only/);
  assert.equal(postmasterPid(used), undefined);
});

/** Takes all the space that is left. */
function fill(disk: string): string {
  const path = join(disk, "ballast");
  const file = openSync(path, "w");
  for (let size = 1024 ** 2; size >= 1; size = Math.floor(size / 4)) {
    const block = Buffer.alloc(size);
    try {
      for (;;) if (writeSync(file, block) === 0) break;
    } catch {
      // Full for blocks of this size; smaller ones may still fit.
    }
  }
  closeSync(file);
  return path;
}

/** Rows that were answered as written before the first refusal; each large enough to need fresh space soon. */
function insertUntilRefused(database: Opened): Promise<number> {
  return writeUntilRefused(database, `insert into kept select $1, ${noise(3_000)}`);
}

/** Updates of one row in its own page, so that only the write-ahead log grows, until the first refusal. */
function countUntilRefused(database: Opened): Promise<number> {
  return writeUntilRefused(database, `update counter set n = $1, ballast = ${noise(50)}`);
}

function noise(words: number): string {
  return `(select string_agg(md5(random()::text), '') from generate_series(1, ${words}))`;
}

async function writeUntilRefused(database: Opened, statement: string): Promise<number> {
  const client = new pg.Client({ connectionString: database.adminUrl });
  client.on("error", () => undefined);
  await client.connect();
  let answered = 0;
  try {
    for (let n = 1; n <= 100_000; n += 1) {
      await client.query(statement, [n]);
      answered = n;
    }
    throw new Error("the disk never became full");
  } catch (error) {
    if (error instanceof Error && error.message === "the disk never became full") throw error;
    return answered;
  } finally {
    await client.end().catch(() => undefined);
  }
}
