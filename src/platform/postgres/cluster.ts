import { type ChildProcess, execFile, spawn } from "node:child_process";
import { chmodSync, existsSync, statSync } from "node:fs";
import { chown, mkdir, open, readFile, realpath, rename, rm, stat, statfs, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";
import { type Config, explainFileError, type Secrets, StartError, writeDurably } from "#platform/config";
import type { Log } from "#platform/log";
import { type Binaries, findBinaries } from "./binaries.ts";
import { explainLog } from "./explain-log.ts";
import { livingPostmaster, type Postmaster, retireStalePidFile, stopPostmaster } from "./postmaster.ts";
import { chooseRunAs, type Owner, type RunAs } from "./run-as.ts";
import { serverSettings } from "./server-settings.ts";

export const host = "127.0.0.1";
export const databaseName = "aftercare";
export const ownerRole = "aftercare_owner";
const superuser = "postgres";

/** A living server whose database takes the owner's connections. */
export type Served = Postmaster & {
  /** As PostgreSQL writes it, for example "18.4". */
  readonly version: string;
};

/** First start may copy much; crash recovery after a long run may replay much. */
const startPatienceMs = 600_000;
const answerPatienceMs = 20_000;
const logKeptBytes = 10_000_000;

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
  const running = await settled(files.dir, usedByOthers);
  if (running) return { ...running, version: await prepareDatabase(running.port, secrets, files) };
  const binaries = await findBinaries();
  const runAs = chooseRunAs(ownerOf(files.dir));
  if (existsSync(join(files.dir, "PG_VERSION"))) await checkCluster(files.dir, binaries, runAs);
  else await createCluster(files, binaries, runAs, { secrets, throwAway: config.testFast, log });
  const started = await start(files, binaries, runAs, { throwAway: config.testFast, log, samePort });
  return { ...started, version: await prepareDatabase(started.port, secrets, files) };
}

/** Stops the server of that data folder, if one runs. Call under the start lock. */
export async function bringDown(dataDir: string, patienceMs: number): Promise<void> {
  await stopPostmaster((await clusterFiles(dataDir)).dir, patienceMs);
}

type ClusterFiles = { dir: string; port: string; log: string };

async function clusterFiles(dataDir: string): Promise<ClusterFiles> {
  const base = await realpath(dataDir);
  return { dir: join(base, "postgres"), port: join(base, "postgres.port"), log: join(base, "postgres.log") };
}

/** A living server once it has made up its mind: ready, or gone after stopping. A deaf one is stopped if it is ours. */
async function settled(clusterDir: string, usedByOthers: boolean): Promise<Postmaster | undefined> {
  const giveUpAt = performance.now() + startPatienceMs;
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

/** Whether something speaks PostgreSQL there; a refused sign-in is an answer too. */
async function answers(port: number): Promise<boolean> {
  const client = new pg.Client({ host, port, user: superuser, connectionTimeoutMillis: answerPatienceMs });
  try {
    await client.connect();
    return true;
  } catch (error) {
    return error instanceof pg.DatabaseError || (error instanceof Error && /password|SASL|SCRAM/.test(error.message));
  } finally {
    await client.end().catch(() => undefined);
  }
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
  if (owner.mode & 0o077) chmodSync(clusterDir, 0o700);
}

async function giveTo(path: string, owner: Owner): Promise<void> {
  await promisify(execFile)("chown", ["-R", `${owner.uid}:${owner.gid}`, path]);
}

/** Made beside its final place and moved there when complete, so that a killed or failed attempt leaves no half. */
async function createCluster(
  files: ClusterFiles,
  binaries: Binaries,
  runAs: RunAs,
  { secrets, throwAway, log }: { secrets: Secrets; throwAway: boolean; log: Log },
): Promise<void> {
  const draft = `${files.dir}.new`;
  const passwordFile = `${files.dir}.password`;
  log.info("creating the embedded PostgreSQL database", { folder: files.dir });
  try {
    await rm(draft, { recursive: true, force: true });
    await mkdir(draft, { mode: 0o700 });
    await writeFile(passwordFile, secrets.databasePasswords.superuser, { mode: 0o600 });
    if (runAs.owner) {
      await chown(draft, runAs.owner.uid, runAs.owner.gid);
      await chown(passwordFile, runAs.owner.uid, runAs.owner.gid);
    }
    // The character class must know Chinese letters, or trigram search skips them; macOS has no C.UTF-8.
    const locale = process.platform === "darwin" ? "en_US.UTF-8" : "C.UTF-8";
    await runInitdb(binaries.initdb, runAs, draft, [
      ...["-U", superuser, "--auth=scram-sha-256", `--pwfile=${passwordFile}`, "-E", "UTF8"],
      ...["--locale-provider=builtin", "--builtin-locale=C.UTF-8", `--locale=${locale}`],
      ...(throwAway ? ["--no-sync"] : []),
    ]);
    await rename(draft, files.dir);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw explainFileError(error, files.dir);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

async function runInitdb(initdb: string, runAs: RunAs, dir: string, options: string[]): Promise<void> {
  const [program = initdb, ...words] = [...runAs.prefix, initdb, "-D", dir, ...options];
  try {
    await promisify(execFile)(program, words, { env: cleanEnvironment(), cwd: dir });
  } catch (error) {
    const output = error instanceof Error && "stderr" in error ? String(error.stderr) : "";
    throw explainLog(output || String(error), dir.replace(/\.new$/, ""), "initdb");
  }
}

async function start(
  files: ClusterFiles,
  binaries: Binaries,
  runAs: RunAs,
  { throwAway, log, samePort }: { throwAway: boolean; log: Log; samePort: number | undefined },
): Promise<Postmaster> {
  const attempts = 10;
  for (let attempt = 1; ; attempt += 1) {
    const port = samePort ?? (await choosePort(files.port));
    await retireStalePidFile(files.dir);
    const logFrom = await openLog(files.log);
    const child = await launch(files, binaries, runAs, serverSettings(port, throwAway));
    const postmaster = await ready(files.dir, child, log);
    if (postmaster) {
      await rememberPort(files.port, port);
      return postmaster;
    }
    const said = (await readFile(files.log)).subarray(logFrom).toString("utf8");
    // A port snatched in between, or workers of a killed server that have not yet noticed.
    const passing = /Address already in use|pre-existing shared memory block|lock file .* already exists/.test(said);
    if (!passing || attempt === attempts) throw await explainEnd(said, files.dir);
    await pause(100 * attempt);
  }
}

/** Not when unchanged: a server that came back on a full disk must not fail for this. */
async function rememberPort(portFile: string, port: number): Promise<void> {
  const remembered = await readFile(portFile, "utf8").catch(() => "");
  if (Number(remembered) !== port) await writeDurably(portFile, `${port}\n`, 0o644);
}

/** On a full disk the log cannot be written either, so a silent end is explained by the free space. */
async function explainEnd(said: string, clusterDir: string): Promise<StartError> {
  const { bavail, bsize } = await statfs(clusterDir);
  const walSegmentBytes = 16 * 1024 ** 2;
  const full = bavail * bsize < walSegmentBytes;
  return explainLog(full ? `${said}\nNo space left on device` : said, clusterDir, "postgres");
}

/** The remembered port when free, else a free one below the range the system lends to outgoing connections. */
async function choosePort(portFile: string): Promise<number> {
  const remembered = Number(await readFile(portFile, "utf8").catch(() => ""));
  if (remembered > 0 && (await isFree(remembered))) return remembered;
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (await isFree(port)) return port;
  }
  throw new StartError({
    what: "No free port was found for the embedded PostgreSQL",
    where: "127.0.0.1, ports 20000 to 31999",
    todo: "end programs that hold ports there, or set DATABASE_URL",
  });
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/** Keeps one older log; returns where the new lines will begin. */
async function openLog(path: string): Promise<number> {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size < logKeptBytes) return size;
  await rename(path, `${path}.1`);
  return 0;
}

async function launch(
  files: ClusterFiles,
  binaries: Binaries,
  runAs: RunAs,
  settings: string[],
): Promise<ChildProcess> {
  const [program = binaries.postgres, ...words] = [...runAs.prefix, binaries.postgres, "-D", files.dir, ...settings];
  const log = await open(files.log, "a", 0o600).catch((error: unknown) => {
    throw explainFileError(error, files.log);
  });
  try {
    // A session of its own: Ctrl-C in the terminal must reach us, not the database under us.
    const child = spawn(program, words, {
      detached: true,
      stdio: ["ignore", log.fd, log.fd],
      env: cleanEnvironment(),
      cwd: files.dir,
    });
    child.on("error", () => undefined);
    child.unref();
    return child;
  } finally {
    await log.close();
  }
}

/** The server once it takes connections, or undefined when it ended before. */
async function ready(clusterDir: string, child: ChildProcess, log: Log): Promise<Postmaster | undefined> {
  const startedAt = performance.now();
  let nextNewsMs = 5_000;
  while (performance.now() - startedAt < startPatienceMs) {
    const postmaster = await livingPostmaster(clusterDir);
    if (postmaster?.status === "ready") return postmaster;
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return undefined;
    if (performance.now() - startedAt > nextNewsMs) {
      log.info("the database is still recovering", { seconds: Math.round(nextNewsMs / 1000) });
      nextNewsMs *= 2;
    }
    await pause(10);
  }
  await stopPostmaster(clusterDir, 5_000);
  return undefined;
}

/** Creates what migrations start from, an owner that is not a superuser and its empty database; returns the version. */
async function prepareDatabase(port: number, secrets: Secrets, files: ClusterFiles): Promise<string> {
  const version = await versionSeenByOwner(port, secrets);
  if (version !== undefined) return version;
  const client = new pg.Client({
    ...{ host, port, database: "postgres", connectionTimeoutMillis: answerPatienceMs },
    ...{ user: superuser, password: secrets.databasePasswords.superuser },
  });
  try {
    await client.connect();
    const { rowCount: owners } = await client.query("select from pg_roles where rolname = $1", [ownerRole]);
    const verb = owners === 0 ? "create" : "alter";
    const password = pg.escapeLiteral(secrets.databasePasswords.owner);
    await client.query(`${verb} role ${ownerRole} login createdb createrole password ${password}`);
    const { rowCount: databases } = await client.query("select from pg_database where datname = $1", [databaseName]);
    if (databases === 0) await client.query(`create database ${databaseName} owner ${ownerRole}`);
    const { rows } = await client.query<{ server_version: string }>("show server_version");
    return rows[0]?.server_version ?? "";
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    throw error.code === "28P01"
      ? wrongPassword(files.dir)
      : explainLog(`FATAL: ${error.message}`, files.log, "postgres");
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function versionSeenByOwner(port: number, secrets: Secrets): Promise<string | undefined> {
  const client = new pg.Client({
    ...{ host, port, database: databaseName, connectionTimeoutMillis: answerPatienceMs },
    ...{ user: ownerRole, password: secrets.databasePasswords.owner },
  });
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version: string }>("show server_version");
    return rows[0]?.server_version;
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function wrongPassword(where: string): StartError {
  return new StartError({
    what: "The embedded database does not accept the password in secrets.json",
    where,
    todo: "put back the secrets.json that belongs to this database",
  });
}

/** Only what a program needs to run: PG* variables and locales of the caller must not change the server. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" };
}
