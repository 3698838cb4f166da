import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "#kernel/ids";
import { system } from "#platform/db";
import { withTestDatabase } from "../../../tests/support/database.ts";
import { findCustomerOf, findInDirectory } from "./index.ts";

test("a number leads to its shopper, is remembered by database, and a phone that moved is looked up anew", async () => {
  const [first, second, order] = [newId<"customer">(), newId<"customer">(), newId()];
  await withTestDatabase(async ({ db }) => {
    const write = (kind: string, key: string, customer: string, id: string) =>
      db.withTx(system("test"), async (tx) =>
        tx.send(
          "insert into platform.directory values ($1, $2, $3, $4) on conflict (kind, key) do update set customer_id = $3, id = $4",
          [kind, key, customer, id],
        ),
      );
    const ask = (kind: string, key: string) => db.withTx(system("test"), (tx) => findInDirectory(tx, kind, key));
    assert.equal(await ask("order", "SO-1"), undefined);
    await write("order", "SO-1", first, order);
    await write("phone", "index", first, first);
    assert.deepEqual(await ask("order", "SO-1"), { customerId: first, id: order });
    const again = await ask("order", "SO-1");
    assert.equal(await ask("order", "SO-1"), again, "remembered");
    assert.equal((await ask("phone", "index"))?.customerId, first);
    await write("phone", "index", second, second);
    assert.equal((await ask("phone", "index"))?.customerId, second);
  });
  await withTestDatabase(async ({ db }) => {
    assert.equal(await db.withTx(system("test"), (tx) => findCustomerOf(tx, "order", "SO-1")), undefined);
  });
});
