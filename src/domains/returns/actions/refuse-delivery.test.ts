import assert from "node:assert/strict";
import { test } from "node:test";
import { system } from "#platform/db";
import { type Asked, inTrade } from "../../../../tests/support/trade.ts";
import { as, staff } from "../../../../tests/support/world.ts";
import { followInterception } from "./follow-interception.ts";

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

test("turned round on its way: asked of the carrier by either side once, and what it says changes nothing of who is waited for", () =>
  inTrade(async (trade) => {
    const { ask, does, act, page, settled, db } = trade;
    const says = async ({ number, order }: Asked, word: "confirmed" | "failed") => {
      const { id } = await db.withTx(system("test"), (tx) =>
        tx.one<{ id: string }>("select id from returns.return_case where number = $1", [number]),
      );
      const input = { customerId: order.customerId, caseId: id, word };
      const { outcome } = await followInterception.execute(as(db, system("returns")), input);
      return outcome.ok && outcome.value.moved;
    };
    const asked = await ask("refuse-delivery");
    assert.equal(await act(asked, "intercept"), "move-not-allowed", "the merchant has not agreed yet");
    const approved = await does(asked, "approve");
    assert.equal(await act(asked, "intercept", {}, trade.seller), "done");
    assert.equal(await act(asked, "intercept"), "move-not-allowed");
    const wanted = await page(asked);
    assert.deepEqual([wanted.interception.state, wanted.next.now.code], ["wanted", "interception-wanted"]);
    assert.equal(wanted.dueAt, approved.dueAt);
    await trade.running.until("the carrier is asked", async () => (await page(asked)).interception.answerBy !== null);
    assert.equal((await page(asked)).interception.answerBy, "2026-11-21T04:00:00Z", "as the deadline says");
    assert.equal(await says(asked, "confirmed"), true);
    assert.equal(await says(asked, "failed"), false, "the first word stands");
    await does(asked, "receive", "inspect");
    assert.equal((await settled(asked)).refunded.amount, "399.00");

    const failed = await ask("refuse-delivery");
    await does(failed, "approve", "intercept");
    await says(failed, "failed");
    const door = await page(failed);
    assert.deepEqual([door.next.now.code, door.waitingOn], ["interception-failed", "warehouse"]);
    await does(failed, "receive", "inspect");
    assert.equal((await settled(failed)).caseState, "completed");
  }));

test("asked for with the request where the law gives it: agreed at once, because a parcel does not wait", () =>
  inTrade(async ({ ask, page }) => {
    const asked = await ask("refuse-delivery", { intercept: true });
    const { caseState, interception, wayBack } = await page(asked);
    assert.deepEqual([caseState, interception.state, wayBack.way], ["approved", "wanted", "refused-at-door"]);
  }));
