import assert from "node:assert/strict";
import { test } from "node:test";
import { saveProducts } from "#domains/catalog";
import { createStoppedClock } from "#platform/clock";
import { type Principal, system } from "#platform/db";
import { withTestDatabase } from "../../../../tests/support/database.ts";
import { as, createWorld, merchant, placeOrder, shopper, staff } from "../../../../tests/support/world.ts";
import { requestReturn } from "../actions/request-return.ts";
import { findReplacements } from "./find-replacements.ts";

test("an exchange is offered what the same shop sells, with the difference that the request then keeps", () =>
  withTestDatabase(
    async ({ db }) => {
      const world = await createWorld(db);
      await db.withTx(system("test"), async (tx) => {
        const sold = (number: string, title: string, listMinor: bigint, merchantId = world.merchantId) => ({
          number,
          merchantId,
          title,
          titleEn: "",
          categoryCode: "general",
          specialClass: null,
          listMinor,
          currency: "CNY",
          picture: "headphones:10",
          source: "test",
        });
        await saveProducts(tx, [
          sold("P1", "降噪头戴耳机", 40_000n),
          sold("P2", "入耳式耳机 100% 降噪", 30_000n),
          sold("P3", "降噪旗舰耳机", 90_000n),
          sold("P4", "耳机收纳盒", 5_000n),
          sold("P5", "别家的耳机", 30_000n, world.otherMerchantId),
        ]);
      });
      const { number, customerId, lineIds } = await placeOrder(db, world, {
        lines: [{ list: 40_000n, paid: 76_000n, quantity: 2 }],
      });
      const lineId = lineIds[0] ?? "";
      const found = async (q: string, who: Principal = shopper(customerId), quantity = 1) => {
        const { outcome } = await findReplacements.ask(as(db, who), { number, lineId, quantity, q });
        assert.ok(outcome.ok, JSON.stringify(outcome));
        return outcome.value.items.map(({ productNumber, difference }) => `${productNumber} ${difference.amount}`);
      };
      // What fits the price that was paid comes first, dearer goods last; the same goods need no search.
      assert.deepEqual(await found(""), ["P2 -80.00", "P4 -330.00", "P3 520.00"]);
      assert.deepEqual(await found("", staff(), 2), ["P2 -160.00", "P4 -660.00", "P3 1040.00"]);
      assert.deepEqual(await found("收纳"), ["P4 -330.00"]);
      assert.deepEqual(await found("p3"), ["P3 520.00"]);
      assert.deepEqual(await found("100%"), ["P2 -80.00"], "a percent sign is a percent sign");
      assert.deepEqual(await found("别家"), []);

      const stranger = await findReplacements.ask(as(db, shopper(world.otherCustomerId)), { number, lineId });
      assert.equal(stranger.outcome.ok ? "" : stranger.outcome.code, "order-not-found");
      assert.deepEqual(await found("p3", merchant(world.merchantId)), ["P3 520.00"]);
      const rival = await findReplacements.ask(as(db, merchant(world.otherMerchantId)), { number, lineId });
      assert.equal(rival.outcome.ok, false);
      const tooMany = await findReplacements.ask(as(db, shopper(customerId)), { number, lineId, quantity: 3 });
      assert.equal(tooMany.outcome.ok ? "" : tooMany.outcome.code, "unit-not-free");

      const asked = await requestReturn.execute(as(db, shopper(customerId)), {
        number,
        kind: "exchange",
        reason: "does-not-fit",
        lines: [{ lineId, quantity: 1 }],
        wanted: { productNumber: "P2" },
      });
      assert.ok(asked.outcome.ok, JSON.stringify(asked.outcome));
      const kept = await db.withTx(
        system("test"),
        (tx) =>
          tx.one<{ difference_minor: bigint }>(
            "select difference_minor from returns.return_case where customer_id = $1 and number = $2",
            [customerId, asked.outcome.ok ? (asked.outcome.value.cases[0]?.number ?? "") : ""],
          ),
        { readOnly: true },
      );
      assert.equal(kept.difference_minor, -8_000n);

      // The one piece left is free; of the case's own piece the case asks.
      const caseNumber = asked.outcome.ok ? asked.outcome.value.cases[0]?.number : undefined;
      const ofCase = async (customer: string, quantity: number) =>
        (await findReplacements.ask(as(db, shopper(customer)), { number, lineId, quantity, caseNumber, q: "p3" }))
          .outcome;
      assert.equal((await ofCase(customerId, 1)).ok, true);
      assert.equal((await ofCase(customerId, 2)).ok, false);
      const unknown = await findReplacements.ask(as(db, staff()), { number, lineId, caseNumber: "AS-261120-000000" });
      assert.equal(unknown.outcome.ok ? "" : unknown.outcome.code, "unit-not-free");
    },
    { clock: createStoppedClock("2026-11-20T12:00:00+08:00") },
  ));
