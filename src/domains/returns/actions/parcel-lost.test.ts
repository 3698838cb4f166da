import assert from "node:assert/strict";
import { test } from "node:test";
import { system } from "#platform/db";
import { type Asked, inTrade, type Trade } from "../../../../tests/support/trade.ts";
import { staff } from "../../../../tests/support/world.ts";
import type { Case } from "../contract.ts";
import { onParcelMoved } from "../reactions/on-parcels.ts";

const stand = ({ caseState, goodsState, waitingOn, timeline }: Case) =>
  [caseState, goodsState, waitingOn, timeline[0]?.kind].join(" ");

/** The carrier speaks of the goods on their way back, as logistics tells it. */
async function carrierSays({ db, running }: Trade, { number, order }: Asked, state: string, way = "self-ship") {
  const { id } = await db.withTx(system("test"), (tx) =>
    tx.one<{ id: string }>("select id from returns.return_case where number = $1", [number]),
  );
  const told = { subjectKind: "case", subjectId: id, direction: "return", way, state, carrier: "sf" };
  const payload = { ...told, trackingNumber: null, at: null };
  await onParcelMoved.react(running.app, { customerId: order.customerId, payload } as never);
}

test("the carrier lost what comes back: the platform has it at once and once, and says who bears it", () =>
  inTrade(async (trade) => {
    const asked = await trade.ask("return-and-refund");
    await trade.does(asked, "approve", "ship");
    await carrierSays(trade, asked, "lost");
    assert.equal(stand(await trade.page(asked)), "approved in-transit platform carrier-lost");
    const { version } = await trade.page(asked);
    await carrierSays(trade, asked, "lost");
    assert.equal((await trade.page(asked)).version, version, "told twice");
    await trade.does(asked, ["approve", { lossBorneBy: "carrier" }, staff()]);
    const over = await trade.settled(asked);
    assert.deepEqual([over.caseState, over.refunded.amount], ["completed", "399.00"]);
    const { losses } = await trade.page(asked, staff());
    assert.deepEqual(
      losses.map(({ borneBy, amount }) => [borneBy, amount.amount]),
      [["carrier", "399.00"]],
    );
  }));

test("what did not get to the merchant and goes back is looked into; found after all, it is received", () =>
  inTrade(async (trade) => {
    const asked = await trade.ask("return-and-refund");
    await trade.does(asked, "approve", "ship");
    await carrierSays(trade, asked, "returning");
    assert.equal(stand(await trade.page(asked)), "approved in-transit platform carrier-returned");
    await trade.does(asked, "receive", "inspect");
    assert.equal((await trade.settled(asked)).refunded.amount, "399.00");
  }));

test("to be refused at the door and taken after all: the platform has it at once, and may refuse", () =>
  inTrade(async (trade) => {
    const asked = await trade.ask("refuse-delivery");
    await trade.does(asked, "approve");
    await carrierSays(trade, asked, "delivered", "refusal");
    assert.equal(stand(await trade.page(asked)), "approved in-transit platform taken-after-all");
    await trade.does(asked, "reject");
    assert.equal((await trade.page(asked)).caseState, "rejected");
    const back = await trade.ask("refuse-delivery");
    await trade.does(back, "approve");
    await carrierSays(trade, back, "lost", "refusal");
    assert.equal(stand(await trade.page(back)), "approved in-transit platform carrier-lost");
  }));
