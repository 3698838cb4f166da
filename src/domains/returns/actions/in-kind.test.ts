import assert from "node:assert/strict";
import { test } from "node:test";
import { system } from "#platform/db";
import { inTrade } from "../../../../tests/support/trade.ts";
import { placeOrder } from "../../../../tests/support/world.ts";

test("whoever keeps the coupons is told once which comes back, when the refund of its last goods is put aside", () =>
  inTrade(async (trade) => {
    const order = await placeOrder(trade.db, trade.world, {
      lines: [
        { list: 10_000n, paid: 9_000n },
        { list: 10_000n, paid: 9_000n },
      ],
      promotions: [{ code: "C", off: 2_000n, threshold: 0n, coupon: "Q-77" }],
    });
    const told = () =>
      trade.db.withTx(system("test"), (tx) =>
        tx.rows<{ number: string; coupons: string[] }>(
          "select payload ->> 'number' as number, payload -> 'coupons' as coupons from platform.outbox where kind = 'returns.in-kind-due' order by id",
        ),
      );
    const numbers: string[] = [];
    for (const lineId of order.lineIds) {
      const one = await trade.ask("return-and-refund", { order: { ...order, lineIds: [lineId] } });
      numbers.push(one.number);
      await trade.does(one, "approve", "ship", "receive", "inspect");
      const over = await trade.settled(one);
      assert.deepEqual([over.caseState, over.refunded.amount], ["completed", "90.00"]);
      assert.deepEqual(over.refunds[0]?.receipt.inKind?.coupons ?? [], numbers.length === 2 ? ["Q-77"] : []);
    }
    assert.deepEqual(await told(), [{ number: numbers[1], coupons: ["Q-77"] }]);
  }));
