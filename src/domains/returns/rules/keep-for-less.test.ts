import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { reasonNames } from "../contract/reasons.ts";
import { keepOffer, mayBeKept } from "./keep-for-less.ts";

const handling = {
  keepForLess: [
    { reasons: ["quality-fault" as const], percent: 20 },
    { reasons: ["quality-fault" as const, "does-not-fit" as const], percent: 10 },
  ],
};

test("the first entry that names the reason gives its share of what the goods are worth", () => {
  assert.deepEqual(keepOffer(handling, "quality-fault", [{ paidMinor: 39_900n }]), { percent: 20, minor: 7_980n });
  assert.deepEqual(keepOffer(handling, "does-not-fit", [{ paidMinor: 39_900n }]), { percent: 10, minor: 3_990n });
  assert.equal(keepOffer(handling, "no-longer-wanted", [{ paidMinor: 39_900n }]), null);
  assert.equal(keepOffer(handling, "quality-fault", [{ paidMinor: 1n }, { paidMinor: 1n }]), null);
  assert.equal(keepOffer(handling, "quality-fault", [{ paidMinor: 2n }]), null, "less than a fen is nothing");
});

test("an offer is never above what the goods are worth, and is made for no goods that may not be kept", () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 10n ** 12n }),
      fc.integer({ min: 1, max: 90 }),
      fc.constantFrom(...reasonNames),
      (paidMinor, percent, reason) => {
        const offer = keepOffer({ keepForLess: [{ reasons: [reason], percent }] }, reason, [{ paidMinor }]);
        if (!mayBeKept(reason)) return offer === null;
        return offer === null || (offer.minor > 0n && offer.minor <= paidMinor);
      },
    ),
  );
  for (const reason of ["counterfeit", "spoiled", "never-arrived"] as const) assert.ok(!mayBeKept(reason), reason);
});
