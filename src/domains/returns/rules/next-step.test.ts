import assert from "node:assert/strict";
import { test } from "node:test";
import { ifNobodyOf, nowOf, stepsOf } from "./next-step.ts";

type Standing = Parameters<typeof nowOf>[0];

const asked = Temporal.Instant.from("2026-11-21T02:00:00Z");
const later = (hours: number) => asked.add({ hours });
const submitted: Standing = {
  kind: "return-and-refund",
  case_state: "submitted",
  goods_state: "none",
  money_state: "none",
  outbound_state: "none",
  dispute_state: "none",
  interception_state: "none",
  difference_state: "none",
  ship_first: false,
  instant: false,
  repair_outcome: null,
  approved_minor: null,
  outbound_shipped_at: null,
  outbound_delivered_at: null,
  due_action: "approve",
  waiting_on: "merchant",
  requested_at: asked,
  decided_at: null,
  shipped_at: null,
  arrived_at: null,
  inspected_at: null,
  closed_at: null,
};
const approved: Standing = {
  ...submitted,
  case_state: "approved",
  goods_state: "awaiting-shipment",
  waiting_on: "shopper",
  due_action: "close",
  approved_minor: 10_000n,
  decided_at: later(1),
};
const due: Standing = {
  ...approved,
  goods_state: "inspected",
  money_state: "due",
  waiting_on: "payment",
  due_action: null,
  shipped_at: later(2),
  arrived_at: later(3),
  inspected_at: later(4),
};

for (const [title, row, code, ifNobody] of [
  ["asked", submitted, "merchant-answers", "approved"],
  [
    "handed to the platform",
    { ...submitted, waiting_on: "platform", due_action: null },
    "platform-decides",
    "platform-looks",
  ],
  ["refused", { ...submitted, case_state: "rejected", due_action: "close" }, "shopper-resubmits", "closed"],
  ["approved", approved, "shopper-sends", "closed"],
  ["sent", { ...approved, goods_state: "in-transit", due_action: "refund" }, "goods-arrive", "refunded"],
  [
    "counted, with a deduction to agree to",
    {
      ...approved,
      goods_state: "inspected",
      inspected_at: later(4),
      due_action: "hand-to-platform",
    },
    "deduction-to-shopper",
    "deduction-looked-into",
  ],
  [
    "exchanged, the replacement sent first",
    { ...approved, kind: "exchange", outbound_state: "shipped", due_action: "hand-to-platform" },
    "shopper-sends",
    "goods-asked-for",
  ],
  [
    "before the platform",
    { ...submitted, dispute_state: "evidence", waiting_on: "platform", due_action: "hear-no-more" },
    "dispute-evidence",
    "hearing-ends",
  ],
  [
    "not accepted at the bench",
    { ...approved, case_state: "rejected", goods_state: "inspected", inspected_at: later(4) },
    "not-accepted-at-bench",
    "closed",
  ],
  [
    "exchanged and received",
    { ...approved, kind: "exchange", case_state: "completed", due_action: null, waiting_on: "nobody" },
    "completed-goods",
    null,
  ],
  [
    "sent, with nothing but a typed number",
    { ...approved, goods_state: "in-transit", due_action: "hand-to-platform" },
    "goods-arrive",
    "parcel-looked-into",
  ],
  [
    "turned round",
    {
      ...approved,
      kind: "refuse-delivery",
      goods_state: "in-transit",
      interception_state: "confirmed",
      due_action: "hand-to-platform",
    },
    "interception-confirmed",
    "refused-parcel-looked-into",
  ],
  [
    "never seen, and handed over",
    { ...approved, goods_state: "in-transit", waiting_on: "platform", due_action: null },
    "parcel-missing",
    "platform-looks",
  ],
  [
    "nothing accepted, and handed over",
    { ...approved, goods_state: "inspected", waiting_on: "platform", due_action: null },
    "count-disputed",
    "platform-looks",
  ],
  ["arrived", { ...approved, goods_state: "arrived", due_action: "accept-and-refund" }, "goods-inspected", "refunded"],
  [
    "at the repair bench",
    { ...approved, kind: "repair", goods_state: "arrived", due_action: "exchange-instead" },
    "goods-repaired",
    "exchanged-instead",
  ],
  [
    "beyond repair",
    {
      ...approved,
      kind: "repair",
      goods_state: "inspected",
      repair_outcome: "not-repairable",
      due_action: "hand-to-platform",
    },
    "instead-of-repair-to-shopper",
    "proposal-looked-into",
  ],
  ["due", due, "refund-due", "keeps-asking"],
  ["reserved", { ...due, money_state: "reserved" }, "refund-due", "keeps-asking"],
  ["sending", { ...due, money_state: "sending" }, "refund-sent", "keeps-asking"],
  ["unknown", { ...due, money_state: "unknown" }, "refund-unknown", "keeps-asking"],
  ["failed", { ...due, money_state: "attention", waiting_on: "platform" }, "refund-attention", "platform-looks"],
  ["settled", { ...due, case_state: "completed", money_state: "settled", waiting_on: "nobody" }, "completed", null],
  ["withdrawn", { ...submitted, case_state: "withdrawn", waiting_on: "nobody", due_action: null }, "withdrawn", null],
] as const satisfies [string, Standing, string, string | null][])
  test(`${title}: now ${code}; if nobody acts: ${ifNobody ?? "nothing"}`, () => {
    assert.deepEqual(nowOf(row), { code, params: {} });
    assert.equal(ifNobodyOf(row)?.code ?? null, ifNobody);
  });

const bar = (row: Standing, settledAt: string | null = null) =>
  stepsOf(row, settledAt).map(({ step, state }) => `${step} ${state}`);

test("the bar of a return has five steps and shows the one that is now", () => {
  assert.deepEqual(bar(submitted), [
    "submitted done",
    "approved now",
    "shipped next",
    "inspected next",
    "refunded next",
  ]);
  assert.deepEqual(bar(approved), [
    "submitted done",
    "approved done",
    "shipped now",
    "inspected next",
    "refunded next",
  ]);
  assert.deepEqual(bar(due).slice(-2), ["inspected done", "refunded now"]);
  assert.ok(bar(due, later(5).toString()).every((step) => step.endsWith("done")));
});

test("without goods back the bar has three steps", () => {
  assert.deepEqual(bar({ ...submitted, kind: "refund-only" }), ["submitted done", "approved now", "refunded next"]);
});

test("a parcel taken for lost is paid back without being inspected: that step was skipped", () => {
  const lost: Standing = { ...due, goods_state: "lost", inspected_at: null };
  assert.deepEqual(bar(lost, later(5).toString()).slice(-2), ["inspected skipped", "refunded done"]);
});

test("goods that arrive without being announced count as sent when they arrived", () => {
  const row: Standing = { ...approved, goods_state: "arrived", arrived_at: later(3) };
  assert.equal(stepsOf(row, null)[2]?.at, later(3).toString());
});

test("a refusal was no approval: the bar ends there, failed", () => {
  assert.deepEqual(bar({ ...submitted, case_state: "rejected", decided_at: later(1) }).slice(0, 3), [
    "submitted done",
    "approved failed",
    "shipped next",
  ]);
});

test("closed because nothing was sent: the step of sending failed", () => {
  const closed: Standing = { ...approved, case_state: "closed", goods_state: "not-sent", closed_at: later(200) };
  assert.deepEqual(bar(closed).slice(1, 3), ["approved done", "shipped failed"]);
});

test("while a difference is due nobody is asked to send anything: paying it comes first", () => {
  const asked = { ...approved, kind: "exchange", goods_state: "none", difference_state: "asked" } as const;
  assert.deepEqual(bar(asked).slice(1, 4), ["approved done", "difference-paid now", "shipped next"]);
  const paid = { ...asked, goods_state: "awaiting-shipment", difference_state: "paid" } as const;
  assert.deepEqual(bar(paid).slice(1, 4), ["approved done", "difference-paid done", "shipped now"]);
});

test("an exchange that goes out first shows the goods that go out before those that come back, and skips none of them", () => {
  const sent = {
    ...approved,
    kind: "exchange",
    ship_first: true,
    outbound_state: "shipped",
    outbound_shipped_at: later(2),
  } as const;
  const words = (row: Standing) => stepsOf(row, null).map(({ step, state }) => `${step} ${state}`);
  assert.deepEqual(words(sent), [
    "submitted done",
    "approved done",
    "replacement-sent done",
    "shipped now",
    "inspected next",
    "replacement-received next",
  ]);
  const received = { ...sent, outbound_state: "delivered", outbound_delivered_at: later(3) } as const;
  assert.deepEqual(words(received).slice(3), ["shipped now", "inspected now", "replacement-received done"]);
});

test("what was counted is not paid while the shopper has not agreed to a deduction, or the platform looks", () => {
  const counted: Standing = { ...due, money_state: "none", waiting_on: "shopper", due_action: "hand-to-platform" };
  assert.deepEqual(bar(counted).slice(3), ["inspected done", "deduction-answered now", "refunded next"]);
  const looked: Standing = { ...counted, waiting_on: "platform", due_action: null };
  assert.deepEqual(bar(looked).slice(3), ["inspected done", "looked-into now", "refunded next"]);
  const beyondRepair: Standing = { ...counted, kind: "repair", repair_outcome: "not-repairable" };
  assert.deepEqual(bar(beyondRepair).slice(3, 6), ["inspected done", "proposal-answered now", "replacement-sent next"]);
});

test("a parcel that was not taken is sent back by nobody: it is turned round, or to be refused, or on its way", () => {
  const onItsWay: Standing = {
    ...approved,
    kind: "refuse-delivery",
    goods_state: "in-transit",
    waiting_on: "warehouse",
  };
  const coming = (row: Partial<Standing>) => bar({ ...onItsWay, ...row })[2];
  assert.equal(coming({}), "turned-back now");
  assert.equal(coming({ interception_state: "wanted" }), "intercepted now");
  assert.equal(coming({ interception_state: "failed" }), "refused-at-door now");
  assert.equal(coming({ interception_state: "confirmed" }), "turned-back now");
  assert.equal(
    coming({ interception_state: "failed", goods_state: "arrived", arrived_at: later(9) }),
    "turned-back done",
  );
});

test("goods that went out are received when somebody has them, not when the carrier or nobody says so", () => {
  const sent: Standing = {
    ...due,
    kind: "exchange",
    money_state: "none",
    waiting_on: "shopper",
    outbound_state: "shipped",
    outbound_shipped_at: later(5),
  };
  const last = (row: Partial<Standing>) => bar({ ...sent, ...row }).at(-1);
  assert.equal(last({}), "replacement-received now");
  assert.equal(last({ outbound_state: "arrived", outbound_delivered_at: later(6) }), "replacement-confirmed now");
  assert.equal(last({ outbound_state: "lost" }), "replacement-lost now");
  assert.equal(last({ outbound_state: "refused", outbound_delivered_at: later(6) }), "replacement-refused now");
  assert.equal(last({ outbound_state: "delivered", outbound_delivered_at: later(6) }), "replacement-received done");
});

test("closed after a refusal, a case was never approved", () => {
  const closed: Standing = { ...submitted, case_state: "closed", decided_at: later(1), closed_at: later(200) };
  assert.deepEqual(bar({ ...closed, kind: "refund-only" }), ["submitted done", "approved failed", "refunded next"]);
});

test("while there is no answer, the bar says whose it is", () => {
  const answer = (row: Partial<Standing>) => bar({ ...submitted, ...row })[1];
  assert.equal(answer({}), "approved now");
  assert.equal(answer({ case_state: "negotiating", waiting_on: "merchant" }), "approved now");
  assert.equal(answer({ case_state: "negotiating", waiting_on: "shopper" }), "offer-answered now");
  assert.equal(answer({ waiting_on: "platform" }), "looked-into now");
  assert.equal(answer({ dispute_state: "evidence", waiting_on: "platform" }), "heard now");
  assert.equal(answer({ dispute_state: "ruled", waiting_on: "platform" }), "ruled now");
  assert.equal(answer({ dispute_state: "appeal", waiting_on: "platform" }), "heard now");
});

test("a refund that the provider will not take is held up, or waits for the word that a transfer came", () => {
  const stuck: Standing = { ...due, money_state: "attention", waiting_on: "merchant" };
  assert.equal(bar(stuck).at(-1), "refund-held-up now");
  assert.equal(bar({ ...stuck, waiting_on: "shopper" }).at(-1), "transfer-confirmed now");
});
