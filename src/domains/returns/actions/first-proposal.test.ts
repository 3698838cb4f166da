import assert from "node:assert/strict";
import { test } from "node:test";
import { createStoppedClock } from "#platform/clock";
import type { Principal } from "#platform/db";
import { withTestDatabase } from "../../../../tests/support/database.ts";
import { as, createWorld, merchant, placeOrder, shopper } from "../../../../tests/support/world.ts";
import { getCase } from "../queries/get-case.ts";
import { answerOffer } from "./answer-offer.ts";
import { makeOffer } from "./make-offer.ts";
import { requestReturn } from "./request-return.ts";

test("a shopper may propose before anybody has moved the case, and both read what a yes brings", () =>
  withTestDatabase(
    async ({ db }) => {
      const world = await createWorld(db);
      const order = await placeOrder(db, world);
      const [buyer, seller] = [shopper(world.customerId), merchant(world.merchantId)];
      const asked = await requestReturn.execute(as(db, buyer), {
        number: order.number,
        kind: "return-and-refund",
        reason: "no-longer-wanted",
        lines: [{ lineId: order.lineIds[0] ?? "", quantity: 1 }],
      });
      assert.ok(asked.outcome.ok, JSON.stringify(asked.outcome));
      const number = asked.outcome.value.cases[0]?.number ?? "";
      const amount = { amount: "120.00", currency: "CNY" };
      const made = await makeOffer.execute(as(db, buyer), { number, kind: "amount", amount });
      assert.ok(made.outcome.ok, JSON.stringify(made.outcome));
      const read = async (who: Principal) => {
        const { outcome } = await getCase(async () => []).ask(as(db, who), { number });
        assert.ok(outcome.ok, JSON.stringify(outcome));
        return outcome.value;
      };
      for (const who of [buyer, seller]) assert.deepEqual((await read(who)).offers[0]?.brings, amount);
      const own = (await read(buyer)).abilities.find(({ action }) => action === "answer-offer");
      assert.equal(own?.because?.code, "own-offer");
      const agreed = await answerOffer.execute(as(db, seller), { number, accept: true });
      assert.ok(agreed.outcome.ok, JSON.stringify(agreed.outcome));
      const after = await read(buyer);
      assert.deepEqual([after.kind, after.approved, after.moneyState], ["refund-only", amount, "due"]);
    },
    { clock: createStoppedClock("2026-11-20T10:00:00+08:00") },
  ));
