import assert from "node:assert/strict";
import { test } from "node:test";
import { decide } from "../../decide.ts";
import type { RouteDecision } from "../../decision.ts";
import { builtInPolicy } from "../../policy.ts";
import { codesOf, type Story, sampleFacts, sampleRoute } from "../../sample-facts.ts";

test("EU-SGD-13: a fault in time is repaired or replaced at the seller's cost, once a person has looked", () => {
  const decided = fault({ notice: "2026-06-01" });
  assert.equal(decided.decision, "REVIEW");
  assert.deepEqual(
    decided.remedies.map(({ remedy, freightPayer }) => [remedy, freightPayer]),
    [
      ["repair", "seller"],
      ["replace", "seller"],
    ],
  );
  assert.ok(codesOf(decided).includes("repair-or-replacement-first"));
});

test("EU-SGD-13: after a repair in vain the price comes down or all of it back", () => {
  const repairs = [{ from: "2026-04-01T10:00:00+02:00", until: "2026-04-10T10:00:00+02:00" }];
  const offered = fault({ notice: "2026-06-01", warranty: { repairs } }).remedies.map(({ remedy }) => remedy);
  assert.deepEqual(offered, ["repair", "replace", "price-reduction", "return"]);
});

test("EU-SGD-13: what is missing is sent", () => {
  assert.equal(fault({ notice: "2026-03-05", claim: { reason: "missing" } }).remedy, "reship");
});

test("EU-SGD-11: in the first year the seller has to prove that the goods were sound", () => {
  assert.equal(fault({ notice: "2027-03-02" }).burdenOfProof, "seller");
  const later = fault({ notice: "2027-03-03" });
  assert.equal(later.burdenOfProof, "shopper");
  assert.ok(codesOf(later).includes("one-year-over"));
});

test("EU-SGD-10: two years, and after them a person still looks, because the text was not read", () => {
  assert.ok(codesOf(fault({ notice: "2028-03-02" })).includes("within-two-years"));
  const late = fault({ notice: "2028-03-03" });
  assert.equal(late.decision, "REVIEW");
  assert.ok(codesOf(late).includes("reported-too-late"));
});

test("EU-SGD-10: disputed, refuted or self-made faults are for a person as well", () => {
  for (const [defect, code] of [
    [{ disputed: true }, "fault-disputed"],
    [{ cause: "shopper" }, "caused-by-shopper"],
    [{ proof: "refuted" }, "no-fault-found"],
  ] as const) {
    const decided = fault({ notice: "2026-03-05", defect });
    assert.equal(decided.decision, "REVIEW");
    assert.ok(codesOf(decided).includes(code));
  }
});

test("EU-SGD-10: nothing is judged before the goods are there", () => {
  assert.deepEqual(codesOf(fault({ signed: null, notice: "2026-03-05" })), ["not-yet-received"]);
});

test("EU-SGD-10: a good that came answers for itself, whatever else is still to come or was picked up later", () => {
  const moreToCome = fault({ notice: "2026-03-05", delivery: { moreToCome: true } });
  assert.equal(moreToCome.remedy, "repair");
  const delivery = { signedBy: "proxy-without-consent", pickedUpAt: "2026-03-09T10:00:00+01:00" } as const;
  assert.ok(codesOf(fault({ notice: "2028-03-09", delivery })).includes("within-two-years"));
});

test("nobody claims a fault: refused without any law", () => {
  const decided = fault({ notice: "2026-03-05", claim: { reason: "no-longer-wanted" } });
  assert.deepEqual([decided.decision, codesOf(decided), decided.citations], ["DENY", ["no-fault-claimed"], []]);
});

test("a faulty thing within fourteen days can simply go back", () => {
  const { decision, best } = decide(sampleFacts(told({ notice: "2026-03-05" })), builtInPolicy);
  assert.deepEqual([decision, best], ["ALLOW", "no-reason"]);
});

test("EU-GAP-02: what never came is for a person", () => {
  const lost = told({ signed: null, notice: "2026-03-20", claim: { reason: "not-received" } });
  const decided = sampleRoute("non-delivery", lost);
  assert.equal(decided.decision, "REVIEW");
  assert.deepEqual(
    decided.remedies.map(({ remedy }) => remedy),
    ["refund-only", "reship"],
  );
});

function fault(story: Omit<Story, "country" | "zone">): RouteDecision {
  return sampleRoute("non-conformity", told(story));
}

function told(story: Story): Story {
  return { country: "DE", zone: "Europe/Berlin", signed: "2026-03-02", claim: { reason: "quality" }, ...story };
}
