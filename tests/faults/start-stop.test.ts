import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { dataFolder, hold, run } from "./runtime-support.ts";

/** The pages may have to be built first. */
const startMs = 120_000;
/** What a supervisor grants before it kills. */
const stopMs = 10_000;

test("A server that is told to end does so within ten seconds and with 0, whatever hangs on it", async (t) => {
  const dataDir = await dataFolder(t);
  const server = aftercare(["start", "--no-demo", "--role", "api,worker,realtime"], { AFTERCARE_DATA_DIR: dataDir });
  t.after(() => server.child.kill("SIGKILL"));
  const url = await server.ready();
  const port = Number(new URL(url).port);
  assert.equal((await fetch(`${url}/api/v1/cases`)).status, 401);
  // One keeps its connection, one is in the middle of a request and never goes on.
  const sockets = [
    "GET /api/v1/me HTTP/1.1\r\nhost: a\r\n\r\n",
    "POST /api/v1/cases HTTP/1.1\r\nhost: a\r\ncontent-length: 900\r\n\r\n{",
  ].map((words) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(words));
    socket.on("error", () => {});
    return socket;
  });
  t.after(() => {
    for (const socket of sockets) socket.destroy();
  });
  await pause(200);
  const told = performance.now();
  server.child.kill("SIGTERM");
  await pause(50);
  server.child.kill("SIGTERM");
  assert.equal(await server.ended(), 0, server.said());
  assert.ok(performance.now() - told < stopMs, `${performance.now() - told} ms`);
});

test("A start that is told to end before it is ready ends as well", async (t) => {
  for (const afterMs of [300, 1_500]) {
    const server = aftercare(["start", "--no-demo", "--role", "worker"], { AFTERCARE_DATA_DIR: await dataFolder(t) });
    t.after(() => server.child.kill("SIGKILL"));
    await pause(afterMs);
    const told = performance.now();
    server.child.kill("SIGTERM");
    const code = await server.ended();
    // Before the first line of ours runs, the signal ends the process as it ends any other.
    assert.ok(code === 0 || server.child.signalCode === "SIGTERM", `${afterMs} ms: ${code} ${server.said()}`);
    assert.ok(performance.now() - told < stopMs);
  }
});

test("In production the demo is refused, as a setting, as a command, and as what a database holds; so is a stand-in for payments", async (t) => {
  const dataDir = await dataFolder(t);
  const production = { NODE_ENV: "production", AFTERCARE_DATA_DIR: dataDir, AFTERCARE_TEST_FAST: undefined };
  const start = ["start", "--role", "worker"];
  for (const [args, env, why] of [
    [start, { AFTERCARE_DEMO: "1" }, /AFTERCARE_DEMO=1 is refused with NODE_ENV=production/],
    [start, { AFTERCARE_SANDBOX: "1" }, /AFTERCARE_SANDBOX=1 is refused with NODE_ENV=production/],
    [["demo", "reset"], {}, /NODE_ENV=production/],
  ] as const) {
    const refused = aftercare(args, { ...production, ...env });
    assert.equal(await refused.ended(), 1, refused.said());
    assert.match(refused.said(), why);
    assert.doesNotMatch(refused.said(), /\n\s+at /, "no stack");
  }

  const first = aftercare(["start", "--no-demo", "--role", "worker"], { AFTERCARE_DATA_DIR: dataDir });
  t.after(() => first.child.kill("SIGKILL"));
  await first.ready();
  first.child.kill("SIGTERM");
  assert.equal(await first.ended(), 0);
  const unpaid = aftercare(start, production);
  t.after(() => unpaid.child.kill("SIGKILL"));
  assert.equal(await unpaid.ended(), 1, unpaid.said());
  assert.match(unpaid.said(), /PAYMENTS_URL is not set/);
  const holder = await hold(dataDir);
  await run(
    holder.database,
    `insert into platform.setting (key, value) values ('demo', '{"state":"loaded","seed":"x","at":"2026-11-21T00:00:00Z"}')`,
  );
  await holder.leave();
  const refused = aftercare(start, production);
  t.after(() => refused.child.kill("SIGKILL"));
  assert.equal(await refused.ended(), 1, refused.said());
  assert.match(refused.said(), /This database holds the demo shop, whose passwords everybody knows/);
});

type Started = {
  readonly child: ChildProcess;
  /** Where it listens, or "" without the api. */
  ready(): Promise<string>;
  ended(): Promise<number | null>;
  said(): string;
};

function aftercare(args: readonly string[], env: NodeJS.ProcessEnv): Started {
  const child = spawn(process.execPath, [join(import.meta.dirname, "../../bin/aftercare.ts"), ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env["PATH"], PORT: "0", AFTERCARE_TEST_FAST: "1", ...env },
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk));
  const ended = once(child, "close");
  return {
    child,
    said: () => said,
    ready: async () => {
      const giveUpAt = performance.now() + startMs;
      for (;;) {
        const [, url] = /^Aftercare is ready(?: at (\S+)| \()/m.exec(said) ?? [];
        if (/^Aftercare is ready/m.test(said)) return url ?? "";
        if (performance.now() > giveUpAt || child.exitCode !== null) throw new Error(`not ready: ${said}`);
        await pause(50);
      }
    },
    ended: async () => {
      await Promise.race([
        ended,
        pause(startMs, undefined, { ref: false }).then(() => assert.fail(`still there: ${said}`)),
      ]);
      return child.exitCode;
    },
  };
}
