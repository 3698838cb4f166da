import { execFile } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { chmod, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { type Config, type Secrets, StartError } from "#platform/config";
import type { Log } from "#platform/log";
import { type Binaries, findBinaries } from "./binaries.ts";
import { clusterFiles } from "./cluster-files.ts";
import { createCluster } from "./create-cluster.ts";
import { openToUser } from "./open-copy.ts";
import { livingPostmaster, type Postmaster, stopPostmaster } from "./postmaster.ts";
import { answers, prepareDatabase } from "./prepare-database.ts";
import { chooseRunAs, type Owner, type RunAs } from "./run-as.ts";
import { startServer } from "./start-server.ts";

/** A living server whose database takes the owner's connections. */
export type Served = Postmaster & {
  /** As PostgreSQL writes it, for example "18.4". */
  readonly version: string;
};

const settlePatienceMs = 600_000;

/**
 * The embedded PostgreSQL of one data folder: made if new, found if running, started if not. Call under the start lock.
 * `samePort` insists on a port, because connection pools of a running server already point at it; `usedByOthers` says
 * that a server which does not answer may not simply be replaced.
 */
export async function bringUp(
  config: Config,
  secrets: Secrets,
  { log, usedByOthers, samePort }: { log: Log; usedByOthers: boolean; samePort?: number },
): Promise<Served> {
  const files = await clusterFiles(config.dataDir);
  const running = await settled(files.cluster, usedByOthers);
  if (running) return { ...running, version: await prepareDatabase(running.port, secrets, files) };
  const runAs = chooseRunAs(ownerOf(files.cluster));
  const binaries = await openToUser(await findBinaries(), runAs, files.openCopy);
  if (existsSync(join(files.cluster, "PG_VERSION"))) await checkCluster(files.cluster, binaries, runAs);
  else await createCluster(files, binaries, runAs, { secrets, throwAway: config.testFast, log });
  const started = await startServer(files, binaries, runAs, { throwAway: config.testFast, log, samePort });
  return { ...started, version: await prepareDatabase(started.port, secrets, files) };
}

/** Stops the server of that data folder, if one runs. Call under the start lock. */
export async function bringDown(dataDir: string, patienceMs: number): Promise<void> {
  await stopPostmaster((await clusterFiles(dataDir)).cluster, patienceMs);
}

/** A living server once it has made up its mind: ready, or gone after stopping. A deaf one is stopped if it is ours. */
async function settled(clusterDir: string, usedByOthers: boolean): Promise<Postmaster | undefined> {
  const giveUpAt = performance.now() + settlePatienceMs;
  let postmaster = await livingPostmaster(clusterDir);
  while (postmaster && postmaster.status !== "ready" && performance.now() < giveUpAt) {
    await pause(20);
    postmaster = await livingPostmaster(clusterDir);
  }
  if (!postmaster || (await answers(postmaster.port))) return postmaster;
  if (usedByOthers) {
    throw new StartError({
      what: `The database (process ${postmaster.pid}) runs but does not answer, and other processes use it`,
      where: clusterDir,
      todo: `stop them and start again, or end process ${postmaster.pid}: it is then started again`,
    });
  }
  await stopPostmaster(clusterDir, 5_000);
  return undefined;
}

function ownerOf(clusterDir: string): Owner | undefined {
  const found = statSync(clusterDir, { throwIfNoEntry: false });
  return found && { uid: found.uid, gid: found.gid };
}

async function checkCluster(clusterDir: string, binaries: Binaries, runAs: RunAs): Promise<void> {
  const version = (await readFile(join(clusterDir, "PG_VERSION"), "utf8")).trim();
  if (version !== String(binaries.majorVersion)) {
    throw new StartError({
      what: `The database was made by PostgreSQL ${version}, and this is PostgreSQL ${binaries.majorVersion}`,
      where: clusterDir,
      todo: "start the release that made it, or set AFTERCARE_DATA_DIR to another folder",
    });
  }
  const owner = await stat(clusterDir);
  const user = process.getuid?.() ?? owner.uid;
  if (runAs.owner && owner.uid !== runAs.owner.uid) await giveTo(clusterDir, runAs.owner);
  else if (user !== 0 && owner.uid !== user) {
    throw new StartError({
      what: `The database belongs to user ${owner.uid}, and this is user ${user}`,
      where: clusterDir,
      todo: `start as user ${owner.uid}, or set AFTERCARE_DATA_DIR to another folder`,
    });
  }
  // PostgreSQL refuses a folder others may read, as a copied or restored one often is.
  if (owner.mode & 0o077) await chmod(clusterDir, 0o700);
}

async function giveTo(path: string, owner: Owner): Promise<void> {
  await promisify(execFile)("chown", ["-R", `${owner.uid}:${owner.gid}`, path]);
}
