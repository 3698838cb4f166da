import assert from "node:assert/strict";
import { test } from "node:test";
import { becauseCodes } from "../../codes.ts";
import { decide } from "../../decide.ts";
import { type LiabilityDecision, liabilityGrounds } from "../../decision.ts";
import { builtInPolicy, policySchema } from "../../policy.ts";
import { codesOf, type Story, sampleFacts, sampleRoute, yuan } from "../../sample-facts.ts";

const fake: Partial<Story> = {
  claim: { reason: "counterfeit", evidence: ["report"] },
  misconduct: { fraud: { proof: "shown" } },
};
const live: Partial<Story> = { channel: "live", ...fake };

test("CN-LIVE ex (a): only a nickname shown, fake goods of a shop behind a link: who runs the room answers as seller", () => {
  const decision = decided({ ...live, liability: { "seller-not-shown": "claimed" } });
  assert.deepEqual(told(decision.liability), [["CN-LIVE-02", "live-room-operator", "seller", "ALLOW"]]);
  const [fraud] = decision.compensation;
  assert.deepEqual([fraud?.rule, fraud?.decision, fraud?.amount], ["CN-CMP-01", "ALLOW", yuan("500.00")]);
});

test("CN-LIVE ex (b): seller shown throughout, host on commission and unknowing: the seller, the operator for a person", () => {
  const decision = decided({ ...live, liability: { "seller-not-shown": "refuted", "operator-knew": "refuted" } });
  assert.deepEqual(told(decision.liability), [
    ["CN-LIVE-02", "live-room-operator", "seller", "REVIEW"],
    ["CN-LIVE-04", "live-room-operator", "jointly", "DENY"],
  ]);
  assert.equal(decision.compensation[0]?.decision, "ALLOW");
});

test("CN-LIVE ex (c): of an order of 2026-03-01 the replay is still due on 2028-12-01", () => {
  const [found] = heard({
    channel: "live",
    orderedAt: "2026-03-01T20:00:00+08:00",
    signed: "2026-03-03",
    notice: "2028-12-01",
    liability: { "records-missing": "shown" },
  });
  assert.equal(found?.decision, "ALLOW");
  const due = found?.because.find(({ code }) => code === "records-due-until");
  assert.deepEqual(due?.params, { lastDay: "2029-03-03" });
  assert.ok(found?.citations.some(({ source, article }) => source === "S7" && article === "16"));
});

test("CN-LIVE-06: three years after receipt a person looks whether the records were still due; before receipt they are", () => {
  const story: Story = { signed: "2022-11-01", notice: "2026-03-01", liability: { "records-missing": "shown" } };
  assert.equal(heard(story)[0]?.decision, "REVIEW");
  assert.equal(heard({ ...story, signed: null, orderedAt: "2022-11-01T10:00:00+08:00" })[0]?.decision, "ALLOW");
});

test("A40: no replay of an order of 2024-01-10 on 2026-12-01: a broken duty, and what is lost counts against the platform", () => {
  const [found] = heard({
    channel: "live",
    orderedAt: "2024-01-10T20:00:00+08:00",
    signed: "2024-01-13",
    notice: "2026-12-01",
    liability: { "records-missing": "shown" },
  });
  assert.deepEqual(told(found && [found]), [["CN-LIVE-06", "platform", "for-a-broken-duty", "ALLOW"]]);
  assert.ok(found?.because.some(({ code, rule }) => code === "loss-counts-against-keeper" && rule === "CN-PLT-08"));
  assert.deepEqual(
    found?.citations.map(({ source, article }) => `${source} ${article}`),
    ["S4 31", "S5 20, 31", "S4 61-62"],
  );
});

test("A38: the seller vanished and the platform gives a wrong phone number: the platform pays, and claims it back", () => {
  const found = heard({ ...fake, liability: { "seller-not-identified": "shown" } });
  assert.deepEqual(told(found), [["CN-PLT-01", "platform", "in-the-sellers-place", "ALLOW"]]);
});

test("A39: somebody sold one used phone in a year: no operator, so nothing beside the price and no seven days", () => {
  const decision = decided({ ...fake, seller: { trades: "occasionally" } });
  assert.deepEqual(
    decision.compensation.map(({ rule, decision }) => [rule, decision]),
    [["CN-CMP-01", "DENY"]],
  );
  assert.ok(decision.compensation[0]?.because.some(({ rule }) => rule === "CN-PLT-07"));
  const noReason = sampleRoute("no-reason", storyOf({ seller: { trades: "occasionally" } }));
  assert.deepEqual([noReason.decision, codesOf(noReason).includes("seller-is-no-operator")], ["DENY", true]);
  const faulty = sampleRoute("non-conformity", storyOf({ ...fake, seller: { trades: "occasionally" } }));
  assert.deepEqual([faulty.decision, codesOf(faulty).includes("contract-alone-binds")], ["REVIEW", true]);
});

test("CN-PLT-07: whether somebody trades is for a person to weigh", () => {
  const decision = decided({ ...fake, seller: { trades: "disputed" } });
  assert.equal(decision.compensation[0]?.decision, "REVIEW");
  assert.equal(sampleRoute("no-reason", storyOf({ seller: { trades: "disputed" } })).decision, "REVIEW");
});

for (const [rule, ground, who, as] of [
  ["CN-PLT-02", "platform-knew", "platform", "jointly"],
  ["CN-PLT-02", "platform-did-not-vet", "platform", "by-its-share"],
  ["CN-PLT-03", "self-operated", "platform", "seller"],
  ["CN-PLT-04", "food-licence-not-checked", "platform", "jointly"],
  ["CN-PLT-05", "paid-off-platform", "seller", "seller"],
  ["CN-PLT-06", "shop-transferred", "registered-operator", "beside-the-seller"],
  ["CN-LIVE-01", "host-misled", "seller", "seller"],
  ["CN-LIVE-03", "live-self-operated", "platform", "seller"],
  ["CN-LIVE-03", "operator-not-identified", "platform", "in-the-sellers-place"],
  ["CN-LIVE-04", "operator-knew", "live-room-operator", "jointly"],
  ["CN-ABU-01", "refunded-without-return", "shopper", "to-give-back"],
] as const) {
  test(`${rule}: ${ground}: ${who}, ${as}; claimed is for a person, refuted is refused`, () => {
    for (const [proof, decision] of [
      ["shown", "ALLOW"],
      ["claimed", "REVIEW"],
      ["refuted", "DENY"],
    ] as const) {
      assert.deepEqual(told(heard({ liability: { [ground]: proof } })), [[rule, who, as, decision]]);
    }
  });
}

test("CN-LIVE-02: before the court's provisions were in force a person looks", () => {
  const found = heard({ signed: "2022-01-10", notice: "2022-01-12", liability: { "seller-not-shown": "claimed" } });
  assert.equal(found[0]?.decision, "REVIEW");
});

test("0.3: what the host promised in the stream binds the shop beyond the seven days of the law", () => {
  const policy = policySchema.parse({ id: "shop", version: "1", effectiveFrom: "2026-01-01" });
  const story = storyOf({ channel: "live", notice: "2026-03-16", promises: { noReasonDays: 15 } });
  const route = sampleRoute("promise", story, policy);
  assert.equal(route.decision, "ALLOW");
  assert.ok(route.citations.some(({ rule, source }) => rule === "CN-PREC-02" && source === "S8"));
});

test("every ground has a sentence of its own", () => {
  for (const ground of liabilityGrounds) assert.ok(ground in becauseCodes, ground);
});

test("where no ground is told of none is heard, and liability changes neither decision nor routes", () => {
  const { liability, ...with_ } = decided({ ...fake, liability: { "platform-knew": "shown" } });
  assert.equal(liability?.length, 1);
  assert.deepEqual(with_, decided(fake));
});

function heard(story: Partial<Story>): readonly LiabilityDecision[] {
  return decided(story).liability ?? [];
}

function decided(story: Partial<Story>) {
  return decide(sampleFacts(storyOf(story)), builtInPolicy);
}

function storyOf(story: Partial<Story>): Story {
  return { signed: "2026-03-02", notice: "2026-03-04", ...story };
}

function told(liability: readonly LiabilityDecision[] | undefined) {
  return liability?.map(({ rule, who, as, decision }) => [rule, who, as, decision]);
}
