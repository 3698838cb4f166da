import assert from "node:assert/strict";
import { test } from "node:test";
import { cnCalendar, localDate, withDays } from "#kernel/time";
import { decide } from "./decide.ts";
import { routeNames } from "./decision.ts";
import { exampleFacts } from "./example.ts";
import { parseFacts } from "./facts.ts";
import { builtInPolicy, policySchema } from "./policy.ts";
import { article, rule, source } from "./rule.ts";
import { Ruling } from "./ruling.ts";
import { type Story, sampleFacts, yuan } from "./sample-facts.ts";

const cracked: NonNullable<Story["claim"]> = { reason: "damaged-in-transit", evidence: ["photo"] };

test("0.3: every route is heard, in one order, whatever the others say", () => {
  const { routes } = decide(sampleFacts({ signed: "2026-03-02", notice: "2026-03-04" }), builtInPolicy);
  assert.deepEqual(
    routes.map(({ route }) => route),
    [...routeNames],
  );
});

test("the remedy asked for is best where any route allows it", () => {
  const story = { signed: "2026-03-02", notice: "2026-03-04", claim: { ...cracked, requested: "replace" } } as const;
  const decision = decide(sampleFacts(story), builtInPolicy);
  assert.equal(decision.best, "non-conformity");
  assert.equal(decision.routes.find(({ route }) => route === "non-conformity")?.remedy, "replace");
});

test("where it is not allowed, the highest net to the shopper is best", () => {
  const story = {
    signed: "2026-03-02",
    notice: "2026-03-04",
    claim: cracked,
    money: { returnFreight: yuan("12.00") },
  } as const;
  const decision = decide(sampleFacts(story), builtInPolicy);
  assert.equal(decision.best, "non-conformity");
  const noFault = decide(
    sampleFacts({ ...story, claim: { reason: "no-longer-wanted", requested: "repair" } }),
    builtInPolicy,
  );
  assert.deepEqual([noFault.decision, noFault.best], ["ALLOW", "no-reason"]);
});

test("at equal net the route whose way back is free is best", () => {
  const decision = decide(sampleFacts({ signed: "2026-03-02", notice: "2026-03-04", claim: cracked }), builtInPolicy);
  assert.equal(decision.best, "non-conformity");
});

test("what is allowed comes before what a person has to look at", () => {
  const story = { signed: "2026-03-02", notice: "2026-03-04", claim: { reason: "quality" } } as const;
  const decision = decide(sampleFacts(story), builtInPolicy);
  assert.deepEqual([decision.decision, decision.best], ["ALLOW", "no-reason"]);
  assert.equal(decision.routes.find(({ route }) => route === "non-conformity")?.decision, "REVIEW");
});

test("disputed facts and nothing else allowed: a person looks, at the route in question first", () => {
  const story = { signed: "2026-03-02", notice: "2026-03-20", claim: cracked, defect: { disputed: true } } as const;
  const decision = decide(sampleFacts(story), builtInPolicy);
  assert.deepEqual([decision.decision, decision.best], ["REVIEW", "non-conformity"]);
});

test("when every route refuses the request is refused and none is best", () => {
  const decision = decide(sampleFacts({ signed: "2026-03-02", notice: "2026-03-20" }), builtInPolicy);
  assert.deepEqual([decision.decision, decision.best], ["DENY", null]);
  for (const { because } of decision.routes) assert.notEqual(because.length, 0);
});

test("an order not sent yet is refunded in full, outbound freight included", () => {
  const story = { notice: "2026-03-04", money: { outboundFreight: yuan("12.00") } };
  const decision = decide(sampleFacts(story), builtInPolicy);
  assert.deepEqual([decision.decision, decision.best], ["ALLOW", "before-shipment"]);
  const route = decision.routes.find(({ route }) => route === "before-shipment");
  assert.deepEqual([route?.remedy, route?.amount, route?.freightPayer], ["refund-only", yuan("112.00"), "none"]);
});

test("what was refunded before comes off", () => {
  const story = { notice: "2026-03-04", money: { refundedBefore: yuan("30.00") } };
  assert.equal(
    decide(sampleFacts(story), builtInPolicy).routes.find(({ route }) => route === "before-shipment")?.amount?.amount,
    "70.00",
  );
});

test("CN-DLV-01: a parcel lost on the way is refunded or sent again", () => {
  const delivery = { shippedAt: "2026-03-01T10:00:00+08:00", lostAt: "2026-03-08T10:00:00+08:00" };
  const lost = { notice: "2026-03-09", claim: { reason: "not-received" }, delivery } as const;
  const decision = decide(sampleFacts(lost), builtInPolicy);
  assert.equal(decision.routes.find(({ route }) => route === "non-delivery")?.decision, "ALLOW");
  const contested = { ...lost, delivery: { ...delivery, lostAt: null, deliveredAt: "2026-03-02T10:00:00+08:00" } };
  const route = decide(sampleFacts(contested), builtInPolicy).routes.find(({ route }) => route === "non-delivery");
  assert.deepEqual([route?.decision, route?.because.map(({ code }) => code)], ["REVIEW", ["carrier-says-delivered"]]);
});

test("outside the countries with a pack only the promise is judged", () => {
  const abroad = { country: "BR", zone: "America/Sao_Paulo", signed: "2026-03-02", notice: "2026-03-04" };
  const decision = decide(sampleFacts(abroad), builtInPolicy);
  assert.deepEqual([decision.decision, decision.law], ["REVIEW", null]);
  for (const { route, because } of decision.routes.slice(1)) {
    assert.deepEqual([route, because], [route, [{ code: "no-law-pack", params: {}, rule: null }]]);
  }
  const clause = {
    id: "thirty-days",
    reasons: ["no-longer-wanted"],
    remedies: ["return"],
    window: { days: 30, from: "delivered" },
  };
  const generous = policySchema.parse({ id: "shop", version: "1", effectiveFrom: "2026-01-01", clauses: [clause] });
  const promised = decide(sampleFacts(abroad), generous);
  assert.deepEqual([promised.decision, promised.best], ["ALLOW", "promise"]);
});

test("another law can be asked for by name", () => {
  const facts = sampleFacts({ country: "BR", signed: "2026-03-02", notice: "2026-03-04" });
  assert.equal(decide(facts, builtInPolicy, { pack: "cn" }).best, "no-reason");
});

test("at another instant the same facts are decided as if notice were given then", () => {
  const facts = sampleFacts({ signed: "2026-03-02", notice: "2026-03-04" });
  const late = decide(facts, builtInPolicy, { at: Temporal.Instant.from("2026-03-10T00:00:00+08:00") });
  assert.equal(late.decision, "DENY");
});

test("a calendar published later decides what had to wait", () => {
  const facts = sampleFacts({ signed: "2026-12-25", notice: "2027-01-04" });
  assert.equal(decide(facts, builtInPolicy).decision, "REVIEW");
  const calendar = withDays(cnCalendar, { year: 2027, off: [localDate("2027-01-01")], work: [] });
  assert.equal(decide(facts, builtInPolicy, { calendar }).decision, "ALLOW");
});

test("deciding twice gives the same, and leaves facts and policy as they were", () => {
  const facts = sampleFacts({ signed: "2026-03-02", notice: "2026-03-04", claim: cracked });
  const first = decide(facts, builtInPolicy);
  assert.deepEqual(decide(facts, builtInPolicy), first);
  assert.deepEqual(facts, sampleFacts({ signed: "2026-03-02", notice: "2026-03-04", claim: cracked }));
});

test("a decision survives being written as JSON", () => {
  const read = parseFacts(exampleFacts);
  assert.ok(read.ok);
  const decision = decide(read.value, builtInPolicy);
  assert.deepEqual(JSON.parse(JSON.stringify(decision)), decision);
});

test("0.3: a rule refuses when read (V) or partly read (P), and asks a person when remembered (M)", () => {
  const facts = sampleFacts({ signed: "2026-03-02", notice: "2026-03-04" });
  const law = source("T", { zh: "测试", en: "Test" }, null, "2020-01-01");
  for (const [grade, expected] of [
    ["V", "DENY"],
    ["P", "DENY"],
    ["M", "REVIEW"],
  ] as const) {
    const ruling = new Ruling("no-reason", matterOf(facts));
    ruling.deny("perishable", {}, rule("T-1", "orderedAt", article(law, "1", grade)));
    assert.equal(ruling.decided().route.decision, expected);
  }
});

test("0.3: nor does a remembered rule allow", () => {
  const law = source("T", { zh: "测试", en: "Test" }, null, "2020-01-01");
  const ruling = new Ruling("no-reason", matterOf(sampleFacts({ signed: "2026-03-02", notice: "2026-03-04" })));
  ruling.offer(
    "return",
    { lastDay: null, freightPayer: "seller", amount: 1n },
    rule("T-1", "orderedAt", article(law, "1", "M")),
  );
  assert.equal(ruling.decided().route.decision, "REVIEW");
});

test("the version of a rule is the one in force on the day it names", () => {
  const old = source("T'", { zh: "旧", en: "Old" }, null, "2020-01-01", "2026-03-02");
  const young = source("T", { zh: "新", en: "New" }, null, "2026-03-03");
  const changed = rule("T-1", "noticeAt", article(old, "21", "V"), article(young, "23", "V"));
  for (const [notice, cited] of [
    ["2026-03-02", "21"],
    ["2026-03-03", "23"],
  ] as const) {
    const ruling = new Ruling("no-reason", matterOf(sampleFacts({ signed: "2026-03-01", notice })));
    ruling.deny("perishable", {}, changed);
    assert.deepEqual(
      ruling.decided().route.citations.map(({ article }) => article),
      [cited],
    );
  }
});

function matterOf(facts: ReturnType<typeof sampleFacts>) {
  const { days, at } = facts;
  return {
    facts,
    policy: builtInPolicy,
    notice: days.notice,
    noticeAt: at.notice,
    calendar: cnCalendar,
    rollMode: "restDay",
  } as const;
}
