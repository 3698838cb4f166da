import assert from "node:assert/strict";
import { test } from "node:test";
import { type Principal, system } from "#platform/db";
import { type Asked, inTrade, type Trade, yuan } from "../../../../tests/support/trade.ts";
import { as, staff } from "../../../../tests/support/world.ts";
import type { Case } from "../contract.ts";
import { followParcel } from "./follow-parcel.ts";

const stand = ({ kind, caseState, goodsState, outboundState, moneyState, waitingOn }: Case) =>
  [kind, caseState, goodsState, outboundState, moneyState, waitingOn].join(" ");
const out = ["approve", "ship", "receive", "inspect", "ship-replacement"] as const;

/** The carrier speaks of the parcel that went out. */
async function carrierSays(
  { db }: Trade,
  { number }: Asked,
  state: "delivered" | "lost" | "returned",
  trackingNumber?: string,
) {
  const row = await db.withTx(system("test"), (tx) =>
    tx.one<{ customer_id: string; id: string; outbound_tracking: string }>(
      "select customer_id, id, outbound_tracking from returns.return_case where number = $1",
      [number],
    ),
  );
  const { outcome } = await followParcel.execute(as(db, system("returns")), {
    customerId: row.customer_id,
    caseId: row.id,
    direction: "outbound",
    way: null,
    state,
    carrier: "sf",
    trackingNumber: trackingNumber ?? row.outbound_tracking,
  });
  assert.ok(outcome.ok);
  return outcome.value.moved;
}

test("the carrier says it is there: the shopper has time to object, and silence ends the case only then", () =>
  inTrade(async (trade) => {
    const asked = await trade.ask("exchange");
    await trade.does(asked, ...out);
    assert.ok(await carrierSays(trade, asked, "delivered"));
    assert.equal(stand(await trade.page(asked)), "exchange approved inspected arrived none shopper");
    await trade.pass({ days: 9, hours: 23 });
    assert.equal((await trade.page(asked)).caseState, "approved");
    await trade.pass({ hours: 1 });
    assert.equal(stand(await trade.page(asked)), "exchange completed inspected delivered none nobody");
  }));

test("nobody says that it is there: the shopper's silence ends nothing, and the merchant must answer for it", () =>
  inTrade(async (trade) => {
    const asked = await trade.ask("exchange");
    await trade.does(asked, ...out);
    await trade.pass({ days: 10 });
    const missing = await trade.page(asked);
    assert.equal(stand(missing), "exchange approved inspected lost none merchant");
    assert.equal(missing.outbound.trouble, "unconfirmed");
    // The merchant says nothing either: the platform decides, and pays.
    await trade.pass({ hours: 48 });
    assert.equal((await trade.page(asked)).waitingOn, "platform");
    await trade.does(asked, ["make-good", { remedy: "refund", lossBorneBy: "carrier" }, staff()]);
    const over = await trade.settled(asked);
    assert.equal(stand(over), "return-and-refund completed inspected cancelled settled nobody");
    assert.equal(over.refunded.amount, "399.00");
    const books = () =>
      trade.db.withTx(system("test"), (tx) =>
        tx.rows("select account, amount_minor from payments.ledger_line where loss_id is not null order by line_no"),
      );
    await trade.running.until("the loss is booked", async () => (await books()).length > 0);
    assert.deepEqual(await books(), [
      { account: "carrier-claims", amount_minor: -39_900n },
      { account: "merchant-settlement", amount_minor: 39_900n },
    ]);
    const borne = async (who?: Principal) =>
      (await trade.page(asked, who)).timeline.some(({ kind }) => kind.startsWith("loss-borne-"));
    assert.deepEqual(
      [await borne(staff()), await borne()],
      [true, false],
      "the shopper loses nothing and is told nothing",
    );
    assert.deepEqual(
      (await trade.page(asked, staff())).losses.map(({ borneBy, amount }) => [borneBy, amount.amount]),
      [["carrier", "399.00"]],
    );
  }));

test("lost on the way: sent again as another parcel, and what is said of the first one counts no longer", () =>
  inTrade(async (trade) => {
    const asked = await trade.ask("exchange");
    const shipments = () =>
      trade.db.withTx(system("test"), (tx) =>
        tx.rows<{ tracking_number: string }>(
          "select tracking_number from logistics.shipment where direction = 'outbound' order by attempt",
        ),
      );
    const known = (parcels: number) =>
      trade.running.until(`${parcels} parcels are followed`, async () => (await shipments()).length === parcels);
    await trade.does(asked, ...out);
    await known(1);
    assert.ok(await carrierSays(trade, asked, "lost"));
    assert.equal(stand(await trade.page(asked)), "exchange approved inspected lost none merchant");
    assert.equal(stand(await trade.does(asked, "make-good")), "exchange approved inspected to-ship none merchant");
    await trade.does(asked, ["ship-replacement", { carrier: "sf", trackingNumber: "SF0000002" }]);
    await known(2);
    assert.ok(!(await carrierSays(trade, asked, "delivered", "SF0000001")));
    assert.ok(await carrierSays(trade, asked, "delivered", "SF0000002"));
    await trade.does(asked, "confirm-replacement");
    assert.deepEqual(
      (await shipments()).map((one) => one.tracking_number),
      ["SF0000001", "SF0000002"],
    );
  }));

test("wrong or broken: shown with a photo, paid for when the merchant says so; too early to miss what is on its way", () =>
  inTrade(async (trade) => {
    const asked = await trade.ask("exchange");
    await trade.does(asked, ...out);
    assert.equal(await trade.act(asked, "object-replacement"), "still-on-its-way");
    assert.equal(await trade.act(asked, "object-replacement", { trouble: "broken" }), "trouble-not-shown");
    const evidence = [await trade.photo(asked.order)];
    const objected = await trade.does(asked, ["object-replacement", { trouble: "broken", note: "in two", evidence }]);
    assert.equal(stand(objected), "exchange approved inspected refused none merchant");
    assert.equal(await trade.act(asked, "make-good", { remedy: "arrived" }), "platform-decides");
    assert.equal(await trade.act(asked, "approve"), "move-not-allowed");
    await trade.does(asked, ["make-good", { remedy: "refund" }]);
    assert.equal((await trade.settled(asked)).refunded.amount, "399.00");
  }));

test("sent again and never sent: the price comes back when the time is over", () =>
  inTrade(async (trade) => {
    const asked = await trade.ask("exchange");
    await trade.does(asked, ...out);
    await trade.pass({ days: 3 });
    await trade.does(asked, "object-replacement", "make-good");
    await trade.pass({ hours: 48 });
    const over = await trade.settled(asked);
    assert.equal(stand(over), "return-and-refund completed inspected cancelled settled nobody");
    assert.equal(over.refunded.amount, "399.00");
  }));

test("the platform finds that it did arrive: the exchange is done", () =>
  inTrade(async (trade) => {
    const asked = await trade.ask("exchange");
    await trade.does(asked, ...out);
    await carrierSays(trade, asked, "delivered");
    await trade.does(asked, "object-replacement");
    await trade.pass({ hours: 48 });
    await trade.does(asked, ["make-good", { remedy: "arrived", note: "the signature is the shopper's" }, staff()]);
    assert.equal(stand(await trade.page(asked)), "exchange completed inspected delivered none nobody");
  }));

test("sent first and lost: sent again while the shopper's own goods are on their way, and both are needed for the end", () =>
  inTrade(async (trade) => {
    const asked = await trade.ask("exchange", { shipFirst: true });
    await trade.does(asked, "approve", "ship-replacement");
    await carrierSays(trade, asked, "lost");
    await trade.does(asked, "ship");
    await trade.does(asked, "receive", "inspect");
    assert.equal(stand(await trade.page(asked)), "exchange approved inspected lost none merchant");
    await trade.does(asked, "make-good", "ship-replacement", "confirm-replacement");
    assert.equal(stand(await trade.page(asked)), "exchange completed inspected delivered none nobody");

    const other = await trade.ask("exchange", { shipFirst: true });
    await trade.does(other, "approve", "ship-replacement");
    await carrierSays(trade, other, "lost");
    await trade.does(other, ["make-good", { remedy: "refund" }]);
    assert.equal(stand(await trade.page(other)), "return-and-refund approved awaiting-shipment cancelled none shopper");
    await trade.does(other, "ship", "receive", "inspect");
    assert.equal((await trade.settled(other)).refunded.amount, "399.00");
  }));

test("refused goods that are lost on their way back are paid for", () =>
  inTrade(async (trade) => {
    const asked = await trade.ask("return-and-refund");
    await trade.does(asked, "approve", "ship", "receive", ["inspect", { accepted: 0 }, staff()]);
    await trade.pass({ days: 7 });
    await trade.does(asked, "ship-replacement");
    await carrierSays(trade, asked, "lost");
    assert.equal(await trade.act(asked, "make-good"), "nothing-to-send-again");
    await trade.does(asked, ["make-good", { remedy: "refund" }]);
    assert.equal((await trade.settled(asked)).refunded.amount, "399.00");
  }));

test("sent after and never arrived: the carrier loses it, and the price comes back without anybody's word when it is not sent again", () =>
  inTrade(async (trade) => {
    const asked = await trade.ask("reship", { reason: "never-arrived" });
    await trade.does(asked, "approve", "ship-replacement");
    await carrierSays(trade, asked, "returned");
    await trade.does(asked, "make-good");
    await trade.pass({ hours: 48 });
    const over = await trade.settled(asked);
    assert.equal(stand(over), "refund-only completed none cancelled settled nobody");
    assert.equal(over.refunded.amount, "399.00");
  }));

test("of two, one accepted: one goes out, and of a cheaper one the difference of one comes back", () =>
  inTrade(async (trade) => {
    await trade.price(29_900, "P2");
    const sketch = { lines: [{ list: 39_900n, quantity: 2 }] };
    const asked = await trade.ask("exchange", { sketch, quantity: 2, wanted: { productNumber: "P2" } });
    await trade.does(asked, "approve", "ship", "receive", ["inspect", { accepted: 1 }]);
    assert.equal((await trade.page(asked)).outbound.units, 1);
    await trade.does(asked, "ship-replacement", "confirm-replacement");
    assert.equal((await trade.settled(asked)).refunded.amount, "100.00");
    // The one that was not accepted was free as soon as it was not exchanged.
    const rest = await trade.ask("return-and-refund", { order: asked.order, reason: "quality-fault" });
    await trade.does(rest, "approve", "ship", "receive", "inspect");
    assert.equal((await trade.settled(rest)).refunded.amount, yuan("399.00").amount);
  }));

test("a missing part is lost on its way: what it is worth is paid and lost, and not the goods", () =>
  inTrade(async (trade) => {
    const asked = await trade.ask("reship");
    await trade.does(asked, "approve", "ship-replacement");
    await carrierSays(trade, asked, "lost");
    const carrierPays = { remedy: "refund", lossBorneBy: "carrier" };
    assert.equal(await trade.act(asked, "make-good", carrierPays), "parts-worth-needed");
    assert.equal(await trade.act(asked, "make-good", { ...carrierPays, amount: yuan("400.00") }), "offer-too-high");
    await trade.does(asked, ["make-good", { ...carrierPays, amount: yuan("19.00") }]);
    const over = await trade.settled(asked);
    assert.equal(stand(over), "refund-only completed none cancelled settled nobody");
    assert.equal(over.refunded.amount, "19.00");
    assert.deepEqual(
      (await trade.page(asked, staff())).losses.map(({ borneBy, amount }) => [borneBy, amount.amount]),
      [["carrier", "19.00"]],
    );
  }));

test("of two, one accepted and lost on its way out: one is what was lost, with what it cost more", () =>
  inTrade(async (trade) => {
    await trade.price(29_900, "P2");
    const sketch = { lines: [{ list: 39_900n, quantity: 2 }] };
    const asked = await trade.ask("exchange", { sketch, quantity: 2, wanted: { productNumber: "P2" } });
    await trade.does(asked, "approve", "ship", "receive", ["inspect", { accepted: 1 }], "ship-replacement");
    await carrierSays(trade, asked, "lost");
    await trade.does(asked, ["make-good", { lossBorneBy: "carrier" }]);
    assert.deepEqual(
      (await trade.page(asked, staff())).losses.map(({ amount }) => amount.amount),
      ["299.00"],
    );
  }));
