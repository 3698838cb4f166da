import assert from "node:assert/strict";
import { test } from "node:test";
import { type FactsOnWire, type PolicyOnWire, parseFacts, policySchema } from "#law";
import { handlingSchema, type PolicyBody } from "./handling.ts";
import { addTo, changeOf, emptyTally, joinTo, type PastCase, replayCase, reportOf } from "./replay-policy.ts";

const body = (clauses: NonNullable<PolicyOnWire["clauses"]>, handling: object = {}, rest: object = {}): PolicyBody => ({
  policy: policySchema.parse({ id: "p", version: "1", effectiveFrom: "2026-01-01", clauses, ...rest }),
  handling: handlingSchema.parse(handling),
});
const law = body([]);
const fifteenDays: NonNullable<PolicyOnWire["clauses"]>[number] = {
  id: "fifteen-days",
  reasons: ["no-longer-wanted"],
  remedies: ["return"],
  window: { days: 15, from: "delivered" },
  conditions: ["intact"],
  freight: "seller",
};
const longer = body([fifteenDays]);

test("a longer window agrees to what the law alone refuses, at the price of goods and way back", () => {
  const replayed = replayCase(past({ day: "2026-03-14" }), law, longer, 1_200n);
  assert.deepEqual(
    [replayed.was.outcome, replayed.would.outcome, replayed.would.refundMinor, replayed.would.freightMinor],
    ["refused", "agreed", 10_000n, 1_200n],
  );
  assert.deepEqual(changeOf(replayed), {
    number: "AS1",
    kind: "return-and-refund",
    reason: "no-longer-wanted",
    category: "clothing",
    was: { outcome: "refused", route: null, freightPayer: null },
    would: { outcome: "agreed", route: "promise", freightPayer: "seller" },
    costs: { amount: "112.00", currency: "CNY" },
    why: { code: "clause-applies", params: { lastDay: "2026-03-17" }, rule: "fifteen-days" },
  });
});

test("a stricter policy takes nothing away that the law gives: it is decided as before", () => {
  const strict = body([{ ...fifteenDays, window: { days: 1, from: "delivered" }, freight: "shopper" }]);
  const replayed = replayCase(past({ day: "2026-03-06" }), law, strict, 1_200n);
  assert.deepEqual([replayed.was.outcome, replayed.would.outcome], ["agreed", "agreed"]);
  assert.equal(changeOf(replayed), undefined);
});

test("what a draft offers on top is counted beside the right and changes nobody's right", () => {
  const generous = body([], { keepForLess: [{ reasons: ["no-longer-wanted"], percent: 20 }] });
  const replayed = replayCase(past({ day: "2026-03-06" }), law, generous, 0n);
  assert.deepEqual([replayed.was.onTopMinor, replayed.would.onTopMinor], [0n, 2_000n]);
  assert.equal(changeOf(replayed), undefined);
});

test("automatic approval alone is a change of speed, and so is its loss", () => {
  const atOnce = body([], { autoApprove: { kinds: ["return-and-refund"], upToMinor: "10000", casesIn90Days: 1 } });
  const gained = replayCase(past({ day: "2026-03-06" }), law, atOnce, 0n);
  assert.deepEqual([gained.was.outcome, gained.would.outcome], ["agreed", "at-once"]);
  assert.deepEqual(changeOf(gained)?.why, { code: "replay-at-once", params: {}, rule: null });
  assert.deepEqual([gained.was.merchantHours, gained.would.merchantHours], [120, 72]);
  const lost = replayCase(past({ day: "2026-03-06", earlier: 2 }), atOnce, law, 0n);
  assert.equal(changeOf(lost), undefined);
  const tally = emptyTally();
  const slower = replayCase(past({ day: "2026-03-06" }), atOnce, law, 0n);
  addTo(tally, slower, changeOf(slower) !== undefined);
  assert.deepEqual(reportOf(tally).complaints, { refused: 0, review: 0, slower: 1 });
});

test("of several lines the worst decides", () => {
  const both = past({ day: "2026-03-06" });
  const late = past({ day: "2026-03-14" });
  const mixed = { ...both, lines: [...both.lines, ...late.lines] };
  assert.equal(replayCase(mixed, law, longer, 0n).was.outcome, "refused");
});

test("a policy that counts rest days otherwise is decided by the law as it counts them", () => {
  // Seven days after 2026-05-16 end on a Saturday, which moves on to Monday.
  const onMonday = past({ delivered: "2026-05-16", day: "2026-05-25" });
  const unmoved = body([], {}, { rollMode: "none" });
  const replayed = replayCase(onMonday, law, unmoved, 0n);
  assert.deepEqual([replayed.was.outcome, replayed.would.outcome], ["agreed", "refused"]);
});

test("a way back that is told in yuan costs nothing known in other money", () => {
  const [yuan, dollars] = ["CNY", "USD"].map((currency) =>
    replayCase(past({ day: "2026-03-14", currency }), law, longer, 1_200n),
  );
  assert.deepEqual([yuan?.would.freightMinor, dollars?.would.freightMinor], [1_200n, 0n]);
});

test("what several have counted adds up to what one would have counted", () => {
  const days = ["2026-03-04", "2026-03-06", "2026-03-10", "2026-03-14", "2026-03-20"];
  const [whole, odd, even] = [emptyTally(), emptyTally(), emptyTally()];
  for (const [index, day] of days.entries()) {
    const replayed = replayCase(past({ day, currency: index === 4 ? "USD" : "CNY" }), law, longer, 500n);
    const changed = changeOf(replayed) !== undefined;
    addTo(whole, replayed, changed);
    addTo(index % 2 === 0 ? even : odd, replayed, changed);
  }
  joinTo(even, odd);
  const report = reportOf(whole);
  assert.deepEqual(reportOf(even), report);
  assert.deepEqual([report.cases, report.changed, report.better], [5, 4, 2]);
  assert.deepEqual(
    report.would.money.map(({ refund, freight }) => [refund, freight.amount]),
    [
      [{ amount: "400.00", currency: "CNY" }, "20.00"],
      [{ amount: "0.00", currency: "USD" }, "0.00"],
    ],
  );
});

function past(told: { day: string; delivered?: string; earlier?: number; currency?: string }): PastCase {
  const delivered = told.delivered ?? "2026-03-02";
  const wire: FactsOnWire = {
    country: "CN",
    zone: "Asia/Shanghai",
    orderedAt: "2026-02-27T10:00:00+08:00",
    goods: { category: "clothing" },
    delivery: { shippedAt: "2026-02-28T10:00:00+08:00", deliveredAt: `${delivered}T10:00:00+08:00` },
    claim: { reason: "no-longer-wanted", noticeAt: `${told.day}T10:00:00+08:00`, requested: "return" },
    money: { paid: { amount: "100.00", currency: told.currency ?? "CNY" } },
  };
  const read = parseFacts(wire);
  assert.ok(read.ok);
  return {
    number: "AS1",
    kind: "return-and-refund",
    reason: "no-longer-wanted",
    requestedAt: Temporal.Instant.from(wire.claim.noticeAt),
    amountMinor: 10_000n,
    currency: told.currency ?? "CNY",
    casesIn90Days: told.earlier ?? 0,
    lines: [read.value],
  };
}
