import assert from "node:assert/strict";
import { test } from "node:test";
import { createStoppedClock } from "#platform/clock";
import { system } from "#platform/db";
import { withTestDatabase } from "../../../../tests/support/database.ts";
import { withWorker } from "../../../../tests/support/running.ts";
import { as, createWorld, merchant, placeOrder, shopper } from "../../../../tests/support/world.ts";
import { getCase } from "../queries/get-case.ts";
import { invariants } from "../queries/invariants.ts";
import { askOptions } from "../queries/options.ts";
import { approveCase } from "./approve-case.ts";
import { inspectGoods } from "./inspect-goods.ts";
import { receiveGoods } from "./receive-goods.ts";
import { requestReturn } from "./request-return.ts";
import { shipBack } from "./ship-back.ts";

test("a return goes from request to refund, and everybody can read each step", async () => {
  await withTestDatabase(
    async ({ db }) => {
      const world = await createWorld(db);
      const order = await placeOrder(db, world, { lines: [{ list: 39_900n, paid: 35_870n }] });
      const buyer = shopper(world.customerId);
      const seller = merchant(world.merchantId);
      const lines = [{ lineId: order.lineIds[0] ?? "", quantity: 1 }];

      const offered = await askOptions.ask(as(db, buyer), { number: order.number, lines });
      assert.ok(offered.outcome.ok, JSON.stringify(offered.outcome));
      assert.deepEqual(
        offered.outcome.value.options.map((o) => [o.kind, o.standing]),
        [
          ["cancel-before-shipment", "refused"],
          ["refund-only", "review"],
          ["return-and-refund", "offered"],
          ["exchange", "offered"],
          ["repair", "offered"],
          ["reship", "offered"],
          ["price-protection", "refused"],
          ["refuse-delivery", "refused"],
        ],
      );

      const asked = await requestReturn.execute(as(db, buyer), {
        number: order.number,
        kind: "return-and-refund",
        reason: "no-longer-wanted",
        lines,
      });
      assert.ok(asked.outcome.ok, JSON.stringify(asked.outcome));
      const number = asked.outcome.value.cases[0]?.number ?? "";

      for (const [does, who, input] of [
        [approveCase, seller, {}],
        [shipBack, buyer, { way: "self-ship", carrier: "顺丰", trackingNumber: "SF1234567" }],
        [receiveGoods, seller, {}],
        [
          inspectGoods,
          seller,
          { lines: [{ lineId: lines[0]?.lineId, received: 1, accepted: 1, grade: "as-new", disposition: "restock" }] },
        ],
      ] as const) {
        const answer = await does.execute(as(db, who), { number, ...input });
        assert.ok(answer.outcome.ok, JSON.stringify(answer.outcome));
      }

      await withWorker(db, async ({ standIn, until }) => {
        await until("the case is completed", async () => {
          const page = await getCase(async () => []).ask(as(db, buyer), { number });
          return page.outcome.ok && page.outcome.value.caseState === "completed";
        });
        assert.deepEqual(
          standIn.refunds().map((r) => r.amount),
          ["35870"],
        );
      });

      const page = await getCase(async () => []).ask(as(db, buyer), { number });
      assert.ok(page.outcome.ok);
      assert.equal(page.outcome.value.refunded.amount, "358.70");
      assert.deepEqual(
        page.outcome.value.timeline
          .map((line) => line.kind)
          // A provider that answers quickly is heard before "sending" is told.
          .filter((kind) => kind !== "refund-sending")
          .reverse(),
        ["requested", "approved", "shipped", "arrived", "inspected", "refund-reserved", "refund-settled", "completed"],
      );
      for (const invariant of invariants)
        assert.deepEqual(await db.withTx(system("verify"), (tx) => invariant.violations(tx)), [], invariant.name);
    },
    { clock: createStoppedClock("2026-11-21T10:00:00+08:00") },
  );
});
