import { readFileSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { type BenchLine, median, rounded } from "./support/line.ts";
import { withServer } from "./support/server.ts";

const laterStarts = 5;
const limits = { firstSeconds: 30, laterSeconds: 3, idleMegabytes: 250, portalKilobytes: 200 } as const;

/** From the command to "ready": the first run with the demo shop, later runs; memory when idle; what the portal loads first. */
export default async function bench(): Promise<BenchLine[]> {
  const lines: BenchLine[] = [];
  const dataDir = await mkdtemp(join(tmpdir(), "aftercare-bench-start-"));
  try {
    await withServer({ demo: true, dataDir, env: { AFTERCARE_SANDBOX: "0" } }, async (server) => {
      lines.push(line("start: first run, demo shop included", server.readyMs / 1_000, "s", limits.firstSeconds));
    });
    const later: number[] = [];
    for (let i = 0; i < laterStarts; i++) {
      await withServer({ demo: true, dataDir, env: { AFTERCARE_SANDBOX: "0" } }, async (server) => {
        later.push(server.readyMs / 1_000);
        if (i < laterStarts - 1) return;
        await new Promise((resolve) => setTimeout(resolve, 15_000));
        lines.push(
          line("start: memory of the idle Node process", residentMegabytes(server.pid), "MB", limits.idleMegabytes),
        );
        const postmaster = Number((await readFile(join(dataDir, "postgres/postmaster.pid"), "utf8")).split("\n")[0]);
        lines.push({
          name: "start: memory of the database beside it (proportional)",
          value: rounded(await databaseMegabytes(postmaster), 0),
          unit: "MB",
          n: 1,
        });
      });
    }
    lines.splice(1, 0, { ...line("start: later runs", median(later), "s", limits.laterSeconds), n: later.length });
    lines.push(
      line("start: JavaScript of the portal's first page, gzip", await portalKilobytes(), "kB", limits.portalKilobytes),
    );
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
  return lines;
}

function line(name: string, value: number, unit: string, against: number): BenchLine {
  return { name, value: rounded(value), unit, n: 1, against, ratio: rounded(value / against) };
}

function residentMegabytes(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? "0") / 1_024;
}

/** Shared pages counted once: the sum of proportional sizes of the server and its children. */
async function databaseMegabytes(postmaster: number): Promise<number> {
  let kilobytes = 0;
  for (const entry of await readdir("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const parent = Number(readFileSync(`/proc/${entry}/stat`, "utf8").split(") ")[1]?.split(" ")[1]);
      if (Number(entry) !== postmaster && parent !== postmaster) continue;
      kilobytes += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${entry}/smaps_rollup`, "utf8"))?.[1] ?? "0");
    } catch {
      // A process that ended meanwhile uses nothing.
    }
  }
  return kilobytes / 1_024;
}

/** The scripts that the portal's page names, and what they import at once. */
async function portalKilobytes(): Promise<number> {
  const dist = join(import.meta.dirname, "../web/dist");
  const page = await readFile(join(dist, "portal/index.html"), "utf8");
  const files = new Set([...page.matchAll(/\/assets\/[\w.-]+\.js/g)].map((match) => match[0]));
  let bytes = 0;
  for (const file of files) bytes += gzipSync(await readFile(join(dist, file)), { level: 9 }).length;
  return bytes / 1_000;
}
