import assert from "node:assert/strict";
import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { newId } from "#kernel/ids";
import { localFileStore } from "./local-file-store.ts";

test("what is put is there, replaced as a whole, listed and removed", async () => {
  await inFolder(async (folder) => {
    const store = localFileStore(folder);
    const [first, second] = [newId(), `${newId()}.thumb`];
    assert.equal(await store.get(first), undefined);
    await store.put(first, Buffer.from("one"));
    await store.put(first, Buffer.from("two"));
    await store.put(second, Readable.from([Buffer.from("th"), Buffer.from("ree")]));
    const file = await store.get(first);
    assert.ok(file);
    assert.deepEqual([file.bytes, await text(file.stream)], [3, "two"]);
    const listed = await Array.fromAsync(store.keys());
    assert.deepEqual(listed.map((entry) => entry.key).toSorted(), [first, second].toSorted());
    await store.remove(first);
    await store.remove(first);
    assert.equal(await store.get(first), undefined);
  });
});

test("a stream that breaks leaves nothing, and an old half is cleared away", async () => {
  await inFolder(async (folder) => {
    const store = localFileStore(folder);
    const key = newId();
    const breaking = Readable.from(
      (async function* () {
        yield Buffer.from("half");
        throw new Error("the line broke");
      })(),
    );
    await assert.rejects(store.put(key, breaking), /the line broke/);
    assert.equal(await store.get(key), undefined);
    assert.deepEqual(await readdir(join(folder, key.slice(-2))), []);
    const half = join(folder, key.slice(-2), `${key}.${crypto.randomUUID()}-draft.part`);
    await writeFile(half, "half");
    await utimes(half, 1, 1);
    assert.deepEqual(await Array.fromAsync(store.keys()), []);
    assert.deepEqual(await readdir(join(folder, key.slice(-2))), []);
  });
});

test("a key that could lead out of the folder is a defect, not a file", async () => {
  await inFolder(async (folder) => {
    const store = localFileStore(folder);
    for (const key of ["../x", "a/b", "..", "", ".", "A", `${newId()}/../../x`, "x".repeat(80)]) {
      await assert.rejects(async () => store.put(key, Buffer.from("x")), key);
      await assert.rejects(async () => store.get(key), key);
    }
  });
});

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "store-"));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
