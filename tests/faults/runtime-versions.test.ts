import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { hold, isRoot, run, until } from "./runtime-support.ts";

const debian = "/usr/lib/postgresql";
const installed = [15, 16, 17].filter((major) => existsSync(`${debian}/${major}/bin/postgres`));

for (const major of [15, 16, 17]) {
  const skip = installed.includes(major) ? false : `PostgreSQL ${major} is not installed here`;
  test(`PostgreSQL ${major} by DATABASE_URL is taken as it is`, { skip }, async (t) => {
    const url = await startOther(t, major);
    const holder = await hold("/nonexistent/because-not-needed", { env: { DATABASE_URL: url } });
    assert.match(holder.database.version, new RegExp(`^${major}\\.`));
    assert.deepEqual(await run(holder.database, "select 1 as one"), [{ one: 1 }]);
    assert.equal(await holder.leave(), 0);
    assert.deepEqual(await run({ adminUrl: url }, "select 1 as one"), [{ one: 1 }]);
  });
}

for (const version of ["14.9", "19.1"]) {
  test(`PostgreSQL ${version} by DATABASE_URL is refused by name`, async (t) => {
    const port = await pretendToBe(t, version);
    const env = { DATABASE_URL: `postgres://app:hush@127.0.0.1:${port}/shop` };
    await assert.rejects(
      hold("/nonexistent", { env }),
      new RegExp(
        `PostgreSQL ${version} is not supported \\(DATABASE_URL, 127.0.0.1:${port}\\): use PostgreSQL 15 to 18`,
      ),
    );
  });
}

/** A server of Debian's, in a throw-away folder, reachable without password. */
async function startOther(t: TestContext, major: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "aftercare-other-"));
  const user = isRoot ? { uid: 65_534, gid: 65_534 } : {};
  if (isRoot) await chown(folder, 65_534, 65_534);
  const port = 32_000 + (process.pid % 700);
  const dir = join(folder, "pg");
  execFileSync(`${debian}/${major}/bin/initdb`, ["-D", dir, "-U", "app", "-A", "trust", "--no-sync"], {
    ...user,
    cwd: folder,
    stdio: "ignore",
  });
  const options = ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off"];
  const server = spawn(`${debian}/${major}/bin/postgres`, ["-D", dir, "-p", String(port), ...options], {
    ...user,
    cwd: folder,
    stdio: "ignore",
  });
  t.after(async () => {
    const ended = once(server, "exit");
    server.kill("SIGINT");
    await ended;
    await rm(folder, { recursive: true });
  });
  const url = `postgres://app@127.0.0.1:${port}/postgres`;
  await until("the other PostgreSQL answers", () =>
    run({ adminUrl: url }, "select 1").then(
      () => true,
      () => false,
    ),
  );
  return url;
}

/** Speaks just enough of PostgreSQL's protocol to let anybody in and answer every question with its version. */
async function pretendToBe(t: TestContext, version: string): Promise<number> {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => {
      socket.write(Buffer.concat([message("R", int32(0)), message("Z", Buffer.from("I"))]));
      socket.on("data", (question) => {
        if (question[0] === 0x58) return socket.end();
        const number = String(Number.parseInt(version, 10) * 10_000 + 1);
        return socket.write(
          Buffer.concat([
            message("T", int16(2), column("version", 25), column("number", 23)),
            message("D", int16(2), field(version), field(number)),
            message("C", Buffer.from("SELECT 1\0")),
            message("Z", Buffer.from("I")),
          ]),
        );
      });
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  const address = server.address();
  assert.ok(address && typeof address === "object");
  return address.port;
}

function message(type: string, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
}

function column(name: string, type: number): Buffer {
  return Buffer.concat([Buffer.from(`${name}\0`), int32(0), int16(0), int32(type), int16(-1), int32(-1), int16(0)]);
}

function field(text: string): Buffer {
  return Buffer.concat([int32(text.length), Buffer.from(text)]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}
