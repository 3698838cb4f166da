import { execFileSync } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";

/**
 * Tells one process from a later one with the same number: boot, start time. Undefined where no such process lives
 * (a zombie counts as dead: it holds nothing and answers nobody).
 */
export function processIdentity(pid: number): string | undefined {
  return process.platform === "linux" ? identityFromProc(pid) : identityFromPs(pid);
}

/** Whether this process is a PostgreSQL server working in that cluster folder. */
export function servesCluster(pid: number, clusterDir: string): boolean {
  if (processIdentity(pid) === undefined) return false;
  if (process.platform !== "linux") return ps(pid, "command").includes(clusterDir);
  try {
    return (
      /\/postgres( \(deleted\))?$/.test(readlinkSync(`/proc/${pid}/exe`)) &&
      readlinkSync(`/proc/${pid}/cwd`) === clusterDir
    );
  } catch {
    return false;
  }
}

function identityFromProc(pid: number): string | undefined {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command name stands in brackets and may itself hold spaces and brackets; fields count from after the last one.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const state = fields[0];
    const startTicks = fields[19];
    return state === "Z" || state === "X" ? undefined : `${boot}/${startTicks}`;
  } catch {
    return undefined;
  }
}

function identityFromPs(pid: number): string | undefined {
  const started = ps(pid, "lstart");
  const state = ps(pid, "state");
  return started === "" || state.startsWith("Z") ? undefined : started;
}

function ps(pid: number, field: "lstart" | "state" | "command"): string {
  try {
    const env = { PATH: process.env.PATH, LC_ALL: "C" };
    return execFileSync("ps", ["-ww", "-o", `${field}=`, "-p", String(pid)], { encoding: "utf8", env }).trim();
  } catch {
    return "";
  }
}
