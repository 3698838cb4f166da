import assert from "node:assert/strict";
import { test } from "node:test";
import { floorOf } from "../../src/domains/floors.ts";
import { codeOf, sources } from "./sources.ts";
import { kindOfTable, migrations, type Statement, schemas, statements } from "./sql.ts";

const all = statements("src");
const business = all.filter(({ path }) => /^src\/(domains|screens)\//.test(path));

test("The program's SQL is found at all", () => {
  assert.ok(all.length > 100, `${all.length} statements`);
  assert.ok(schemas.length > 5 && kindOfTable.size > 30);
});

/** Who may write into whose tables beside the owner, and why. */
const mayAlsoWrite: readonly { path: RegExp; table: string; because: string }[] = [
  {
    path: /^src\/domains\//,
    table: "platform.directory",
    because: "a number is entered in one statement with what it leads to",
  },
  {
    path: /^src\/domains\/orders\/store\/import-run/,
    table: "platform.import_run",
    because: "the import keeps its own run",
  },
  {
    path: /^src\/domains\/returns\/store\/policy/,
    table: "platform.policy",
    because: "a draft becomes a version in the commit that closes it",
  },
  {
    path: /^src\/platform\/auth\//,
    table: "parties.staff",
    because: "a login is bound to its person; the role may change that column only",
  },
  ...["platform.setting", "platform.outbox", "platform.message"].map((table) => ({
    path: /^src\/server\/demo\//,
    table,
    because: "the demo shop is written with its past, which nobody hears of any more",
  })),
  { path: /^src\/server\/sandbox/, table: "platform.clock", because: "test controls, never in production" },
  { path: /^src\/server\/sandbox/, table: "platform.deadline", because: "test controls, never in production" },
];

test("A domain writes its own tables only; the platform's are written by the platform", () => {
  const wrong = all.flatMap((statement) =>
    writesOf(statement)
      .filter((table) => !statement.path.startsWith(homeOf(table)))
      .filter((table) => !mayAlsoWrite.some((may) => may.path.test(statement.path) && may.table === table))
      .map((table) => `${told(statement)} writes ${table}`),
  );
  assert.deepEqual(wrong, []);
});

test("A domain's SQL reads its own tables, the platform's and those of lower floors", () => {
  const wrong = business.flatMap((statement) => {
    const domain = /^src\/domains\/([^/]+)\//.exec(statement.path)?.[1];
    if (domain === undefined) return [];
    return tablesOf(statement)
      .filter((table) => {
        const schema = table.split(".")[0] ?? "";
        const floor = floorOf(schema);
        return schema !== domain && floor !== undefined && floor >= (floorOf(domain) ?? -1);
      })
      .map((table) => `${told(statement)} reads ${table}`);
  });
  assert.deepEqual(wrong, []);
});

test("Every change and lock of a shopper's row names the shopper: it goes to one shard", () => {
  const wrong = all.filter((statement) => {
    const changed = changesOf(statement).filter((table) => kindOfTable.get(table) === "shopper");
    return changed.length > 0 && !/customer_id/.test(statement.sql.replace(/^[\s\S]*?\bset\b/i, ""));
  });
  assert.deepEqual(wrong.map(told), []);
});

test("Business SQL asks no clock: the instant is a parameter", () => {
  const clock =
    /\b(now\(\)|current_timestamp|current_date|localtimestamp|(clock|statement|transaction)_timestamp\(\))/i;
  assert.deepEqual(business.filter(({ sql }) => clock.test(sql)).map(told), []);
});

test("What comes back is named column by column: a new column must not break a prepared statement", () => {
  assert.deepEqual(
    all.filter(({ sql }) => /^\s*select\s+(\w+\.)?\*|\breturning\s+(\w+\.)?\*/i.test(sql)).map(told),
    [],
  );
});

/** What a distributed database or a pooler takes away. The job queue's own schema is made by its library. */
const unportable =
  /\bpg_(try_)?advisory_(lock|unlock)\b|\blisten\s+\w|\bnotify\s+\w|\block table\b|\bnextval\(|\bgenerated\b[^;]*\bidentity\b|\bcreate sequence\b|\bexclude using\b|\bdeferrable\b|\bcreate (constraint )?trigger\b|\bset_config\(/i;

test("No sequence, session lock, notification, exclusion, deferred constraint or trigger", () => {
  const own = migrations.filter(({ path }) => !path.endsWith("-jobs.sql"));
  assert.deepEqual(
    own.filter(({ text }) => unportable.test(text.replaceAll(/--.*$/gm, ""))).map(({ path }) => path),
    [],
  );
  assert.deepEqual(all.filter(({ sql }) => unportable.test(sql)).map(told), []);
});

test("A migration's file says its number, its domain and what it does; numbers are given once", () => {
  const names = migrations.map(({ path }) => path.replace("db/migrations/", ""));
  assert.deepEqual(
    names.filter((name) => !/^\d{4}-[a-z]+(-[a-z]+)*\.sql$/.test(name)),
    [],
  );
  assert.equal(new Set(names.map((name) => name.slice(0, 4))).size, names.length);
});

test("The principal is set in one place", () => {
  const wrong = sources("src").filter((source) => /set local app\.|set_config\(/i.test(codeOf(source)));
  assert.deepEqual(
    wrong.map(({ path }) => path),
    ["src/platform/db/principal.ts"],
  );
});

function told({ path, line }: Statement): string {
  return `${path}:${line}`;
}

function tablesOf({ sql }: Statement): string[] {
  const named = sql.matchAll(
    new RegExp(`\\b(?:from|join|into|update|using)\\s+((?:${schemas.join("|")})\\."?\\w+)`, "gi"),
  );
  return [...named].map(([, table = ""]) => table.replaceAll('"', ""));
}

function writesOf({ sql }: Statement): string[] {
  const written = sql.matchAll(/\b(?:insert into|update|delete from|truncate)\s+(\w+\."?\w+)/gi);
  return [...written]
    .map(([, table = ""]) => table.replaceAll('"', ""))
    .filter((table) => schemas.includes(table.split(".")[0] ?? ""));
}

/** Tables whose existing rows the statement changes, removes or locks. */
function changesOf(statement: Statement): string[] {
  const { sql } = statement;
  const changed = [...sql.matchAll(/\b(?:update|delete from)\s+(\w+\."?\w+)/gi)].map(([, table = ""]) =>
    table.replaceAll('"', ""),
  );
  return /\bfor (no key )?update\b/i.test(sql) ? [...changed, ...tablesOf(statement)] : changed;
}

function homeOf(table: string): string {
  const schema = table.split(".")[0] ?? "";
  if (schema === "auth" || schema === "jobs") return `src/platform/${schema}/`;
  return schema === "platform" ? "src/platform/" : `src/domains/${schema}/`;
}
