import assert from "node:assert/strict";
import { test } from "node:test";
import { differences, leavesOf } from "./compare.ts";

test("a policy reads as names and values, lists of words on one line", () => {
  assert.deepEqual(leavesOf({ days: 7, freight: { quality: "seller" }, kinds: ["a", "b"] }), [
    { path: "days", value: "7" },
    { path: "freight.quality", value: "seller" },
    { path: "kinds", value: "a, b" },
  ]);
});

test("two versions differ only where a value does, added and removed parts included", () => {
  assert.deepEqual(
    differences(leavesOf({ days: 7, gone: true, same: 1 }), leavesOf({ days: 15, same: 1, fresh: "x" })),
    [
      { path: "days", before: "7", after: "15" },
      { path: "fresh", before: null, after: "x" },
      { path: "gone", before: "true", after: null },
    ],
  );
});

test("a clause put in front leaves the named ones behind it unchanged", () => {
  const before = { clauses: [{ id: "quality", days: 15 }] };
  const after = {
    clauses: [
      { id: "gifts", days: 7 },
      { id: "quality", days: 15 },
    ],
  };
  assert.deepEqual(
    differences(leavesOf(before), leavesOf(after)).map(({ path }) => path),
    ["clauses[gifts].id", "clauses[gifts].days"],
  );
});
