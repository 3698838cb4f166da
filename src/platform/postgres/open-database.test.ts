import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, type TestContext, test } from "node:test";
import pg from "pg";
import { type Config, readConfig, readSecrets } from "#platform/config";
import { silentLog } from "#platform/log";
import { type OpenOptions, openDatabase, type RunningDatabase } from "./open-database.ts";

const quiet = { log: silentLog };
const scratch = await mkdtemp(join(tmpdir(), "aftercare-database-"));
after(() => rm(scratch, { recursive: true, maxRetries: 20, retryDelay: 50 }));
let folders = 0;

/** A data folder that was never used; whatever a test opens with `open` is left again when it ends. */
function freshFolder(t: TestContext, name = "data") {
  folders += 1;
  const config = readConfig({
    AFTERCARE_DATA_DIR: join(scratch, String(folders), name),
    AFTERCARE_TEST_FAST: "1",
    PORT: "3456",
  });
  const opened: RunningDatabase[] = [];
  t.after(() => Promise.all(opened.map((database) => database.release())));
  return {
    config,
    async open(options: OpenOptions = {}, settings: Config = config): Promise<RunningDatabase> {
      const database = await openDatabase(settings, { ...quiet, ...options });
      opened.push(database);
      return database;
    },
  };
}

/** A data folder that was used before: a copy of one made once, because making one takes seconds. */
async function usedFolder(t: TestContext) {
  const folder = freshFolder(t);
  await cp(await firstUse, folder.config.dataDir, { recursive: true });
  return folder;
}

const firstUse = (async () => {
  const config = readConfig({ AFTERCARE_DATA_DIR: join(scratch, "used"), AFTERCARE_TEST_FAST: "1" });
  await (await openDatabase(config, quiet)).release();
  return config.dataDir;
})();

async function ask(database: Pick<RunningDatabase, "adminUrl">, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return Object.values(rows[0] ?? {})[0];
  } finally {
    await client.end();
  }
}

test("The first start makes a database that later starts find again, in a folder with spaces and Chinese letters", async (t) => {
  const { config, open } = freshFolder(t, "数据 夹");
  const first = await open();
  assert.equal(first.embedded, true);
  assert.match(first.version, /^18\./);
  await ask(first, "create table kept (note text)");
  await ask(first, "insert into kept values ('留下')");
  await first.release();
  assert.ok(!existsSync(join(config.dataDir, "postgres", "postmaster.pid")), "the last to leave stops the server");
  const second = await open();
  assert.equal(second.port, first.port, "the port is remembered");
  assert.equal(await ask(second, "select note from kept"), "留下");
  await second.release();
});

test("The database knows Chinese letters, sorts by code point, and keeps UTC", async (t) => {
  const { open } = await usedFolder(t);
  const database = await open();
  assert.equal(await ask(database, "select current_setting('TimeZone')"), "UTC");
  assert.equal(await ask(database, "select 'B' < 'a'"), true);
  await ask(database, "create extension pg_trgm");
  assert.equal(await ask(database, "select show_trgm('退货退款')::text <> '{}'"), true);
});

test("The owner is no superuser, and nobody gets in without a password", async (t) => {
  const { open } = await usedFolder(t);
  const database = await open();
  assert.equal(
    await ask(database, "select rolsuper or rolbypassrls from pg_roles where rolname = current_user"),
    false,
  );
  const guess = database.adminUrl.replace(/:[^:@]+@/, ":guess@");
  await assert.rejects(ask({ adminUrl: guess }, "select 1"), /password authentication failed/);
  assert.equal(await ask(database, "select current_setting('listen_addresses')"), "127.0.0.1");
});

test("A start without the test switch keeps every commit on the disk", async (t) => {
  const { config, open } = await usedFolder(t);
  const database = await open({}, readConfig({ AFTERCARE_DATA_DIR: config.dataDir }));
  for (const setting of ["fsync", "synchronous_commit", "full_page_writes"])
    assert.equal(await ask(database, `select current_setting('${setting}')`), "on");
});

test("Two starters at once share one server, and the first to leave does not stop it", async (t) => {
  const { config, open } = await usedFolder(t);
  const [one, two] = await Promise.all([open(), open()]);
  assert.equal(one.port, two.port);
  await one.release();
  assert.equal(await ask(two, "select 1"), 1);
  await two.release();
  await two.release();
  assert.deepEqual(await readdir(join(config.dataDir, "leases")), []);
  await assert.rejects(ask(two, "select 1"), /ECONNREFUSED/);
});

test("A second server on the same data folder is refused with process and port of the first; a command is welcome", async (t) => {
  const { open } = await usedFolder(t);
  const server = await open({ as: "server" });
  await assert.rejects(
    open({ as: "server" }),
    new RegExp(`already running for this data folder: process ${process.pid}, port 3456 .*kill ${process.pid}`),
  );
  const command = await open();
  await command.release();
  assert.equal(await ask(server, "select 1"), 1);
});

test("Servers with different roles share a data folder", async (t) => {
  const { open } = await usedFolder(t);
  const api = await open({ as: "server", roles: ["api", "realtime"] });
  const worker = await open({ as: "server", roles: ["worker"] });
  await assert.rejects(open({ as: "server", roles: ["worker"] }), /already running/);
  await api.release();
  await worker.release();
});

test("A remembered port that another program took meanwhile is replaced", async (t) => {
  const { config, open } = await usedFolder(t);
  const first = await open();
  await first.release();
  const rival = createServer().listen(first.port, "127.0.0.1");
  t.after(() => rival.close());
  const second = await open();
  assert.notEqual(second.port, first.port);
  assert.equal(await ask(second, "select 1"), 1);
  await second.release();
  assert.equal((await readFile(join(config.dataDir, "postgres.port"), "utf8")).trim(), String(second.port));
});

test("A left-over postmaster.pid is no obstacle: dead, empty, or with a number some other program has now", async (t) => {
  const { config, open } = await usedFolder(t);
  const pidFile = join(config.dataDir, "postgres", "postmaster.pid");
  const left = (pid: number) =>
    `${pid}\n${config.dataDir}/postgres\n1700000000\n5432\n\n127.0.0.1\n  1234567  1\nready\n`;
  for (const content of [left(2_000_000_000), left(process.pid), left(process.ppid), ""]) {
    await writeFile(pidFile, content, { mode: 0o600 });
    const database = await open();
    assert.equal(await ask(database, "select 1"), 1);
    await database.release();
  }
});

test("What a killed first start left half made is made anew", async (t) => {
  const { config, open } = freshFolder(t);
  await readSecrets(config);
  await mkdir(join(config.dataDir, "postgres.new-1"), { recursive: true });
  await writeFile(join(config.dataDir, "postgres.new-1", "PG_VERSION"), "18\n");
  const database = await open();
  assert.equal(await ask(database, "select 1"), 1);
  await database.release();
  assert.deepEqual((await readdir(config.dataDir)).sort(), [
    "leases",
    "postgres",
    "postgres.log",
    "postgres.port",
    "secrets.json",
    "start.lock",
  ]);
});

test("A database made by another major version is refused before anything touches it", async (t) => {
  const { config, open } = await usedFolder(t);
  await writeFile(join(config.dataDir, "postgres", "PG_VERSION"), "17\n");
  await assert.rejects(open(), /made by PostgreSQL 17, and this is PostgreSQL 18 .*AFTERCARE_DATA_DIR/);
  assert.deepEqual(await readdir(join(config.dataDir, "leases")), []);
});

test("Secrets of another database are recognised, and the server does not stay up for them", async (t) => {
  const { config, open } = await usedFolder(t);
  const { config: other } = freshFolder(t);
  await readSecrets(other);
  await writeFile(join(config.dataDir, "secrets.json"), await readFile(join(other.dataDir, "secrets.json")));
  await assert.rejects(open(), /does not accept the password in secrets\.json .*put back/);
  assert.ok(!existsSync(join(config.dataDir, "postgres", "postmaster.pid")));
});

test("A folder restored with wide rights is closed again", async (t) => {
  const { config, open } = await usedFolder(t);
  const folder = join(config.dataDir, "postgres");
  await chmod(folder, 0o755);
  await (await open()).release();
  assert.equal((await stat(folder)).mode & 0o777, 0o700);
});

test("DATABASE_URL is used as it is, and leaving does not stop it", async (t) => {
  const { config, open } = await usedFolder(t);
  const server = await open();
  const at = (change: (url: URL) => void) => {
    const url = new URL(server.adminUrl);
    change(url);
    return readConfig({ AFTERCARE_DATA_DIR: config.dataDir, DATABASE_URL: url.href });
  };
  const external = await openDatabase(at(() => undefined));
  assert.equal(external.embedded, false);
  assert.deepEqual([external.host, external.port, external.database], ["127.0.0.1", server.port, "aftercare"]);
  await external.release();
  assert.equal(await ask(server, "select 1"), 1);

  const secret = "not-the-password";
  const refusals: [RegExp, (url: URL) => void][] = [
    [/does not let user aftercare_owner in \(DATABASE_URL, 127\.0\.0\.1:\d+\)/, (url) => (url.password = secret)],
    [/There is no database named nowhere/, (url) => (url.pathname = "/nowhere")],
    [/cannot be reached \(ECONNREFUSED\)/, (url) => (url.port = "1")],
    [/cannot be reached \(E[A-Z_]+\)/, (url) => (url.hostname = "no-such-host.invalid")],
  ];
  for (const [sentence, change] of refusals) {
    await assert.rejects(openDatabase(at(change)), (error) => {
      assert.ok(error instanceof Error);
      assert.match(error.message, sentence);
      assert.ok(!error.message.includes(secret));
      return true;
    });
  }
});
