import assert from "node:assert/strict";
import { test } from "node:test";
import { type PolicyOnWire, policySchema } from "#law";
import { checkPolicy, statutoryReturnDays } from "./check-policy.ts";
import { handlingSchema, type PolicyBody } from "./handling.ts";

const on = Temporal.Instant.from("2026-11-21T02:00:00Z");
type ClauseOnWire = NonNullable<PolicyOnWire["clauses"]>[number];

const body = (clauses: ClauseOnWire[], handling: object = {}, rest: object = {}): PolicyBody => ({
  policy: policySchema.parse({ id: "p", version: "draft", effectiveFrom: "2026-11-21", clauses, ...rest }),
  handling: handlingSchema.parse(handling),
});
const check = (of: PolicyBody) => checkPolicy(of, { on, effectiveFrom: on, owner: "merchant" });
const noReason: ClauseOnWire = {
  id: "seven-days",
  reasons: ["no-longer-wanted"],
  remedies: ["return"],
  window: { days: 7, from: "delivered" },
  conditions: ["intact"],
};
const faulty: ClauseOnWire = {
  id: "faulty",
  scope: { categories: ["clothing"] },
  reasons: ["quality"],
  remedies: ["return"],
  window: { days: 15, from: "delivered" },
  evidence: ["photo"],
  freight: "seller",
  outboundFreight: true,
};
const told = (of: PolicyBody) => check(of).map(({ clause, severity, code, rule }) => [clause, severity, code, rule]);

test("nobody is paid to keep a fake or spoiled food, and a fault may be settled by keeping it", () => {
  const found = (reason: string) =>
    check(body([], { keepForLess: [{ reasons: [reason], percent: 20 }] })).map(({ code }) => code);
  assert.deepEqual([found("counterfeit"), found("spoiled")], [["keep-not-lawful"], ["keep-not-lawful"]]);
  assert.deepEqual(found("quality-fault"), []);
});

test("what gives as much as the law, or more, is found to be in order", () => {
  assert.deepEqual(check(body([noReason, faulty])), []);
  assert.deepEqual(check(body([])), []);
  assert.deepEqual(check(body([{ ...noReason, window: { days: 30, from: "delivered" }, freight: "seller" }])), []);
});

test("a window shorter than the law's is an error that names the article and both lengths", () => {
  const [finding, ...others] = check(body([{ ...noReason, window: { days: 5, from: "delivered" } }]));
  assert.deepEqual(others, []);
  assert.deepEqual(finding, {
    clause: "seven-days",
    severity: "error",
    code: "window-below-law",
    params: { days: 5, from: "delivered", lawDays: 7 },
    rule: "CN-NRR-01",
    article: "2, 25(1)",
    instrument: { zh: "消费者权益保护法", en: finding?.instrument?.en },
  });
});

test("168 hours from signing are shorter than seven calendar days, and a week from ordering is shorter still", () => {
  for (const window of [
    { hours: 168, from: "delivered" },
    { days: 12, from: "ordered" },
  ] as const)
    assert.deepEqual(told(body([{ ...noReason, window }])), [["seven-days", "error", "window-below-law", "CN-NRR-01"]]);
});

test("where another clause of the policy gives what one leaves out, that is pointed out and refuses nothing", () => {
  const short: ClauseOnWire = { ...noReason, id: "short", window: { days: 3, from: "delivered" } };
  assert.deepEqual(told(body([short, noReason])), [["short", "warning", "window-below-law", "CN-NRR-01"]]);
});

test("opening is no harm, so a condition of unopened goods is an error with that article", () => {
  assert.deepEqual(told(body([{ ...noReason, conditions: ["unopened"] }])), [
    ["seven-days", "error", "condition-beyond-law", "CN-NRR-05"],
  ]);
});

test("activation may count where the law lets it: for electronics, and for nothing else", () => {
  const clause: ClauseOnWire = { ...noReason, conditions: ["not-activated"] };
  assert.deepEqual(check(body([{ ...clause, scope: { categories: ["electronics"] } }])), []);
  const [finding] = check(body([clause]));
  assert.equal(finding?.severity, "warning");
  assert.doesNotMatch(String(finding?.params["categories"]), /electronics/);
});

test("faulty goods need not be intact, the seller pays the way back and what sending out cost", () => {
  const worse: ClauseOnWire = { ...faulty, conditions: ["intact"], freight: "shopper", outboundFreight: false };
  assert.deepEqual(
    new Set(told(body([worse])).map(([, severity, code]) => `${severity} ${code}`)),
    new Set(["error freight-on-shopper", "error pays-less-than-law", "error condition-beyond-law"]),
  );
  assert.deepEqual(told(body([{ ...faulty, freight: "insurer" }])), [
    ["faulty", "warning", "freight-by-insurer", "CN-QLT-01"],
  ]);
});

test("evidence may not be asked for where the seller has to prove", () => {
  const food: ClauseOnWire = { ...faulty, scope: { categories: ["food"] } };
  assert.deepEqual(told(body([food])), [["faulty", "error", "evidence-beyond-law", "CN-QLT-04-food"]]);
  const [partly] = check(body([{ ...faulty, scope: {} }]));
  assert.deepEqual(
    [partly?.severity, partly?.code, partly?.params],
    ["warning", "evidence-beyond-law", { needs: "photo", categories: "food" }],
  );
});

test("common practice is pointed out, and refuses nothing", () => {
  const cancel: ClauseOnWire = {
    id: "cancel",
    reasons: ["no-longer-wanted"],
    remedies: ["refund-only"],
    conditions: ["before-shipment"],
  };
  assert.deepEqual(told(body([cancel])), [["cancel", "warning", "pays-less-than-law", "CN-PRACTICE-01"]]);
  assert.deepEqual(check(body([{ ...cancel, outboundFreight: true }])), []);
});

test("a fee is for what goes beyond the statute: not for faulty goods, nor for the seven days alone", () => {
  const fee = { basisPoints: 500 };
  const [long] = [{ ...noReason, window: { days: 30, from: "delivered" as const }, fee }];
  assert.deepEqual(told(body([long])), []);
  const errors = (clause: ClauseOnWire) =>
    check(body([clause])).flatMap(({ code, severity }) => (severity === "error" ? [code] : []));
  assert.deepEqual(errors({ ...noReason, window: { days: 7, from: "delivered" }, fee }), ["fee-below-law"]);
  assert.deepEqual(errors({ ...faulty, fee }), ["fee-below-law"]);
});

test("each answer clock of its own is held against the law", () => {
  const slow = { merchantAnswersHoursFor: { "refund-only": 240 }, workingHours: "mon-fri=09:00-18:00" };
  const findings = check(body([], slow)).filter(({ code }) => code === "answer-later-than-law");
  assert.deepEqual(
    findings.map(({ params }) => params["field"]),
    ["merchantAnswersHoursFor.refund-only"],
  );
});

test("a promise of what no law gives has no floor", () => {
  const guard: ClauseOnWire = {
    id: "price",
    reasons: ["price-drop"],
    remedies: ["price-reduction"],
    window: { days: 3, from: "ordered" },
    pays: "price-difference",
  };
  assert.deepEqual(check(body([guard])), []);
});

test("money has to be back seven days after the goods: the clock of the bench may not run longer, pauses included", () => {
  assert.deepEqual(told(body([], { inspectedHours: 168 })), []);
  assert.deepEqual(told(body([], { inspectedHours: 169 })), [[null, "error", "refund-later-than-law", "CN-NRR-08"]]);
  const pauses = [{ label: "Spring Festival", from: "2027-02-05T00:00:00+08:00", until: "2027-02-12T00:00:00+08:00" }];
  assert.deepEqual(told(body([], { inspectedHours: 72, pauses })), [
    [null, "error", "refund-later-than-law", "CN-NRR-08"],
  ]);
});

test("the platform's own rules are shown a week before they hold; a shop's need not be", () => {
  const shown = (days: number, owner: "platform" | "merchant") =>
    checkPolicy(body([]), { on, effectiveFrom: on.add({ hours: 24 * days }), owner }).map(({ code }) => code);
  assert.deepEqual(shown(6, "platform"), ["announced-too-late"]);
  assert.deepEqual([shown(7, "platform"), shown(0, "merchant")], [[], []]);
});

test("the reading of rest days that takes days away is pointed out", () => {
  assert.deepEqual(told(body([], {}, { rollMode: "none" })), [[null, "warning", "rest-days-disputed", "CN-TIME-03"]]);
});

test("the floor is the law's own: seven days in China, and none where the text is known from memory only", () => {
  assert.equal(statutoryReturnDays("CN", on), 7);
  assert.equal(statutoryReturnDays("BR", on), null);
});

const german: ClauseOnWire = {
  ...noReason,
  id: "fourteen-days",
  scope: { regions: ["DE"] },
  window: { days: 14, from: "delivered" },
  outboundFreight: true,
};

test("a policy that names a member state gives its shoppers fourteen days to send back, by the article of the Union", () => {
  assert.deepEqual(check(body([noReason], { shopperSendsDays: 7 })), [], "China's law sets no such time");
  const [finding, ...more] = check(body([german], { shopperSendsDays: 7 }));
  assert.deepEqual(more, []);
  assert.deepEqual(
    [finding?.severity, finding?.code, finding?.rule, finding?.article, finding?.params],
    [
      "error",
      "send-back-sooner-than-law",
      "EU-CRD-14-1",
      "14(1)",
      { field: "shopperSendsDays", hours: 168, lawHours: 336, country: "DE" },
    ],
  );
  assert.deepEqual(check(body([german], { shopperSendsDays: 14 })), []);
});

test("answer and bench together keep no European's money for more than fourteen days, and each law is held against its own", () => {
  const slow = { shopperSendsDays: 14, merchantAnswersHours: 240, inspectedHours: 160 };
  assert.deepEqual(told(body([german], slow)), [[null, "error", "refund-later-than-withdrawal", "EU-CRD-13-1"]]);
  assert.deepEqual(told(body([noReason], slow)), []);
  const both = { ...slow, inspectedHours: 240 };
  assert.deepEqual(told(body([noReason, german, { ...german, id: "fr", scope: { regions: ["FR"] } }], both)), [
    [null, "error", "refund-later-than-law", "CN-NRR-08"],
    [null, "error", "refund-later-than-withdrawal", "EU-CRD-13-1"],
  ]);
});

test("a clause shorter than the law of the place it is for is told the article of that place", () => {
  const findings = check(body([{ ...german, window: { days: 7, from: "delivered" } }], { shopperSendsDays: 14 }));
  assert.deepEqual(
    findings.map(({ code, rule, article }) => [code, rule, article]),
    [["window-below-law", "EU-CRD-09", "9"]],
  );
});

test("a country whose law nobody wrote down has only the policy's own clocks", () => {
  const abroad: ClauseOnWire = { ...noReason, scope: { regions: ["JP"] } };
  assert.deepEqual(check(body([abroad], { inspectedHours: 240, merchantAnswersHours: 240, shopperSendsDays: 1 })), []);
});
