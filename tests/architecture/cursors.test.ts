import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { rights } from "#contract/parties";
import { newId } from "#kernel/ids";
import { createWorld, shopper, staff } from "../support/world.ts";
import { withHouse } from "./house.ts";

test("Every list refuses a cursor that is none of ours, and says so", async () => {
  await withHouse(async ({ system, database: { db } }) => {
    const { customerId } = await createWorld(db);
    const lists = system.routes.flatMap(({ query }) =>
      query !== undefined && takesCursor(query.meta.input) && !byNumber.includes(query.meta.name) ? [query] : [],
    );
    assert.ok(lists.length >= 8, String(lists.length));
    for (const list of lists) {
      const input = { cursor: "nonsense", ...(takes(list.meta.input, "id") ? { id: newId() } : {}) };
      const answers = await Promise.all(
        [staff(...rights), shopper(customerId)].map((principal) => list.ask({ db, principal }, input)),
      );
      const codes = answers.map(({ outcome }) => (outcome.ok ? "answered" : outcome.code));
      assert.ok(codes.includes("cursor-broken"), `${list.meta.name}: ${codes.join(", ")}`);
      assert.ok(!codes.includes("answered"), `${list.meta.name}: ${codes.join(", ")}`);
    }
  });
});

const takesCursor = (input: z.ZodType): boolean => takes(input, "cursor");

/** Their cursor is the number of a row, and every text has its place among numbers. */
const byNumber: readonly string[] = ["parties.list-merchants"];

function takes(input: z.ZodType, field: string): boolean {
  return input instanceof z.ZodObject && field in input.shape;
}
