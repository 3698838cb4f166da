import assert from "node:assert/strict";
import { test } from "node:test";
import { createStoppedClock } from "#platform/clock";
import { withTestDatabase } from "../../../../tests/support/database.ts";
import { as, createWorld, merchant, placeOrder, staff } from "../../../../tests/support/world.ts";
import { askOptions } from "../queries/options.ts";
import { requestReturn } from "./request-return.ts";

const clock = createStoppedClock("2026-11-21T02:00:00Z");

test("A merchant offers what nobody owes, and has agreed by offering it; only for its own goods, and not against the facts", async () => {
  await withTestDatabase(
    async ({ db }) => {
      const world = await createWorld(db);
      const seller = merchant(world.merchantId, "cases.initiate");
      // Delivered long ago: no law and no promise gives anything any more.
      const order = await placeOrder(db, world, {
        placedAt: "2026-08-01T10:00:00+08:00",
        deliveredAt: "2026-08-05T10:00:00+08:00",
      });
      const ask = (by: typeof seller, body: object) =>
        requestReturn.execute(as(db, by), {
          number: order.number,
          kind: "return-and-refund",
          reason: "no-longer-wanted",
          lines: [{ lineId: order.lineIds[0], quantity: 1 }],
          ...body,
        });
      const code = async (answer: ReturnType<typeof ask>) => {
        const { outcome } = await answer;
        return outcome.ok
          ? outcome.value.cases.map(({ caseState, waitingOn }) => `${caseState}, ${waitingOn}`)
          : outcome.code;
      };
      const mayOpen = async (by: typeof seller) => {
        const lines = [{ lineId: order.lineIds[0], quantity: 1 }];
        const { outcome } = await askOptions.ask(as(db, by), { number: order.number, lines });
        assert.ok(outcome.ok, JSON.stringify(outcome));
        return outcome.value.options.flatMap(({ kind, mayOpen: may, amount }) => (may ? [[kind, amount?.amount]] : []));
      };
      const owed = await mayOpen(staff());
      const given = await mayOpen(merchant(world.merchantId, "cases.read", "cases.initiate"));
      assert.ok(owed.every(([kind]) => kind !== "return-and-refund"));
      assert.ok(given.some(([kind, amount]) => kind === "return-and-refund" && amount !== undefined));
      assert.ok(given.every(([kind]) => kind !== "cancel-before-shipment" && kind !== "refuse-delivery"));
      assert.deepEqual(await mayOpen(merchant(world.merchantId, "cases.read")), []);
      assert.equal(await code(ask(staff(), {})), "kind-not-offered");
      assert.equal(await code(ask(merchant(world.otherMerchantId, "cases.initiate"), {})), "order-not-found");
      assert.equal(await code(ask(seller, { kind: "cancel-before-shipment" })), "kind-not-offered");
      const faulty = {
        kind: "exchange",
        reason: "quality-fault",
        lines: [{ lineId: (await placeOrder(db, world)).lineIds[0], quantity: 1 }],
      };
      assert.notEqual(await code(ask(seller, faulty)), "evidence-needed");
      assert.deepEqual(await code(ask(seller, {})), ["approved, shopper"]);
      assert.equal(await code(ask(seller, {})), "unit-not-free");

      const shared = await placeOrder(db, world, {
        lines: [{ list: 100n }, { list: 200n, merchantId: world.otherMerchantId }],
      });
      const [own, others] = shared.lineIds;
      assert.equal(
        await code(ask(seller, { number: shared.number, lines: [{ lineId: others, quantity: 1 }] })),
        "other-merchants-line",
      );
      assert.deepEqual(await code(ask(seller, { number: shared.number, lines: [{ lineId: own, quantity: 1 }] })), [
        "approved, shopper",
      ]);
    },
    { clock },
  );
});
