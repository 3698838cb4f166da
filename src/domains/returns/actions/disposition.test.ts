import assert from "node:assert/strict";
import { test } from "node:test";
import { system } from "#platform/db";
import { type Asked, codeOf, inTrade, type Trade, yuan } from "../../../../tests/support/trade.ts";
import { as, merchant, shopper, staff } from "../../../../tests/support/world.ts";
import { goodsWaiting } from "../queries/goods-waiting.ts";
import { changeDisposition } from "./change-disposition.ts";

/** Three of a kind came back and were to be refurbished. */
async function threeToRefurbish(trade: Trade): Promise<Asked> {
  const asked = await trade.ask("return-and-refund", {
    sketch: { lines: [{ list: 10_000n, quantity: 3 }] },
    quantity: 3,
  });
  await trade.does(asked, "approve", "ship", "receive");
  const { lineId } = asked;
  const line = { lineId, received: 3, accepted: 3, grade: "opened", disposition: "refurbish", note: "unsealed" };
  await trade.does(asked, ["inspect", { lines: [line] }]);
  await trade.settled(asked);
  return asked;
}

function change({ db, seller }: Trade, { number, lineId }: Asked, told: object, who = seller): Promise<string> {
  const usual = { number, lineId, from: "refurbish", to: "restock", quantity: 1 };
  return changeDisposition.execute(as(db, who), { ...usual, ...told }).then(codeOf);
}

async function waiting({ db, seller }: Trade, who = seller, disposition = "refurbish") {
  const { outcome } = await goodsWaiting.ask(as(db, who), { disposition });
  assert.ok(outcome.ok, JSON.stringify(outcome));
  return outcome.value.items.map(({ number, quantity, next }) => ({ number, quantity, next }));
}

test("Counted pieces wait to be refurbished until somebody says what became of them, each with its history", () =>
  inTrade(async (trade) => {
    const asked = await threeToRefurbish(trade);
    assert.deepEqual(await waiting(trade), [{ number: asked.number, quantity: 3, next: ["restock", "scrap"] }]);
    assert.equal(await change(trade, asked, { quantity: 2, note: "as new again" }), "done");
    assert.equal(await change(trade, asked, { to: "scrap", note: "a dead battery" }), "done");
    assert.deepEqual(await waiting(trade), []);
    const [found] = (await trade.page(asked, trade.seller)).inspections;
    assert.deepEqual(
      found?.standing.map(({ disposition, quantity, next }) => [disposition, quantity, next]),
      [
        ["restock", 2, ["refurbish", "scrap"]],
        ["scrap", 1, []],
      ],
    );
    assert.deepEqual(
      found?.changes.map(({ from, to, quantity, note }) => [from, to, quantity, note]),
      [
        ["refurbish", "restock", 2, "as new again"],
        ["refurbish", "scrap", 1, "a dead battery"],
      ],
    );
    const facts = await trade.db.withTx(system("test"), (tx) =>
      tx.rows<{ payload: { to: string; quantity: number } }>(
        "select payload from platform.outbox where kind = 'returns.disposition-changed' order by id",
      ),
    );
    assert.deepEqual(
      facts.map(({ payload }) => [payload.to, payload.quantity]),
      [
        ["restock", 2],
        ["scrap", 1],
      ],
    );
  }));

test("No more pieces are moved than stand there, also by ten at once, and what is scrapped stays scrapped", () =>
  inTrade(async (trade) => {
    const asked = await threeToRefurbish(trade);
    assert.equal(await change(trade, asked, { quantity: 4 }), "pieces-not-there");
    assert.equal(await change(trade, asked, { to: "return-to-shopper" }), "disposition-final");
    const answers = await Promise.all(Array.from({ length: 10 }, () => change(trade, asked, { to: "scrap" })));
    assert.deepEqual(answers.toSorted(), [...Array(3).fill("done"), ...Array(7).fill("pieces-not-there")].toSorted());
    assert.equal(await change(trade, asked, { from: "scrap", to: "restock" }), "disposition-final");
  }));

test("While shopper or platform have a word to say, the goods stay as they were counted", () =>
  inTrade(async (trade) => {
    const asked = await trade.ask("return-and-refund", { reason: "other" });
    await trade.does(asked, "approve", "ship", "receive");
    const line = { lineId: asked.lineId, received: 1, accepted: 1, grade: "used", disposition: "refurbish" };
    await trade.does(asked, ["inspect", { lines: [line], deduction: { amount: yuan("10.00"), note: "worn" } }]);
    assert.equal(await change(trade, asked, {}), "move-not-allowed");
    assert.deepEqual(await waiting(trade), []);
    const ability = async () =>
      (await trade.page(asked, trade.seller)).abilities.find(({ action }) => action === "change-disposition")?.allowed;
    assert.equal(await ability(), false);
    await trade.does(asked, "answer-offer");
    await trade.settled(asked);
    assert.equal(await ability(), true);
    assert.equal((await waiting(trade)).length, 1);
    assert.equal(await change(trade, asked, {}), "done");
  }));

test("Only whoever inspects for this shop, and the shopper is told nothing of it", () =>
  inTrade(async (trade) => {
    const asked = await threeToRefurbish(trade);
    const { world, buyer } = trade;
    assert.equal(await change(trade, asked, {}, merchant(world.otherMerchantId)), "case-not-found");
    assert.equal(await change(trade, asked, {}, merchant(world.merchantId, "cases.read")), "forbidden");
    assert.equal(await change(trade, asked, {}, buyer), "forbidden");
    assert.equal(await change(trade, asked, {}, shopper(world.otherCustomerId)), "forbidden");
    assert.deepEqual(await waiting(trade, merchant(world.otherMerchantId)), []);
    assert.equal((await waiting(trade, staff("cases.inspect"))).length, 1);
    assert.equal(await change(trade, asked, {}), "done");
    const [seen] = (await trade.page(asked)).inspections;
    assert.deepEqual([seen?.standing, seen?.changes], [[], []]);
  }));
