import assert from "node:assert/strict";
import { test } from "node:test";
import type { CaseKind } from "../model.ts";
import { builtInHandling, handlingSchema } from "./handling.ts";
import { withinDays } from "./within-days.ts";

const ask = (kind: CaseKind) =>
  ({ country: "CN", zone: "Asia/Shanghai", kind, reason: "no-longer-wanted", noticeAt: friday }) as const;
const friday = Temporal.Instant.from("2026-11-20T10:00:00+08:00");

test("what is approved at once and moves no goods is done today", () => {
  assert.equal(withinDays(ask("cancel-before-shipment"), builtInHandling, true), 0);
});

test("each kind takes the sum of the clocks it goes through", () => {
  const days = (kind: CaseKind) => withinDays(ask(kind), builtInHandling, false);
  // Two days to answer, ten to arrive, three to inspect, two to send.
  assert.deepEqual([days("refund-only"), days("return-and-refund"), days("exchange"), days("reship")], [2, 15, 17, 4]);
});

test("a shop that rests at weekends answers later than one that never does", () => {
  const rests = handlingSchema.parse({ workingHours: "mon-fri=09:00-18:00", merchantAnswersHours: 10 });
  assert.equal(withinDays(ask("refund-only"), rests, false), 4);
  assert.equal(withinDays(ask("refund-only"), { ...rests, workingHours: null }, false), 1);
});
