import assert from "node:assert/strict";
import { test } from "node:test";
import { system } from "#platform/db";
import { invariants as ofMoney } from "../../src/domains/payments/queries/invariants.ts";
import { followParcel } from "../../src/domains/returns/actions/follow-parcel.ts";
import type { Case } from "../../src/domains/returns/contract.ts";
import { askOptions } from "../../src/domains/returns/queries/options.ts";
import { onExchangeFellThrough } from "../../src/domains/returns/reactions/on-difference.ts";
import { refundEntitlement } from "../../src/law/refund-entitlement.ts";
import { recompute } from "../../web/shared/receipt/recompute.ts";
import { type Asked, inTrade, type Trade, yuan } from "../support/trade.ts";
import { as, staff } from "../support/world.ts";

const back = ["ship", "receive", "inspect"] as const;
const returned = ["approve", ...back] as const;

/** Exchanges for dearer goods, pays what they cost more, and has them in hand. */
async function exchangedFor(
  trade: Trade,
  productNumber: string,
  more: Parameters<Trade["ask"]>[1] = {},
): Promise<Asked> {
  const asked = await trade.ask("exchange", { wanted: { productNumber }, ...more });
  await trade.does(asked, "approve");
  await trade.paysDifference(asked);
  await trade.does(asked, ...back, "ship-replacement", "confirm-replacement");
  return asked;
}

async function moneyIsRight({ db }: Trade): Promise<void> {
  for (const { name, violations } of ofMoney) assert.deepEqual(await db.withTx(system("verify"), violations), [], name);
}

const parts = async (trade: Trade, asked: Asked) =>
  (await trade.page(asked)).refunds.flatMap((refund) => refund.parts.map((part) => [part.tender, part.amount.amount]));

test("medusa#7653: an exchange asks for the difference alone, and a later return gives back all that was paid, each part the way it came", () =>
  inTrade(async (trade) => {
    await trade.price(59_900, "P9");
    const asked = await exchangedFor(trade, "P9");
    const asksFor = await trade.db.withTx(system("test"), (tx) =>
      tx.rows("select amount_minor from payments.collection"),
    );
    assert.deepEqual(asksFor, [{ amount_minor: 20_000n }]);

    const again = await trade.ask("return-and-refund", { order: asked.order, reason: "quality-fault" });
    assert.equal((await trade.page(again)).requested.amount, "599.00");
    await trade.does(again, ...returned);
    const over = await trade.settled(again);
    assert.deepEqual([over.caseState, over.refunded.amount], ["completed", "599.00"]);
    assert.deepEqual((await parts(trade, again)).toSorted(), [
      ["exchange-difference", "200.00"],
      ["wechat-pay", "399.00"],
    ]);
    const step = over.receipt.steps.find(({ code }) => code === "exchange-difference");
    assert.equal(step?.amount.amount, "200.00");
    assert.deepEqual(
      [recompute(over.receipt, refundEntitlement).off, recompute(over.receipt, refundEntitlement).from],
      [null, "inputs"],
    );
    await moneyIsRight(trade);
  }));

test("after an exchange the goods are the replacement's: its name, its category, and a window that counts from its delivery", () =>
  inTrade(async (trade) => {
    await trade.price(59_900, "P9");
    await trade.db.withTx(system("test"), (tx) =>
      tx.run("update catalog.product set special_class = 'custom', title = '定制耳机' where number = 'P9'"),
    );
    const sketch = { deliveredAt: "2026-11-02T10:00:00+08:00" };
    await trade.price(39_900, "P5");
    const same = await trade.ask("exchange", { sketch });
    // Seven days after the first delivery are long over.
    const offered = async (order: Asked["order"], lineId: string) => {
      const { outcome } = await askOptions.ask(as(trade.db, trade.buyer), {
        number: order.number,
        lines: [{ lineId, quantity: 1 }],
        reason: "no-longer-wanted",
      });
      assert.ok(outcome.ok, JSON.stringify(outcome));
      return outcome.value.options.find(({ kind }) => kind === "return-and-refund");
    };
    const before = await trade.ask("exchange", { sketch });
    await trade.does(before, "withdraw");
    assert.equal((await offered(before.order, before.lineId))?.standing, "refused");
    await trade.does(same, "approve", ...back, "ship-replacement", "confirm-replacement");
    const anew = await offered(same.order, same.lineId);
    assert.deepEqual([anew?.standing, anew?.lastDay], ["offered", "2026-11-27"]);

    const other = await exchangedFor(trade, "P9", { sketch });
    const custom = await offered(other.order, other.lineId);
    assert.equal(custom?.standing, "refused");
    assert.ok(
      custom?.because.some(({ code }) => code.includes("custom")),
      JSON.stringify(custom?.because),
    );
    const fault = await trade.ask("return-and-refund", { order: other.order, reason: "quality-fault" });
    assert.equal((await trade.page(fault)).title.zh, "定制耳机");
  }));

test("two pieces for dearer ones, both sent back at the same time: each gives back its half of the difference, and never more", () =>
  inTrade(async (trade) => {
    await trade.price(59_901, "P9");
    const asked = await exchangedFor(trade, "P9", { sketch: { lines: [{ list: 39_900n, quantity: 2 }] }, quantity: 2 });
    const both = [
      await trade.ask("return-and-refund", { order: asked.order, reason: "quality-fault" }),
      await trade.ask("return-and-refund", { order: asked.order, reason: "quality-fault" }),
    ];
    for (const one of both) await trade.does(one, "approve", "ship", "receive");
    await Promise.all(both.map((one) => trade.does(one, "inspect")));
    const paid = await Promise.all(both.map(async (one) => (await trade.settled(one)).refunded.amount));
    assert.deepEqual(paid.toSorted(), ["599.01", "599.01"]);
    assert.equal(
      await trade.asks("return-and-refund", { order: asked.order, reason: "quality-fault" }),
      "unit-not-free",
    );
    await moneyIsRight(trade);
  }));

test("cheaper, then dearer: what came back is not given back again, and what was paid since is", () =>
  inTrade(async (trade) => {
    await trade.price(29_900, "P2");
    await trade.price(59_900, "P9");
    const cheaper = await trade.ask("exchange", { wanted: { productNumber: "P2" } });
    await trade.does(cheaper, ...returned, "ship-replacement", "confirm-replacement");
    assert.equal((await trade.settled(cheaper)).refunded.amount, "100.00");
    const dearer = await exchangedFor(trade, "P9", { order: cheaper.order });
    const asksFor = await trade.db.withTx(system("test"), (tx) =>
      tx.rows("select amount_minor from payments.collection"),
    );
    assert.deepEqual(asksFor, [{ amount_minor: 30_000n }]);
    const last = await trade.ask("return-and-refund", { order: dearer.order, reason: "quality-fault" });
    await trade.does(last, ...returned);
    assert.equal((await trade.settled(last)).refunded.amount, "599.00");
    await moneyIsRight(trade);
  }));

test("dearer, then cheaper: what was paid last goes back first, along its own payment", () =>
  inTrade(async (trade) => {
    await trade.price(59_900, "P9");
    await trade.price(49_900, "P4");
    const dearer = await exchangedFor(trade, "P9");
    const cheaper = await trade.ask("exchange", { order: dearer.order, wanted: { productNumber: "P4" } });
    await trade.does(cheaper, ...returned, "ship-replacement", "confirm-replacement");
    assert.equal((await trade.settled(cheaper)).refunded.amount, "100.00");
    assert.deepEqual(await parts(trade, cheaper), [["exchange-difference", "100.00"]]);
    const last = await trade.ask("return-and-refund", { order: dearer.order, reason: "quality-fault" });
    await trade.does(last, ...returned);
    assert.equal((await trade.settled(last)).refunded.amount, "499.00");
    await moneyIsRight(trade);
  }));

test("part is withheld for the state of the goods: first of what the order was paid, then of the difference", () =>
  inTrade(async (trade) => {
    await trade.price(59_900, "P9");
    const asked = await exchangedFor(trade, "P9", { sketch: { lines: [{ list: 39_900n }, { list: 10_000n }] } });
    const again = await trade.ask("return-and-refund", { order: asked.order });
    const deduction = { amount: yuan("450.00"), note: "scratched all over" };
    await trade.does(again, "approve", "ship", "receive", ["inspect", { deduction }], "answer-offer");
    assert.equal((await trade.settled(again)).refunded.amount, "149.00");
    assert.deepEqual(await parts(trade, again), [["exchange-difference", "149.00"]]);
    // The other line is worth what it was.
    const other = { lineId: asked.order.lineIds[1] ?? "" };
    const rest = await trade.ask("return-and-refund", {
      order: asked.order,
      lines: [{ ...other, quantity: 1 }],
      reason: "quality-fault",
    });
    await trade.does(rest, "approve", "ship", "receive");
    await trade.does({ ...rest, ...other }, "inspect");
    assert.equal((await trade.settled(rest)).refunded.amount, "100.00");
    await moneyIsRight(trade);
  }));

test("of two for dearer ones only one accepted: one goes out, and the other's difference comes back", () =>
  inTrade(async (trade) => {
    await trade.price(59_900, "P9");
    const sketch = { lines: [{ list: 39_900n, quantity: 2 }] };
    const asked = await trade.ask("exchange", { sketch, quantity: 2, wanted: { productNumber: "P9" } });
    await trade.does(asked, "approve");
    await trade.paysDifference(asked);
    await trade.does(asked, "ship", "receive", ["inspect", { accepted: 1 }], "ship-replacement", "confirm-replacement");
    const over = await trade.settled(asked);
    assert.deepEqual([over.caseState, over.refunded.amount], ["completed", "200.00"]);
    const bought = await trade.ask("return-and-refund", { order: asked.order, reason: "quality-fault" });
    await trade.does(bought, ...returned);
    assert.equal((await trade.settled(bought)).refunded.amount, "399.00");
    const replaced = await trade.ask("return-and-refund", { order: asked.order, reason: "quality-fault" });
    await trade.does(replaced, ...returned);
    assert.equal((await trade.settled(replaced)).refunded.amount, "599.00");
    await moneyIsRight(trade);
  }));

test("an exchange that was refused, granted after all and completed before anybody was told of the refusal keeps what was paid for it", () =>
  inTrade(async (trade) => {
    await trade.price(59_900, "P9");
    const asked = await exchangedFor(trade, "P9");
    const { id } = await trade.db.withTx(system("test"), (tx) =>
      tx.one<{ id: string }>("select id from returns.return_case where number = $1", [asked.number]),
    );
    const late = { kind: "returns.rejected", customerId: asked.order.customerId, payload: { caseId: id } };
    await onExchangeFellThrough.react(trade.running.app, late as never);
    assert.equal((await trade.page(asked)).outbound.differenceState, "paid");
    await moneyIsRight(trade);
  }));

test("goods sent first: turned into a return, what was paid more goes back at once; refused at the bench, it stays while the goods are out", () =>
  inTrade(async (trade) => {
    await trade.price(59_900, "P9");
    const first = async () => {
      const asked = await trade.ask("exchange", { wanted: { productNumber: "P9" }, shipFirst: true });
      await trade.does(asked, "approve");
      await trade.paysDifference(asked);
      await trade.does(asked, "ship-replacement");
      return asked;
    };
    const broken = await first();
    const evidence = [await trade.photo(broken.order)];
    await trade.does(
      broken,
      ["object-replacement", { trouble: "broken", evidence }],
      ["make-good", { remedy: "refund" }],
    );
    await trade.running.until("the difference goes back", async () => {
      const { kind, moneyState, outbound } = await trade.page(broken);
      return kind === "return-and-refund" && moneyState === "none" && outbound.differenceState === "over";
    });

    const kept = await first();
    await trade.does(kept, "confirm-replacement", "ship", "receive", ["inspect", { accepted: 0 }, staff()]);
    await trade.running.relay.drain();
    assert.equal((await trade.page(kept)).outbound.differenceState, "paid");
    await moneyIsRight(trade);
  }));

const stand = ({ kind, caseState, goodsState, outboundState, moneyState, waitingOn, next }: Case) =>
  [kind, caseState, goodsState, outboundState, moneyState, waitingOn, next.now.code].join(" ");

/** An exchange whose goods go out before the old ones are back. */
async function sentFirst(trade: Trade, productNumber?: string): Promise<Asked> {
  const wanted = productNumber === undefined ? {} : { wanted: { productNumber } };
  const asked = await trade.ask("exchange", { ...wanted, shipFirst: true });
  await trade.does(asked, "approve");
  if (productNumber === "P9") await trade.paysDifference(asked);
  await trade.does(asked, "ship-replacement");
  return asked;
}

async function carrierSays({ db }: Trade, { number, order }: Asked, state: "delivered" | "lost"): Promise<boolean> {
  const { id } = await db.withTx(system("test"), (tx) =>
    tx.one<{ id: string }>("select id from returns.return_case where number = $1", [number]),
  );
  const parcel = { direction: "outbound", way: null, carrier: null, trackingNumber: null };
  const { outcome } = await followParcel.execute(as(db, system("returns")), {
    ...{ customerId: order.customerId, caseId: id, ...parcel, state },
  });
  return outcome.ok && outcome.value.moved;
}

const replacementsOf = ({ db }: Trade, { number }: Asked) =>
  db.withTx(system("test"), (tx) =>
    tx.rows<{ product_number: string | null; surcharge_minor: bigint }>(
      "select r.product_number, r.surcharge_minor from orders.replacement r join returns.return_case c on c.customer_id = r.customer_id and c.id = r.case_id where c.number = $1",
      [number],
    ),
  );

test("an empty box does not win: who has the replacement has it, and the platform says whether the old goods count", () =>
  inTrade(async (trade) => {
    await trade.price(29_900, "P2");
    const empty = ["ship", "receive", ["inspect", { accepted: 0 }]] as const;
    const disputed = "exchange approved inspected delivered none platform count-disputed";

    const asked = await sentFirst(trade, "P2");
    const handed = await trade.does(asked, ...empty);
    assert.equal(stand(handed), "exchange approved inspected shipped none platform count-disputed");
    const received = await trade.does(asked, "confirm-replacement");
    assert.equal(stand(received), disputed);
    assert.equal(received.dueAt, handed.dueAt, "the platform's clock runs on");
    await trade.running.relay.drain();
    assert.equal(stand(await trade.page(asked)), disputed, "nothing of a cheaper exchange is paid out");
    await trade.does(asked, ["approve", {}, staff()]);
    const over = await trade.settled(asked);
    assert.deepEqual([over.caseState, over.refunded.amount], ["completed", "100.00"]);

    const silent = await sentFirst(trade);
    await trade.does(silent, ...empty);
    assert.ok(await carrierSays(trade, silent, "delivered"));
    assert.equal(await trade.act(silent, "object-replacement"), "move-not-allowed");
    await trade.pass({ days: 11 });
    assert.equal(
      stand(await trade.page(silent)),
      "exchange approved inspected arrived none platform count-disputed",
      "the carrier's word and silence end nothing",
    );

    const lost = await sentFirst(trade);
    await trade.does(lost, ...empty);
    assert.ok(await carrierSays(trade, lost, "lost"));
    assert.equal(stand(await trade.page(lost)), "exchange approved inspected cancelled none platform count-disputed");
    assert.deepEqual(
      (await trade.page(lost, staff())).losses.map(({ direction, borneBy, amount }) => [
        direction,
        borneBy,
        amount.amount,
      ]),
      [["outbound", "carrier", "399.00"]],
    );
    assert.equal(
      stand(await trade.does(lost, ["approve", {}, staff()])),
      "exchange approved inspected to-ship none merchant replacement-to-ship",
      "accepted after all: another one goes out",
    );

    const missing = await sentFirst(trade);
    assert.ok(await carrierSays(trade, missing, "lost"));
    await trade.does(missing, ...empty);
    assert.equal(await trade.act(missing, "make-good"), "move-not-allowed", "none goes out for an empty box");
    assert.equal((await trade.does(missing, "reject")).caseState, "rejected");
  }));

test("refused while the replacement is under way: its arrival is its own, the refusal can be answered, and then the old goods go back", () =>
  inTrade(async (trade) => {
    await trade.price(59_900, "P9");
    const refused = ["ship", "receive", ["inspect", { accepted: 0 }, staff()]] as const;
    const asked = await sentFirst(trade, "P9");
    const before = await trade.does(asked, ...refused);
    assert.equal(stand(before), "exchange rejected inspected shipped none shopper not-accepted-at-bench");
    assert.ok(await carrierSays(trade, asked, "delivered"));
    const after = await trade.does(asked, "confirm-replacement");
    assert.equal(stand(after), "exchange rejected inspected delivered none shopper not-accepted-at-bench");
    assert.equal(after.dueAt, before.dueAt);
    assert.deepEqual(await replacementsOf(trade, asked), [{ product_number: "P9", surcharge_minor: 20_000n }]);
    await trade.pass({ days: 7 });
    assert.equal(stand(await trade.page(asked)), "exchange rejected inspected to-ship none merchant goods-go-back");
    await trade.does(asked, "ship-replacement", "confirm-replacement");
    await trade.running.relay.drain();
    const closed = await trade.page(asked);
    assert.deepEqual([closed.caseState, closed.outbound.differenceState], ["closed", "paid"]);
    assert.equal((await replacementsOf(trade, asked)).length, 1);
    // What was paid more belongs to the dearer goods, and comes back with them.
    const again = await trade.ask("return-and-refund", { order: asked.order, reason: "quality-fault" });
    await trade.does(again, ...returned);
    assert.equal((await trade.settled(again)).refunded.amount, "599.00");

    const heard = await sentFirst(trade, "P9");
    await trade.does(heard, ...refused, "escalate", "confirm-replacement");
    assert.equal((await trade.page(heard)).disputeState, "evidence");
    await trade.pass({ hours: 48 });
    assert.equal(
      await trade.act(heard, "rule", { ruling: "partial", amount: yuan("1.00") }),
      "replacement-all-or-nothing",
    );
    await trade.does(heard, "rule");
    await trade.pass({ days: 3 });
    assert.equal((await trade.page(heard)).caseState, "completed");
    assert.deepEqual(await replacementsOf(trade, heard), [{ product_number: "P9", surcharge_minor: 20_000n }]);

    const denied = await sentFirst(trade, "P9");
    await trade.does(denied, ...refused, "escalate");
    await trade.pass({ hours: 48 });
    await trade.does(denied, ["rule", { ruling: "refuse" }, staff()]);
    await trade.pass({ days: 3 });
    assert.equal(stand(await trade.page(denied)), "exchange rejected inspected to-ship none merchant goods-go-back");
    await trade.running.relay.drain();
    assert.equal((await trade.page(denied)).outbound.differenceState, "paid");
    assert.equal((await replacementsOf(trade, denied)).length, 1);
    await moneyIsRight(trade);
  }));

test("refused, and the dearer goods that went out first are lost: what was paid for them goes back at once", () =>
  inTrade(async (trade) => {
    await trade.price(59_900, "P9");
    const asked = await sentFirst(trade, "P9");
    const before = await trade.does(asked, "ship", "receive", ["inspect", { accepted: 0 }, staff()]);
    assert.ok(await carrierSays(trade, asked, "lost"));
    const lost = await trade.page(asked);
    assert.equal(stand(lost), "exchange rejected inspected cancelled none shopper not-accepted-at-bench");
    assert.equal(lost.dueAt, before.dueAt);
    await trade.running.until("the difference goes back", async () => {
      const { outbound } = await trade.page(asked);
      return outbound.differenceState === "over";
    });
    await trade.pass({ days: 7 });
    await trade.does(asked, "ship-replacement", "confirm-replacement");
    assert.equal((await trade.page(asked)).caseState, "closed");
    assert.deepEqual(await replacementsOf(trade, asked), []);
    await moneyIsRight(trade);
  }));

test("refused and closed since the old goods never came: the replacement that arrives afterwards is what the shopper has, and no more", () =>
  inTrade(async (trade) => {
    const asked = await sentFirst(trade);
    await trade.pass({ days: 7 });
    await trade.does(asked, "reject");
    assert.equal(await trade.act(asked, "escalate"), "move-not-allowed");
    await trade.pass({ days: 7 });
    assert.ok(await carrierSays(trade, asked, "delivered"));
    assert.equal(
      stand(await trade.does(asked, "confirm-replacement")),
      "exchange closed not-sent delivered none nobody closed",
    );
    assert.equal(await trade.act(asked, "escalate"), "move-not-allowed");
    assert.deepEqual(await replacementsOf(trade, asked), [{ product_number: "P1", surcharge_minor: 0n }]);
  }));
