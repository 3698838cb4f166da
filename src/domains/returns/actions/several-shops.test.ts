import assert from "node:assert/strict";
import { test } from "node:test";
import { createStoppedClock } from "#platform/clock";
import { system } from "#platform/db";
import { withTestDatabase } from "../../../../tests/support/database.ts";
import { as, createWorld, placeOrder, shopper } from "../../../../tests/support/world.ts";
import { askOptions } from "../queries/options.ts";
import { requestReturn } from "./request-return.ts";

const thirtyDays = {
  policy: {
    id: "thirty-days",
    version: "1",
    effectiveFrom: "2026-01-01",
    clauses: [
      {
        id: "thirty-days",
        reasons: ["no-longer-wanted"],
        remedies: ["return"],
        window: { days: 30, from: "delivered" },
        freight: "seller",
      },
    ],
  },
  handling: { merchantAnswersHours: 12 },
};

test("an order of two shops keeps what each of them promised, in what is offered, in the case and in its clock", () =>
  withTestDatabase(
    async ({ db }) => {
      const world = await createWorld(db);
      await db.withTx(system("test"), (tx) =>
        tx.run(
          `insert into platform.policy (id, version, merchant_id, title, body, effective_from, published_at, published_by)
           values ('thirty-days', 1, $1, '{"zh": "三十天", "en": "Thirty days"}', $2, $3, $3, 'test')`,
          [world.otherMerchantId, thirtyDays, tx.now],
        ),
      );
      const order = await placeOrder(db, world, {
        lines: [{ list: 10_000n }, { list: 20_000n, merchantId: world.otherMerchantId }],
      });
      const pins = { [world.otherMerchantId]: { id: "thirty-days", version: 1 } };
      await db.withTx(system("test"), (tx) =>
        tx.run("update orders.shop_order set shop_policies = $2 where customer_id = $1 and number = $3", [
          world.customerId,
          pins,
          order.number,
        ]),
      );
      const buyer = shopper(world.customerId);
      const lines = (...which: number[]) => which.map((i) => ({ lineId: order.lineIds[i] ?? "", quantity: 1 }));
      const offered = async (...which: number[]) => {
        const { outcome } = await askOptions.ask(as(db, buyer), { number: order.number, lines: lines(...which) });
        assert.ok(outcome.ok, JSON.stringify(outcome));
        const option = outcome.value.options.find(({ kind }) => kind === "return-and-refund");
        return [option?.standing, option?.best, option?.answerWithinHours];
      };
      // Twelve days after delivery: the seven days of the law are over.
      assert.deepEqual(await offered(1), ["offered", "promise", 12]);
      assert.deepEqual(await offered(0), ["refused", null, 48]);
      assert.equal((await offered(0, 1))[0], "refused");
      const { outcome } = await requestReturn.execute(as(db, buyer), {
        number: order.number,
        kind: "return-and-refund",
        reason: "no-longer-wanted",
        lines: lines(1),
      });
      assert.ok(outcome.ok, JSON.stringify(outcome));
      const rows = await db.withTx(system("test"), (tx) =>
        tx.rows<{ policy_id: string; due_at: Temporal.Instant }>("select policy_id, due_at from returns.return_case"),
      );
      assert.deepEqual(
        rows.map(({ policy_id, due_at }) => [policy_id, due_at.toString()]),
        [["thirty-days", "2026-11-30T14:00:00Z"]],
      );
    },
    { clock: createStoppedClock("2026-11-30T10:00:00+08:00") },
  ));
