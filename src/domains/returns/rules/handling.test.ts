import assert from "node:assert/strict";
import { test } from "node:test";
import {
  approvedAtOnce,
  builtInHandling,
  dueAt,
  handlingSchema,
  ifMerchantIsSilent,
  ifNothingIsAccepted,
  ifWarehouseIsSilent,
} from "./handling.ts";

const now = Temporal.Instant.from("2026-11-21T02:00:00Z");

for (const [kind, due] of [
  ["merchant-answers", "2026-11-23T02:00:00Z"],
  ["shopper-sends", "2026-11-28T02:00:00Z"],
  ["goods-arrive", "2026-12-01T02:00:00Z"],
  ["goods-inspected", "2026-11-24T02:00:00Z"],
  ["shopper-resubmits", "2026-11-28T02:00:00Z"],
  ["platform-decides", "2026-11-24T02:00:00Z"],
] as const)
  test(`by the built-in handling ${kind} is due on ${due}`, () => {
    assert.equal(dueAt(kind, builtInHandling, now).toString(), due);
  });

test("a day of a deadline is 24 hours, and a policy may set its own", () => {
  const handling = handlingSchema.parse({ merchantAnswersHours: 24, shopperSendsDays: 3 });
  assert.equal(dueAt("merchant-answers", handling, now).toString(), "2026-11-22T02:00:00Z");
  assert.equal(dueAt("shopper-sends", handling, now).toString(), "2026-11-24T02:00:00Z");
  assert.equal(handlingSchema.safeParse({ merchantAnswersHours: 0 }).success, false);
  assert.equal(handlingSchema.safeParse({ merchantAnswersHour: 24 }).success, false);
});

for (const [kind, verdict, amount, atOnce] of [
  ["cancel-before-shipment", "ALLOW", 10_000n, true],
  ["cancel-before-shipment", "ALLOW", 10_001n, false],
  ["cancel-before-shipment", "REVIEW", 1n, false],
  ["cancel-before-shipment", "DENY", 1n, false],
  ["return-and-refund", "ALLOW", 1n, false],
] as const)
  test(`up to 100.00 at once: ${kind} of ${amount} fen, ${verdict}, ${atOnce ? "is" : "is not"} approved at once`, () => {
    const handling = handlingSchema.parse({ autoApprove: { upToMinor: "10000" } });
    assert.equal(approvedAtOnce(handling, kind, verdict, amount), atOnce);
  });

for (const [kind, reason, verdict, what] of [
  ["return-and-refund", "no-longer-wanted", "ALLOW", "approve"],
  ["return-and-refund", "quality-fault", "REVIEW", "approve"],
  ["refund-only", "quality-fault", "REVIEW", "approve-and-refund"],
  ["refund-only", "never-arrived", "REVIEW", "hand-to-platform"],
  ["refund-only", "never-arrived", "ALLOW", "approve-and-refund"],
  ["cancel-before-shipment", "too-slow", "ALLOW", "approve-and-refund"],
] as const)
  test(`a silent merchant, ${kind} for ${reason} (${verdict}): ${what}`, () => {
    assert.equal(ifMerchantIsSilent(kind, reason, verdict), what);
  });

test("a typed number and silence pay nothing: the platform looks; only the carrier's word of delivery lets silence pay", () => {
  assert.equal(ifWarehouseIsSilent("nothing"), "hand-to-platform");
  assert.equal(ifWarehouseIsSilent("delivered"), "refund");
});

for (const [verdict, mayOverrule, what] of [
  ["ALLOW", false, "hand-to-platform"],
  ["ALLOW", true, "reject"],
  ["REVIEW", false, "reject"],
  ["DENY", false, "reject"],
] as const)
  test(`nothing accepted of a case that is ${verdict}, by who may ${mayOverrule ? "" : "not "}overrule: ${what}`, () => {
    assert.equal(ifNothingIsAccepted(verdict, mayOverrule), what);
  });
