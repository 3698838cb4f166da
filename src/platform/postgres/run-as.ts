import { execFileSync } from "node:child_process";

/** How to start a PostgreSQL program, which refuses to run as root. */
export type RunAs = {
  /** The words that come before the program and its arguments. */
  readonly prefix: readonly string[];
  /** The user and group who must own the cluster's files; undefined where that is this process's own user. */
  readonly owner: Owner | undefined;
};
export type Owner = { readonly uid: number; readonly gid: number };

const nobody: Owner = { uid: 65_534, gid: 65_534 };
const nobodyOnMac: Owner = { uid: 4_294_967_294, gid: 4_294_967_294 };

/**
 * Chooses the user PostgreSQL runs as. An ordinary user runs it directly. Root keeps its own files by a user namespace
 * in which it is called 1000; where those are forbidden (as in most containers) or the cluster belongs to an ordinary
 * user, PostgreSQL runs as the owner, or nobody, with the one right to enter folders closed to others.
 */
export function chooseRunAs(clusterOwner: Owner | undefined): RunAs {
  if (process.getuid?.() !== 0) return { prefix: [], owner: undefined };
  if (process.platform === "darwin") return { prefix: ["sudo", "-u", "nobody", "--"], owner: nobodyOnMac };
  const belongsToRoot = clusterOwner === undefined || clusterOwner.uid === 0;
  const namespace = ["unshare", "--user", "--map-user=1000", "--map-group=1000", "--"];
  if (belongsToRoot && works(namespace, "true")) return { prefix: namespace, owner: undefined };
  const owner = belongsToRoot ? nobody : clusterOwner;
  const drop = ["setpriv", `--reuid=${owner.uid}`, `--regid=${owner.gid}`, "--clear-groups"];
  const capabilities = "+dac_override,+dac_read_search";
  const dropButEnter = [...drop, `--inh-caps=${capabilities}`, `--ambient-caps=${capabilities}`, "--"];
  return { prefix: works(dropButEnter, "true") ? dropButEnter : [...drop, "--"], owner };
}

/** Whether the chosen user finds that program executable, by the same question PostgreSQL asks about itself. */
export function canExecute(runAs: RunAs, program: string): boolean {
  return works(runAs.prefix, "test", "-x", program);
}

function works(prefix: readonly string[], ...command: readonly [string, ...string[]]): boolean {
  const [program = "", ...words] = [...prefix, ...command];
  try {
    execFileSync(program, words, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Only what a program needs to run: PG* variables and locales of the caller must not change the server. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" };
}
