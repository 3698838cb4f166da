import { randomUUID } from "node:crypto";
import { constants, existsSync } from "node:fs";
import { access, mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { explainFileError, StartError, systemErrorCode } from "./start-error.ts";

const lockPatienceMs = 120_000;
const lockPollMs = 25;

/** Makes sure the data folder exists, is private to its owner when new, and can be written. */
export async function prepareDataDir(dataDir: string): Promise<void> {
  try {
    await makeFolder(dataDir);
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw explainFileError(error, dataDir);
  }
}

/** Not by Node's own recursive mkdir, which hides that a disk is read-only and never returns below /proc. */
async function makeFolder(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) return;
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    // Another process of the same folder was quicker.
    if (systemErrorCode(error) === "EEXIST" && (await stat(path)).isDirectory()) return;
    const parent = dirname(path);
    if (systemErrorCode(error) !== "ENOENT" || parent === path || existsSync(parent)) throw error;
    await makeFolder(parent);
    await makeFolder(path);
  }
}

/**
 * Runs one step at a time per data folder, across processes: creating secrets, starting and stopping the database.
 * The lock is SQLite's own file lock, because the kernel drops it when its holder dies: a stale lock cannot exist.
 */
export async function withStartLock<T>(dataDir: string, run: () => Promise<T>): Promise<T> {
  const path = join(dataDir, "start.lock");
  const lock = openLock(path);
  try {
    await acquire(lock, path);
    return await run();
  } finally {
    lock.close();
  }
}

/** Replaces a file so that after any crash either the old or the new content is there in full. */
export async function writeDurably(path: string, content: string, mode: number): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  try {
    const file = await open(draft, "wx", mode);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(draft, { force: true });
    throw explainFileError(error, path);
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

function openLock(path: string): DatabaseSync {
  try {
    return new DatabaseSync(path, { timeout: 0 });
  } catch (error) {
    throw new StartError({
      what: "The start lock cannot be opened",
      where: path,
      todo: "make the folder writable for this user, or set AFTERCARE_DATA_DIR to one that is",
      cause: error,
    });
  }
}

async function acquire(lock: DatabaseSync, path: string): Promise<void> {
  const giveUpAt = performance.now() + lockPatienceMs;
  while (!tryExclusive(lock, path)) {
    if (performance.now() > giveUpAt) {
      throw new StartError({
        what: `Another process has been starting or stopping the database for ${lockPatienceMs / 1000} s`,
        where: path,
        todo: "wait for it or end it, then start again",
      });
    }
    await pause(lockPollMs);
  }
}

function tryExclusive(lock: DatabaseSync, path: string): boolean {
  const sqliteBusy = 5;
  try {
    // A journal on the disk could not be opened when the disk is full, and nothing is ever written here.
    lock.exec("pragma journal_mode = memory; begin exclusive");
    return true;
  } catch (error) {
    if (error instanceof Error && "errcode" in error && error.errcode === sqliteBusy) return false;
    throw new StartError({
      what: `The start lock cannot be taken: ${error instanceof Error ? error.message : String(error)}`,
      where: path,
      todo: "check that the data folder is writable and on a local disk with free space",
      cause: error,
    });
  }
}
