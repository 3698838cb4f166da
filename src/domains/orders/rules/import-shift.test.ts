import assert from "node:assert/strict";
import { test } from "node:test";
import { zone } from "#kernel/time";
import { importShift } from "./import-shift.ts";

test("the newest order moves to today by whole days of its own zone", () => {
  const now = Temporal.Instant.from("2026-11-21T20:00:00Z");
  assert.equal(importShift(Temporal.Instant.from("2026-11-11T23:00:00Z"), now, zone("UTC")), 10);
  assert.equal(
    importShift(Temporal.Instant.from("2026-11-11T15:00:00Z"), now, zone("Asia/Shanghai")),
    11,
    "in Shanghai it is the 22nd",
  );
  assert.equal(importShift(now, now, zone("America/Sao_Paulo")), 0);
});
