import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { TestContext } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { z } from "zod";

export const repository = join(import.meta.dirname, "../..");
export const isRoot = process.getuid?.() === 0;

/** By data folder; a failed test may not have ended them. */
const holders = new Map<string, ChildProcess[]>();

/** A data folder only its owner may enter, removed afterwards together with any server left in it. */
export async function dataFolder(t: TestContext, parent = tmpdir()): Promise<string> {
  const folder = await mkdtemp(join(parent, "aftercare-runtime-"));
  const dataDir = join(folder, "data");
  t.after(() => clear(folder));
  return dataDir;
}

async function clear(folder: string): Promise<void> {
  const dataDir = join(folder, "data");
  for (const child of holders.get(dataDir) ?? []) child.kill("SIGKILL");
  const pid = postmasterPid(dataDir);
  if (pid !== undefined && isAlive(pid)) process.kill(pid, "SIGKILL");
  await pause(50);
  await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
}

const opened = z.object({ adminUrl: z.string(), host: z.string(), port: z.int(), version: z.string() });
export type Opened = z.output<typeof opened>;

export type Holder = {
  readonly child: ChildProcess;
  readonly database: Opened;
  /** Leaves as a well-behaved process does; the answer is its exit code. */
  leave(): Promise<number | null>;
  /** Dies as by the out-of-memory killer. */
  kill(): Promise<void>;
};

type HolderOptions = {
  /** The checkout to run; default this one. */
  checkout?: string;

  as?: "server" | "command";
  prefix?: readonly string[];
  env?: Record<string, string>;
  diesAfterMs?: number;
};

/** A process of its own that holds the database of that folder; throws the sentence of a refusal. */
export async function hold(
  dataDir: string,
  { checkout = repository, as = "command", prefix = [], env = {}, diesAfterMs }: HolderOptions = {},
): Promise<Holder> {
  const [program = "", ...words] = [...prefix, process.execPath, join(checkout, "tests/faults/runtime-holder.ts"), as];
  const child = spawn(program, words, {
    stdio: ["pipe", "pipe", process.env.AFTERCARE_TEST_VERBOSE ? "inherit" : "ignore"],
    env: { PATH: process.env.PATH, AFTERCARE_DATA_DIR: dataDir, ...env },
  });
  holders.set(dataDir, [...(holders.get(dataDir) ?? []), child]);
  if (diesAfterMs !== undefined) setTimeout(() => child.kill("SIGKILL"), diesAfterMs);
  const [line] = await Promise.race([once(createInterface(child.stdout), "line"), once(child, "exit")]);
  const fact: unknown = typeof line === "string" ? JSON.parse(line) : { refused: `ended with ${line}` };
  const refused = z.object({ refused: z.string() }).safeParse(fact);
  if (refused.success) throw new Error(refused.data.refused);
  const ended = once(child, "exit");
  return {
    child,
    database: opened.parse(fact),
    async leave() {
      child.stdin.end();
      await ended;
      return child.exitCode;
    },
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/** Runs statements in one connection and returns the rows of the last. */
export async function run(database: { adminUrl: string }, ...statements: string[]): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: database.adminUrl, connectionTimeoutMillis: 5_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    let rows: Record<string, unknown>[] = [];
    for (const statement of statements) rows = (await client.query(statement)).rows;
    return rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

export function postmasterPid(dataDir: string): number | undefined {
  try {
    return Number(readFileSync(join(dataDir, "postgres", "postmaster.pid"), "utf8").split("\n")[0]);
  } catch {
    return undefined;
  }
}

/** A zombie is dead: in a container nobody may be there to bury it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== "linux" || !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

/** Waits until it holds; the test fails after the patience is over. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, patienceMs = 20_000): Promise<void> {
  const giveUpAt = performance.now() + patienceMs;
  while (!(await holds())) {
    if (performance.now() > giveUpAt) throw new Error(`${what}: still not after ${patienceMs} ms`);
    await pause(50);
  }
}

/** A small file system of its own; undefined where this user may not mount one. */
export async function smallDisk(t: TestContext, megabytes: number): Promise<string | undefined> {
  if (!isRoot || process.platform !== "linux") return undefined;
  const folder = await mkdtemp(join(tmpdir(), "aftercare-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m,mode=0700`, "tmpfs", folder], { stdio: "ignore" });
  } catch {
    await rm(folder, { recursive: true });
    return undefined;
  }
  t.after(async () => {
    // These hooks run in the order of their registration, so what lies on the disk is cleared here, before it goes.
    for (const name of await readdir(folder)) await clear(join(folder, name)).catch(() => undefined);
    execFileSync("umount", ["-l", folder]);
    await rm(folder, { recursive: true });
  });
  return folder;
}

export function remount(folder: string, options: string): void {
  execFileSync("mount", ["-o", `remount,${options}`, folder]);
}
