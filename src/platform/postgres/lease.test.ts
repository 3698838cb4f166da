import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { dropLease, livingServers, sweepLeases, takeLease } from "./lease.ts";
import { processIdentity } from "./process-identity.ts";

async function freshFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "aftercare-lease-"));
  t.after(() => rm(folder, { recursive: true }));
  return folder;
}

async function leave(dataDir: string, name: string, content: unknown): Promise<void> {
  await mkdir(join(dataDir, "leases"), { recursive: true });
  await writeFile(join(dataDir, "leases", name), typeof content === "string" ? content : JSON.stringify(content));
}

test("A process that lives keeps its lease through sweeps until it drops it", async (t) => {
  const dataDir = await freshFolder(t);
  const server = await takeLease(dataDir, { kind: "server", port: 3000, roles: ["api"] });
  const command = await takeLease(dataDir, { kind: "command" });
  assert.deepEqual((await sweepLeases(dataDir)).map(({ kind }) => kind).sort(), ["command", "server"]);
  assert.deepEqual(
    (await livingServers(dataDir)).map(({ pid, port }) => ({ pid, port })),
    [{ pid: process.pid, port: 3000 }],
  );
  await dropLease(server);
  await dropLease(command);
  assert.deepEqual(await sweepLeases(dataDir), []);
});

test("Leases of dead processes are swept, also when another process has the number now, and half-written ones", async (t) => {
  const dataDir = await freshFolder(t);
  const identity = processIdentity(process.pid) ?? "";
  await leave(dataDir, "command-1.json", { kind: "command", pid: 2_000_000_000, identity });
  await leave(dataDir, "command-2.json", { kind: "command", pid: process.pid, identity: "an earlier boot/12345" });
  await leave(dataDir, "command-3.json", '{"kind":"comm');
  await leave(dataDir, "server-4.json", { kind: "server", pid: process.pid, identity, port: 3000, roles: ["api"] });
  assert.deepEqual(
    (await sweepLeases(dataDir)).map(({ kind }) => kind),
    ["server"],
  );
  assert.deepEqual(await readdir(join(dataDir, "leases")), ["server-4.json"]);
});

test("A data folder nobody used yet has no leases", async (t) => {
  assert.deepEqual(await sweepLeases(await freshFolder(t)), []);
});
