import assert from "node:assert/strict";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { migrate, system } from "#platform/db";
import { withTestDatabase } from "../../../tests/support/database.ts";
import { createWorld, placeOrder } from "../../../tests/support/world.ts";

test("a migration reaches the rows that are there, and afterwards the owner sees none again", () =>
  withTestDatabase(async ({ db, adminUrl, secrets }) => {
    await placeOrder(db, await createWorld(db), {});
    const folder = await mkdtemp(join(tmpdir(), "aftercare-migrations-"));
    try {
      await cp(join(import.meta.dirname, "../../../db/migrations"), folder, { recursive: true });
      await writeFile(join(folder, "9998-orders-mark.sql"), "update orders.shop_order set source = 'reached';");
      await migrate(adminUrl, secrets.databasePasswords, folder);
      await writeFile(join(folder, "9999-orders-wrong.sql"), "select 1 / 0;");
      await assert.rejects(migrate(adminUrl, secrets.databasePasswords, folder), /9999-orders-wrong/);
    } finally {
      await rm(folder, { recursive: true });
    }
    await db.withTx(system("test"), async (tx) => {
      assert.deepEqual(await tx.rows("select source from orders.shop_order"), [{ source: "reached" }]);
      const unforced = "select relname from pg_class where relrowsecurity and not relforcerowsecurity";
      assert.deepEqual(await tx.rows(unforced), []);
    });
  }));
