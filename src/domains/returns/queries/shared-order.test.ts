import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "#kernel/ids";
import { createStoppedClock } from "#platform/clock";
import { type Principal, system } from "#platform/db";
import { withTestDatabase } from "../../../../tests/support/database.ts";
import { as, createWorld, merchant, placeOrder, shopper, staff } from "../../../../tests/support/world.ts";
import { requestReturn } from "../actions/request-return.ts";
import { getCase } from "./get-case.ts";
import { askOptions } from "./options.ts";
import { ownRefunds } from "./own-refunds.ts";

test("a merchant who shares an order is promised no amount that others' lines and refunds would change", async () => {
  await withTestDatabase(
    async ({ db }) => {
      const world = await createWorld(db);
      // The goods of both reach the threshold; without the other's line nobody can tell what sending back one's own costs.
      const { number, customerId, id, lineIds } = await placeOrder(db, world, {
        lines: [
          { list: 30_000n, paid: 27_000n, merchantId: world.merchantId },
          { list: 10_000n, paid: 9_000n, merchantId: world.otherMerchantId },
        ],
        promotions: [{ code: "MJ", off: 4_000n, threshold: 40_000n }],
      });
      const [buyer, desk, seller] = [shopper(customerId), staff(), merchant(world.merchantId)];
      const lines = [{ lineId: lineIds[0] ?? "", quantity: 1 }];
      const offered = async (who: Principal) => {
        const { outcome } = await askOptions.ask(as(db, who), { number, lines });
        assert.ok(outcome.ok, JSON.stringify(outcome));
        return outcome.value.options.find(({ kind }) => kind === "return-and-refund");
      };
      const promised = await offered(buyer);
      assert.ok(promised?.amount);
      assert.deepEqual((await offered(desk))?.amount, promised.amount);
      const toSeller = await offered(seller);
      assert.deepEqual([toSeller?.standing, toSeller?.lastDay], [promised.standing, promised.lastDay]);
      assert.deepEqual([toSeller?.amount, toSeller?.receipt, toSeller?.autoApproved], [null, null, false]);

      const asked = await requestReturn.execute(as(db, buyer), {
        number,
        kind: "return-and-refund",
        reason: "no-longer-wanted",
        lines,
      });
      assert.ok(asked.outcome.ok, JSON.stringify(asked.outcome));
      const caseNumber = asked.outcome.value.cases[0]?.number ?? "";
      const receipt = async (who: Principal) => {
        const { outcome } = await getCase(async () => []).ask(as(db, who), { number: caseNumber });
        assert.ok(outcome.ok, JSON.stringify(outcome));
        return outcome.value.receipt;
      };
      assert.deepEqual(await receipt(seller), { steps: [], total: promised.amount, shortfall: null });
      assert.deepEqual((await receipt(desk)).total, promised.amount);
      assert.ok((await receipt(desk)).steps.length > 0);

      await db.withTx(system("test"), async (tx) => {
        for (const [merchantId, state, amount] of [
          [world.merchantId, "settled", 700n],
          [world.merchantId, "unknown", 50n],
          [world.merchantId, "refused", 9n],
          [world.otherMerchantId, "settled", 4_000n],
        ] as const) {
          const refund = newId();
          tx.send(
            `insert into payments.refund (customer_id, id, number, order_id, merchant_id, cause_kind, cause_id, kind, state, amount_minor, currency, receipt, reserved_at)
             values ($1, $2, $8, $3, $4, 'case', $2, 'goods', $5, $6, 'CNY', '{}', $7)`,
            [customerId, refund, id, merchantId, state, amount, tx.now, refund],
          );
          tx.send(
            `insert into payments.refund_part (customer_id, refund_id, tender_id, id, order_id, merchant_id, amount_minor, state)
             select $1, $2::uuid, id, $2::uuid, $3, $4, $6, $5 from orders.tender where customer_id = $1 and order_id = $3`,
            [customerId, refund, id, merchantId, state, amount],
          );
        }
      });
      const refunds = (who: Principal) =>
        db.withTx(who, (tx) => ownRefunds(tx, customerId, number), { readOnly: true });
      assert.deepEqual(await refunds(seller), { refundedMinor: 700n, reservedMinor: 50n });
      assert.deepEqual(await refunds(desk), { refundedMinor: 4_700n, reservedMinor: 50n });
    },
    { clock: createStoppedClock("2026-11-21T10:00:00+08:00") },
  );
});
