import assert from "node:assert/strict";
import { test } from "node:test";
import { createStoppedClock } from "#platform/clock";
import { withTestDatabase } from "../../../../tests/support/database.ts";
import { as, createWorld, placeOrder, shopper } from "../../../../tests/support/world.ts";
import { requestReturn } from "../actions/request-return.ts";
import { askOptions } from "./options.ts";

test("of a set bought together the part that stays costs its own price", async () => {
  await withTestDatabase(
    async ({ db }) => {
      const world = await createWorld(db);
      const { number, customerId, lineIds } = await placeOrder(db, world, {
        lines: [
          { list: 300_000n, paid: 270_000n },
          { list: 200_000n, paid: 180_000n },
        ],
        promotions: [
          {
            code: "SET",
            off: 50_000n,
            set: [
              { lineNo: 1, units: 1 },
              { lineNo: 2, units: 1 },
            ],
          },
        ],
      });
      const buyer = as(db, shopper(customerId));
      const told = async (lineId: string | undefined) => {
        const lines = [{ lineId: lineId ?? "", quantity: 1 }];
        const { outcome } = await askOptions.ask(buyer, { number, lines });
        assert.ok(outcome.ok, JSON.stringify(outcome));
        const asked = await requestReturn.execute(buyer, {
          number,
          kind: "return-and-refund",
          reason: "no-longer-wanted",
          lines,
        });
        assert.ok(asked.outcome.ok, JSON.stringify(asked.outcome));
        const option = outcome.value.options.find(({ kind }) => kind === "return-and-refund");
        assert.deepEqual(asked.outcome.value.cases[0]?.amount, option?.amount);
        return option;
      };
      const lens = await told(lineIds[1]);
      assert.equal(lens?.amount?.amount, "1500.00");
      assert.ok(lens?.receipt?.steps.some(({ code }) => code === "promotion-settled-anew"));
    },
    { clock: createStoppedClock("2026-11-20T12:00:00+08:00") },
  );
});
