import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import type { DbRole } from "./principal.ts";

const folder = join(import.meta.dirname, "../../../db/migrations");
const roles = ["shopper", "guest", "merchant", "staff", "system", "auth"] as const;

export type Migration = { readonly name: string; readonly sql: string; readonly checksum: string };

/**
 * Creates the roles, then applies the SQL files of db/migrations that are not applied yet, each in its own transaction. Until
 * they are, the owner sees the rows of all tables: what fills a new column from old rows would else silently fill nothing.
 */
export async function migrate(
  adminUrl: string,
  passwords: Readonly<Record<DbRole | "auth", string>>,
  from = folder,
): Promise<string[]> {
  const client = new pg.Client({ connectionString: adminUrl, application_name: "aftercare-migrate" });
  await client.connect();
  try {
    await client.query("set lock_timeout = '10s'");
    await createRoles(client, passwords);
    await client.query(
      `create table if not exists public.migration (name text primary key, checksum text not null, applied_at timestamptz not null)`,
    );
    const applied: string[] = [];
    for (const migration of await pending(client, from)) {
      await client.query("begin");
      try {
        // Two starters at once: the second waits here and then finds the row.
        await client.query("select pg_advisory_xact_lock(7202611)");
        const { rowCount } = await client.query("select 1 from public.migration where name = $1", [migration.name]);
        if (rowCount === 0) {
          await client.query(ownerSees);
          await client.query(migration.sql);
          await client.query("insert into public.migration values ($1, $2, clock_timestamp())", [
            migration.name,
            migration.checksum,
          ]);
          applied.push(migration.name);
        }
        await client.query("commit");
      } catch (error) {
        await client.query("rollback");
        throw new Error(`migration ${migration.name} failed: ${(error as Error).message}`, { cause: error });
      }
    }
    return applied;
  } finally {
    try {
      await endSeeing(client);
    } finally {
      await client.end();
    }
  }
}

/** Also where an earlier run was killed before it came here. */
async function endSeeing(client: pg.ClientBase): Promise<void> {
  await client.query("begin");
  await client.query("select pg_advisory_xact_lock(7202611)");
  await client.query(ownerSeesNothing);
  await client.query("commit");
}

const ownerSees = `do $$ declare t regclass; begin
  for t in select oid::regclass from pg_class where relforcerowsecurity and pg_has_role(relowner, 'usage') loop
    execute format('alter table %s no force row level security', t);
  end loop;
end $$`;
const ownerSeesNothing = `do $$ declare t regclass; begin
  for t in select oid::regclass from pg_class where relrowsecurity and not relforcerowsecurity and pg_has_role(relowner, 'usage') loop
    execute format('alter table %s force row level security', t);
  end loop;
end $$`;

export async function pendingMigrations(adminUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    return (await pending(client, folder)).map((m) => m.name);
  } finally {
    await client.end();
  }
}

async function appliedMigrations(client: pg.ClientBase): Promise<Map<string, string>> {
  const known = await client.query("select to_regclass('public.migration') is not null as there");
  if (!known.rows[0].there) return new Map();
  const { rows } = await client.query("select name, checksum from public.migration");
  return new Map(rows.map((row) => [row.name, row.checksum]));
}

async function pending(client: pg.ClientBase, from: string): Promise<Migration[]> {
  const applied = await appliedMigrations(client);
  const files = await readMigrations(from);
  for (const file of files) {
    const known = applied.get(file.name);
    if (known !== undefined && known !== file.checksum)
      throw new Error(`migration ${file.name} was changed after it had been applied; write a new one instead`);
  }
  return files.filter((file) => !applied.has(file.name));
}

async function readMigrations(from: string): Promise<Migration[]> {
  const names = (await readdir(from)).filter((name) => name.endsWith(".sql")).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(from, name), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}

async function createRoles(client: pg.ClientBase, passwords: Readonly<Record<DbRole | "auth", string>>): Promise<void> {
  await client.query("begin");
  await client.query("select pg_advisory_xact_lock(7202611)");
  for (const role of roles) {
    const name = `aftercare_${role}`;
    const { rowCount } = await client.query("select 1 from pg_roles where rolname = $1", [name]);
    if (rowCount === 0) await client.query(`create role ${name} login nosuperuser nocreatedb nocreaterole nobypassrls`);
    await client.query(`alter role ${name} password ${pg.escapeLiteral(passwords[role])}`);
  }
  // A guest may what a shopper may; restrictive policies narrow it to one order.
  const { rowCount } = await client.query(
    "select 1 where pg_has_role('aftercare_guest', 'aftercare_shopper', 'member')",
  );
  if (rowCount === 0) await client.query("grant aftercare_shopper to aftercare_guest");
  await client.query("commit");
}
