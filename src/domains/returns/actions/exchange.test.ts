import assert from "node:assert/strict";
import { test } from "node:test";
import { system } from "#platform/db";
import { inTrade } from "../../../../tests/support/trade.ts";
import { placeOrder, staff } from "../../../../tests/support/world.ts";
import type { Case } from "../contract.ts";

const stand = ({ kind, caseState, goodsState, outboundState, moneyState, waitingOn }: Case) =>
  [kind, caseState, goodsState, outboundState, moneyState, waitingOn].join(" ");
const back = ["approve", "ship", "receive", "inspect"] as const;

test("the same goods anew: back, counted, sent, confirmed; no money moves, and the unit can be asked about again", () =>
  inTrade(async ({ ask, does, settled }) => {
    const asked = await ask("exchange");
    const counted = await does(asked, ...back);
    assert.equal(stand(counted), "exchange approved inspected to-ship none merchant");
    assert.deepEqual([counted.outbound.goods?.productNumber, counted.next.ifNobody?.code], ["P1", "refunded-instead"]);
    assert.equal(stand(await does(asked, "ship-replacement")), "exchange approved inspected shipped none shopper");
    const over = await does(asked, "confirm-replacement");
    assert.equal(stand(over), "exchange completed inspected delivered none nobody");
    assert.deepEqual([over.refunds, over.outbound.difference], [[], null]);
    const again = await ask("return-and-refund", { order: asked.order, reason: "quality-fault" });
    await does(again, ...back);
    assert.equal((await settled(again)).refunded.amount, "399.00");
  }));

test("a cheaper product: the difference is paid once it is there, and a later return pays the rest and no more", () =>
  inTrade(async ({ ask, does, settled, page, price }) => {
    await price(29_900, "P2");
    const asked = await ask("exchange", { wanted: { productNumber: "P2" } });
    const { difference, payWithinHours } = (await page(asked)).outbound;
    assert.deepEqual([difference?.amount, payWithinHours], ["100.00", null]);
    // Until it is there the exchange may still turn into a return, so nothing is paid yet.
    assert.equal((await does(asked, ...back, "ship-replacement")).moneyState, "none");
    await does(asked, "confirm-replacement");
    const over = await settled(asked);
    assert.equal(stand(over), "exchange completed inspected delivered settled nobody");
    assert.equal(over.refunded.amount, "100.00");
    const again = await ask("return-and-refund", { order: asked.order, reason: "quality-fault" });
    await does(again, ...back);
    assert.equal((await settled(again)).refunded.amount, "299.00");
  }));

test("received before the difference is there: the money alone is waited for, and ends the case", () =>
  inTrade(async ({ ask, does, settled, price, running, page }) => {
    await price(29_900, "P2");
    const asked = await ask("exchange", { wanted: { productNumber: "P2" } });
    running.standIn.setMode("refusing");
    await does(asked, ...back, "ship-replacement", "confirm-replacement");
    await running.until("the provider has refused", async () => (await page(asked)).moneyState === "attention");
    const waiting = await page(asked);
    assert.equal(stand(waiting), "exchange approved inspected delivered attention merchant");
    assert.notEqual(waiting.dueAt, null);
    assert.equal((await settled(asked)).caseState, "approved");
  }));

test("a product that nobody sells, and one for several lines, are refused", () =>
  inTrade(async ({ asks, price, db, world }) => {
    assert.equal(await asks("exchange", { wanted: { productNumber: "P4" } }), "replacement-not-found");
    const order = await placeOrder(db, world, { lines: [{ list: 9_900n }, { list: 9_900n }] });
    const lines = order.lineIds.map((lineId) => ({ lineId, quantity: 1 }));
    await price(9_900, "P5");
    const several = { order, lines, wanted: { productNumber: "P5" } };
    assert.equal(await asks("exchange", several), "replacement-not-found");
  }));

test("sent first: the replacement goes out at once, the old goods come after, and both are needed for the end", () =>
  inTrade(async ({ ask, does }) => {
    const first = await ask("exchange", { shipFirst: true });
    assert.equal(stand(await does(first, "approve")), "exchange approved none to-ship none merchant");
    assert.equal(
      stand(await does(first, "ship-replacement")),
      "exchange approved awaiting-shipment shipped none shopper",
    );
    await does(first, "confirm-replacement");
    assert.equal(
      stand(await does(first, "ship", "receive", "inspect")),
      "exchange completed inspected delivered none nobody",
    );

    const second = await ask("exchange", { shipFirst: true });
    const counted = await does(second, "approve", "ship-replacement", "ship", "receive", "inspect");
    assert.equal(stand(counted), "exchange approved inspected shipped none shopper");
    assert.equal((await does(second, "confirm-replacement")).caseState, "completed");
  }));

test("sent first and cheaper: the difference is paid when the old goods are back", () =>
  inTrade(async ({ ask, does, settled, price }) => {
    await price(29_900, "P2");
    const asked = await ask("exchange", { wanted: { productNumber: "P2" }, shipFirst: true });
    assert.equal((await does(asked, "approve", "ship-replacement", "confirm-replacement")).moneyState, "none");
    await does(asked, "ship", "receive", "inspect");
    const over = await settled(asked);
    assert.equal(stand(over), "exchange completed inspected delivered settled nobody");
    assert.equal(over.refunded.amount, "100.00");
  }));

test("sent first, and the old goods never come: the platform waives them, and the exchange ends", () =>
  inTrade(async ({ ask, does, page, pass, act }) => {
    const asked = await ask("exchange", { shipFirst: true });
    await does(asked, "approve", "ship-replacement");
    assert.equal(await act(asked, "withdraw"), "move-not-allowed");
    await pass({ days: 7 });
    const late = await page(asked);
    assert.deepEqual([late.waitingOn, late.timeline[0]?.kind], ["platform", "goods-not-sent"]);
    assert.equal(stand(await does(asked, ["approve", {}, staff()])), "exchange approved not-sent shipped none shopper");
    assert.equal((await does(asked, "confirm-replacement")).caseState, "completed");

    const refused = await ask("exchange", { shipFirst: true });
    await does(refused, "approve", "ship-replacement");
    await pass({ days: 7 });
    await does(refused, "reject");
    // What is refused is not sent any more.
    assert.equal(await act(refused, "ship"), "move-not-allowed");
    await pass({ days: 7 });
    assert.equal(stand(await page(refused)), "exchange closed not-sent shipped none nobody");
  }));

test("not sent in time once the goods are back: their price comes back instead", () =>
  inTrade(async ({ ask, does, pass, settled, page, act }) => {
    const asked = await ask("exchange");
    await does(asked, ...back);
    await pass({ hours: 47 });
    assert.equal((await page(asked)).kind, "exchange");
    await pass({ hours: 1 });
    const over = await settled(asked);
    assert.equal(stand(over), "return-and-refund completed inspected cancelled settled nobody");
    assert.equal(over.refunded.amount, "399.00");
    assert.equal(await act(asked, "ship-replacement"), "move-not-allowed");
  }));

test("not sent in time though it was to go out first: the exchange becomes a return, which may be withdrawn", () =>
  inTrade(async ({ ask, does, pass, settled, page, act }) => {
    const asked = await ask("exchange", { shipFirst: true });
    await does(asked, "approve");
    await pass({ hours: 48 });
    assert.equal(stand(await page(asked)), "return-and-refund approved awaiting-shipment cancelled none shopper");
    await does(asked, "ship", "receive", "inspect");
    assert.equal((await settled(asked)).refunded.amount, "399.00");

    const other = await ask("exchange", { shipFirst: true });
    await does(other, "approve");
    await pass({ hours: 48 });
    assert.equal(await act(other, "withdraw"), "done");
  }));

test("refused at the bench after it became a return, the shopper may still ask the platform", () =>
  inTrade(async ({ ask, does, pass, page, act }) => {
    const asked = await ask("exchange", { shipFirst: true });
    await does(asked, "approve");
    await pass({ hours: 48 });
    await does(asked, "ship", "receive", ["inspect", { accepted: 0 }, staff()]);
    assert.equal((await page(asked)).caseState, "rejected");
    assert.equal(await act(asked, "escalate"), "done");
  }));

test("the parcel with the old goods is lost: with nothing to exchange the price comes back", () =>
  inTrade(async ({ ask, does, pass, settled }) => {
    const asked = await ask("exchange");
    await does(asked, "approve", "ship");
    await pass({ days: 10 });
    await does(asked, ["approve", {}, staff()]);
    const over = await settled(asked);
    assert.equal(stand(over), "return-and-refund completed lost none settled nobody");
    assert.equal(over.refunded.amount, "399.00");
  }));

test("where only the clock agreed, the replacement waits for the goods, unless the policy says otherwise", () =>
  inTrade(async ({ db, ask, page, pass }) => {
    await db.withTx(system("test"), (tx) =>
      tx.run(
        'insert into platform.policy (id, version, title, body, effective_from, published_at, published_by) values (\'sends-first\', 1, \'{"zh": "先寄", "en": "first"}\', $1, $2, $2, \'test\')',
        [
          {
            policy: { id: "sends-first", version: "1", effectiveFrom: "2026-01-01" },
            handling: { shipFirstByItself: true },
          },
          tx.now,
        ],
      ),
    );
    const [usual, trusting] = [
      await ask("exchange", { shipFirst: true }),
      await ask("exchange", { shipFirst: true, sketch: { policyId: "sends-first" } }),
    ];
    await pass({ hours: 48 });
    assert.equal(stand(await page(usual)), "exchange approved awaiting-shipment none none shopper");
    assert.equal(stand(await page(trusting)), "exchange approved none to-ship none merchant");
  }));

test("sent first and the old goods lost on the way: the shopper has the others, and nothing more is paid", () =>
  inTrade(async ({ ask, does, pass, page }) => {
    const asked = await ask("exchange", { shipFirst: true });
    await does(asked, "approve", "ship-replacement", "confirm-replacement", "ship");
    await pass({ days: 10 });
    await does(asked, ["approve", {}, staff()]);
    const over = await page(asked);
    assert.equal(stand(over), "exchange completed lost delivered none nobody");
    assert.equal(over.refunded.amount, "0.00");
  }));

test("of two only one accepted: the replacement goes out, and no deduction is made where no money goes back", () =>
  inTrade(async ({ db, ask, does, act, page }) => {
    const sketch = { lines: [{ list: 39_900n, quantity: 2 }] };
    const asked = await ask("exchange", { sketch, quantity: 2 });
    await does(asked, "approve", "ship", "receive");
    const deduction = { amount: { amount: "10.00", currency: "CNY" }, note: "scratched" };
    assert.notEqual(await act(asked, "inspect", { accepted: 1, deduction }), "done");
    await does(asked, ["inspect", { accepted: 1 }], "ship-replacement", "confirm-replacement");
    assert.deepEqual(
      (await page(asked)).lines.map(({ quantity, acceptedQuantity }) => [quantity, acceptedQuantity]),
      [[2, 1]],
    );
    const held = await db.withTx(system("test"), (tx) =>
      tx.rows("select unit_no from orders.unit where order_id = $1 and case_id is not null", [asked.order.id]),
    );
    assert.deepEqual(held, []);
  }));

test("goods that are listed in other money are no replacement: yuan and dollars are not set against each other", () =>
  inTrade(async ({ db, asks, price }) => {
    await price(9_900, "P-USD");
    await db.withTx(system("test"), (tx) =>
      tx.run("update catalog.product set currency = 'USD' where number = 'P-USD'"),
    );
    assert.equal(await asks("exchange", { wanted: { productNumber: "P-USD" } }), "replacement-not-found");
  }));

test("dearer goods refused at the bench and granted by the platform: the difference went back, so the price does too", () =>
  inTrade(async (trade) => {
    const { ask, does, page, pass, paysDifference, price, running, settled } = trade;
    await price(59_900, "P9");
    const asked = await ask("exchange", { wanted: { productNumber: "P9" } });
    const { difference, payWithinHours } = (await page(asked)).outbound;
    assert.deepEqual([difference?.amount, payWithinHours], ["-200.00", 24], "whoever approves is told before");
    await does(asked, "approve");
    await paysDifference(asked);
    assert.equal((await page(asked)).outbound.payWithinHours, null);
    await does(asked, "ship", "receive", ["inspect", { accepted: 0 }, staff()]);
    await running.until("it goes back", async () => (await page(asked)).outbound.differenceState === "over");
    await does(asked, "escalate");
    await pass({ hours: 48 });
    await does(asked, "rule");
    await pass({ days: 3 });
    const over = await settled(asked);
    assert.equal(stand(over), "return-and-refund completed inspected none settled nobody");
    assert.equal(over.refunded.amount, "399.00");
  }));
