import assert from "node:assert/strict";
import { test } from "node:test";
import { createStoppedClock } from "#platform/clock";
import { type Principal, system } from "#platform/db";
import { withTestDatabase } from "../../../../tests/support/database.ts";
import { as, createWorld, merchant, placeOrder, shopper, staff } from "../../../../tests/support/world.ts";
import { getOrder } from "./get-order.ts";

test("of an order that merchants share, each sees the sums of its own lines and its own refunds, and not how it was paid", async () => {
  await withTestDatabase(
    async ({ db }) => {
      const world = await createWorld(db);
      const { number, customerId, id } = await placeOrder(db, world, {
        lines: [
          { list: 30_000n, paid: 27_000n, merchantId: world.merchantId },
          { list: 10_000n, paid: 9_000n, merchantId: world.otherMerchantId },
        ],
        freight: 1_000n,
        promotions: [{ code: "MJ", off: 4_000n, threshold: 40_000n }],
        tenders: [
          { kind: "wechat-pay", captured: 30_000n },
          { kind: "gift-card", captured: 7_000n },
        ],
      });
      await db.withTx(system("test"), async (tx) => {
        for (const [no, freight] of [
          [1, 750n],
          [2, 250n],
        ] as const)
          tx.send(
            "update orders.line set freight_minor = $4 where customer_id = $1 and order_id = $2 and line_no = $3",
            [customerId, id, no, freight],
          );
        tx.send(
          "update orders.tender set refunded_minor = 9000 where customer_id = $1 and order_id = $2 and tender_no = 1",
          [customerId, id],
        );
      });
      const one = getOrder(
        async () => [],
        undefined,
        async () => ({ refundedMinor: 9_000n, reservedMinor: 250n }),
      );
      const seen = async (who: Principal, of = number) => {
        const { outcome } = await one.ask(as(db, who), { number: of });
        assert.ok(outcome.ok, JSON.stringify(outcome));
        const { list, freight, paid, refunded, reserved, promotions, tenders, lines } = outcome.value;
        return {
          sums: [list, freight, paid, refunded, reserved].map(({ amount }) => amount),
          off: promotions.map((promotion) => promotion.off.amount),
          tenders: tenders.map(({ kind }) => kind),
          lines: lines.length,
        };
      };
      const whole = {
        sums: ["400.00", "10.00", "370.00", "90.00", "0.00"],
        off: ["40.00"],
        tenders: ["wechat-pay", "gift-card"],
        lines: 2,
      };
      for (const who of [shopper(customerId), staff()]) assert.deepEqual(await seen(who), whole);
      const reads = (merchantId: string) => merchant(merchantId, "orders.read");
      assert.deepEqual(await seen(reads(world.merchantId)), {
        sums: ["300.00", "7.50", "277.50", "90.00", "2.50"],
        off: ["30.00"],
        tenders: [],
        lines: 1,
      });
      assert.deepEqual(await seen(reads(world.otherMerchantId)), {
        sums: ["100.00", "2.50", "92.50", "90.00", "2.50"],
        off: ["10.00"],
        tenders: [],
        lines: 1,
      });

      const alone = await placeOrder(db, world, { lines: [{ list: 5_000n }], freight: 600n });
      const own = await seen(reads(world.merchantId), alone.number);
      assert.deepEqual([own.sums[2], own.tenders], ["56.00", ["wechat-pay"]], "an order of its own it sees whole");
    },
    { clock: createStoppedClock("2026-11-21T10:00:00+08:00") },
  );
});
