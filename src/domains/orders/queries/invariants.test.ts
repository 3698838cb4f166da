import assert from "node:assert/strict";
import { test } from "node:test";
import { noticed } from "../../../../tests/support/breaking.ts";
import { withTestDatabase } from "../../../../tests/support/database.ts";
import { createWorld, placeOrder } from "../../../../tests/support/world.ts";
import { invariants } from "./invariants.ts";

const breaks = {
  "orders: units, freight, tax and adjustments are what the tenders captured": {
    table: "orders.tender",
    sql: "update orders.tender set captured_minor = captured_minor + 1",
  },
  "orders: every line has its units, and they add up to what it was paid": {
    table: "orders.unit",
    sql: "delete from orders.unit where unit_no = 2",
  },
  "orders: every line explains its price by what was paid, taken off and met by points": {
    table: "orders.line",
    sql: "update orders.line set points_minor = points_minor + 1",
  },
  "orders: every order is found by its number": {
    table: "platform.directory",
    sql: "delete from platform.directory where kind = 'order'",
  },
};

test("every invariant of orders is quiet over an order as it should be, and speaks when its rows are wrong", () =>
  withTestDatabase(async (database) => {
    const world = await createWorld(database.db);
    await placeOrder(database.db, world, { lines: [{ list: 10_000n, quantity: 2 }] });
    assert.deepEqual(
      Object.keys(breaks),
      invariants.map(({ name }) => name),
    );
    await assert.rejects(
      noticed(database, invariants, { table: "orders.line", sql: "delete from orders.line where false" }),
    );
    const untouched = { table: "orders.line", sql: "update orders.line set title = title" };
    assert.deepEqual(await noticed(database, invariants, untouched), []);
    for (const [name, wrong] of Object.entries(breaks)) {
      const names = await noticed(database, invariants, wrong);
      assert.ok(names.includes(name), `${name}: ${names.join("; ")}`);
    }
  }));
