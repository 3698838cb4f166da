import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import pg from "pg";
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

export type SpawnedServer = {
  readonly child: ChildProcess;
  readonly port: number;
  readonly env: Readonly<Record<string, string>>;
  readonly readyMs: number;
  stop(): Promise<void>;
  /** As a power cut would: nothing is drained. */
  kill(): Promise<void>;
};

/** A server process as `npm start` makes it, ready to answer. */
export async function spawnServer(options: {
  dataDir: string;
  demo?: boolean;
  env?: Record<string, string>;
}): Promise<SpawnedServer> {
  const port = await freePort();
  const env = {
    PATH: process.env["PATH"] ?? "",
    AFTERCARE_DATA_DIR: options.dataDir,
    PORT: String(port),
    AFTERCARE_SANDBOX: "1",
    LOG_LEVEL: "error",
    AFTERCARE_REQUESTS_PER_MINUTE: "10000000",
    ...options.env,
  };
  const began = performance.now();
  const command = join(import.meta.dirname, "../../bin/aftercare.ts");
  const child = spawn(process.execPath, [command, "start", ...(options.demo === true ? [] : ["--no-demo"])], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    await ready(child);
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
  return {
    child,
    port,
    env,
    readyMs: performance.now() - began,
    stop: () => ended(child, "SIGTERM"),
    kill: () => ended(child, "SIGKILL"),
  };
}

/** A server of its own on an empty data folder with every durability setting on, and a way into its database. */
export async function withServer(
  options: { demo?: boolean; dataDir?: string; env?: Record<string, string> },
  work: (server: BenchServer) => Promise<void>,
): Promise<void> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), "aftercare-bench-")));
  const server = await spawnServer({ ...options, dataDir });
  try {
    await withDatabase(server, async (inside) => {
      await work({ ...inside, port: server.port, pid: server.child.pid ?? 0, readyMs: server.readyMs, dataDir });
    });
  } finally {
    await server.stop();
    if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
  }
}

/**
 * Makes the database what it is after its first minutes: statistics of the tables that the warm-up filled, which autovacuum
 * takes a quarter of a minute later, and log files to use again. Until the first checkpoint every 16 MB of log stop the
 * database for the time it takes to create and fill a file.
 */
export function settle(server: Pick<BenchServer, "database" | "secrets">): Promise<void> {
  return asSuperuser(server, async (client) => {
    await client.query("analyze");
    await client.query("checkpoint");
  });
}

/** Writes a great many rows that are known to be right: without rights, keys of other tables and indexes, which are made afterwards. */
export function inBulk(
  server: Pick<BenchServer, "database" | "secrets">,
  tables: readonly string[],
  write: (client: pg.Client) => Promise<void>,
): Promise<void> {
  return asSuperuser(server, async (client) => {
    const { rows } = await client.query<{ name: string; definition: string }>(
      `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i
        where i.indrelid = any($1::regclass[]) and not exists (select 1 from pg_constraint c where c.conindid = i.indexrelid)`,
      [tables],
    );
    await client.query("begin");
    await client.query("set local session_replication_role = replica");
    await client.query("set local maintenance_work_mem = '256MB'");
    for (const { name } of rows) await client.query(`drop index ${name}`);
    await write(client);
    for (const { definition } of rows) await client.query(definition);
    await client.query("commit");
  });
}

async function asSuperuser(
  server: Pick<BenchServer, "database" | "secrets">,
  work: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const url = new URL(server.database.adminUrl);
  url.username = "postgres";
  url.password = encodeURIComponent(server.secrets.databasePasswords.superuser);
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

type Inside = Pick<BenchServer, "config" | "secrets" | "db" | "database">;

/** Connects to the database of a running server, as its command line does. */
export async function withDatabase(
  server: Pick<SpawnedServer, "env">,
  work: (inside: Inside) => Promise<void>,
): Promise<void> {
  const config = readConfig(server.env);
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
    { shopper: 2, guest: 1, merchant: 2, staff: 2, system: 4, auth: 2 },
    () => {},
  );
  const db = createDb(pools, createClock());
  try {
    await work({ config, secrets, db, database });
  } finally {
    await db.end();
    await database.release();
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

function ended(child: ChildProcess, signal: "SIGTERM" | "SIGKILL"): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once("exit", () => resolve());
    child.kill(signal);
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
