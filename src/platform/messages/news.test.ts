import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "#kernel/ids";
import type { PublishedFact } from "#platform/domain";
import { newsOf } from "./news.ts";

test("a step of a case is told to its shopper with what a page needs to word it", () => {
  const [news] = newsOf([fact("returns.rejected", { reason: "quality-fault", secret: "x" })]);
  assert.deepEqual(news?.params, {
    number: "AS-261121-7F3K9Q",
    orderNumber: "20261118-0042",
    titleZh: "耳机",
    titleEn: "Headphones",
    kind: "refund-only",
    reason: "quality-fault",
    amount: { amount: "12.30", currency: "CNY" },
    waitingOn: "shopper",
    dueAt: "2026-11-28T02:00:00Z",
  });
  assert.equal(news?.mailed, true);
});

test("a request that is approved at once is told once", () => {
  const requested = fact("returns.requested");
  const approved = { ...fact("returns.approved"), subjectId: requested.subjectId };
  assert.deepEqual(kinds([requested, approved]), ["returns.approved"]);
  assert.deepEqual(kinds([requested, fact("returns.approved")]), ["returns.requested", "returns.approved"]);
});

test("money on its way is not told again, money in trouble is", () => {
  const moved = (moneyState: string) => fact("returns.money-moved", { moneyState });
  assert.deepEqual(kinds([fact("returns.refund-due"), moved("sending"), moved("settled"), moved("unknown")]), []);
  const waiting = (waitingOn: string) => fact("returns.money-moved", { moneyState: "attention", waitingOn });
  assert.deepEqual(kinds([waiting("merchant")]), ["returns.money-moved"]);
  const [asked, ...more] = newsOf([waiting("shopper"), fact("returns.transfer-to-confirm")]);
  assert.deepEqual([asked?.kind, asked?.mailed, more], ["returns.transfer-to-confirm", true, []], "in its own words");
});

test("of what the recipient of a present asks, who paid hears that it was asked and that money comes back, and nothing that is quiet", () => {
  const steps = [
    "returns.present-asked",
    "returns.requested",
    "returns.approved",
    "returns.refund-due",
    "returns.completed",
  ];
  const told = (present?: string) => kinds(steps.map((kind) => fact(kind, present === undefined ? {} : { present })));
  assert.deepEqual(told("open"), ["returns.present-asked", "returns.refund-due"]);
  assert.deepEqual(told("quiet"), []);
});

test("facts of others, without a shopper or of another shape are passed over", () => {
  const broken = { ...fact("returns.approved"), payload: { number: 7 } };
  assert.deepEqual(
    kinds([fact("orders.imported"), fact("toString"), { ...fact("returns.approved"), customerId: null }, broken]),
    [],
  );
});

test("money a shopper is to pay back is told at each of its moves; of a difference only what goes back", () => {
  const moved = (causeKind: string, state: string) =>
    fact("payments.collection-moved", {
      number: "CO-261121-7F3K9Q",
      causeKind,
      state,
      amountMinor: "6640",
      currency: "CNY",
    });
  const states = ["asked", "paying", "unknown", "paid", "refunding", "refunded", "expired", "cancelled"];
  assert.deepEqual(kinds(states.map((state) => moved("instant-refund", state))), [
    "payments.collection-asked",
    "payments.collection-paid",
    "payments.collection-back",
    "payments.collection-over",
  ]);
  assert.deepEqual(kinds(states.map((state) => moved("case", state))), ["payments.collection-back"]);
  assert.deepEqual(kinds([moved("discrepancy", "asked")]), ["payments.too-much-asked"]);
  const [asked] = newsOf([moved("instant-refund", "asked")]);
  assert.deepEqual(
    [asked?.params.number, asked?.params.amount, asked?.params.waitingOn],
    ["CO-261121-7F3K9Q", { amount: "66.40", currency: "CNY" }, "shopper"],
  );
});

function kinds(facts: readonly PublishedFact[]): string[] {
  return newsOf(facts).map((news) => news.kind);
}

function fact(kind: string, payload: Record<string, unknown> = {}): PublishedFact {
  return {
    id: newId(),
    at: Temporal.Instant.from("2026-11-21T02:00:00Z"),
    kind,
    version: 1,
    customerId: newId(),
    merchantId: newId(),
    subjectKind: "case",
    subjectId: newId(),
    subjectSeq: 1n,
    payload: {
      number: "AS-261121-7F3K9Q",
      orderId: newId(),
      orderNumber: "20261118-0042",
      titleZh: "耳机",
      titleEn: "Headphones",
      kind: "refund-only",
      reason: "quality-fault",
      amount: { amount: "12.30", currency: "CNY" },
      waitingOn: "shopper",
      dueAt: "2026-11-28T02:00:00Z",
      ...payload,
    },
  };
}
