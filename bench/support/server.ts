import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createClock } from "#platform/clock";
import { type Config, readConfig, readSecrets, type Secrets } from "#platform/config";
import { createDb, createPools, type Db } from "#platform/db";
import { silentLog } from "#platform/log";
import { openDatabase, type RunningDatabase } from "#platform/postgres";

export type BenchServer = {
  readonly port: number;
  readonly pid: number;
  readonly readyMs: number;
  readonly config: Config;
  readonly secrets: Secrets;
  readonly db: Db;
  readonly database: RunningDatabase;
  readonly dataDir: string;
};

/** A server of its own, as `npm start` makes it, on an empty data folder with every durability setting on. */
export async function withServer(
  options: { demo?: boolean; dataDir?: string; env?: Record<string, string> },
  work: (server: BenchServer) => Promise<void>,
): Promise<void> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), "aftercare-bench-")));
  const port = await freePort();
  const env = {
    PATH: process.env["PATH"] ?? "",
    AFTERCARE_DATA_DIR: dataDir,
    PORT: String(port),
    AFTERCARE_SANDBOX: "1",
    LOG_LEVEL: "error",
    AFTERCARE_REQUESTS_PER_MINUTE: "10000000",
    ...options.env,
  };
  const began = performance.now();
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, "../../bin/aftercare.ts"), "start", ...(options.demo === true ? [] : ["--no-demo"])],
    { env, stdio: ["ignore", "pipe", "inherit"] },
  );
  try {
    await ready(child);
    const readyMs = performance.now() - began;
    const config = readConfig(env);
    const secrets = await readSecrets(config);
    const database = await openDatabase(config, { log: silentLog });
    const pools = createPools(
      {
        host: database.host,
        port: database.port,
        database: database.database,
        ssl: database.ssl,
        passwords: secrets.databasePasswords,
      },
      { shopper: 2, merchant: 2, staff: 2, system: 4, auth: 2 },
      () => {},
    );
    const db = createDb(pools, createClock());
    try {
      await work({ port, pid: child.pid ?? 0, readyMs, config, secrets, db, database, dataDir });
    } finally {
      await db.end();
      await database.release();
    }
  } finally {
    await stop(child);
    if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
  }
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`the server ended at once (${code})`)));
    if (child.stdout === null) return reject(new Error("the server has no output"));
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (line.startsWith("Aftercare is ready")) resolve();
    });
  });
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
