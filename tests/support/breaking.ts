import pg from "pg";
import { type Db, type Param, system, type Tx } from "#platform/db";
import type { Invariant } from "#platform/domain";

/**
 * Does something that no constraint, trigger or row security lets through, and answers which invariants notice. As the owner of
 * the tables, in a transaction that is rolled back.
 */
export async function noticed(
  { db, adminUrl }: { readonly db: Db; readonly adminUrl: string },
  invariants: readonly Invariant[],
  { table, sql }: { readonly table: string; readonly sql: string },
): Promise<string[]> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query("begin");
    await client.query(rowSecurityOff);
    const guards = await client.query<{ drop: string }>(guardsOf, [table]);
    for (const { drop } of guards.rows) await client.query(drop);
    const { rowCount } = await client.query(sql);
    if (rowCount === 0) throw new Error(`nothing to break: ${sql}`);
    const names: string[] = [];
    for (const { name, violations } of invariants)
      if ((await violations(asOwner(client, db))).length > 0) names.push(name);
    return names;
  } finally {
    await client.query("rollback");
    await client.end();
  }
}

/** Forced row security hides rows from the owner too. */
const rowSecurityOff = `do $$ declare t regclass; begin
  for t in select oid from pg_class where relkind = 'r' and relforcerowsecurity loop
    execute format('alter table %s no force row level security', t);
  end loop;
end $$`;

const guardsOf = `
  select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop from pg_constraint
   where (conrelid = $1::regclass and contype in ('c', 'f')) or (confrelid = $1::regclass and contype = 'f')
  union all select format('alter table %s disable trigger user', $1::regclass)`;

function asOwner(client: pg.Client, db: Db): Tx {
  const rows = async <R>(sql: string, params: readonly Param[] = []): Promise<R[]> =>
    (await client.query<R & pg.QueryResultRow>(sql, [...params])).rows;
  const refuse = (): never => {
    throw new Error("an invariant only reads sets");
  };
  return {
    principal: system("verify"),
    now: db.clock.now(),
    database: db,
    rows,
    maybe: async <R>(sql: string, params?: readonly Param[]) => (await rows<R>(sql, params))[0],
    one: async <R>(sql: string, params?: readonly Param[]) => (await rows<R>(sql, params))[0] ?? refuse(),
    run: refuse,
    send: refuse,
  };
}
