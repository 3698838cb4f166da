import assert from "node:assert/strict";
import { test } from "node:test";
import type { ImportProgress } from "#domains/orders";
import { progressBar } from "./progress-bar.ts";

test("a terminal shows how far the file is read, how fast, and how long it takes", () => {
  const { out, bar, at } = barOn(true);
  at(10_000);
  bar.show(progress(1_000_000, 500));
  at(10_050);
  bar.show(progress(1_100_000, 550));
  at(20_000);
  bar.show(progress(4_000_000, 2_000));
  bar.end();
  assert.deepEqual(out, [
    "\r\u001b[K[######------------------] 25 %, 1.0 of 4.0 MB, 500 rows, 3 rejected, 50 rows/s, 0:30 left",
    "\r\u001b[K[########################] 100 %, 4.0 of 4.0 MB, 2000 rows, 3 rejected, 100 rows/s, 0:00 left",
    "\r\u001b[K",
  ]);
});

test("where there is no terminal a plain line comes every five seconds", () => {
  const { out, bar, at } = barOn(false);
  for (let ms = 200; ms <= 11_000; ms += 200) {
    at(ms);
    bar.show(progress(400 * ms, ms / 10));
  }
  bar.end();
  assert.deepEqual(out, [
    "50 %, 2.0 of 4.0 MB, 500 rows, 3 rejected, 100 rows/s, 0:05 left\n",
    "100 %, 4.0 of 4.0 MB, 1000 rows, 3 rejected, 100 rows/s, 0:00 left\n",
  ]);
});

test("before anything is read, and of an empty file, nothing is promised", () => {
  const { out, bar, at } = barOn(true);
  at(1_000);
  bar.show(progress(0, 0));
  at(2_000);
  bar.show({ ...progress(0, 0), bytesTotal: 0 });
  for (const line of out) assert.match(line, /\[-{24}\] 0 %.*\? left$/);
});

function barOn(isTTY: boolean) {
  let now = 0;
  const out: string[] = [];
  const bar = progressBar({ isTTY, write: (text) => void out.push(text) }, () => now);
  const at = (ms: number) => {
    now = ms;
  };
  return { out, bar, at };
}

function progress(bytesRead: number, rowsRead: number): ImportProgress {
  const none = { read: 0, imported: 0, updated: 0, unchanged: 0, rejected: 0 };
  return {
    counts: {
      orders: { ...none, rejected: 3 },
      lines: none,
      payments: none,
      customers: none,
      merchants: none,
      products: none,
    },
    rowsRead,
    bytesRead,
    bytesTotal: 4_000_000,
  };
}
