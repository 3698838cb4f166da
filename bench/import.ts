import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { importOrders } from "#domains/orders";
import { createClock } from "#platform/clock";
import { readConfig, readSecrets, repositoryRoot } from "#platform/config";
import { createDb, createPools, migrate } from "#platform/db";
import { silentLog } from "#platform/log";
import { createPersonal } from "#platform/personal";
import { openDatabase } from "#platform/postgres";
import { type BenchLine, median, rounded } from "./support/line.ts";

const runs = 5;
const promisedSeconds = 10;
const sample = join(process.env["AFTERCARE_SHARED"] ?? join(repositoryRoot, "../shared"), "data/olist_sample_10k");

/**
 * The 10,000 orders of the Olist sample with its 32,951 products and 3,095 sellers into a fresh database of the embedded
 * PostgreSQL, durable as in service; then once more, when nothing is new. Medians of five. No sample, no lines.
 */
export default async function bench(): Promise<BenchLine[]> {
  if (!existsSync(sample)) return [];
  const dataDir = await mkdtemp(join(tmpdir(), "aftercare-bench-import-"));
  const config = readConfig({ PATH: process.env["PATH"], AFTERCARE_DATA_DIR: dataDir });
  const server = await openDatabase(config, { log: silentLog });
  const secrets = await readSecrets(config);
  const first: number[] = [];
  const again: number[] = [];
  try {
    for (let run = 0; run < runs; run++) {
      await withFreshDatabase(server.adminUrl, `bench_${run}`, async (adminUrl, database) => {
        await migrate(adminUrl, secrets.databasePasswords);
        const address = {
          host: server.host,
          port: server.port,
          database,
          ssl: server.ssl,
          passwords: secrets.databasePasswords,
        };
        const pools = createPools(
          address,
          { shopper: 1, guest: 1, merchant: 1, staff: 1, system: 4, auth: 1 },
          () => {},
        );
        const db = createDb(pools, createClock());
        try {
          const take = () =>
            importOrders(db, createPersonal(secrets), { format: "olist", path: sample }, { rejectsFolder: dataDir });
          first.push((await take()).seconds);
          again.push((await take()).seconds);
        } finally {
          await db.end();
        }
      });
    }
  } finally {
    await server.release();
    await rm(dataDir, { recursive: true, force: true });
  }
  const line = (name: string, seconds: readonly number[]): BenchLine => ({
    name,
    value: rounded(median(seconds)),
    unit: "s",
    n: seconds.length,
    against: promisedSeconds,
    ratio: rounded(median(seconds) / promisedSeconds),
  });
  return [line("import: 10,000 Olist orders", first), line("import: the same again, nothing new", again)];
}

async function withFreshDatabase(
  adminUrl: string,
  name: string,
  work: (adminUrl: string, database: string) => Promise<void>,
): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await admin.query(`create database ${name}`);
    const url = new URL(adminUrl);
    url.pathname = `/${name}`;
    await work(url.toString(), name);
    await admin.query(`drop database ${name}`);
  } finally {
    await admin.end();
  }
}
