import { randomUUID } from "node:crypto";
import { mkdir, open, opendir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { FileStore } from "./file-store.ts";

const keyForm = /^[a-z0-9][a-z0-9-]{1,60}(\.[a-z0-9]{1,10})?$/;
const draftSuffix = "-draft.part";
const draftsKeptMs = 86_400_000;

/** Files in a folder, spread over 256 inner ones. Written aside, flushed and moved into place, so that none is ever half there. */
export function localFileStore(folder: string): FileStore {
  function pathOf(key: string): string {
    if (!keyForm.test(key)) throw new Error("a file key has another form");
    // The first characters of our ids are the time and change slowly, the last ones are random.
    return join(folder, key.split(".", 1)[0]?.slice(-2) ?? "", key);
  }

  return {
    put: async (key, content) => {
      const path = pathOf(key);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const draft = `${path}.${randomUUID()}${draftSuffix}`;
      try {
        const file = await open(draft, "wx", 0o600);
        const source = content instanceof Uint8Array ? Readable.from([content]) : content;
        await pipeline(source, file.createWriteStream({ flush: true }));
        await rename(draft, path);
        await syncFolder(dirname(path));
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
    },
    get: async (key, wanted) => {
      try {
        const file = await open(pathOf(key), "r");
        const { size } = await file.stat();
        const from = wanted === undefined ? 0 : wanted.from < 0 ? Math.max(0, size + wanted.from) : wanted.from;
        const until = Math.min(size, wanted?.until ?? size);
        if (wanted === undefined || from >= until) return { stream: file.createReadStream(), bytes: size, of: size };
        const stream = file.createReadStream({ start: from, end: until - 1 });
        return { stream, bytes: until - from, of: size, span: { from, until } };
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    remove: (key) => rm(pathOf(key), { force: true }),
    keys: async function* () {
      for await (const inner of entriesOf(folder)) {
        if (!inner.isDirectory() || inner.name.length !== 2) continue;
        for await (const entry of entriesOf(join(folder, inner.name))) {
          const path = join(folder, inner.name, entry.name);
          const changed = await stat(path).catch(() => undefined);
          if (changed === undefined) continue;
          if (keyForm.test(entry.name))
            yield { key: entry.name, at: Temporal.Instant.fromEpochMilliseconds(Math.floor(changed.mtimeMs)) };
          // What a killed process left half written.
          else if (entry.name.endsWith(draftSuffix) && changed.mtimeMs < Date.now() - draftsKeptMs) await rm(path);
        }
      }
    },
  };
}

async function* entriesOf(path: string): AsyncIterable<{ name: string; isDirectory(): boolean }> {
  try {
    yield* await opendir(path);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function isMissing(error: unknown): boolean {
  return (error as { code?: string }).code === "ENOENT";
}
