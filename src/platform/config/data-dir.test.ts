import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { prepareDataDir, withStartLock, writeDurably } from "./data-dir.ts";

async function freshFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "aftercare-data-"));
  t.after(() => rm(folder, { recursive: true }));
  return folder;
}

test("A new data folder is made, parents included, and closed to other users", async (t) => {
  const folder = join(await freshFolder(t), "a", "数据 夹");
  await prepareDataDir(folder);
  assert.equal((await stat(folder)).mode & 0o777, 0o700);
});

test("A file in the place of the data folder is refused in one sentence", async (t) => {
  const path = join(await freshFolder(t), "data");
  await writeFile(path, "");
  await assert.rejects(prepareDataDir(path), /A file stands where a folder is needed/);
  await assert.rejects(prepareDataDir(join(path, "deeper")), /A file stands where a folder is needed/);
});

test("A folder that cannot exist is refused in one sentence", { skip: process.platform !== "linux" }, async () => {
  await assert.rejects(prepareDataDir("/proc/aftercare/data"), /The folder cannot be made \(\/proc\/aftercare\/data\)/);
});

test("A durable write replaces the whole file and leaves no draft", async (t) => {
  const folder = await freshFolder(t);
  const path = join(folder, "note");
  await writeDurably(path, "long enough", 0o600);
  await writeDurably(path, "short", 0o600);
  assert.equal(await readFile(path, "utf8"), "short");
  assert.deepEqual(await readdir(folder), ["note"]);
});

test("Steps under the start lock never overlap", async (t) => {
  const folder = await freshFolder(t);
  let inside = 0;
  const step = () =>
    withStartLock(folder, async () => {
      inside += 1;
      assert.equal(inside, 1);
      await pause(5);
      inside -= 1;
    });
  await Promise.all(Array.from({ length: 5 }, step));
});

test("A failing step frees the start lock", async (t) => {
  const folder = await freshFolder(t);
  await assert.rejects(
    withStartLock(folder, () => Promise.reject(new Error("no"))),
    /^Error: no$/,
  );
  assert.equal(await withStartLock(folder, () => Promise.resolve("free")), "free");
});

test("The start lock of a process killed with -9 is free at once", async (t) => {
  const folder = await freshFolder(t);
  const program = `import { withStartLock } from ${JSON.stringify(import.meta.resolve("./data-dir.ts"))};
    await withStartLock(process.argv[1], () => { console.log("held"); return new Promise((done) => setTimeout(done, 60_000)); });`;
  const holder = spawn(process.execPath, ["--input-type=module", "-e", program, folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(holder.stdout, "data");
  const free = withStartLock(folder, () => Promise.resolve(performance.now()));
  await pause(200);
  const killedAt = performance.now();
  holder.kill("SIGKILL");
  const freeAt = await free;
  assert.ok(freeAt > killedAt, "held while its holder lived");
  assert.ok(freeAt - killedAt < 5_000, "free soon after its death");
});
