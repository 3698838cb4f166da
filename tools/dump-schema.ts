import type pg from "pg";

/**
 * The text of db/schema.sql: the database as all migrations together leave it, for reading and for comparing changes.
 * Made from the catalog itself, so that no PostgreSQL client need be installed; the same database always gives the same text.
 * The job queue's schema is its library's own and is left out (db/migrations/0008-jobs.sql).
 */
export async function dumpSchema(client: pg.ClientBase): Promise<string> {
  await client.query("set search_path = pg_catalog");
  const parts = ["-- Made by npm run documents from db/migrations. Not applied anywhere: write a migration instead.\n"];
  for (const schema of await column(
    client,
    "select nspname as value from pg_namespace where nspname <> all ($1) and nspname not like 'pg\\_%' order by 1",
    [["information_schema", "jobs", "public"]],
  )) {
    const usage = await grants(
      client,
      "select nspacl as acl from pg_namespace where nspname = $1",
      schema,
      `schema ${schema}`,
    );
    parts.push([`create schema ${schema};`, ...usage].join("\n"));
    parts.push(...(await dumpLists(client, schema)));
    const tables = await column(
      client,
      "select oid::regclass::text as value from pg_class where relnamespace = $1::text::regnamespace and relkind in ('r', 'p') order by relname",
      [schema],
    );
    for (const table of tables) parts.push(await dumpTable(client, table));
    const functions = await column(
      client,
      "select oid::regprocedure::text as value from pg_proc where pronamespace = $1::text::regnamespace order by 1",
      [schema],
    );
    for (const name of functions)
      parts.push(`${await value(client, "select pg_get_functiondef($1::text::regprocedure) as value", [name])};`);
  }
  return `${parts.join("\n\n").replaceAll("\r", "")}\n`;
}

/** The domains of a schema, as one paragraph. */
async function dumpLists(client: pg.ClientBase, schema: string): Promise<string[]> {
  const domains = await column(
    client,
    `select format('create domain %s as %s %s;', t.oid::regtype, format_type(t.typbasetype, t.typtypmod),
                   (select string_agg(pg_get_constraintdef(k.oid), ' ' order by k.conname) from pg_constraint k where k.contypid = t.oid)) as value
       from pg_type t where t.typnamespace = $1::text::regnamespace and t.typtype = 'd' order by t.typname`,
    [schema],
  );
  return domains.length === 0 ? [] : [domains.join("\n")];
}

async function dumpTable(client: pg.ClientBase, table: string): Promise<string> {
  const columns = await column(
    client,
    `select format('%I %s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
                   case when d.adbin is not null then ' default ' || pg_get_expr(d.adbin, d.adrelid) end, case when a.attnotnull then ' not null' end) as value
       from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where a.attrelid = $1::text::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum`,
    [table],
  );
  const constraints = await column(
    client,
    `select format('constraint %I %s', conname, pg_get_constraintdef(oid)) as value from pg_constraint
      where conrelid = $1::text::regclass and contype in ('p', 'u', 'f', 'c') order by position(contype::text in 'pufc'), conname`,
    [table],
  );
  const unlogged = await value(
    client,
    "select case relpersistence when 'u' then 'unlogged ' else '' end as value from pg_class where oid = $1::text::regclass",
    [table],
  );
  const after = await column(
    client,
    `select value from (
       select 1 as part, '' as name, format('comment on table %s is %L;', $1::text, obj_description($1::text::regclass)) as value where obj_description($1::text::regclass) is not null
       union all
       select 2, lpad(attnum::text, 4, '0'), format('comment on column %s.%I is %L;', $1::text, attname, col_description(attrelid, attnum))
         from pg_attribute where attrelid = $1::text::regclass and attnum > 0 and col_description(attrelid, attnum) is not null
       union all
       select 3, i.relname, pg_get_indexdef(i.oid) || ';' from pg_index x join pg_class i on i.oid = x.indexrelid
        where x.indrelid = $1::text::regclass and not exists (select 1 from pg_constraint k where k.conindid = i.oid and k.contype in ('p', 'u', 'x'))
       union all
       select 4, '1', format('alter table %s enable row level security;', $1::text) from pg_class where oid = $1::text::regclass and relrowsecurity
       union all
       select 4, '2', format('alter table %s force row level security;', $1::text) from pg_class where oid = $1::text::regclass and relforcerowsecurity
       union all
       select 5, polname, format('create policy %I on %s as %s for %s to %s%s%s;', polname, $1::text, case when polpermissive then 'permissive' else 'restrictive' end,
              case polcmd when '*' then 'all' when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' else 'delete' end,
              (select string_agg(rolname, ', ' order by rolname) from pg_roles where oid = any (polroles)),
              ' using (' || pg_get_expr(polqual, polrelid) || ')', ' with check (' || pg_get_expr(polwithcheck, polrelid) || ')')
         from pg_policy where polrelid = $1::text::regclass
     ) as said order by part, name collate "C"`,
    [table],
  );
  const rights = await grants(
    client,
    "select relacl as acl from pg_class where oid = $1::text::regclass",
    table,
    table,
  );
  const columnRights = await column(
    client,
    `select format('grant %s (%s) on %s to %s;', lower(r.privilege_type), string_agg(quote_ident(a.attname), ', ' order by a.attnum), $1::text, r.grantee::regrole) as value
       from pg_attribute a cross join lateral aclexplode(a.attacl) r
      where a.attrelid = $1::text::regclass and a.attnum > 0 group by r.grantee, r.privilege_type order by r.grantee::regrole::text collate "C", r.privilege_type`,
    [table],
  );
  const body = [...columns, ...constraints].map((line) => `  ${line}`).join(",\n");
  return [`create ${unlogged}table ${table} (\n${body}\n);`, ...after, ...rights, ...columnRights].join("\n");
}

/** What the application's roles were given on something; the owner's own rights go without saying. */
function grants(client: pg.ClientBase, aclOf: string, name: string, what: string): Promise<string[]> {
  return column(
    client,
    `select format('grant %s on ${what} to %s;', string_agg(lower(r.privilege_type), ', ' order by r.privilege_type), r.grantee::regrole) as value
       from (${aclOf}) o cross join lateral aclexplode(o.acl) r where r.grantee::regrole::text like 'aftercare\\_%' and r.grantee <> r.grantor
      group by r.grantee order by r.grantee::regrole::text collate "C"`,
    [name],
  );
}

async function column(client: pg.ClientBase, sql: string, params: unknown[]): Promise<string[]> {
  const { rows } = await client.query<{ value: string | null }>(sql, params);
  return rows.flatMap((row) => (row.value === null ? [] : [row.value]));
}

async function value(client: pg.ClientBase, sql: string, params: unknown[]): Promise<string> {
  return (await column(client, sql, params))[0] ?? "";
}
