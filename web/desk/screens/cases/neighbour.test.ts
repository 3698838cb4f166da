import assert from "node:assert/strict";
import { test } from "node:test";
import { neighbour } from "./neighbour.ts";

const rows = [{ number: "AS1" }, { number: "AS2" }, { number: "AS3" }];

for (const [pathname, step, goes] of [
  ["/desk/cases", 1, "AS1"],
  ["/desk/cases", -1, "AS1"],
  ["/desk/cases/AS1", 1, "AS2"],
  ["/desk/cases/AS2", -1, "AS1"],
  ["/desk/cases/AS1", -1, "AS1"],
  ["/desk/cases/AS3", 1, "AS3"],
  ["/desk/cases/AS9", 1, "AS1"],
] as const)
  test(`from ${pathname} one step ${step === 1 ? "down" : "up"} is ${goes}`, () => {
    assert.equal(neighbour(rows, pathname, step)?.number, goes);
  });

test("two keys in a row walk two rows, though the first case is still loading", () => {
  let address = "/desk/cases/AS1";
  for (const _ of [1, 2]) address = `/desk/cases/${neighbour(rows, address, 1)?.number}`;
  assert.equal(address, "/desk/cases/AS3");
});

test("an empty queue has no neighbour", () => {
  assert.equal(neighbour([], "/desk/cases", 1), undefined);
});
