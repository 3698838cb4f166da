import assert from "node:assert/strict";
import { test } from "node:test";
import { type Principal, system } from "#platform/db";
import { inTrade } from "../../../../tests/support/trade.ts";
import { as, placeOrder, shopper } from "../../../../tests/support/world.ts";
import { makePresent } from "../../orders/actions/make-present.ts";
import { getCase } from "../queries/get-case.ts";
import { presentCase } from "../queries/present.ts";
import { requestReturn } from "./request-return.ts";

test("the recipient of a present is not shown the picture of a transfer to who paid", () =>
  inTrade(async (trade) => {
    const { db, world, buyer, seller } = trade;
    trade.running.standIn.setMode("refusing");
    const order = await placeOrder(db, world, { lines: [{ list: 23_900n }] });
    const made = await makePresent(new Uint8Array(32).fill(3)).execute(as(db, buyer), { number: order.number });
    assert.ok(made.outcome.ok);
    const present = await db.withTx(system("test"), (tx) =>
      tx.one<{ id: string }>("select id from orders.present where order_id = $1", [order.id]),
    );
    const receiver = { ...shopper(order.customerId, order.id), presentId: present.id } as Principal;
    const shown = await trade.photo(order, receiver);
    const asked = await requestReturn.execute(as(db, receiver), {
      number: order.number,
      kind: "return-and-refund",
      reason: "no-longer-wanted",
      lines: [{ lineId: order.lineIds[0], quantity: 1 }],
      evidence: [shown],
    });
    assert.ok(asked.outcome.ok, JSON.stringify(asked.outcome));
    const one = { number: asked.outcome.value.cases[0]?.number ?? "", order, lineId: order.lineIds[0] ?? "" };
    await trade.does(one, "approve", ["ship", {}, receiver], "receive", "inspect");
    await trade.running.until("the provider refuses", async () => {
      const { moneyState, refunds } = await trade.page(one);
      return moneyState === "attention" && refunds[0]?.detour?.state === "merchant";
    });
    const proof = [await trade.photo(order, seller)];
    const transfer = { way: "transfer", reference: "2026112000001", note: "", proof };
    await trade.does(one, ["choose-detour", { how: transfer }]);
    const { outcome } = await presentCase(getCase(async () => [])).ask(as(db, receiver), { number: one.number });
    assert.ok(outcome.ok, JSON.stringify(outcome));
    assert.deepEqual(
      outcome.value.evidence.map(({ id }) => id),
      [shown],
    );
    await trade.running.until("who paid is asked whether it came", async () => {
      return (await trade.page(one)).waitingOn === "shopper";
    });
    const giver = await trade.page(one);
    assert.ok(giver.evidence.some(({ id }) => id === proof[0]));
  }));
