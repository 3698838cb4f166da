import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { newId } from "#kernel/ids";
import { pageOfRows, placeOf } from "./index.ts";

test("a cursor leads back to the last row of its page, to the microsecond", () => {
  const rows = [1, 2, 3].map((n) => ({ at: Temporal.Instant.from(`2026-11-21T02:00:00.00000${n}Z`), id: newId() }));
  const page = pageOfRows(
    rows,
    2,
    (row) => row,
    (row) => row.id,
  );
  assert.deepEqual(page.items, [rows[0]?.id, rows[1]?.id]);
  const place = placeOf(page.nextCursor ?? undefined);
  assert.ok(typeof place === "object");
  assert.equal(place.at.toString(), rows[1]?.at.toString());
  assert.equal(place.id, rows[1]?.id);
});

test("the last page has no next one", () => {
  assert.equal(
    pageOfRows(
      [],
      2,
      (row: never) => row,
      (row) => row,
    ).nextCursor,
    null,
  );
});

test("no cursor is the beginning; text that is none of ours is broken, and never fails", () => {
  assert.equal(placeOf(undefined), undefined);
  assert.equal(placeOf(Buffer.from(`yesterday|${newId()}`).toString("base64url")), "broken");
  fc.assert(fc.property(fc.string(), (text) => placeOf(text) === "broken"));
});
