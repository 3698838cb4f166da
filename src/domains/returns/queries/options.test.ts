import assert from "node:assert/strict";
import { test } from "node:test";
import { saveProducts } from "#domains/catalog";
import { createStoppedClock } from "#platform/clock";
import { system } from "#platform/db";
import { withTestDatabase } from "../../../../tests/support/database.ts";
import { as, createWorld, placeOrder, shopper } from "../../../../tests/support/world.ts";
import type { CaseKind } from "../model.ts";
import { askOptions } from "./options.ts";

test("each service says what it takes: how long at most, what to do with the goods, and what the price came down to", () =>
  withTestDatabase(
    async ({ db }) => {
      const world = await createWorld(db);
      await db.withTx(system("test"), (tx) =>
        saveProducts(tx, [
          {
            number: "P1",
            merchantId: world.merchantId,
            title: "降噪头戴耳机",
            titleEn: "Headphones",
            categoryCode: "clothing",
            specialClass: null,
            listMinor: 30_000n,
            currency: "CNY",
            picture: "headphones:10",
            source: "test",
          },
        ]),
      );
      const order = await placeOrder(db, world, {
        lines: [{ list: 39_900n, paid: 75_800n, quantity: 2, category: "clothing" }],
      });
      const lineId = order.lineIds[0] ?? "";
      const { outcome } = await askOptions.ask(as(db, shopper(world.customerId)), {
        number: order.number,
        lines: [{ lineId, quantity: 2 }],
      });
      assert.ok(outcome.ok, JSON.stringify(outcome));
      const { options } = outcome.value;
      const of = (kind: CaseKind) => options.find((option) => option.kind === kind);
      const cash = (amount: string) => ({ amount, currency: "CNY" });
      assert.deepEqual(of("price-protection")?.prices, [{ lineId, paid: cash("758.00"), lowest: cash("600.00") }]);
      assert.deepEqual(of("return-and-refund")?.prices, []);
      assert.deepEqual(
        (["refund-only", "return-and-refund", "refuse-delivery"] as const).map((kind) => of(kind)?.effort),
        ["nothing", "send-back", "refuse-at-door"],
      );
      assert.deepEqual([of("refund-only")?.withinDays, of("exchange")?.withinDays], [2, 17]);
      // Nobody has opened a parcel that is refused at the door.
      assert.ok(of("return-and-refund")?.asks.includes("tagsRemoved"));
      assert.deepEqual(of("refuse-delivery")?.asks, []);
    },
    { clock: createStoppedClock("2026-11-20T12:00:00+08:00") },
  ));
