import assert from "node:assert/strict";
import { test } from "node:test";
import { createStoppedClock } from "#platform/clock";
import { withTestDatabase } from "../../../../tests/support/database.ts";
import { withWorker } from "../../../../tests/support/running.ts";
import { as, createWorld, merchant, placeOrder, shopper, staff } from "../../../../tests/support/world.ts";
import { approveCase } from "../actions/approve-case.ts";
import { rejectCase } from "../actions/reject-case.ts";
import { requestReturn } from "../actions/request-return.ts";
import { figures } from "../model.ts";
import { listCases } from "./list-cases.ts";
import { readPerformance } from "./performance.ts";

const stopped = createStoppedClock("2026-11-18T09:00:00+08:00");

test("answers by people, by the clock and not yet are told apart, and every figure opens as many cases as it says", () =>
  withTestDatabase(
    async ({ db }) => {
      const world = await createWorld(db);
      const [buyer, seller] = [shopper(world.customerId), merchant(world.merchantId)];
      const ask = async (merchantId = world.merchantId) => {
        const order = await placeOrder(db, world, { lines: [{ list: 5_000n, merchantId }] });
        const { outcome } = await requestReturn.execute(as(db, buyer), {
          number: order.number,
          kind: "return-and-refund",
          reason: "no-longer-wanted",
          lines: [{ lineId: order.lineIds[0], quantity: 1 }],
        });
        assert.ok(outcome.ok, JSON.stringify(outcome));
        return outcome.value.cases[0]?.number ?? "";
      };
      const [first, second] = [await ask(), await ask()];
      await ask();
      stopped.forward(2 * 3_600);
      assert.ok((await approveCase.execute(as(db, seller), { number: first })).outcome.ok);
      stopped.forward(4 * 3_600);
      const no = { number: second, reason: "goods-differ", note: "not ours" };
      assert.ok((await rejectCase.execute(as(db, staff()), no)).outcome.ok);
      await withWorker(db, async ({ deadlines }) => {
        stopped.forward(43 * 3_600);
        await deadlines.fireDue();
      });
      await ask();
      await ask(world.otherMerchantId);
      // A second yes is no first answer.
      assert.ok((await approveCase.execute(as(db, staff()), { number: second })).outcome.ok);

      const read = async (who = staff(), more = {}) => {
        const { outcome } = await readPerformance.ask(as(db, who), { weeks: 2, ...more });
        assert.ok(outcome.ok, JSON.stringify(outcome));
        return outcome.value;
      };
      const { total, weeks, merchants, from, until } = await read();
      assert.deepEqual(
        [total.counts.asked, total.counts.answered, total.counts["in-time"], total.counts["by-clock"]],
        [5, 3, 2, 1],
      );
      assert.equal(total.medianMinutes, 4 * 60);
      assert.deepEqual([from, until], ["2026-11-09", "2026-11-23"]);
      assert.deepEqual(
        weeks.map(({ counts }) => counts.asked),
        [0, 5],
      );
      assert.deepEqual(
        merchants.map(({ merchantId, counts }) => [merchantId, counts.asked]),
        [
          [world.merchantId, 4],
          [world.otherMerchantId, 1],
        ],
      );
      assert.equal((await read(seller)).total.counts.asked, 4);
      assert.equal((await read(staff(), { merchantId: world.otherMerchantId })).total.counts.asked, 1);

      for (const figure of figures) {
        const list = await listCases(async () => []).ask(as(db, staff()), {
          figure,
          requestedFrom: from,
          requestedUntil: until,
          limit: 100,
        });
        assert.ok(list.outcome.ok, JSON.stringify(list.outcome));
        assert.equal(list.outcome.value.items.length, total.counts[figure], figure);
      }
    },
    { clock: stopped },
  ));
