import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { explainFileError, writeDurably } from "#platform/config";
import { processIdentity } from "./process-identity.ts";

const shape = z.object({
  kind: z.enum(["server", "command"]),
  pid: z.int().positive(),
  /** What processIdentity said of the holder, so that a reused process number is recognised. */
  identity: z.string(),
  /** HTTP port of a server. */
  port: z.int().optional(),
  /** Roles of a server: two servers may share a data folder only with different ones. */
  roles: z.array(z.string()).optional(),
});
export type Lease = z.output<typeof shape>;
export type LeaseRequest = Omit<Lease, "pid" | "identity">;

/** Writes down that this process uses the database; call under the start lock. Returns the path that releases it. */
export async function takeLease(dataDir: string, request: LeaseRequest): Promise<string> {
  const folder = join(dataDir, "leases");
  const path = join(folder, `${request.kind}-${process.pid}-${randomUUID().slice(0, 8)}.json`);
  const lease: Lease = { ...request, pid: process.pid, identity: processIdentity(process.pid) ?? "" };
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw explainFileError(error, folder);
  }
  await writeDurably(path, `${JSON.stringify(lease)}\n`, 0o600);
  return path;
}

export async function dropLease(path: string): Promise<void> {
  await rm(path, { force: true });
}

/** The leases whose holders live; files of dead holders are removed. Call under the start lock. */
export async function sweepLeases(dataDir: string): Promise<Lease[]> {
  const found = await readAll(dataDir);
  for (const { path, lease } of found) if (!alive(lease)) await rm(path, { force: true });
  return found.map(({ lease }) => lease).filter(alive);
}

/** The servers now working on that data folder. Changes nothing, so it needs no lock. */
export async function livingServers(dataDir: string): Promise<Lease[]> {
  const found = await readAll(dataDir);
  return found
    .map(({ lease }) => lease)
    .filter(alive)
    .filter(({ kind }) => kind === "server");
}

async function readAll(dataDir: string): Promise<{ path: string; lease: Lease | undefined }[]> {
  const folder = join(dataDir, "leases");
  const names = await readdir(folder).catch(() => []);
  return Promise.all(names.map(async (name) => ({ path: join(folder, name), lease: await read(join(folder, name)) })));
}

function alive(lease: Lease | undefined): lease is Lease {
  return lease !== undefined && processIdentity(lease.pid) === lease.identity;
}

/** An unreadable lease was never finished, so nobody holds it. */
async function read(path: string): Promise<Lease | undefined> {
  try {
    return shape.parse(JSON.parse(await readFile(path, "utf8")));
  } catch {
    return undefined;
  }
}
