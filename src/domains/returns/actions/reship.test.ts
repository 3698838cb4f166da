import assert from "node:assert/strict";
import { test } from "node:test";
import { inTrade, yuan } from "../../../../tests/support/trade.ts";
import { staff } from "../../../../tests/support/world.ts";
import type { Case } from "../contract.ts";

const stand = ({ kind, caseState, outboundState, moneyState, waitingOn }: Case) =>
  [kind, caseState, outboundState, moneyState, waitingOn].join(" ");

test("what was missing is sent and confirmed; no money moves, and the unit may come back later", () =>
  inTrade(async ({ ask, does }) => {
    const asked = await ask("reship");
    const approved = await does(asked, "approve");
    assert.equal(stand(approved), "reship approved to-ship none merchant");
    assert.equal(approved.outbound.goods?.productNumber, "P1");
    assert.equal(stand(await does(asked, "ship-replacement")), "reship approved shipped none shopper");
    assert.equal(stand(await does(asked, "confirm-replacement")), "reship completed delivered none nobody");
    await ask("return-and-refund", { order: asked.order });
  }));

test("a merchant who says nothing has agreed to send it", () =>
  inTrade(async ({ ask, page, pass }) => {
    const asked = await ask("reship");
    await pass({ hours: 48 });
    assert.equal(stand(await page(asked)), "reship approved to-ship none merchant");
  }));

test("not sent in time: the platform looks, and pays what the missing part is worth, never more than the goods; these stay", () =>
  inTrade(async ({ ask, does, page, pass, act, settled }) => {
    const asked = await ask("reship");
    assert.equal(await act(asked, "approve", { amount: yuan("29.90") }), "amount-not-asked");
    await does(asked, "approve");
    await pass({ hours: 48 });
    const late = await page(asked);
    assert.equal(stand(late), "reship approved cancelled none platform");
    assert.ok(late.dueAt !== null);
    assert.equal(late.timeline[0]?.kind, "replacement-not-sent");
    assert.equal(await act(asked, "ship-replacement"), "move-not-allowed");
    assert.equal(await act(asked, "approve", {}, staff()), "parts-worth-needed");
    assert.equal(await act(asked, "approve", { amount: yuan("399.01") }, staff()), "offer-too-high");
    await does(asked, ["approve", { amount: yuan("29.90") }, staff()]);
    const over = await settled(asked);
    assert.equal(stand(over), "refund-only completed cancelled settled nobody");
    assert.equal(over.refunded.amount, "29.90");
    // The goods are still the shopper's, and worth the rest.
    const back = await ask("return-and-refund", { order: asked.order, reason: "quality-fault" });
    await does(back, "approve", "ship", "receive", "inspect");
    assert.equal((await settled(back)).refunded.amount, "369.10");
  }));

test("not sent, and refused by the platform: the shopper may ask for a ruling, which sends it after all", () =>
  inTrade(async ({ ask, does, page, pass }) => {
    const asked = await ask("reship");
    await does(asked, "approve");
    await pass({ hours: 48 });
    await does(asked, "reject", "escalate");
    await pass({ hours: 48 });
    await does(asked, "rule");
    await pass({ days: 3 });
    assert.equal(stand(await page(asked)), "reship approved to-ship none merchant");
  }));
