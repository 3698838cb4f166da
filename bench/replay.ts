import { Worker } from "node:worker_threads";
import { emptyTally, joinTo, type ReplayTally, reportOf } from "#domains/returns";
import { assert } from "#kernel/outcome";
import { type BenchLine, rounded } from "./support/line.ts";

const cases = 1_000_000;
const threads = 2;
const promisedSeconds = 10;
const promisedMegabytes = 1_024;

/**
 * A draft decided over a million past cases, made up as they are read so that none of them is kept: facts read back, the law
 * heard once, both policies set beside it, everything added up. On two threads; the most memory the process took.
 */
export default async function bench(): Promise<BenchLine[]> {
  const began = performance.now();
  const parts = await Promise.all(Array.from({ length: threads }, (_, part) => replayed(part)));
  const seconds = (performance.now() - began) / 1_000;
  const tally = emptyTally();
  for (const part of parts) joinTo(tally, part);
  const report = reportOf(tally);
  assert(report.cases === cases && report.changed > 0, "every case was replayed, and the draft changes some");
  const megabytes = process.resourceUsage().maxRSS / 1_024;
  return [
    {
      name: "replay",
      value: rounded(seconds),
      unit: "s",
      n: cases,
      against: promisedSeconds,
      ratio: rounded(promisedSeconds / seconds),
    },
    {
      name: "replay-memory",
      value: Math.round(megabytes),
      unit: "MB",
      n: cases,
      against: promisedMegabytes,
      ratio: rounded(promisedMegabytes / megabytes),
    },
  ];
}

function replayed(part: number): Promise<ReplayTally> {
  return new Promise((done, fail) => {
    const worker = new Worker(new URL("./support/replay-worker.ts", import.meta.url), {
      workerData: { part, threads, cases },
      // What one case leaves behind is gone before the next thousand: little room is enough to let it die young.
      resourceLimits: { maxYoungGenerationSizeMb: 16 },
    });
    worker.once("message", done);
    worker.once("error", fail);
  });
}
