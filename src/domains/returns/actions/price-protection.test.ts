import assert from "node:assert/strict";
import { test } from "node:test";
import { inTrade } from "../../../../tests/support/trade.ts";

const back = ["approve", "ship", "receive", "inspect"] as const;

test("the lowest price since the purchase counts, whatever it is today, and nothing before it", () =>
  inTrade(async ({ ask, asks, price, clock, does, settled }) => {
    assert.equal(await asks("price-protection"), "nothing-to-refund");
    await price(10_000, "another");
    await price(45_900);
    assert.notEqual(await asks("price-protection"), "done");
    clock.forward(60);
    await price(34_900);
    clock.forward(60);
    await price(37_900);
    const asked = await ask("price-protection");
    await does(asked, "approve");
    const over = await settled(asked);
    assert.deepEqual(
      [over.caseState, over.goodsState, over.refunded.amount, over.refunds[0]?.kind],
      ["completed", "none", "50.00", "allowance"],
    );
  }));

test("a second drop pays what it dropped since; without one there is nothing; a return then pays the rest and no more", () =>
  inTrade(async ({ ask, asks, price, clock, does, settled }) => {
    await price(34_900);
    const first = await ask("price-protection");
    await does(first, "approve");
    assert.equal((await settled(first)).refunded.amount, "50.00");
    assert.notEqual(await asks("price-protection", { order: first.order }), "done");
    clock.forward(60);
    await price(29_900);
    const second = await ask("price-protection", { order: first.order });
    await does(second, "approve");
    assert.equal((await settled(second)).refunded.amount, "50.00");
    const third = await ask("return-and-refund", { order: first.order });
    assert.equal((await does(third, ...back)).requested.amount, "299.00");
    assert.equal((await settled(third)).refunded.amount, "299.00");
  }));

test("of two units one is returned: what was paid back for it stays off, what was paid for the other stays where it is", () =>
  inTrade(async ({ ask, price, does, settled }) => {
    await price(34_900);
    const sketch = { policyId: "with-price-protection", lines: [{ list: 39_900n, quantity: 2 }] };
    const asked = await ask("price-protection", { sketch, quantity: 2 });
    await does(asked, "approve");
    assert.equal((await settled(asked)).refunded.amount, "100.00");
    const one = await ask("return-and-refund", { order: asked.order });
    await does(one, ...back);
    assert.equal((await settled(one)).refunded.amount, "349.00");
    const other = await ask("return-and-refund", { order: asked.order });
    await does(other, ...back);
    assert.equal((await settled(other)).refunded.amount, "349.00");
  }));

test("given away for nothing it comes to what was paid, never above it; then nothing is left to return for money", () =>
  inTrade(async ({ ask, asks, price, does, settled }) => {
    await price(0);
    const sketch = { policyId: "with-price-protection", lines: [{ list: 39_900n, paid: 35_870n }] };
    const asked = await ask("price-protection", { sketch });
    await does(asked, "approve");
    assert.equal((await settled(asked)).refunded.amount, "358.70");
    assert.notEqual(await asks("price-protection", { order: asked.order }), "done");
    const back = await ask("return-and-refund", { order: asked.order });
    await does(back, "approve", "ship", "receive", "inspect");
    const over = await settled(back);
    assert.deepEqual([over.caseState, over.refunded.amount], ["completed", "0.00"]);
  }));

test("without a promise no price is protected, and after fifteen days it is no longer", () =>
  inTrade(async ({ asks, price, pass }) => {
    await price(34_900);
    assert.equal(await asks("price-protection", { sketch: { policyId: "built-in" } }), "no-promise-made");
    await pass({ days: 10 });
    assert.equal(await asks("price-protection"), "clause-window-over");
  }));

test("a merchant who says nothing pays it", () =>
  inTrade(async ({ ask, price, pass, settled }) => {
    await price(34_900);
    const asked = await ask("price-protection");
    await pass({ hours: 48 });
    assert.equal((await settled(asked)).refunded.amount, "50.00");
  }));
