import assert from "node:assert/strict";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { SMTPServer } from "smtp-server";
import { readConfig, readSecrets, secretsPath } from "#platform/config";
import { findBrowser } from "./browser.ts";
import { type Check, doctor } from "./doctor.ts";

const unreachable = { DATABASE_URL: "postgres://nobody@127.0.0.1:1/nothing" };

async function freshFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "aftercare-doctor-"));
  t.after(() => rm(folder, { recursive: true, maxRetries: 20, retryDelay: 50 }));
  return folder;
}

function named(checks: readonly Check[], name: string): Check {
  const found = checks.find((check) => check.name === name);
  assert.ok(found, `no check named ${name}`);
  return found;
}

async function listening(t: TestContext): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  t.after(() => server.close());
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  assert.ok(address && typeof address === "object");
  return address.port;
}

test("A fresh machine is healthy, and what it still lacks is said", async (t) => {
  const config = readConfig({ AFTERCARE_DATA_DIR: await freshFolder(t), AFTERCARE_TEST_FAST: "1", PORT: "0" });
  const checks = await doctor(config, {
    year: 2026,
    pendingMigrations: (database) => Promise.resolve(database.embedded ? ["0001-first.sql"] : []),
  });
  assert.deepEqual(
    checks.filter((check) => !check.ok),
    [],
  );
  assert.match(named(checks, "PostgreSQL").detail, /^18\.\S+, embedded, 127\.0\.0\.1:\d+$/);
  assert.match(named(checks, "migrations").detail, /1 pending: 0001-first\.sql/);
  assert.equal(named(checks, "calendar cn 2026").todo, undefined);
});

test("What cannot be reached is told with what to do, and does not stop the other checks", async (t) => {
  const taken = await listening(t);
  const config = readConfig({
    ...unreachable,
    AFTERCARE_DATA_DIR: await freshFolder(t),
    PORT: String(taken),
    SMTP_URL: "smtp://127.0.0.1:1",
    CHROMIUM_PATH: "/no/such/browser",
    AFTERCARE_SANBOX: "1",
  });
  const checks = await doctor(config, { year: 2098 });
  assert.match(named(checks, "calendar cn 2098").todo ?? "", /publish it/);
  for (const name of ["PostgreSQL", "port", "mail", "browser"]) {
    assert.equal(named(checks, name).ok, false, name);
    assert.ok(named(checks, name).todo, name);
  }
  assert.match(named(checks, "port").detail, /EADDRINUSE/);
  assert.match(named(checks, "settings").detail, /AFTERCARE_SANBOX .* did you mean AFTERCARE_SANDBOX/);
});

test("A mail server that answers is healthy", async (t) => {
  const server = new SMTPServer({ authOptional: true, disabledCommands: ["STARTTLS"] });
  t.after(() => new Promise<void>((resolve) => server.close(resolve)));
  const port = await new Promise<number>((resolve) => {
    const listener = server.listen(0, "127.0.0.1", () => {
      const address = listener.address();
      resolve(address && typeof address === "object" ? address.port : 0);
    });
  });
  const checks = await doctor(
    readConfig({ ...unreachable, AFTERCARE_DATA_DIR: await freshFolder(t), SMTP_URL: `smtp://127.0.0.1:${port}` }),
  );
  assert.deepEqual(named(checks, "mail"), { name: "mail", ok: true, detail: `127.0.0.1:${port} answers` });
});

test("Secrets open to other users and a production without https, mail and payments are pointed out", async (t) => {
  const config = readConfig({
    ...unreachable,
    AFTERCARE_DATA_DIR: await freshFolder(t),
    NODE_ENV: "production",
  });
  await readSecrets(config, {});
  await chmod(secretsPath(config.dataDir), 0o644);
  const checks = await doctor(config);
  assert.match(named(checks, "secrets").todo ?? "", /chmod 600/);
  const doubts = checks.filter(({ name }) => name === "settings").map(({ detail }) => detail);
  assert.equal(doubts.length, 4, doubts.join("\n"));
});

test("CHROMIUM_PATH wins over every other browser, also when it is wrong", async () => {
  assert.equal(await findBrowser(process.execPath), process.execPath);
  assert.equal(await findBrowser("/no/such/browser"), undefined);
});
