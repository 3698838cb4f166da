import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { importOrders } from "#domains/orders";
import { system } from "#platform/db";
import { createPersonal } from "#platform/personal";
import { testSettings, withTestDatabase } from "../support/database.ts";
import { orderWords } from "../support/order-input.ts";

const orders = 6_000;
const shoppers = 1_500;

test("an import killed in the middle and run again is complete, and nothing is there twice", async () => {
  const folder = mkdtempSync(join(tmpdir(), "aftercare-import-"));
  const path = join(folder, "many.jsonl");
  const words = Array.from({ length: orders }, (_, i) =>
    JSON.stringify(
      orderWords(`K-${i}`, {
        shopper: { externalId: `c${i % shoppers}`, phone: `139${String(i % shoppers).padStart(8, "0")}` },
      }),
    ),
  );
  writeFileSync(path, words.join("\n"));
  try {
    await withTestDatabase(async ({ db, secrets, name }) => {
      const count = async (sql: string) =>
        (await db.withTx(system("test"), (tx) => tx.one<{ n: number }>(`select count(*)::int as n from ${sql}`))).n;
      const child = spawn(process.execPath, [join(import.meta.dirname, "importing.ts"), path, folder, name], {
        stdio: ["ignore", "inherit", "inherit"],
        env: { ...process.env, ...testSettings() },
      });
      const ended = new Promise((resolve) => child.once("exit", resolve));
      while ((await count("orders.shop_order")) < 1_000 && child.exitCode === null) await pause(20);
      child.kill("SIGKILL");
      await ended;
      // The database finishes what had been sent to it before its client died.
      let before = -1;
      for (let seen = await count("orders.shop_order"); seen !== before; seen = await count("orders.shop_order")) {
        before = seen;
        await pause(300);
      }
      assert.ok(before >= 1_000 && before < orders, `${before} orders were there when it was killed`);

      const report = await importOrders(
        db,
        createPersonal(secrets),
        { format: "jsonl", path },
        { rejectsFolder: folder },
      );
      assert.equal(report.orders.read, orders);
      assert.equal(report.orders.imported, orders - before);
      assert.equal(report.orders.unchanged, before);
      assert.equal(await count("orders.shop_order"), orders);
      assert.equal(await count("parties.shopper"), shoppers);
      assert.equal(await count("orders.line"), orders * 2);
      assert.equal(await count("orders.unit"), orders * 4);
      assert.equal(await count("orders.tender"), orders);
      assert.equal(await count("platform.directory where kind = 'order'"), orders);
      const runs = await db.withTx(system("test"), (tx) =>
        tx.rows("select state, error from orders.import_run order by id"),
      );
      assert.deepEqual(runs, [
        { state: "failed", error: "interrupted" },
        { state: "done", error: null },
      ]);
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
