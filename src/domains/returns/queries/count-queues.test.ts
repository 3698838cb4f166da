import assert from "node:assert/strict";
import { test } from "node:test";
import { createStoppedClock } from "#platform/clock";
import { withTestDatabase } from "../../../../tests/support/database.ts";
import { as, createWorld, merchant, placeOrder, shopper, staff } from "../../../../tests/support/world.ts";
import { requestReturn } from "../actions/request-return.ts";
import { withdrawCase } from "../actions/withdraw-case.ts";
import { queues } from "../contract.ts";
import { countQueues } from "./count-queues.ts";

test("every queue has a figure, all of them too; closed cases count among all, and a merchant counts the own ones", () =>
  withTestDatabase(
    async ({ db }) => {
      const world = await createWorld(db);
      const buyer = shopper(world.customerId);
      const numbers: string[] = [];
      for (const merchantId of [world.merchantId, world.merchantId, world.otherMerchantId]) {
        const order = await placeOrder(db, world, { lines: [{ list: 5_000n, merchantId }] });
        const { outcome } = await requestReturn.execute(as(db, buyer), {
          number: order.number,
          kind: "return-and-refund",
          reason: "no-longer-wanted",
          lines: [{ lineId: order.lineIds[0], quantity: 1 }],
        });
        assert.ok(outcome.ok, JSON.stringify(outcome));
        numbers.push(outcome.value.cases[0]?.number ?? "");
      }
      await withdrawCase.execute(as(db, buyer), { number: numbers[0] });
      const counts = async (who = staff()) => {
        const { outcome } = await countQueues.ask(as(db, who), {});
        assert.ok(outcome.ok, JSON.stringify(outcome));
        return outcome.value.counts;
      };
      const everyone = await counts();
      assert.deepEqual(
        Object.keys(everyone).sort(),
        [...queues, "overdue", "freight-to-decide", "discrepancies-open", "payouts-stuck"].sort(),
      );
      assert.deepEqual([everyone["all"], everyone["open"], everyone["to-decide"]], [3, 2, 2]);
      const own = await counts(merchant(world.merchantId));
      assert.deepEqual([own["all"], own["open"]], [2, 1]);
    },
    { clock: createStoppedClock("2026-11-20T12:00:00+08:00") },
  ));
