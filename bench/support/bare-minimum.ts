import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";

const statements = [
  "select id, state from bench.shop_order where id = $1",
  "select id, quantity from bench.line where order_id = $1",
  "insert into bench.request (id, order_id, at) values ($1, $2, now())",
  "insert into bench.request_line (request_id, line_no, quantity) values ($1, 1, 1)",
  "insert into bench.request_line (request_id, line_no, quantity) values ($1, 2, 1)",
  "insert into bench.event (id, request_id, kind, body) values (gen_random_uuid(), $1, 'requested', '{\"a\":1}')",
  "insert into bench.outbox (id, kind, body) values (gen_random_uuid(), 'requested', '{\"a\":1}')",
  "insert into bench.idempotency (key, response) values (gen_random_uuid()::text, '{\"a\":1}')",
] as const;

/** pgbench where it is installed, else a bare loop of the driver; the name says which. */
export async function bareMinimum(
  adminUrl: string,
): Promise<{ name: string; run(clients: number, seconds: number): Promise<number>; close(): Promise<void> }> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  await admin.query(`create schema bench;
    create table bench.shop_order (id int primary key, state text not null); insert into bench.shop_order select i, 'paid' from generate_series(1, 50000) i;
    create table bench.line (id int primary key, order_id int not null references bench.shop_order, quantity int not null); insert into bench.line select i, (i + 1) / 2, 1 from generate_series(1, 100000) i; create index on bench.line (order_id);
    create table bench.request (id uuid primary key, order_id int not null references bench.shop_order, at timestamptz not null);
    create table bench.request_line (request_id uuid not null references bench.request, line_no int not null, quantity int not null, primary key (request_id, line_no));
    create table bench.event (id uuid primary key, request_id uuid not null references bench.request, kind text not null, body jsonb not null);
    create table bench.outbox (id uuid primary key, kind text not null, body jsonb not null);
    create table bench.idempotency (key text primary key, response jsonb not null);
    analyze bench.shop_order; analyze bench.line`);
  const close = async () => {
    await admin.query("drop schema bench cascade");
    await admin.end();
  };
  const folder = mkdtempSync(join(tmpdir(), "aftercare-pgbench-"));
  const script = join(folder, "bare.sql");
  writeFileSync(
    script,
    [
      "\\set o random(1, 50000)",
      "begin;",
      "select id, state from bench.shop_order where id = :o;",
      "select id, quantity from bench.line where order_id = :o;",
      "insert into bench.request (id, order_id, at) values (gen_random_uuid(), :o, now()) returning id as r \\gset",
      // pgbench puts variables into the text as they are, also between quotes.
      ...statements.slice(3).map((statement) => `${statement.replaceAll("$1", "':r'")};`),
      "commit;",
      "",
    ].join("\n"),
  );
  if (hasPgbench()) {
    return {
      name: "pgbench",
      run: async (clients, seconds) => pgbench(adminUrl, script, clients, seconds),
      close: async () => {
        rmSync(folder, { recursive: true, force: true });
        await close();
      },
    };
  }
  return { name: "a bare driver loop", run: (clients, seconds) => driverLoop(adminUrl, clients, seconds), close };
}

function hasPgbench(): boolean {
  try {
    execFileSync("pgbench", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

function pgbench(adminUrl: string, script: string, clients: number, seconds: number): Promise<number> {
  const url = new URL(adminUrl);
  return new Promise((resolve, reject) => {
    const child = spawn(
      "pgbench",
      [
        "-n",
        "-f",
        script,
        "-c",
        String(clients),
        "-j",
        "2",
        "-T",
        String(Math.max(1, Math.round(seconds))),
        "-h",
        url.hostname,
        "-p",
        url.port,
        "-U",
        url.username,
        url.pathname.slice(1),
      ],
      { env: { ...process.env, PGPASSWORD: decodeURIComponent(url.password) }, stdio: ["ignore", "pipe", "pipe"] },
    );
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (output += chunk));
    child.once("error", reject);
    child.once("exit", () => {
      const tps = /tps = ([\d.]+)/.exec(output)?.[1];
      if (tps === undefined) reject(new Error(`pgbench failed: ${output}`));
      else resolve(Number(tps));
    });
  });
}

async function driverLoop(adminUrl: string, clients: number, seconds: number): Promise<number> {
  let done = 0;
  const end = performance.now() + seconds * 1_000;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      const client = new pg.Client({ connectionString: adminUrl });
      await client.connect();
      while (performance.now() < end) {
        const order = 1 + Math.floor(Math.random() * 50_000);
        const id = crypto.randomUUID();
        await client.query("begin");
        for (const [i, text] of statements.entries()) {
          const values = i < 2 ? [order] : i === 2 ? [id, order] : text.includes("$1") ? [id] : [];
          await client.query(values.length === 0 ? text : { name: `s${i}`, text, values });
        }
        await client.query("commit");
        done += 1;
      }
      await client.end();
    }),
  );
  return done / seconds;
}
