import assert from "node:assert/strict";
import { test } from "node:test";
import { decide } from "../../decide.ts";
import { builtInPolicy } from "../../policy.ts";
import { codesOf, type Story, sampleFacts, sampleRoute, yuan } from "../../sample-facts.ts";

type Minor = NonNullable<Story["minor"]>;

const child: Minor = { age: 7, proof: "shown" };
const teenager: Minor = { age: 13, proof: "shown", fitsAge: "no", guardian: "refused" };

test("CN-MIN-01 ex: a toy of 300 bought by a seven-year-old: void, the price comes back for the toy", () => {
  const decided = heard(child, "300.00");
  assert.deepEqual([decided.decision, decided.remedy, decided.amount], ["ALLOW", "return", yuan("300.00")]);
  assert.deepEqual(codesOf(decided), ["too-young-to-buy", "both-sides-give-back"]);
});

test("CN-MIN-01 ex: a book of 30 bought by a thirteen-year-old binds, and every other route stays open", () => {
  const story = storyOf({ ...teenager, fitsAge: "yes", guardian: "not-heard" }, "30.00");
  assert.equal(sampleRoute("void-contract", story).decision, "DENY");
  const decision = decide(sampleFacts(story), builtInPolicy);
  assert.deepEqual([decision.decision, decision.best], ["ALLOW", "no-reason"]);
});

test("CN-MIN-01 ex: a tablet of 9,000 at thirteen, the parent refuses: void, goods back, wear made good", () => {
  const decided = heard(teenager, "9000.00");
  assert.deepEqual([decided.decision, decided.remedy, decided.amount], ["ALLOW", "return", yuan("9000.00")]);
  const worn = heard(teenager, "9000.00", { condition: { wearTraces: true } });
  assert.deepEqual([worn.decision, worn.remedy], ["REVIEW", "return"]);
  assert.deepEqual(worn.because.find(({ code }) => code === "wear-is-made-good")?.params, { trace: "wearTraces" });
});

test("A49: goods for 6,000 ordered in a live room at fifteen, the parent refuses within 30 days: void, both give back", () => {
  const minor: Minor = { ...teenager, age: 15, guardianAskedAt: "2026-03-05T10:00:00+08:00" };
  const decided = heard(minor, "6000.00", { channel: "live", notice: "2026-03-20" });
  assert.deepEqual([decided.decision, decided.amount], ["ALLOW", yuan("6000.00")]);
  assert.ok(codesOf(decided).includes("guardian-refused"));
});

// Asked on 2026-04-01: thirty days end on Labour Day, and so on the first working day after it.
for (const [notice, decision, code] of [
  ["2026-04-20", "REVIEW", "guardian-may-approve"],
  ["2026-05-06", "REVIEW", "guardian-may-approve"],
  ["2026-05-07", "ALLOW", "guardian-silent"],
] as const) {
  test(`CN-MIN-01: a guardian asked on 1 April and silent on ${notice}: ${decision}`, () => {
    const minor: Minor = { ...teenager, guardian: "not-heard", guardianAskedAt: "2026-04-01T10:00:00+08:00" };
    const decided = heard(minor, "9000.00", { notice });
    assert.equal(decided.decision, decision);
    assert.deepEqual(decided.because.find((because) => because.code === code)?.params, { lastDay: "2026-05-06" });
  });
}

test("CN-MIN-01: a guardian who approved binds, one nobody asked is asked, and what fits the age is for a person", () => {
  assert.equal(heard({ ...teenager, guardian: "approved" }, "9000.00").decision, "DENY");
  assert.equal(heard({ ...teenager, guardian: "not-heard" }, "9000.00").decision, "REVIEW");
  assert.equal(heard({ ...teenager, fitsAge: "to-be-judged" }, "9000.00").decision, "REVIEW");
});

test("CN-MIN-01-capacity: online everybody is taken to be of age, until a minor is shown to have bought", () => {
  assert.deepEqual(codesOf(heard({ ...child, proof: "claimed" }, "300.00"))[0], "minor-to-be-shown");
  assert.equal(heard({ ...child, proof: "claimed" }, "300.00").decision, "REVIEW");
  assert.equal(heard({ ...child, proof: "refuted" }, "300.00").decision, "DENY");
});

test("CN-MIN-01-earner: at sixteen, living on own earnings, a purchase binds; at fifteen it does not", () => {
  const earner: Minor = { ...teenager, livesOnOwnEarnings: true };
  assert.equal(heard({ ...earner, age: 16 }, "9000.00").decision, "DENY");
  assert.equal(heard({ ...earner, age: 15 }, "9000.00").decision, "ALLOW");
});

test("CN-MIN-01: before anything was sent only money goes back", () => {
  const decided = heard(child, "300.00", { signed: null });
  assert.deepEqual([decided.decision, decided.remedy, decided.freightPayer], ["ALLOW", "refund-only", "none"]);
});

test("CN-MIN-01: where nobody speaks of a minor the route is refused without a rule, and nothing else changes", () => {
  const decided = sampleRoute("void-contract", { signed: "2026-03-02", notice: "2026-03-04" });
  assert.deepEqual([decided.decision, decided.citations], ["DENY", []]);
  assert.deepEqual(decided.because, [{ code: "no-minor-claimed", params: {}, rule: null }]);
});

function heard(minor: Minor, paid: string, story: Partial<Story> = {}) {
  return sampleRoute("void-contract", { ...storyOf(minor, paid), ...story });
}

function storyOf(minor: Minor, paid: string): Story {
  return { signed: "2026-03-02", notice: "2026-03-04", minor, money: { paid: yuan(paid) } };
}
