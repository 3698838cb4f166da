import assert from "node:assert/strict";
import { test } from "node:test";
import { exclusionOf } from "./exclusion-of.ts";

const placedAt = Temporal.Instant.from("2026-11-10T10:00:00Z");
const valid = {
  shown_prominently: true,
  pre_ticked: false,
  per_order: true,
  in_mandatory_flow: true,
  confirmed_at: "2026-11-10T09:59:30Z",
  snapshot: "page-7",
};
const sealed = "unsafe-or-altered-once-opened";

test("a confirmation that was asked for this order before it was placed keeps the goods from coming back", () =>
  assert.deepEqual(exclusionOf(sealed, valid, placedAt)?.flaws, []));

test("without one, ticked beforehand or given afterwards, the exclusion cannot be used", () => {
  assert.deepEqual(exclusionOf(sealed, null, placedAt), { class: sealed, confirmation: null, flaws: ["missing"] });
  const late = { ...valid, pre_ticked: true, confirmed_at: "2026-11-10T10:05:00Z" };
  assert.deepEqual(exclusionOf(sealed, late, placedAt)?.flaws, ["pre-ticked", "after-the-order"]);
});

test("of goods of another nature nothing can be agreed away", () =>
  assert.equal(exclusionOf(null, valid, placedAt), null));
