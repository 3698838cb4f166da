import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { systemErrorCode } from "#platform/config";
import { processIdentity, servesCluster } from "./process-identity.ts";

/** The main process of a PostgreSQL server, as its own postmaster.pid describes it. */
export type Postmaster = {
  readonly pid: number;
  readonly identity: string;
  readonly port: number;
  readonly status: "starting" | "stopping" | "ready" | "standby" | "unknown";
};

/** The server now working in this cluster folder, if one lives. */
export async function livingPostmaster(clusterDir: string): Promise<Postmaster | undefined> {
  const lines = await pidFileLines(clusterDir);
  const pid = Number(lines?.[0]);
  if (!lines || !Number.isInteger(pid) || pid <= 0 || !servesCluster(pid, clusterDir)) return undefined;
  const identity = processIdentity(pid);
  return identity === undefined ? undefined : { pid, identity, port: Number(lines[3]) || 0, status: status(lines[7]) };
}

/**
 * Makes a left-over postmaster.pid harmless when its process number now belongs to some other program: PostgreSQL would
 * take that program for a server and refuse. Only the number is changed (to one no process can have), because the
 * rest of the file lets PostgreSQL find orphaned workers of the dead server, which must not meet a new one.
 */
export async function retireStalePidFile(clusterDir: string): Promise<void> {
  const lines = await pidFileLines(clusterDir);
  if (!lines || !mistaken(lines[0]) || (await livingPostmaster(clusterDir))) return;
  const impossiblePid = "2147483646";
  await writeFile(pidFilePath(clusterDir), [impossiblePid, ...lines.slice(1)].join("\n"));
}

/** PostgreSQL stumbles over a number that exists (even as a zombie) and over a file a full disk left empty. */
function mistaken(pidLine: string | undefined): boolean {
  const pid = Number(pidLine);
  if (!Number.isInteger(pid) || pid <= 0) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemErrorCode(error) !== "ESRCH";
  }
}

/** Stops the server: fast (open transactions roll back), and at once when that takes longer than patienceMs. */
export async function stopPostmaster(clusterDir: string, patienceMs: number): Promise<void> {
  const postmaster = await livingPostmaster(clusterDir);
  if (!postmaster) return;
  const fast = "SIGINT";
  const immediate = "SIGQUIT";
  for (const [signal, waitMs] of [
    [fast, patienceMs],
    [immediate, 2_000],
    ["SIGKILL", 2_000],
  ] as const) {
    if (processIdentity(postmaster.pid) !== postmaster.identity) return;
    send(postmaster.pid, signal);
    // A frozen process hears nothing until it is continued.
    send(postmaster.pid, "SIGCONT");
    if (await gone(postmaster, waitMs)) return;
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (systemErrorCode(error) !== "ESRCH") throw error;
  }
}

async function gone(postmaster: Postmaster, waitMs: number): Promise<boolean> {
  const giveUpAt = performance.now() + waitMs;
  while (performance.now() < giveUpAt) {
    if (processIdentity(postmaster.pid) !== postmaster.identity) return true;
    await pause(10);
  }
  return false;
}

/** Lines of postmaster.pid: pid, folder, start time, port, socket folder, address, shared memory, status. */
async function pidFileLines(clusterDir: string): Promise<string[] | undefined> {
  try {
    return (await readFile(pidFilePath(clusterDir), "utf8")).split("\n");
  } catch {
    return undefined;
  }
}

function status(line: string | undefined): Postmaster["status"] {
  const word = line?.trim();
  return word === "starting" || word === "stopping" || word === "ready" || word === "standby" ? word : "unknown";
}

function pidFilePath(clusterDir: string): string {
  return join(clusterDir, "postmaster.pid");
}
