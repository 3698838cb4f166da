import assert from "node:assert/strict";
import { test } from "node:test";
import { disposeFrom, mayDispose } from "./dispose-from.ts";

const found = Temporal.Instant.from("2026-09-01T02:00:00Z");

test("a parcel nobody asked for is kept for sixty days to the second", () => {
  const end = disposeFrom(found);
  assert.equal(end.toString(), "2026-10-31T02:00:00Z");
  assert.equal(mayDispose("nobody-asked", found, end.subtract({ seconds: 1 })), false);
  assert.equal(mayDispose("nobody-asked", found, end), true);
});

test("what spoils or endangers people need not wait", () => {
  assert.ok(mayDispose("perishable", found, found));
  assert.ok(mayDispose("dangerous", found, found));
});
