import assert from "node:assert/strict";
import { test } from "node:test";
import { system } from "#platform/db";
import { inTrade, yuan } from "../../../../tests/support/trade.ts";
import { staff } from "../../../../tests/support/world.ts";

const arrived = ["approve", "ship", "receive"] as const;
const scratched = (amount: string) => ({ deduction: { amount: yuan(amount), note: "scratched" } });

test("the shopper agrees to a deduction: the rest is paid, and the receipt says what was withheld", () =>
  inTrade(async ({ ask, does, settled }) => {
    const asked = await ask("return-and-refund");
    const offered = await does(asked, ...arrived, ["inspect", scratched("99.00")]);
    assert.deepEqual(
      [offered.caseState, offered.goodsState, offered.moneyState, offered.waitingOn, offered.next.now.code],
      ["approved", "inspected", "none", "shopper", "deduction-to-shopper"],
    );
    assert.equal(offered.next.ifNobody?.code, "deduction-looked-into");
    assert.equal(offered.amount.amount, "399.00");
    const agreed = await does(asked, "answer-offer");
    assert.equal(agreed.amount.amount, "300.00");
    const over = await settled(asked);
    assert.deepEqual([over.amount.amount, over.asked.amount], ["300.00", "399.00"]);
    assert.deepEqual([over.caseState, over.refunded.amount, over.withheld?.amount], ["completed", "300.00", "99.00"]);
    const last = over.receipt.steps.at(-1);
    assert.deepEqual([last?.code, last?.amount.amount, over.receipt.total.amount], ["withheld", "-99.00", "300.00"]);
    assert.deepEqual(last?.params, { by: "agreement" });
  }));

test("what was withheld for one unit is not asked back with the next, nor given", () =>
  inTrade(async ({ ask, does, settled }) => {
    const sketch = { lines: [{ list: 20_000n, quantity: 2 }] };
    const first = await ask("return-and-refund", { sketch });
    await does(first, ...arrived, ["inspect", scratched("50.00")], "answer-offer");
    assert.equal((await settled(first)).refunded.amount, "150.00");
    const second = await ask("return-and-refund", { order: first.order });
    await does(second, ...arrived, "inspect");
    assert.equal((await settled(second)).refunded.amount, "200.00");
  }));

test("a deduction above what the accepted unit is worth takes nothing from the other", () =>
  inTrade(async ({ ask, does, settled }) => {
    const sketch = { lines: [{ list: 20_000n, quantity: 2 }] };
    const first = await ask("return-and-refund", { sketch, quantity: 2 });
    await does(first, ...arrived, ["inspect", { accepted: 1, ...scratched("300.00") }], "answer-offer");
    const over = await settled(first);
    assert.deepEqual([over.caseState, over.refunded.amount, over.withheld?.amount], ["completed", "0.00", "200.00"]);
    const second = await ask("return-and-refund", { order: first.order });
    await does(second, ...arrived, "inspect");
    assert.equal((await settled(second)).refunded.amount, "200.00");
  }));

test("no, or silence: the platform looks, and pays everything or refuses; a refused shopper may ask for a ruling", () =>
  inTrade(async ({ ask, does, page, pass, settled, act, seller }) => {
    const silent = await ask("return-and-refund");
    await does(silent, ...arrived, ["inspect", scratched("99.00")]);
    await pass({ hours: 48 });
    const seen = await page(silent);
    assert.deepEqual(
      [seen.waitingOn, seen.moneyState, seen.offers[0]?.state, seen.timeline[0]?.kind],
      ["platform", "none", "expired", "deduction-unanswered"],
    );
    assert.equal(await act(silent, "answer-offer"), "offer-not-open");
    await does(silent, ["approve", {}, staff()]);
    assert.equal((await settled(silent)).refunded.amount, "399.00");

    const refused = await ask("return-and-refund");
    await does(refused, ...arrived, ["inspect", scratched("99.00")], ["answer-offer", { accept: false }]);
    assert.equal((await page(refused)).waitingOn, "platform");
    assert.equal(await act(refused, "reject", {}, seller), "statutory-right");
    await does(refused, "reject", "escalate");
  }));

test("a refund that finds no room withholds once, not again when it is tried again", () =>
  inTrade(async ({ db, ask, does, running, page, settled, act }) => {
    const asked = await ask("return-and-refund");
    await does(asked, ...arrived, ["inspect", scratched("99.00")]);
    const captured = (minor: number) =>
      db.withTx(system("test"), (tx) =>
        tx.run("update orders.tender set captured_minor = $1 where order_id = $2", [minor, asked.order.id]),
      );
    await captured(100);
    await does(asked, "answer-offer");
    await running.until("there is no room", async () => (await page(asked)).moneyState === "attention");
    await captured(39_900);
    assert.equal(await act(asked, "retry-refund"), "done");
    await running.until("it is paid", async () => (await page(asked)).caseState === "completed");
    assert.equal((await settled(asked)).refunded.amount, "300.00");
  }));

test("more than was asked, and in other money, is no deduction", () =>
  inTrade(async ({ ask, does, act }) => {
    const asked = await ask("return-and-refund");
    await does(asked, ...arrived);
    for (const amount of [yuan("399.01"), { amount: "1.00", currency: "USD" }])
      assert.equal(await act(asked, "inspect", { deduction: { amount, note: "x" } }), "deduction-too-high");
  }));

test("a deduction of less than nothing is none", () =>
  inTrade(async ({ ask, does, act }) => {
    const asked = await ask("return-and-refund");
    await does(asked, "approve", "ship", "receive");
    assert.equal(
      await act(asked, "inspect", { deduction: { amount: yuan("-5.00"), note: "worn" } }),
      "deduction-too-high",
    );
  }));
