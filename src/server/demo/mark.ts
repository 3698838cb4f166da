import { rm } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { z } from "zod";
import { type Db, system } from "#platform/db";

/** What `platform.setting` says of the demo shop under the key "demo". */
const markShape = z.object({ state: z.enum(["loading", "loaded"]), seed: z.string(), at: z.string() });
export type DemoMark = z.output<typeof markShape>;

export async function readDemoMark(db: Db): Promise<DemoMark | undefined> {
  const row = await db.withTx(
    reader,
    (tx) => tx.maybe<{ value: unknown }>("select value from platform.setting where key = 'demo'"),
    { readOnly: true },
  );
  return row === undefined ? undefined : markShape.parse(row.value);
}

export async function writeDemoMark(db: Db, mark: DemoMark): Promise<void> {
  await db.withTx(reader, (tx) =>
    tx.run(
      "insert into platform.setting (key, value) values ('demo', $1) on conflict (key) do update set value = excluded.value",
      [mark],
    ),
  );
}

/** Whether somebody else's shop, goods, shoppers or orders are here; the demo's own do not count. */
export async function holdsOtherData(db: Db): Promise<boolean> {
  const { found } = await db.withTx(
    reader,
    (tx) =>
      tx.one<{ found: boolean }>(
        `select exists (select 1 from parties.merchant where source <> 'demo') or exists (select 1 from catalog.product where source <> 'demo')
             or exists (select 1 from parties.shopper where source <> 'demo') or exists (select 1 from orders.shop_order where source <> 'demo') as found`,
      ),
    { readOnly: true },
  );
  return found;
}

/** Schemas whose rows are all the demo's in a database that holds nothing else. */
const emptied = ["platform", "parties", "catalog", "orders", "payments", "logistics", "returns", "compliance", "auth"];
/** The clock only moves forward, holidays, the usual insurance and the usual limits are nobody's, and settings beside the demo's own stay. */
const kept = [
  "platform.clock",
  "platform.calendar_day",
  "platform.setting",
  "payments.freight_product",
  "payments.compensation_limit",
];

/**
 * Empties a database that holds the demo shop and nothing else, as the owner of its tables, with what lies beside it: the
 * witness of an audit chain that is gone would call the next one forged.
 */
export async function clearDemo({
  adminUrl,
  dataDir,
}: {
  readonly adminUrl: string;
  readonly dataDir: string;
}): Promise<void> {
  const owner = new pg.Client({ connectionString: adminUrl, application_name: "aftercare-demo-clear" });
  await owner.connect();
  try {
    const { rows } = await owner.query<{ name: string }>(
      `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p') and not c.relispartition
          and ((n.nspname = any($1) and format('%s.%s', n.nspname, c.relname) <> all($2)) or (n.nspname = 'jobs' and c.relname in ('job', 'job_dependency')))`,
      [emptied, kept],
    );
    await owner.query(`truncate ${rows.map(({ name }) => name).join(", ")}`);
    await owner.query("delete from platform.setting where key in ('demo', 'demo.logins')");
  } finally {
    await owner.end();
  }
  await rm(join(dataDir, "audit-witness.jsonl"), { force: true });
}

const reader = system("demo");
