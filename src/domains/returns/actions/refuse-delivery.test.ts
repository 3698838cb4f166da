import assert from "node:assert/strict";
import { test } from "node:test";
import { inTrade } from "../../../../tests/support/trade.ts";
import { staff } from "../../../../tests/support/world.ts";

test("refused at the door: the parcel comes back by itself, is counted, and everything paid for it comes back", () =>
  inTrade(async ({ ask, does, act, settled }) => {
    const asked = await ask("refuse-delivery");
    const approved = await does(asked, "approve");
    assert.deepEqual(
      [approved.goodsState, approved.waitingOn, approved.wayBack.way],
      ["in-transit", "warehouse", "refused-at-door"],
    );
    // Nobody sends what was never taken.
    assert.equal(await act(asked, "ship"), "move-not-allowed");
    await does(asked, "receive", "inspect");
    const over = await settled(asked);
    assert.deepEqual([over.caseState, over.refunded.amount], ["completed", "399.00"]);
  }));

test("the parcel does not come back: the platform looks, and pays for what is lost", () =>
  inTrade(async ({ ask, does, page, pass, settled }) => {
    const asked = await ask("refuse-delivery");
    await does(asked, "approve");
    await pass({ days: 10 });
    const late = await page(asked);
    assert.deepEqual([late.waitingOn, late.timeline[0]?.kind], ["platform", "parcel-unconfirmed"]);
    await does(asked, ["approve", {}, staff()]);
    const over = await settled(asked);
    assert.deepEqual([over.caseState, over.goodsState, over.refunded.amount], ["completed", "lost", "399.00"]);
  }));

test("what has been delivered is no longer refused at the door, and what was never sent neither", () =>
  inTrade(async ({ asks }) => {
    assert.equal(await asks("refuse-delivery", { sketch: { onTheWay: false } }), "already-delivered");
    assert.equal(await asks("refuse-delivery", { sketch: { deliveredAt: null } }), "not-shipped-yet");
  }));
