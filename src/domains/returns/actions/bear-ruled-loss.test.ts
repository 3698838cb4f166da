import assert from "node:assert/strict";
import { test } from "node:test";
import { inTrade } from "../../../../tests/support/trade.ts";
import { staff } from "../../../../tests/support/world.ts";

test("the ruling blames the carrier for goods that are asked back: they are its loss once they are here, and not before", () =>
  inTrade(async ({ ask, does, page, pass, running }) => {
    const losses = async (asked: { number: string }) =>
      (await page(asked, staff())).losses.map(({ borneBy, amount }) => [borneBy, amount.amount]);
    const ruled = async () => {
      const asked = await ask("return-and-refund");
      await does(asked, "reject", "escalate");
      await pass({ hours: 48 });
      await does(asked, ["rule", { blame: "carrier" }]);
      await pass({ days: 3 });
      return asked;
    };
    const asked = await ruled();
    assert.equal((await page(asked)).goodsState, "awaiting-shipment");
    assert.deepEqual(await losses(asked), []);
    await does(asked, "ship", "receive", "inspect");
    await running.until("the carrier bears it", async () => (await losses(asked)).length > 0);
    assert.deepEqual(await losses(asked), [["carrier", "399.00"]]);
    // Found done when it is told again.
    await running.relay.drain();
    assert.equal((await losses(asked)).length, 1);
  }));
