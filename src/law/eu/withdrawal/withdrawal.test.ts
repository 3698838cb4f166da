import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { localDate } from "#kernel/time";
import type { BecauseCode } from "../../codes.ts";
import { decide } from "../../decide.ts";
import type { RouteDecision, Verdict } from "../../decision.ts";
import { builtInPolicy, policySchema } from "../../policy.ts";
import { codesOf, type Story, sampleFacts, sampleRoute, yuan } from "../../sample-facts.ts";
import { memberStates } from "../calendars.ts";

// Delivered in Germany on Monday 2026-03-02 unless told otherwise, so that day 14 is Monday 2026-03-16.
type Told = Omit<Story, "notice"> & { notice?: string };
type Row = [id: string, outcome: string, expected: Verdict, code: BecauseCode | undefined, story: Told];

const untold = { informed: false } as const;

const rows: Row[] = [
  ["EU-CRD-09 ex", "the fourteenth day is in time", "ALLOW", "withdrawal-open", { notice: "2026-03-16" }],
  ["EU-CRD-09", "the day after is late", "DENY", "withdrawal-closed", { notice: "2026-03-17" }],
  ["EU-CRD-09", "before delivery one may withdraw as well", "ALLOW", "not-yet-received", { signed: null }],
  ["EU-CRD-09", "a purchase in a store is outside the right", "DENY", "withdrawal-in-store", { channel: "store" }],
  ["EU-CRD-09", "so is one for a business", "DENY", "withdrawal-not-consumer", { purpose: "business" }],
  [
    "EU-CRD-09 ex",
    "of two goods the one delivered last starts the time",
    "ALLOW",
    "withdrawal-open",
    { delivery: { lastGoodAt: "2026-03-09T10:00:00+01:00" }, notice: "2026-03-23" },
  ],
  [
    "EU-CRD-09 ex",
    "and ends it",
    "DENY",
    "withdrawal-closed",
    { delivery: { lastGoodAt: "2026-03-09T10:00:00+01:00" }, notice: "2026-03-24" },
  ],
  [
    "EU-CRD-09",
    "of several lots the last one starts the time",
    "ALLOW",
    "withdrawal-open",
    { delivery: { lastBoxAt: "2026-03-11T10:00:00+01:00" }, notice: "2026-03-25" },
  ],
  [
    "EU-CRD-09",
    "while a lot is still to come no time runs",
    "ALLOW",
    "more-goods-to-come",
    { delivery: { moreToCome: true }, notice: "2026-06-01" },
  ],
  [
    "EU-CRD-09",
    "of regular deliveries the first one starts the time",
    "DENY",
    "withdrawal-closed",
    { delivery: { firstOfRegularAt: "2026-02-02T10:00:00+01:00", moreToCome: true }, notice: "2026-02-17" },
  ],
  [
    "EU-CRD-09",
    "a service runs from the day of the contract, not from any delivery",
    "DENY",
    "withdrawal-closed",
    { orderedAt: "2026-02-27T10:00:00+01:00", goods: { service: "to-come" }, notice: "2026-03-14" },
  ],
  [
    "EU-CRD-09",
    "what a neighbour took unasked is possessed once picked up",
    "ALLOW",
    "withdrawal-open",
    {
      delivery: { signedBy: "proxy-without-consent", pickedUpAt: "2026-03-09T10:00:00+01:00" },
      notice: "2026-03-23",
    },
  ],
  [
    "EU-CRD-09",
    "whether the neighbour was asked decides and is disputed: a person",
    "REVIEW",
    "receipt-disputed",
    {
      delivery: {
        signedBy: "proxy-without-consent",
        consentDisputed: true,
        pickedUpAt: "2026-03-09T10:00:00+01:00",
      },
      notice: "2026-03-20",
    },
  ],

  // EU-CRD-10: the right not explained
  [
    "EU-CRD-10",
    "unexplained the right lasts twelve months longer",
    "REVIEW",
    "withdrawal-open-longer",
    { withdrawal: untold, notice: "2027-03-16" },
  ],
  [
    "EU-CRD-10",
    "in the first fourteen days it needs no explaining",
    "ALLOW",
    "withdrawal-open",
    { withdrawal: untold, notice: "2026-03-16" },
  ],
  [
    "EU-CRD-10",
    "after that a remembered text refuses nothing",
    "REVIEW",
    "withdrawal-closed",
    { withdrawal: untold, notice: "2027-03-17" },
  ],
  [
    "EU-CRD-10",
    "explained later, fourteen days run from then",
    "REVIEW",
    "withdrawal-open-longer",
    { withdrawal: { ...untold, informedAt: "2026-06-01T10:00:00+02:00" }, notice: "2026-06-15" },
  ],
  [
    "EU-CRD-10",
    "and end then",
    "REVIEW",
    "withdrawal-closed",
    { withdrawal: { ...untold, informedAt: "2026-06-01T10:00:00+02:00" }, notice: "2026-06-16" },
  ],

  // EU-CRD-11: sending is enough
  [
    "EU-CRD-11",
    "a statement sent on the last day and read a day later is for a person",
    "REVIEW",
    "withdrawal-open-by-sending",
    { withdrawal: { statementSentAt: "2026-03-16T20:00:00+01:00" }, notice: "2026-03-17" },
  ],
  [
    "EU-CRD-11",
    "one sent a day late is late",
    "DENY",
    "withdrawal-closed",
    { withdrawal: { statementSentAt: "2026-03-17T08:00:00+01:00" }, notice: "2026-03-18" },
  ],

  // Reg. 1182/71
  [
    "EU-TIME-01 ex",
    "Christmas and the weekend move the fourteenth day on, by a text remembered",
    "REVIEW",
    "withdrawal-open-by-rest-days",
    { signed: "2025-12-11", notice: "2025-12-29" },
  ],
  [
    "EU-TIME-01",
    "the day itself is in time",
    "ALLOW",
    "withdrawal-open",
    { signed: "2025-12-11", notice: "2025-12-25" },
  ],
  ["EU-TIME-01", "the day after is late", "DENY", "withdrawal-closed", { signed: "2025-12-11", notice: "2025-12-30" }],
  [
    "EU-TIME-01",
    "in the Netherlands the same",
    "REVIEW",
    "withdrawal-open-by-rest-days",
    { country: "NL", signed: "2025-12-11", notice: "2025-12-29" },
  ],
  [
    "EU-TIME-01",
    "in France 26 December is a working day",
    "DENY",
    "withdrawal-closed",
    { country: "FR", signed: "2025-12-11", notice: "2025-12-29" },
  ],
  [
    "EU-TIME-01",
    "where holidays are not written down a person tells whether the day after counts",
    "REVIEW",
    "calendar-not-published",
    { country: "SE", notice: "2026-03-17" },
  ],
  [
    "EU-TIME-01",
    "but two weeks after the last day no holidays would help",
    "DENY",
    "withdrawal-closed",
    { country: "SE", notice: "2026-03-30" },
  ],

  // EU-CRD-14: handling
  [
    "EU-CRD-14",
    "worn goods come back for less, how much a person says",
    "REVIEW",
    "value-diminished",
    { condition: { wearTraces: true } },
  ],
  ["EU-CRD-14", "opening costs nothing", "ALLOW", "opening-is-no-harm", { condition: { opened: true } }],
  [
    "EU-CRD-14",
    "nothing is owed for wear where the right was not explained",
    "ALLOW",
    "value-loss-not-owed",
    { condition: { wearTraces: true }, withdrawal: untold },
  ],

  // EU-CRD-16: thirteen exceptions, none of which was read
  ...exceptedAs("a", "a service fully performed", { goods: { service: "performed" } }),
  ...exceptedAs("b", "a price tied to the market", { goods: { specialClass: "gold" } }),
  ...exceptedAs("c", "goods to the shopper's specification", { goods: { specialClass: "custom" } }),
  ...exceptedAs("d", "perishable goods", { goods: { specialClass: "perishable" } }),
  ...exceptedAs("e", "sealed goods unsealed", { condition: { hygieneSealBroken: true } }),
  ...exceptedAs("e", "hygienic goods opened", {
    goods: { confirmationClass: "unsafe-or-altered-once-opened" },
    condition: { opened: true },
  }),
  ...exceptedAs("f", "goods mixed inseparably", { goods: { withdrawalException: "inseparably-mixed" } }),
  ...exceptedAs("g", "wine bought ahead", { goods: { withdrawalException: "alcohol-future" } }),
  ...exceptedAs("h", "urgent repairs asked for", { goods: { withdrawalException: "urgent-repair" } }),
  ...exceptedAs("i", "recordings unsealed", { goods: { specialClass: "digital-media" }, condition: { opened: true } }),
  ...exceptedAs("j", "a newspaper", { goods: { specialClass: "periodical" } }),
  ...exceptedAs("k", "goods from a public auction", { goods: { withdrawalException: "public-auction" } }),
  ...exceptedAs("l", "a ticket for a date", { goods: { specialClass: "ticket" } }),
  ...exceptedAs("m", "a download begun", {
    goods: { specialClass: "digital-download" },
    condition: { downloaded: true },
  }),
  [
    "EU-CRD-16-i",
    "recordings still sealed go back",
    "ALLOW",
    "withdrawal-open",
    { goods: { specialClass: "digital-media" } },
  ],
  [
    "EU-CRD-16-j",
    "a subscription can be withdrawn from",
    "ALLOW",
    "withdrawal-open",
    { goods: { specialClass: "periodical" }, delivery: { firstOfRegularAt: "2026-03-02T10:00:00+01:00" } },
  ],
  [
    "EU-CRD-16-m",
    "a download not begun can be withdrawn from",
    "ALLOW",
    "withdrawal-open",
    { goods: { specialClass: "digital-download" }, condition: { downloaded: false } },
  ],
  [
    "EU-CRD-16-m",
    "whether it has begun is asked",
    "REVIEW",
    "download-not-shown",
    { goods: { specialClass: "digital-download" } },
  ],
  [
    "EU-CRD-09-digital",
    "a download late from the contract on is not refused by a remembered text",
    "REVIEW",
    "withdrawal-closed",
    { goods: { specialClass: "digital-download" }, condition: { downloaded: false }, notice: "2026-03-17" },
  ],
  [
    "EU-CRD-16-c",
    "made after the order is not yet made to specification",
    "REVIEW",
    "made-to-order",
    { goods: { specialClass: "made-to-order" } },
  ],
  ["EU-GAP-01", "medicine: the law was not read", "REVIEW", "law-not-read", { goods: { specialClass: "medicine" } }],
  ["EU-CRD-09", "no list excepts a blind box", "ALLOW", "withdrawal-open", { goods: { specialClass: "blind-box" } }],
  ["EU-CRD-14", "a service begun is paid for in part", "REVIEW", "service-begun", { goods: { service: "begun" } }],
  ["EU-CRD-09", "a suspected swap is for a person", "REVIEW", "swap-suspected", { condition: { swapSuspected: true } }],
];

for (const [id, outcome, expected, code, story] of rows) {
  test(`${id}: ${outcome}`, () => {
    const decided = route(story);
    assert.equal(decided.decision, expected, JSON.stringify(decided.because));
    if (code) assert.ok(codesOf(decided).includes(code), codesOf(decided).join(" "));
  });
}

for (const [country, lastDay] of [
  ["DE", "2025-12-29"],
  ["NL", "2025-12-29"],
  ["PL", "2025-12-29"],
  ["IT", "2025-12-29"],
  ["FR", "2025-12-26"],
  ["ES", "2025-12-26"],
] as const) {
  test(`EU-TIME-01 ex: received on Thursday 2025-12-11, the last day in ${country} is ${lastDay}`, () =>
    assert.equal(route({ country, signed: "2025-12-11", notice: "2025-12-15" }).lastDay, lastDay));
}

test("EU-CRD-13: all payments come back, with standard delivery but without what express cost more", () => {
  const money = { paid: yuan("100.00"), outboundFreight: yuan("20.00") };
  assert.equal(route({ money }).amount?.amount, "120.00");
  assert.equal(route({ money: { ...money, standardFreight: yuan("5.00") } }).amount?.amount, "105.00");
  assert.equal(route({ money: { ...money, refundedBefore: yuan("110.00") } }).amount?.amount, "10.00");
});

test("EU-CRD-13: the refund is due fourteen days from the statement, and may wait for the goods", () => {
  const decided = route({ notice: "2026-03-10" });
  assert.deepEqual(duty(decided), { lastDay: "2026-03-24" });
  assert.ok(codesOf(decided).includes("refund-may-wait"));
  assert.deepEqual(decided.because.find(({ code }) => code === "send-back-by")?.params, { lastDay: "2026-03-24" });
});

test("EU-CRD-13: once the goods are back, or shown to be sent, nothing waits any longer", () => {
  const sent = route({ notice: "2026-03-10", withdrawal: { sentBackAt: "2026-03-12T10:00:00+01:00" } });
  assert.deepEqual(duty(sent), { lastDay: "2026-03-24" });
  assert.ok(!codesOf(sent).includes("refund-may-wait"));
  const back = route({ notice: "2026-03-10", seller: { goodsBackAt: "2026-03-27T10:00:00+01:00" } });
  assert.deepEqual(duty(back), { lastDay: "2026-03-27" });
});

test("EU-CRD-13: another way of paying back needs consent", () => {
  const { warnings } = route({ seller: { offersRefundIn: "store-credit" } });
  assert.deepEqual(
    warnings.map(({ code }) => code),
    ["refund-method-needs-consent"],
  );
});

test("EU-CRD-14: the shopper pays the way back unless agreed otherwise or not told", () => {
  const payer = (story: Told) => route(story).freightPayer;
  assert.equal(payer({}), "shopper");
  assert.equal(payer({ promises: { returnFreight: "seller" } }), "seller");
  assert.equal(payer({ promises: { freightInsurance: true } }), "insurer");
  assert.equal(payer({ withdrawal: { returnCostExplained: false } }), "seller");
  assert.equal(payer({ withdrawal: untold }), "seller");
});

test("EU-CRD-09: what was never sent, or never travels, is paid back without a return", () => {
  assert.equal(route({ signed: null }).remedy, "refund-only");
  assert.equal(route({ goods: { service: "to-come" } }).remedy, "refund-only");
  assert.equal(route({}).remedy, "return");
});

test("EU-CRD-16-m: a download is given back without travelling", () => {
  const download = route({ goods: { specialClass: "digital-download" }, condition: { downloaded: false } });
  assert.deepEqual([download.remedy, download.freightPayer], ["return", "none"]);
  assert.ok(!codesOf(download).includes("send-back-by"));
});

test("EU-CRD-09: cancelling before shipment is withdrawing early", () => {
  const before = (story: Told) => sampleRoute("before-shipment", told({ signed: null, ...story }));
  const cancelled = before({ money: { outboundFreight: yuan("12.00") } });
  assert.deepEqual(
    [cancelled.decision, cancelled.remedy, cancelled.amount?.amount],
    ["ALLOW", "refund-only", "112.00"],
  );
  assert.equal(before({ goods: { specialClass: "custom" } }).decision, "REVIEW");
  assert.deepEqual(codesOf(before({ purpose: "business" })), ["law-not-read"]);
  assert.deepEqual(codesOf(before({ signed: "2026-03-02" })), ["already-shipped"]);
});

test("in all 27 member states the law of the Union decides, with days off of their own", () => {
  assert.equal(new Set(memberStates).size, 27);
  for (const country of memberStates) {
    const { law, best } = decide(sampleFacts(told({ country })), builtInPolicy);
    assert.deepEqual([law?.pack, law?.calendar, best], ["eu", `eu-${country}`, "no-reason"], country);
  }
});

test("a shop's policy cannot keep the last day from moving on", () => {
  const policy = policySchema.parse({ id: "shop", version: "1", effectiveFrom: "2020-01-01", rollMode: "none" });
  const story = told({ signed: "2025-12-11", notice: "2025-12-29" });
  assert.equal(sampleRoute("no-reason", story, policy).decision, "REVIEW");
});

test("a shop's longer promise holds beside the right", () => {
  const facts = sampleFacts(told({ notice: "2026-03-25", promises: { noReasonDays: 30 } }));
  const { decision, best } = decide(facts, builtInPolicy);
  assert.deepEqual([decision, best], ["ALLOW", "promise"]);
});

test("a late change of mind with nothing else wrong is refused by every route", () => {
  const { decision, best } = decide(sampleFacts(told({ notice: "2026-03-25" })), builtInPolicy);
  assert.deepEqual([decision, best], ["DENY", null]);
});

test("decided as if notice were given later, what was sent before counts for nothing", () => {
  const facts = sampleFacts(told({ withdrawal: { statementSentAt: "2026-03-05T10:00:00+01:00" } }));
  assert.equal(decide(facts, builtInPolicy, { at: Temporal.Instant.from("2026-03-20T10:00:00Z") }).decision, "DENY");
});

test("one day later is never decided better", () => {
  const rank = { DENY: 0, REVIEW: 1, ALLOW: 2 } as const;
  const received = Temporal.PlainDate.from(localDate("2025-01-01"));
  fc.assert(
    fc.property(
      fc.constantFrom(...memberStates),
      fc.integer({ min: 0, max: 800 }),
      fc.integer({ min: 0, max: 40 }),
      (country, offset, after) => {
        const signed = received.add({ days: offset });
        const on = (days: number) =>
          rank[route({ country, signed: `${signed}`, notice: `${signed.add({ days })}` }).decision];
        assert.ok(on(after + 1) <= on(after));
        if (after <= 14) assert.equal(on(after), 2);
        if (after > 28) assert.equal(on(after), 0);
      },
    ),
  );
});

function exceptedAs(letter: string, what: string, story: Told): Row[] {
  return [[`EU-CRD-16-${letter}`, `${what}: a person decides`, "REVIEW", "withdrawal-excepted", story]];
}

function told(story: Told): Story {
  return { country: "DE", zone: "Europe/Berlin", signed: "2026-03-02", notice: "2026-03-05", ...story };
}

function route(story: Told): RouteDecision {
  return sampleRoute("no-reason", told(story));
}

function duty({ obligations }: RouteDecision): unknown {
  return obligations.find(({ code }) => code === "refund-after-withdrawal")?.params;
}
