import { createHash, randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { type Clock, createClock } from "#platform/clock";
import { readConfig, readSecrets, type Secrets } from "#platform/config";
import { createDb, createPools, type Db, migrate, type PoolSizes } from "#platform/db";
import { silentLog } from "#platform/log";
import { openDatabase } from "#platform/postgres";

export type TestDatabase = {
  readonly db: Db;
  readonly adminUrl: string;
  readonly secrets: Secrets;
  readonly name: string;
};

const sizes: PoolSizes = { shopper: 12, guest: 4, merchant: 6, staff: 8, system: 8, auth: 4 };

/**
 * A database of its own on a real PostgreSQL, copied from a migrated template; dropped afterwards.
 * One throw-away server is shared by all test processes of this machine and stops with the last of them.
 */
export async function withTestDatabase(
  test: (database: TestDatabase) => Promise<void>,
  options: { clock?: Clock } = {},
): Promise<void> {
  const config = readConfig(testSettings());
  const server = await openDatabase(config, { log: silentLog });
  const secrets = await readSecrets(config);
  try {
    const template = await migratedTemplate(server.adminUrl, secrets);
    const name = `test_${randomBytes(8).toString("hex")}`;
    const admin = new pg.Client({ connectionString: server.adminUrl });
    await admin.connect();
    try {
      await underLock(admin, () => admin.query(`create database ${name} template ${template} strategy wal_log`));
      const pools = createPools(
        { host: server.host, port: server.port, database: name, ssl: server.ssl, passwords: secrets.databasePasswords },
        sizes,
        () => {},
      );
      const db = createDb(pools, options.clock ?? createClock());
      try {
        await test({ db, adminUrl: inDatabase(server.adminUrl, name), secrets, name });
      } finally {
        await db.end();
      }
    } finally {
      try {
        // Forced only when a test left a connection open: force may not end the autovacuum worker, which a plain drop does.
        await admin
          .query(`drop database if exists ${name}`)
          .catch(() => admin.query(`drop database if exists ${name} with (force)`));
      } finally {
        await admin.end();
      }
    }
  } finally {
    await server.release();
  }
}

/** Where the throw-away server of this machine lives, for this process and those it starts. */
export function testSettings(): NodeJS.ProcessEnv {
  return {
    PATH: process.env["PATH"],
    AFTERCARE_TEST_FAST: "1",
    AFTERCARE_DATA_DIR:
      process.env["AFTERCARE_TEST_DIR"] ?? join(tmpdir(), `aftercare-test-${process.getuid?.() ?? 0}`),
    ...(process.env["AFTERCARE_TEST_DATABASE_URL"] === undefined
      ? {}
      : { DATABASE_URL: process.env["AFTERCARE_TEST_DATABASE_URL"] }),
  };
}

/** One template per state of the migrations: an older one is simply never used again. */
async function migratedTemplate(adminUrl: string, secrets: Secrets): Promise<string> {
  const folder = join(import.meta.dirname, "../../db/migrations");
  const hash = createHash("sha256");
  for (const file of readdirSync(folder).sort()) hash.update(readFileSync(join(folder, file)));
  const template = `template_${hash.digest("hex").slice(0, 16)}`;
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await underLock(admin, async () => {
      const { rowCount } = await admin.query("select 1 from pg_database where datname = $1", [template]);
      if (rowCount !== 0) return;
      const draft = `draft_${randomBytes(6).toString("hex")}`;
      await admin.query(`create database ${draft}`);
      await migrate(inDatabase(adminUrl, draft), secrets.databasePasswords);
      await admin.query(`alter database ${draft} rename to ${template}`);
    });
  } finally {
    await admin.end();
  }
  return template;
}

/** Copying a template wants nobody else connected to it, so test processes take turns. */
async function underLock(admin: pg.Client, work: () => Promise<unknown>): Promise<void> {
  await admin.query("select pg_advisory_lock(7202612)");
  try {
    await work();
  } finally {
    await admin.query("select pg_advisory_unlock(7202612)");
  }
}

function inDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.toString();
}
