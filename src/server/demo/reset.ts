import pg from "pg";
import { StartError } from "#platform/config";
import { type Db, system } from "#platform/db";
import { type DemoParts, type DemoReport, loadDemo } from "./load.ts";
import { clearDemo, holdsOtherData, readDemoMark } from "./mark.ts";

/** Clears the demo shop away and loads it anew. Refuses where anything else is here. */
export async function resetDemo(parts: DemoParts): Promise<Extract<DemoReport, { loaded: true }>> {
  const [mark, others] = await Promise.all([readDemoMark(parts.db), holdsOtherData(parts.db)]);
  if (others || (mark === undefined && (await holdsAnything(parts.db))))
    throw new StartError({
      what: "The database holds more than the demo shop, which would be lost",
      where: "demo reset",
      todo: "set AFTERCARE_DATA_DIR (or DATABASE_URL) to another place for the demo",
    });
  if (mark !== undefined) await clearDemo(parts);
  const report = await loadDemo(parts);
  if (!report.loaded)
    throw new StartError({
      what: `The demo shop was not loaded: ${report.because}`,
      where: "demo reset",
      todo: "try again",
    });
  return report;
}

/** A server remembers numbers and sessions of what would be gone. Ask before connecting oneself. */
export async function refuseWhileServed(adminUrl: string): Promise<void> {
  const { rows } = await asOwner(
    adminUrl,
    "select 1 from pg_stat_activity where datname = current_database() and application_name = 'aftercare-system' limit 1",
  );
  if (rows.length > 0)
    throw new StartError({
      what: "A server or a command is working on this database",
      where: "demo reset",
      todo: "stop it, reset the demo, and start it again",
    });
}

/** As the system: an owner who is no superuser would find nobody behind row security. */
async function holdsAnything(db: Db): Promise<boolean> {
  const found = await db.withTx(
    system("demo"),
    (tx) => tx.maybe("select 1 as found from parties.staff union all select 1 from parties.merchant limit 1"),
    { readOnly: true },
  );
  return found !== undefined;
}

async function asOwner(adminUrl: string, sql: string): Promise<pg.QueryResult> {
  const owner = new pg.Client({ connectionString: adminUrl, application_name: "aftercare-demo" });
  await owner.connect();
  try {
    return await owner.query(sql);
  } finally {
    await owner.end();
  }
}
