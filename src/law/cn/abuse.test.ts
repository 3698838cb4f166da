import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { decide } from "../decide.ts";
import { reasons } from "../facts.ts";
import { builtInPolicy } from "../policy.ts";
import { type Story, sampleFacts } from "../sample-facts.ts";

const days = fc
  .integer({ min: 0, max: 40 })
  .map((days) => Temporal.PlainDate.from("2026-03-02").add({ days }).toString());

const stories = fc.record({
  signed: fc.constantFrom("2026-03-02", null),
  notice: days,
  goods: fc.constantFrom({}, { category: "clothing" }, { specialClass: "perishable" }, { listedAs: "mobile-phone" }),
  condition: fc.constantFrom({}, { opened: true }, { tagsRemoved: true }),
  claim: fc.record({ reason: fc.constantFrom(...reasons), evidence: fc.constantFrom([], ["photo"]) }),
}) as fc.Arbitrary<Story>;

test("CN-NRR-12, CN-ABU: a suspicion of abuse refuses nothing, and takes no right away but the ease of the no-reason one", () => {
  fc.assert(
    fc.property(stories, (story) => {
      const before = decided(story);
      const suspected = decided({ ...story, claim: { ...story.claim, abuseSuspected: true } });
      for (const [index, { route, decision }] of suspected.routes.entries()) {
        const was = before.routes[index]?.decision;
        assert.equal(decision, route === "no-reason" && was === "ALLOW" ? "REVIEW" : was, route);
      }
      assert.deepEqual(suspected.compensation, before.compensation);
    }),
    { numRuns: 200 },
  );
});

test("CN-ABU-01: a refund without return leaves no title: goods or their value go back, whatever a platform's rules say", () => {
  const { liability } = decided({
    signed: "2026-03-02",
    notice: "2026-03-20",
    liability: { "refunded-without-return": "shown" },
  });
  assert.deepEqual(
    liability?.map(({ rule, who, as, decision }) => [rule, who, as, decision]),
    [["CN-ABU-01", "shopper", "to-give-back", "ALLOW"]],
  );
});

function decided(story: Story) {
  return decide(sampleFacts(story), builtInPolicy);
}
