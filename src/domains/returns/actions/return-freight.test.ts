import assert from "node:assert/strict";
import { test } from "node:test";
import { type Principal, system } from "#platform/db";
import { createPersonal } from "#platform/personal";
import { inTrade, type Trade, yuan } from "../../../../tests/support/trade.ts";
import { as, merchant, staff } from "../../../../tests/support/world.ts";
import { searchShoppers } from "../../parties/queries/search-shoppers.ts";
import { decideFreight } from "../../payments/actions/decide-return-freight.ts";
import { giveFreightCover } from "../../payments/actions/give-freight-cover.ts";
import { putFreightProduct } from "../../payments/actions/put-freight-product.ts";
import { listFreightProducts } from "../../payments/queries/list-freight-products.ts";
import { listReturnFreights } from "../../payments/queries/list-return-freights.ts";
import { countQueues } from "../queries/count-queues.ts";

const key = Buffer.alloc(32, 5);
const secrets = { fieldKeys: new Map([[1, key]]), currentFieldKeyVersion: 1, blindIndexKey: key };
const fault = { reason: "quality-fault" };

test("the seller's fault: what the shopper laid out is paid back when the goods are accepted, out of the seller's deposit", () =>
  inTrade(async (trade) => {
    const { ask, does, photo, page, running, db } = trade;
    const asked = await ask("return-and-refund", fault);
    const sent = await does(asked, "approve", [
      "ship",
      { freightPaid: yuan("12.00"), receipts: [await photo(asked.order)] },
    ]);
    assert.deepEqual([sent.freight.owed, sent.freight.told?.amount, sent.freight.receipts.length], [true, "12.00", 1]);
    assert.equal(sent.freight.paidBack, null, "nothing before the goods are accepted");
    await does(asked, "receive", "inspect");
    await running.until("it is paid back", async () => (await page(asked)).freight.paidBack?.state === "paid");
    const { paidBack } = (await page(asked)).freight;
    assert.deepEqual([paidBack?.amount.amount, paidBack?.payer, paidBack?.decidedBy], ["12.00", "merchant", "policy"]);
    assert.deepEqual(
      running.standIn.transfers().map(({ amount }) => amount),
      ["1200"],
    );
    await running.until("the case tells it", async () => told(await page(asked)).includes("freight-paid-back"));
    const [posting] = await db.withTx(system("test"), (tx) =>
      tx.rows<{ kind: string; amount_minor: bigint }>(
        "select kind, amount_minor from payments.deposit_posting where cause_kind = 'return-freight'",
      ),
    );
    assert.deepEqual([posting?.kind, posting?.amount_minor], ["deduct", 1_200n]);
  }));

test("above what the policy pays unseen a person decides, never less than that; silence pays what was told", () =>
  inTrade(async (trade) => {
    const { db, seller, running, page, pass } = trade;
    const first = await acceptedWith(trade, "48.00");
    const number = (await page(first)).freight.paidBack?.number ?? "";
    const decide = async (amount: string) => {
      const { outcome } = await decideFreight.execute(as(db, seller), { number, amount: yuan(amount) });
      return outcome.ok ? "done" : outcome.code;
    };
    assert.match(number, /^FR-/, "a number of its own kind");
    const { outcome: found } = await searchShoppers(createPersonal(secrets)).ask(as(db, staff("shoppers.read")), {
      q: number,
    });
    assert.deepEqual(found.ok && found.value.items.map(({ customerId }) => customerId), [first.order.customerId]);
    assert.equal(await decide("29.99"), "freight-below-policy");
    assert.equal(await decide("48.01"), "freight-above-paid");
    assert.equal(await decide("40.00"), "done");
    assert.equal(await decide("48.00"), "return-freight-decided");
    await running.until("it is paid back", async () => (await page(first)).freight.paidBack?.state === "paid");
    assert.deepEqual((await page(first)).freight.paidBack?.amount.amount, "40.00");
    const second = await acceptedWith(trade, "48.00");
    await pass({ hours: 72 });
    await running.until("it is paid back", async () => (await page(second)).freight.paidBack?.state === "paid");
    const { paidBack } = (await page(second)).freight;
    assert.deepEqual([paidBack?.amount.amount, paidBack?.decidedBy], ["48.00", "clock"]);
  }));

test("what waits for a decision is found though its case is over: the shop's own, the platform's all, with a count", () =>
  inTrade(async (trade) => {
    const { db, world, page, pass, running } = trade;
    const asked = await acceptedWith(trade, "48.00");
    assert.ok((await trade.settled(asked)).closedAt !== null);
    const listed = async (who: Principal, state?: string) => {
      const { outcome } = await listReturnFreights.ask(as(db, who), { state });
      assert.ok(outcome.ok, JSON.stringify(outcome));
      return outcome.value.items;
    };
    const counted = async (who: Principal) => {
      const { outcome } = await countQueues.ask(as(db, who), {});
      assert.ok(outcome.ok);
      return outcome.value.counts["freight-to-decide"];
    };
    const [own, other] = [merchant(world.merchantId, "cases.read", "cases.decide"), merchant(world.otherMerchantId)];
    const [waiting] = await listed(own);
    assert.deepEqual(
      [waiting?.caseNumber, waiting?.paidByShopper.amount, waiting?.abilities[0]?.allowed],
      [asked.number, "48.00", true],
    );
    assert.equal(waiting?.dueAt, (await page(asked)).freight.paidBack?.dueAt);
    assert.deepEqual([(await listed(staff())).length, (await listed(other)).length], [1, 0]);
    assert.deepEqual([await counted(own), await counted(staff()), await counted(other)], [1, 1, 0]);
    await pass({ hours: 72 });
    await running.until("it is paid back", async () => (await page(asked)).freight.paidBack?.state === "paid");
    assert.deepEqual([(await listed(own)).length, (await listed(own, "all")).length, await counted(own)], [0, 1, 0]);
  }));

test("freight that the shopper bears cannot be told, nor any without its receipt; refused goods pay none", () =>
  inTrade(async ({ ask, does, act, photo, page, running }) => {
    const own = await ask("return-and-refund");
    await does(own, "approve");
    const receipts = [await photo(own.order)];
    assert.equal(await act(own, "ship", { freightPaid: yuan("12.00"), receipts }), "freight-not-owed");
    const asked = await ask("return-and-refund", fault);
    await does(asked, "approve");
    assert.equal(await act(asked, "ship", { freightPaid: yuan("12.00") }), "freight-receipt-needed");
    assert.equal(
      await act(asked, "ship", { freightPaid: yuan("501.00"), receipts: [await photo(asked.order)] }),
      "freight-out-of-range",
    );
    await does(asked, ["ship", { freightPaid: yuan("12.00"), receipts: [await photo(asked.order)] }], "receive", [
      "inspect",
      { accepted: 0 },
      staff(),
    ]);
    await running.relay.drain();
    assert.equal((await page(asked)).freight.paidBack, null);
  }));

test("insurance given by an agent shows with the case, and pays by how far the parcel went", () =>
  inTrade(async ({ ask, does, page, running, db, world }) => {
    const asked = await ask("return-and-refund");
    await db.withTx(system("test"), async (tx) => {
      await tx.run("update orders.shop_order set recipient_region = '上海市' where customer_id = $1", [
        world.customerId,
      ]);
      await tx.run("update parties.merchant set return_address = $2 where id = $1", [
        world.merchantId,
        { name: "退货组", phone: "0571", address: "浙江省杭州市余杭区文一西路 969 号" },
      ]);
    });
    const give = (by: ReturnType<typeof staff>) =>
      giveFreightCover.execute(as(db, by), {
        number: asked.order.number,
        merchantId: world.merchantId,
        product: "standard",
        payer: "platform",
      });
    const agent = staff("compensation.propose");
    assert.ok((await give(agent)).outcome.ok);
    const again = await give(agent);
    assert.equal(!again.outcome.ok && again.outcome.code, "insured-already");
    const insured = (await page(asked)).freight.cover;
    assert.deepEqual([insured?.premiumPayer, insured?.zones.length, insured?.claim], ["platform", 5, null]);
    await does(asked, "approve", "ship", "receive", "inspect");
    await running.until("it has paid", async () => (await page(asked)).freight.cover?.claim?.state === "paid");
    const claim = (await page(asked)).freight.cover?.claim;
    assert.deepEqual([claim?.amount.amount, claim?.because[0]?.params["zone"]], ["12.00", "neighbouring"]);
  }));

test("a new version is sold from its own day on, once", () =>
  inTrade(async ({ db }) => {
    const by = () => as(db, staff("policies.write", "policies.read"));
    const version = {
      id: "standard",
      latest: 1,
      title: { zh: "退货运费险", en: "Return freight insurance" },
      premium: yuan("0.80"),
      premiumPayer: "merchant",
      zones: { "same-city": "9.00", "same-province": "11.00", neighbouring: "13.00", far: "20.00", remote: "30.00" },
      windowDays: 60,
      effectiveFrom: "2026-12-01T00:00:00+08:00",
    };
    const put = async (change: object = {}) => {
      const { outcome } = await putFreightProduct.execute(by(), { ...version, ...change });
      return outcome.ok ? outcome.value.version : outcome.code;
    };
    assert.equal(await put({ effectiveFrom: "2026-11-01T00:00:00+08:00" }), "effective-in-past");
    assert.equal(await put(), 2);
    assert.equal(await put({ windowDays: 61 }), "version-changed");
    const { outcome } = await listFreightProducts.ask(by(), {});
    assert.ok(outcome.ok);
    assert.deepEqual(
      outcome.value.items[0]?.versions.map(({ version, inForce }) => [version, inForce]),
      [
        [2, false],
        [1, true],
      ],
    );
  }));

async function acceptedWith({ ask, does, photo, page, running }: Trade, freight: string) {
  const asked = await ask("return-and-refund", fault);
  await does(
    asked,
    "approve",
    ["ship", { freightPaid: yuan(freight), receipts: [await photo(asked.order)] }],
    "receive",
    "inspect",
  );
  await running.until("somebody has to look", async () => (await page(asked)).freight.paidBack?.state === "to-decide");
  return asked;
}

const told = ({ timeline }: { timeline: readonly { kind: string }[] }) => timeline.map(({ kind }) => kind);
