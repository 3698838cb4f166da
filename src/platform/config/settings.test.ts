import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { describe, readConfig, repositoryRoot } from "./settings.ts";
import { StartError } from "./start-error.ts";

test("An empty environment gives the defaults of a fresh machine, demo shop included", () => {
  const config = readConfig({});
  assert.equal(config.port, 3000);
  assert.equal(config.host, "127.0.0.1");
  assert.equal(config.dataDir, join(repositoryRoot, "data"));
  assert.equal(config.databaseUrl, undefined);
  assert.equal(config.demo, true);
  assert.equal(config.sandbox, false);
  assert.equal(config.publicUrl, "http://localhost:3000");
  assert.equal(config.sources.port, "default");
  assert.ok(Object.isFrozen(config));
});

test("The environment overrides each default and says so; an empty variable counts as not set", () => {
  const config = readConfig({ PORT: "8080", HOST: "", PUBLIC_URL: "https://shop.example/", AFTERCARE_DATA_DIR: "x" });
  assert.equal(config.port, 8080);
  assert.equal(config.host, "127.0.0.1");
  assert.equal(config.publicUrl, "https://shop.example");
  assert.equal(config.dataDir, join(process.cwd(), "x"));
  assert.equal(config.sources.port, "env");
  assert.equal(config.sources.host, "default");
});

test("Production leaves the demo shop out unless asked, and refuses to be asked", () => {
  assert.equal(readConfig({ NODE_ENV: "production" }).demo, false);
  assert.throws(() => readConfig({ NODE_ENV: "production", AFTERCARE_DEMO: "1" }), /AFTERCARE_DEMO=1 is refused/);
  assert.throws(() => readConfig({ NODE_ENV: "production", AFTERCARE_SANDBOX: "1" }), /AFTERCARE_SANDBOX=1 is refused/);
  assert.throws(
    () => readConfig({ NODE_ENV: "production", AFTERCARE_TEST_FAST: "1" }),
    /AFTERCARE_TEST_FAST=1 is refused/,
  );
});

test("Every bad value is named at once, in one sentence with what to do", () => {
  const bad = { PORT: "70000", AFTERCARE_SANDBOX: "maybe", DATABASE_URL: "mysql://x", TRUST_PROXY: "true" };
  assert.throws(
    () => readConfig(bad),
    (error) =>
      error instanceof StartError &&
      /PORT must be from 0 to 65535/.test(error.message) &&
      /AFTERCARE_SANDBOX must be 1 or 0/.test(error.message) &&
      /DATABASE_URL must be a URL starting with postgres:/.test(error.message) &&
      /TRUST_PROXY must be the number of proxies/.test(error.message) &&
      !error.message.includes("\n"),
  );
});

test("An owner's address without the database's own is refused, because the two would differ", () => {
  assert.throws(() => readConfig({ DATABASE_ADMIN_URL: "postgres://o@h/d" }), /needs DATABASE_URL as well/);
});

test("Proxies are trusted by number or by address, never all", () => {
  assert.equal(readConfig({}).trustProxy, 0);
  assert.equal(readConfig({ TRUST_PROXY: "2" }).trustProxy, 2);
  assert.deepEqual(readConfig({ TRUST_PROXY: "loopback, 10.0.0.0/8" }).trustProxy, ["loopback", "10.0.0.0/8"]);
});

test("A mistyped variable is answered with the nearest name; secrets by environment are no mistake", () => {
  const { warnings } = readConfig({ AFTERCARE_DATADIR: "/x", AFTERCARE_SECRET_SESSION: "s", OTHER: "1" });
  assert.deepEqual(warnings, ["AFTERCARE_DATADIR is not a setting; did you mean AFTERCARE_DATA_DIR?"]);
});

test("The description shows where each value comes from and no password", () => {
  const rows = describe(readConfig({ DATABASE_URL: "postgres://app:hush@db:5432/shop?sslpassword=hush", PORT: "1" }));
  const row = (env: string) => rows.find((candidate) => candidate.env === env);
  assert.equal(row("DATABASE_URL")?.value, "postgres://app:***@db:5432/shop?sslpassword=***");
  assert.deepEqual([row("PORT")?.value, row("PORT")?.source], ["1", "env"]);
  assert.equal(row("LOG_LEVEL")?.source, "default");
  assert.ok(!JSON.stringify(rows).includes("hush"));
});
