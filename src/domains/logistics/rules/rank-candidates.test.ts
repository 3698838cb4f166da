import assert from "node:assert/strict";
import { test } from "node:test";
import { rankCandidates } from "./rank-candidates.ts";

const found = (number: string, reason: "tracking-number" | "slip-number" | "phone-last4" | "sender-name") => ({
  subject: { kind: "case", number },
  orderNumber: "T1",
  shopperMask: "林*",
  reason,
});

test("a tracking number says more than four digits and a name together", () => {
  const ranked = rankCandidates([found("A", "phone-last4"), found("A", "sender-name"), found("B", "tracking-number")]);
  assert.deepEqual(
    ranked.map(({ subject, score }) => [subject.number, score]),
    [
      ["B", 60],
      ["A", 40],
    ],
  );
});

test("what was found twice in the same way counts once, in several ways by all of them", () => {
  const [first] = rankCandidates([
    found("A", "slip-number"),
    found("A", "slip-number"),
    found("A", "tracking-number"),
    found("A", "phone-last4"),
  ]);
  assert.deepEqual(first?.reasons, ["slip-number", "tracking-number", "phone-last4"]);
  assert.equal(first?.score, 100);
});

test("nothing found is nobody's", () => {
  assert.deepEqual(rankCandidates([]), []);
});
