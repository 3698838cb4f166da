import assert from "node:assert/strict";
import { test } from "node:test";
import { csvOf, shareOf } from "./figures.ts";

for (const [part, whole, share] of [
  [0, 0, null],
  [0, 7, 0],
  [1, 3, 33],
  [999, 1000, 99],
  [1, 1000, 1],
  [7, 7, 100],
] as const)
  test(`${part} of ${whole} is told as ${share === null ? "nothing" : `${share} percent`}`, () => {
    assert.equal(shareOf(part, whole), share);
  });

test("a comma, a quotation mark and a formula in a name stay a name", () => {
  assert.equal(
    csvOf(
      ["a", "b"],
      [
        ['Tea, "the best"', 1],
        ["=1+1", null],
      ],
    ),
    '\uFEFFa,b\r\n"Tea, ""the best""",1\r\n\'=1+1,\r\n',
  );
});
