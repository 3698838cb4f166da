import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { inspect } from "node:util";
import { readSecrets, secretsPath } from "./secrets.ts";
import { readConfig } from "./settings.ts";

async function freshConfig(t: TestContext) {
  const dataDir = await mkdtemp(join(tmpdir(), "aftercare-secrets-"));
  t.after(() => rm(dataDir, { recursive: true }));
  return readConfig({ AFTERCARE_DATA_DIR: dataDir });
}

test("The first start makes secrets only their owner can read, and later starts find the same", async (t) => {
  const config = await freshConfig(t);
  const made = await readSecrets(config, {});
  const found = await readSecrets(config, {});
  assert.deepEqual(found.sessionKey, made.sessionKey);
  assert.equal(made.sessionKey.length, 32);
  assert.equal(made.currentFieldKeyVersion, 1);
  assert.equal((await stat(secretsPath(config.dataDir))).mode & 0o777, 0o600);
  assert.equal(new Set(Object.values(made.databasePasswords)).size, 8);
});

test("Processes that start together agree on one set of secrets and leave no draft behind", async (t) => {
  const config = await freshConfig(t);
  const all = await Promise.all(Array.from({ length: 8 }, () => readSecrets(config, {})));
  assert.equal(new Set(all.map((secrets) => secrets.sessionKey.toString("hex"))).size, 1);
  assert.deepEqual((await readdir(config.dataDir)).sort(), ["secrets.json", "start.lock"]);
});

test("Printing or serialising secrets by mistake shows nothing", async (t) => {
  const secrets = await readSecrets(await freshConfig(t), {});
  assert.equal(inspect({ secrets }), "{ secrets: [secrets] }");
  assert.equal(JSON.stringify({ secrets }), '{"secrets":"[secrets]"}');
});

test("The environment overrides single secrets, and several versions of the field key", async (t) => {
  const config = await freshConfig(t);
  const key = () => randomBytes(32).toString("base64url");
  const [session, first, second] = [key(), key(), key()];
  const secrets = await readSecrets(config, {
    AFTERCARE_SECRET_SESSION: session,
    AFTERCARE_SECRET_FIELD_KEYS: `1:${first},2:${second}`,
    AFTERCARE_SECRET_DATABASE_SHOPPER: "a-password-of-the-platform",
  });
  assert.equal(secrets.sessionKey.toString("base64url"), session);
  assert.equal(secrets.currentFieldKeyVersion, 2);
  assert.equal(secrets.fieldKeys.get(1)?.toString("base64url"), first);
  assert.equal(secrets.databasePasswords.shopper, "a-password-of-the-platform");
  assert.ok(!(await readFile(secretsPath(config.dataDir), "utf8")).includes(session));
});

test("A damaged secret is named without being shown", async (t) => {
  const config = await freshConfig(t);
  await readSecrets(config, {});
  await assert.rejects(readSecrets(config, { AFTERCARE_SECRET_BLIND_INDEX: "too-short" }), (error) => {
    assert.ok(error instanceof Error);
    assert.match(error.message, /blindIndex is not a valid secret/);
    assert.ok(!error.message.includes("too-short"));
    return true;
  });
  await writeFile(secretsPath(config.dataDir), "{");
  await assert.rejects(readSecrets(config, {}), /The secrets are damaged: is not JSON/);
});

test("New secrets are never made for a database that already exists", async (t) => {
  const config = await freshConfig(t);
  await mkdir(join(config.dataDir, "postgres"));
  await writeFile(join(config.dataDir, "postgres", "PG_VERSION"), "18\n");
  await assert.rejects(readSecrets(config, {}), /secrets of an existing database are missing.*backup/);
});
