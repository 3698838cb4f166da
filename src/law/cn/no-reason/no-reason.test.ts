import assert from "node:assert/strict";
import { test } from "node:test";
import type { BecauseCode } from "../../codes.ts";
import { decide } from "../../decide.ts";
import type { RouteDecision, Verdict } from "../../decision.ts";
import { builtInPolicy, type PolicyVersion } from "../../policy.ts";
import { codesOf, type Story, sampleFacts, sampleRoute, yuan } from "../../sample-facts.ts";

const validConfirmation = {
  shownProminently: true,
  preTicked: false,
  perOrder: true,
  inMandatoryFlow: true,
  at: "2026-02-20T10:00:00+08:00",
  snapshotId: "page-1",
};
const policyThatRolls = (rollMode: PolicyVersion["rollMode"]) => ({ ...builtInPolicy, rollMode });

// Delivered on Monday 2026-03-02 unless told otherwise, so that day 7 is Monday 2026-03-09.
type Row = [
  id: string,
  outcome: string,
  expected: Verdict,
  code: BecauseCode | undefined,
  story: Omit<Story, "notice"> & { notice?: string },
];

const rows: Row[] = [
  // CN-NRR-01: the right and its time
  [
    "CN-NRR-01 ex a",
    "notice ten minutes before the seventh day ends is in time",
    "ALLOW",
    "window-open",
    { notice: "2026-03-09T23:50:00+08:00" },
  ],
  [
    "CN-NRR-01 ex b",
    "notice five minutes into the eighth day is late",
    "DENY",
    "window-closed",
    { notice: "2026-03-10T00:05:00+08:00" },
  ],
  [
    "CN-NRR-01 ex d",
    "the parcel may travel after the time, the notice counts",
    "ALLOW",
    "window-open",
    { notice: "2026-03-09" },
  ],
  [
    "A1",
    "forty chairs for an office are not bought for living needs",
    "DENY",
    "not-for-living-needs",
    { purpose: "business", notice: "2026-03-05" },
  ],
  ["CN-NRR-01", "a disputed purpose is for a person", "REVIEW", "purpose-disputed", { purpose: "disputed" }],
  ["CN-NRR-01", "a purchase in a store is outside the right", "DENY", "bought-in-store", { channel: "store" }],
  [
    "CN-NRR-01",
    "television, telephone and mail order follow the same rule",
    "ALLOW",
    "window-open",
    { channel: "mail-order" },
  ],
  [
    "A2",
    "an unagreed locker starts nothing, picking up does",
    "ALLOW",
    "window-open",
    { notice: "2026-03-12", delivery: { signedBy: "proxy-without-consent", pickedUpAt: "2026-03-06T18:00:00+08:00" } },
  ],
  [
    "A2",
    "a seller who says the locker was agreed leaves a dispute",
    "REVIEW",
    "receipt-disputed",
    {
      notice: "2026-03-12",
      delivery: { signedBy: "proxy-without-consent", pickedUpAt: "2026-03-06T18:00:00+08:00", consentDisputed: true },
    },
  ],
  [
    "A2",
    "a dispute that changes nothing is none",
    "ALLOW",
    "window-open",
    {
      notice: "2026-03-08",
      delivery: { signedBy: "proxy-without-consent", pickedUpAt: "2026-03-06T18:00:00+08:00", consentDisputed: true },
    },
  ],
  [
    "A2",
    "an agreed proxy signs for the consignee",
    "DENY",
    "window-closed",
    { notice: "2026-03-12", delivery: { signedBy: "proxy-with-consent", pickedUpAt: "2026-03-06T18:00:00+08:00" } },
  ],
  ["A3", "of two things signed on two days the first is late", "DENY", "window-closed", { notice: "2026-03-12" }],
  [
    "A3",
    "of two things signed on two days the second is in time",
    "ALLOW",
    "window-open",
    { signed: "2026-03-06", notice: "2026-03-12" },
  ],
  [
    "CN-NRR-01",
    "one thing in several boxes counts from the last box",
    "ALLOW",
    "window-open",
    { notice: "2026-03-12", delivery: { lastBoxAt: "2026-03-06T10:00:00+08:00" } },
  ],
  [
    "A4",
    "calendar days count, not 168 hours from signing",
    "ALLOW",
    "window-open",
    { signed: "2026-03-02T09:00:00+08:00", notice: "2026-03-09T09:01:00+08:00" },
  ],
  [
    "CN-TIME-03",
    "an unannounced calendar allows what is in time anyway",
    "ALLOW",
    "window-open",
    { signed: "2026-12-25", notice: "2027-01-01" },
  ],
  [
    "CN-TIME-03",
    "an unannounced calendar refuses nobody",
    "REVIEW",
    "calendar-not-published",
    { signed: "2026-12-25", notice: "2027-01-02" },
  ],
  [
    "CN-NRR-01",
    "an order from before the right came into force is for a person",
    "REVIEW",
    "rule-not-in-force",
    { orderedAt: "2013-06-01T10:00:00+08:00" },
  ],

  // CN-NRR-02: four kinds excluded by statute
  [
    "CN-NRR-02 ex",
    "an engraved ring on day 3 stays sold",
    "DENY",
    "custom-made",
    { notice: "2026-03-05", goods: { specialClass: "custom" } },
  ],
  [
    "CN-NRR-02",
    "a standard article made after the order is for a person",
    "REVIEW",
    "made-to-order",
    { goods: { specialClass: "made-to-order" } },
  ],
  [
    "CN-NRR-02 ex",
    "sealed boxed software on day 5 goes back",
    "ALLOW",
    "window-open",
    { notice: "2026-03-07", goods: { specialClass: "digital-media" } },
  ],
  [
    "CN-NRR-02 ex",
    "opened boxed software stays sold",
    "DENY",
    "digital-opened",
    { notice: "2026-03-07", goods: { specialClass: "digital-media" }, condition: { opened: true } },
  ],
  [
    "A5",
    "a cake nobody liked the taste of stays sold",
    "DENY",
    "perishable",
    { notice: "2026-03-03", goods: { category: "food", specialClass: "perishable" } },
  ],
  [
    "A6",
    "a live crab never was returnable without a reason",
    "DENY",
    "perishable",
    { notice: "2026-03-02", claim: { reason: "spoiled" }, goods: { category: "food", specialClass: "perishable" } },
  ],
  [
    "A7",
    "a PDF course already downloaded stays sold",
    "DENY",
    "digital-downloaded",
    { goods: { specialClass: "digital-download" }, condition: { downloaded: true } },
  ],
  [
    "CN-NRR-02",
    "a download nobody can show is for a person",
    "REVIEW",
    "download-not-shown",
    { goods: { specialClass: "digital-download" } },
  ],
  [
    "A8",
    "a magazine not delivered yet can be cancelled",
    "ALLOW",
    "not-yet-received",
    { signed: null, goods: { specialClass: "periodical" } },
  ],
  ["A8", "a magazine delivered stays sold", "DENY", "periodical-delivered", { goods: { specialClass: "periodical" } }],
  [
    "gap 6",
    "gold has provisions nobody has read: a person looks",
    "REVIEW",
    "special-provisions",
    { goods: { specialClass: "gold" } },
  ],

  // CN-NRR-03 and 04: exclusion by confirmation
  [
    "CN-NRR-03 ex",
    "a sample sold with its flaw shown and confirmed stays sold",
    "DENY",
    "confirmed-not-returnable",
    { goods: { confirmationClass: "near-expiry-or-flawed" }, confirmation: validConfirmation },
  ],
  [
    "CN-NRR-03 ex",
    "an ordinary T-shirt goes back whatever was ticked",
    "ALLOW",
    "nature-not-excluded",
    { goods: { category: "clothing" }, confirmation: validConfirmation },
  ],
  [
    "CN-NRR-04 ex",
    "a phone activated on day 2 goes back when the box was ticked beforehand",
    "ALLOW",
    "confirmation-not-valid",
    {
      notice: "2026-03-04",
      goods: { category: "electronics", confirmationClass: "value-lost-once-activated" },
      condition: { activation: "activated" },
      confirmation: { ...validConfirmation, preTicked: true },
    },
  ],
  [
    "CN-NRR-04 ex",
    "a notice only after payment confirms nothing",
    "ALLOW",
    "confirmation-not-valid",
    {
      goods: { category: "electronics", confirmationClass: "value-lost-once-activated" },
      condition: { activation: "activated" },
      confirmation: { ...validConfirmation, inMandatoryFlow: false },
    },
  ],
  [
    "CN-NRR-04 ex",
    "a box ticked by the buyer before paying for this order holds",
    "DENY",
    "confirmed-not-returnable",
    {
      goods: { category: "electronics", confirmationClass: "value-lost-once-activated" },
      condition: { activation: "activated" },
      confirmation: validConfirmation,
    },
  ],
  [
    "CN-NRR-04",
    "a tick logged after the order confirms nothing",
    "ALLOW",
    "confirmation-not-valid",
    {
      goods: { confirmationClass: "near-expiry-or-flawed" },
      confirmation: { ...validConfirmation, at: "2026-02-28T10:00:00+08:00" },
    },
  ],
  [
    "CN-NRR-04",
    "a tick without a snapshot of what was shown confirms nothing",
    "ALLOW",
    "confirmation-not-valid",
    { goods: { confirmationClass: "near-expiry-or-flawed" }, confirmation: { ...validConfirmation, snapshotId: null } },
  ],
  [
    "CN-NRR-04",
    "a confirmed phone still sealed is for a person",
    "REVIEW",
    "confirmed-but-untouched",
    {
      goods: { category: "electronics", confirmationClass: "value-lost-once-activated" },
      confirmation: validConfirmation,
    },
  ],
  [
    "A9",
    "underwear with its hygiene seal broken and confirmed stays sold",
    "DENY",
    "confirmed-not-returnable",
    {
      goods: { category: "clothing", confirmationClass: "unsafe-or-altered-once-opened" },
      condition: { hygieneSealBroken: true },
      confirmation: validConfirmation,
    },
  ],
  [
    "A10",
    "the same without a log goes back",
    "ALLOW",
    "confirmation-not-valid",
    {
      goods: { category: "clothing", confirmationClass: "unsafe-or-altered-once-opened" },
      condition: { hygieneSealBroken: true },
    },
  ],
  [
    "A10",
    "the same without a log, but soiled, is not intact",
    "DENY",
    "not-intact",
    {
      goods: { category: "clothing", confirmationClass: "unsafe-or-altered-once-opened" },
      condition: { hygieneSealBroken: true, soiled: true },
    },
  ],
  [
    "A11",
    "a confirmation of an earlier order does not count",
    "ALLOW",
    "confirmation-not-valid",
    {
      goods: { category: "clothing", confirmationClass: "unsafe-or-altered-once-opened" },
      condition: { opened: true },
      confirmation: { ...validConfirmation, perOrder: false },
    },
  ],

  // CN-NRR-05 and 06: intact goods
  [
    "A12",
    "an unused kettle with its box opened goes back",
    "ALLOW",
    "opening-is-no-harm",
    { goods: { category: "electronics" }, condition: { opened: true }, seller: { refusesBecauseOpened: true } },
  ],
  [
    "CN-NRR-06 ex",
    "a lipstick with its inner seal broken is not intact",
    "DENY",
    "not-intact",
    { goods: { category: "cosmetics" }, condition: { opened: true, hygieneSealBroken: true } },
  ],
  [
    "CN-NRR-06 ex",
    "a lipstick with only its carton opened goes back",
    "ALLOW",
    "opening-is-no-harm",
    { goods: { category: "cosmetics" }, condition: { opened: true } },
  ],
  [
    "CN-NRR-06 ex",
    "a coat tried on with its tags goes back",
    "ALLOW",
    "opening-is-no-harm",
    { goods: { category: "clothing" }, condition: { opened: true } },
  ],
  [
    "CN-NRR-06 ex",
    "a coat with its hang-tag cut off is not intact",
    "DENY",
    "not-intact",
    { goods: { category: "clothing" }, condition: { tagsRemoved: true } },
  ],
  [
    "CN-NRR-06 ex",
    "headphones paired once are for a person",
    "REVIEW",
    "activation-doubtful",
    { goods: { category: "electronics" }, condition: { opened: true, activation: "tried" } },
  ],
  [
    "CN-NRR-06 ex",
    "a television without its safety label is not intact",
    "DENY",
    "not-intact",
    { goods: { category: "electronics" }, condition: { labelsAltered: true } },
  ],
  [
    "CN-NRR-06",
    "a laptop with an account set up is not intact",
    "DENY",
    "not-intact",
    { goods: { category: "electronics" }, condition: { activation: "activated" } },
  ],
  [
    "A13",
    "a laptop with its serial label scratched off is not intact",
    "DENY",
    "not-intact",
    { goods: { category: "electronics" }, condition: { labelsAltered: true } },
  ],
  [
    "A14",
    "a clean toy without its hang-tag is not intact",
    "DENY",
    "not-intact",
    { goods: { category: "toys" }, condition: { tagsRemoved: true } },
  ],
  [
    "A15",
    "a clean book on day 4 goes back",
    "ALLOW",
    "opening-is-no-harm",
    { notice: "2026-03-06", goods: { category: "books" }, condition: { opened: true } },
  ],
  [
    "CN-NRR-05",
    "damage that both sides have evidence about is for a person",
    "REVIEW",
    "condition-disputed",
    { goods: { category: "clothing" }, condition: { soiled: true, disputed: true } },
  ],

  // CN-NRR-11 and 12
  [
    "CN-NRR-11 ex",
    "a gift kept without a stated price is for a person",
    "REVIEW",
    "gift-price-not-stated",
    { money: { paid: yuan("399.00"), gifts: [{ statedPrice: null, returned: false }] } },
  ],
  [
    "CN-NRR-12",
    "a suspicion of abuse refuses nothing",
    "REVIEW",
    "abuse-suspected",
    { claim: { abuseSuspected: true } },
  ],
  ["CN-NRR-12", "a suspected swap is for a person", "REVIEW", "swap-suspected", { condition: { swapSuspected: true } }],
];

for (const [id, outcome, expected, code, story] of rows) {
  test(`${id}: ${outcome}: ${expected}`, () => {
    const decided = noReason(story);
    assert.equal(decided.decision, expected);
    if (code !== undefined) assert.ok(codesOf(decided).includes(code), codesOf(decided).join(" "));
    if (expected === "DENY") assertCited(decided);
  });
}

for (const [rollMode, expected] of [
  ["restDay", "ALLOW"],
  ["holidayOnly", "ALLOW"],
  ["none", "DENY"],
] as const) {
  test(`CN-NRR-01 ex c: a last day in the National Day holiday, moved on by ${rollMode}: ${expected}`, () => {
    const story = { signed: "2026-09-24", notice: "2026-10-08T12:00:00+08:00" };
    assert.equal(sampleRoute("no-reason", story, policyThatRolls(rollMode)).decision, expected);
  });
}

test("CN-NRR-02 ex: the engraved ring goes back when the page promised seven days", () => {
  const facts = sampleFacts({
    signed: "2026-03-02",
    notice: "2026-03-05",
    goods: { specialClass: "custom" },
    promises: { noReasonDays: 7 },
  });
  const decision = decide(facts, builtInPolicy);
  assert.deepEqual([decision.decision, decision.best], ["ALLOW", "promise"]);
  const promise = decision.routes.find(({ route }) => route === "promise");
  assert.ok(promise?.citations.some(({ source, article }) => source === "S8" && article.startsWith("2")));
});

test("CN-NRR-04: a statutory exclusion nobody marked stands, with a warning", () => {
  const decided = noReason({ goods: { specialClass: "custom" } });
  assert.deepEqual(
    decided.warnings.map(({ code, params }) => [code, params]),
    [["exclusion-not-marked", { flaws: "missing" }]],
  );
});

test("CN-NRR-04: keeping ordinary goods out by a tick is a warning", () => {
  const decided = noReason({ goods: { category: "clothing" }, confirmation: validConfirmation });
  assert.deepEqual(
    decided.warnings.map(({ code }) => code),
    ["exclusion-widened"],
  );
});

test("A12: refusing because the box was opened is a warning that cites the penalty", () => {
  const decided = noReason({ condition: { opened: true }, seller: { refusesBecauseOpened: true } });
  assert.deepEqual(
    decided.warnings.map(({ code, rule }) => [code, rule]),
    [["refused-because-opened", "CN-NRR-05"]],
  );
  assert.ok(decided.citations.some(({ source, article }) => source === "S13" && article === "9(三)"));
});

test("CN-NRR-07 ex: without an address by 2026-03-17 the delay is an offence from 2026-03-18", () => {
  const decided = noReason({ signed: "2026-02-27", notice: "2026-03-02" });
  assert.deepEqual(decided.obligations, [
    { code: "give-return-address", params: { lastDay: "2026-03-17", violationFrom: "2026-03-18" }, rule: "CN-NRR-07" },
  ]);
});

for (const [id, back, target, lastDay, penaltyLine, penaltyLineRolled] of [
  ["CN-NRR-08 ex", "2026-03-20", "2026-03-27", "2026-03-27", "2026-04-04", "2026-04-07"],
  ["CN-NRR-08 ex", "2026-09-24", "2026-10-01", "2026-10-08", "2026-10-09", "2026-10-09"],
  ["A16", "2026-02-10", "2026-02-17", "2026-02-24", "2026-02-25", "2026-02-25"],
] as const) {
  test(`${id}: goods back ${back}: refund planned for ${target}, due ${lastDay}, penalty line ${penaltyLine}`, () => {
    const decided = noReason({
      signed: "2026-02-02",
      notice: "2026-02-03",
      seller: { goodsBackAt: `${back}T09:00:00+08:00` },
    });
    assert.deepEqual(decided.obligations, [
      { code: "refund", params: { target, lastDay, penaltyLine, penaltyLineRolled }, rule: "CN-NRR-08" },
    ]);
  });
}

for (const [id, offersRefundIn] of [
  ["CN-NRR-08 ex", "store-credit"],
  ["A17", "points"],
] as const) {
  test(`${id}: a refund in ${offersRefundIn} needs the shopper's consent`, () => {
    const warned = noReason({ seller: { offersRefundIn } }).warnings.map(({ code }) => code);
    assert.deepEqual(warned, ["refund-method-needs-consent"]);
    assert.deepEqual(noReason({ seller: { offersRefundIn, shopperConsents: true } }).warnings, []);
  });
}

test("CN-NRR-13: opened goods are sold on showing their condition", () => {
  const owed = noReason({
    condition: { opened: true },
    seller: { goodsBackAt: "2026-03-20T09:00:00+08:00" },
  }).obligations;
  assert.deepEqual(
    owed.map(({ code }) => code),
    ["refund", "resell-showing-condition"],
  );
});

for (const [id, promises, payer] of [
  ["A18", {}, "shopper"],
  ["A19", { returnFreight: "seller" }, "seller"],
  ["CN-NRR-09", { freightInsurance: true }, "insurer"],
  ["CN-NRR-09", { freightInsurance: true, returnFreight: "platform" }, "platform"],
] as const) {
  test(`${id}: with ${JSON.stringify(promises)} the ${payer} pays the way back`, () => {
    const decided = noReason({ promises, money: { returnFreight: yuan("12.00") } });
    assert.equal(decided.freightPayer, payer);
    assert.deepEqual(decided.amount, yuan("100.00"));
  });
}

for (const [id, gift, amount] of [
  ["CN-NRR-11 ex", { statedPrice: yuan("39.00"), returned: false }, "360.00"],
  ["CN-NRR-11 ex", { statedPrice: null, returned: false }, "399.00"],
  ["CN-NRR-11", { statedPrice: yuan("39.00"), returned: true }, "399.00"],
] as const) {
  test(`${id}: 399 paid, gift ${JSON.stringify(gift)}: ${amount} comes back`, () => {
    assert.deepEqual(noReason({ money: { paid: yuan("399.00"), gifts: [gift] } }).amount, yuan(amount));
  });
}

test("CN-NRR-10: a partial return settled anew comes with its own amount", () => {
  const decided = noReason({ money: { entitled: yuan("88.00") } });
  assert.deepEqual(decided.amount, yuan("88.00"));
  assert.ok(decided.citations.some(({ rule }) => rule === "CN-NRR-10"));
});

test("CN-NRR-08: the statute gives back the price, not the outbound freight", () => {
  assert.deepEqual(noReason({ money: { outboundFreight: yuan("12.00") } }).amount, yuan("100.00"));
});

function noReason({ notice = "2026-03-04", ...story }: Omit<Story, "notice"> & { notice?: string }): RouteDecision {
  return sampleRoute("no-reason", { signed: "2026-03-02", notice, ...story });
}

function assertCited({ because, citations }: RouteDecision): void {
  const refusing = because.map(({ rule }) => rule);
  assert.ok(citations.some(({ rule, verification }) => refusing.includes(rule) && verification !== "M"));
}
