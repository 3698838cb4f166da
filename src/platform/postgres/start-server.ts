import { type ChildProcess, spawn } from "node:child_process";
import { statSync } from "node:fs";
import { open, readFile, rename } from "node:fs/promises";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { explainFileError, StartError, writeDurably } from "#platform/config";
import type { Log } from "#platform/log";
import type { Binaries } from "./binaries.ts";
import type { ClusterFiles } from "./cluster-files.ts";
import { explainEnd } from "./explain-end.ts";
import { livingPostmaster, type Postmaster, retireStalePidFile, stopPostmaster } from "./postmaster.ts";
import { host } from "./prepare-database.ts";
import { cleanEnvironment, type RunAs } from "./run-as.ts";
import { serverSettings } from "./server-settings.ts";

/** Crash recovery after a long run may have much to replay. */
const startPatienceMs = 600_000;
const logKeptBytes = 10_000_000;

/** Starts the server of a cluster and waits until it takes connections. */
export async function startServer(
  files: ClusterFiles,
  binaries: Binaries,
  runAs: RunAs,
  { throwAway, log, samePort }: { throwAway: boolean; log: Log; samePort: number | undefined },
): Promise<Postmaster> {
  const attempts = 10;
  for (let attempt = 1; ; attempt += 1) {
    const port = samePort ?? (await choosePort(files.port));
    await retireStalePidFile(files.cluster);
    const logFrom = await openLog(files.log);
    const child = await launch(files, binaries, runAs, { settings: serverSettings(port, throwAway), log });
    const postmaster = await ready(files.cluster, child, log);
    if (postmaster) {
      await rememberPort(files.port, port);
      return postmaster;
    }
    const said = (await readFile(files.log)).subarray(logFrom).toString("utf8");
    // A port snatched in between, or workers of a killed server that have not yet noticed.
    const passing = /Address already in use|pre-existing shared memory block|lock file .* already exists/.test(said);
    if (!passing || attempt === attempts) throw await explainEnd(said, files.cluster, "postgres");
    await pause(100 * attempt);
  }
}

/** Not when unchanged: a server that came back on a full disk must not fail for this. */
async function rememberPort(portFile: string, port: number): Promise<void> {
  const remembered = await readFile(portFile, "utf8").catch(() => "");
  if (Number(remembered) !== port) await writeDurably(portFile, `${port}\n`, 0o644);
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
  { settings, log }: { settings: string[]; log: Log },
): Promise<ChildProcess> {
  const [program = binaries.postgres, ...words] = [
    ...runAs.prefix,
    binaries.postgres,
    "-D",
    files.cluster,
    ...settings,
  ];
  const output = await open(files.log, "a", 0o600).catch((error: unknown) => {
    throw explainFileError(error, files.log);
  });
  try {
    // A session of its own: Ctrl-C in the terminal must reach us, not the database under us.
    const child = spawn(program, words, {
      detached: true,
      stdio: ["ignore", output.fd, output.fd],
      env: cleanEnvironment(),
      cwd: files.cluster,
    });
    child.on("error", (error) => log.error("PostgreSQL could not be run", { program, why: error.message }));
    child.unref();
    return child;
  } finally {
    await output.close();
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
