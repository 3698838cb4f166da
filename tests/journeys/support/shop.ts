import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { isAlive, postmasterPid, until } from "../../faults/runtime-support.ts";

export type Shop = {
  readonly url: string;
  /** What the provider has paid back of an order, by the shop's number. */
  paidBack(order: string): PaidBack[];
  /** Dies as by the out-of-memory killer. */
  kill(): Promise<void>;
  /** Starts again on the same data, at the same address. */
  start(): Promise<void>;
  close(): Promise<void>;
};
/** `amount` is in minor units; the demo shop's payments carry the order's number. */
export type PaidBack = {
  readonly number: string;
  readonly payment: string;
  readonly amount: string;
  readonly calls: number;
};

/**
 * The demo shop on a free port, in a data folder of its own that goes with it.
 * With AFTERCARE_TEST_SHOP=FOLDER the data stays there, so that the next run need not load it.
 */
export async function openShop(): Promise<Shop> {
  const kept = process.env["AFTERCARE_TEST_SHOP"];
  const folder = kept ?? (await mkdtemp(join(tmpdir(), "aftercare-journeys-")));
  const dataDir = join(folder, "data");
  const port = await freePort();
  const running = { server: await startServer(dataDir, port) };
  return {
    url: `http://localhost:${port}`,
    paidBack: (order) =>
      [...readPaidBack(join(dataDir, "payment-stand-in.jsonl")).values()].filter(({ payment }) =>
        payment.includes(order.replace("-", "")),
      ),
    kill: () => end(running.server, "SIGKILL"),
    start: async () => {
      running.server = await startServer(dataDir, port);
    },
    close: async () => {
      await end(running.server, "SIGTERM");
      const pid = postmasterPid(dataDir);
      if (pid !== undefined && isAlive(pid)) process.kill(pid, "SIGINT");
      await until("the database has ended", () => pid === undefined || !isAlive(pid));
      if (kept === undefined) await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
    },
  };
}

async function startServer(dataDir: string, port: number): Promise<ChildProcess> {
  const server = spawn(process.execPath, [join(import.meta.dirname, "../../../bin/aftercare.ts"), "start"], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env["PATH"],
      PORT: String(port),
      AFTERCARE_DATA_DIR: dataDir,
      AFTERCARE_TEST_FAST: "1",
      AFTERCARE_SANDBOX: "1",
      AFTERCARE_DEMO: "1",
      // The journeys look at many pages in little time, all from one address.
      AFTERCARE_REQUESTS_PER_MINUTE: "100000",
    },
  });
  const lines = createInterface({ input: server.stdout ?? process.stdin });
  const ready = new Promise<void>((resolve) => {
    lines.on("line", (line) => {
      if (line.startsWith("Aftercare is ready")) resolve();
    });
  });
  let said = "";
  server.stderr?.on("data", (chunk) => {
    said = `${said}${chunk}`.slice(-2_000);
  });
  const ended = once(server, "exit").then(([code]) => {
    throw new Error(`the server ended with ${code} before it was ready: ${said}`);
  });
  ended.catch(() => undefined);
  await Promise.race([ready, ended]);
  return server;
}

async function end(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, "exit");
  server.kill(signal);
  await ended;
}

function readPaidBack(file: string): Map<string, PaidBack> {
  const lines = readFileSync(file, "utf8").trim().split("\n");
  const entries = lines.filter((line) => line !== "").map((line): PaidBack => JSON.parse(line));
  return new Map(entries.map((entry) => [entry.number, entry]));
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
