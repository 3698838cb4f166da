import assert from "node:assert/strict";
import { test } from "node:test";
import { createStoppedClock } from "#platform/clock";
import { type Db, type Principal, system } from "#platform/db";
import { withTestDatabase } from "../../../../tests/support/database.ts";
import { type Running, withWorker } from "../../../../tests/support/running.ts";
import {
  as,
  createWorld,
  merchant,
  type Order,
  placeOrder,
  shopper,
  staff,
  type World,
} from "../../../../tests/support/world.ts";
import { startPaying } from "../../payments/actions/start-paying.ts";
import { getCase } from "../queries/get-case.ts";
import { policyBodySchema } from "../rules/handling.ts";
import { approveCase } from "./approve-case.ts";
import { confirmReplacement } from "./confirm-replacement.ts";
import { escalateCase } from "./escalate-case.ts";
import { inspectGoods } from "./inspect-goods.ts";
import { receiveGoods } from "./receive-goods.ts";
import { rejectCase } from "./reject-case.ts";
import { requestReturn } from "./request-return.ts";
import { ruleDispute } from "./rule-dispute.ts";
import { shipBack } from "./ship-back.ts";
import { shipReplacement } from "./ship-replacement.ts";

const clock = createStoppedClock("2026-11-21T02:00:00Z");

type Shop = { db: Db; world: World; order: Order; buyer: Principal; seller: Principal; running: Running };

/** A shop that lends up to ¥100 when the goods are handed in, and a shopper the platform trusts with ¥200. */
async function withLender(work: (shop: Shop) => Promise<void>): Promise<void> {
  clock.set("2026-11-21T02:00:00Z");
  await withTestDatabase(
    async ({ db }) => {
      const world = await createWorld(db);
      const orders: Order[] = [];
      for (let i = 0; i < 3; i++)
        orders.push(
          await placeOrder(db, world, {
            deliveredAt: "2026-11-21T09:00:00+08:00",
            lines: [{ list: 8_000n, quantity: 2, paid: 9_000n }],
          }),
        );
      const body = policyBodySchema.parse({
        policy: { id: "lender", version: "1", effectiveFrom: "2026-01-01", clauses: [] },
        handling: { instantRefundUpToMinor: "10000" },
      });
      await db.withTx(system("test"), async (tx) => {
        tx.send(
          'insert into platform.policy (id, version, merchant_id, title, body, effective_from, published_at, published_by) values (\'lender\', 1, $1, \'{"zh":"a","en":"a"}\', $2, $3, $3, \'test\')',
          [world.merchantId, body, tx.now],
        );
        tx.send("update orders.shop_order set policy_id = 'lender'");
      });
      await withWorker(db, async (running) => {
        const [order] = orders;
        assert.ok(order);
        await work({ db, world, order, buyer: shopper(world.customerId), seller: merchant(world.merchantId), running });
      });
    },
    { clock },
  );
}

async function handedIn({ db, order, buyer, seller, running }: Shop): Promise<string> {
  const number = await asked(db, buyer, order);
  done(await approveCase.execute(as(db, seller), { number }));
  done(
    await shipBack.execute(as(db, buyer), { number, way: "self-ship", carrier: "顺丰", trackingNumber: "SF12345678" }),
  );
  await running.until("the money is lent and paid", async () => (await row(db)).money_state === "settled");
  return number;
}

async function asked(db: Db, buyer: Principal, order: Order): Promise<string> {
  const { outcome } = await requestReturn.execute(as(db, buyer), {
    number: order.number,
    kind: "return-and-refund",
    reason: "no-longer-wanted",
    lines: [{ lineId: order.lineIds[0], quantity: 2 }],
  });
  assert.ok(outcome.ok, JSON.stringify(outcome));
  return outcome.value.cases[0]?.number ?? "";
}

test("Handed in, paid back, arrived, counted: what was lent is earned and the case is over", async () => {
  await withLender(async (shop) => {
    const { db, order, seller, running } = shop;
    const number = await handedIn(shop);
    assert.deepEqual(await row(db), {
      case_state: "approved",
      goods_state: "in-transit",
      money_state: "settled",
      waiting_on: "warehouse",
      instant: true,
    });
    done(await receiveGoods.execute(as(db, seller), { number }));
    done(await inspectGoods.execute(as(db, seller), { number, lines: [count(order, 2)] }));
    await running.until("what was lent is earned", async () => (await advance(db)) === "earned");
    assert.equal((await row(db)).case_state, "completed");
    assert.equal(running.standIn.refunds().length, 1, "one refund, ever");
  });
});

test("Only one of two pieces came back: a person looks, and says whether what was lent is asked back", async () => {
  await withLender(async (shop) => {
    const { db, order, seller, running } = shop;
    const number = await handedIn(shop);
    done(await receiveGoods.execute(as(db, seller), { number }));
    done(await inspectGoods.execute(as(db, seller), { number, lines: [count(order, 1)] }));
    assert.deepEqual([(await row(db)).waiting_on, (await row(db)).case_state], ["platform", "approved"]);
    done(await rejectCase.execute(as(db, staff()), { number, reason: "goods-differ", note: "one piece is missing" }));
    await running.until("it is asked back", async () => (await advance(db)) === "recovering");
    const [collection] = await read(db, "select amount_minor, state from payments.collection");
    assert.deepEqual(collection, { amount_minor: 9_000n, state: "asked" });
    for (const who of [shop.buyer, seller, staff()]) {
      const { outcome } = await getCase(async () => []).ask(as(db, who), { number });
      const seen = outcome.ok ? outcome.value.collections : [];
      assert.deepEqual(
        seen.map(({ causeKind, state, amount, payable }) => [causeKind, state, amount.amount, payable]),
        [["instant-refund", "asked", "90.00", true]],
      );
    }
  });
});

/** One of two pieces is missing, the platform refuses, and what was lent is asked back. */
async function refused(shop: Shop): Promise<string> {
  const { db, order, seller, running } = shop;
  const number = await handedIn(shop);
  done(await receiveGoods.execute(as(db, seller), { number }));
  done(await inspectGoods.execute(as(db, seller), { number, lines: [count(order, 1)] }));
  done(await rejectCase.execute(as(db, staff()), { number, reason: "goods-differ", note: "one piece is missing" }));
  await running.until("it is asked back", async () => (await advance(db)) === "recovering");
  return number;
}

async function paysBack({ db, buyer, running }: Shop): Promise<void> {
  const [asked] = await read(db, "select number, charge_id from payments.collection");
  done(await startPaying.execute(as(db, buyer), { number: asked?.["number"] }));
  await running.until("there is somewhere to pay", async () =>
    running.standIn.charges().some(({ status }) => status === "waiting"),
  );
  await running.pay(String(asked?.["charge_id"]));
}

async function goesBackToTheShopper({ db, buyer, seller, running }: Shop, number: string): Promise<void> {
  await later(running, { days: 7 });
  done(await shipReplacement.execute(as(db, seller), { number, carrier: "sf", trackingNumber: "SF99999999" }));
  done(await confirmReplacement.execute(as(db, buyer), { number }));
  await running.relay.drain();
  assert.equal((await row(db)).case_state, "closed");
}

test("Refused, back with the shopper and paid back: the goods are held no longer, and a second refund goes back along what was paid for them", async () => {
  await withLender(async (shop) => {
    const { db, order, buyer, seller, running } = shop;
    const number = await refused(shop);
    await goesBackToTheShopper(shop, number);
    assert.equal(await asks(db, buyer, order), "unit-not-free", "nothing else is paid for goods that are paid for");
    await paysBack(shop);
    await running.until("the goods are free", async () => (await asks(db, buyer, order)) === "done");
    const again = await numberOfOpen(db);
    done(await approveCase.execute(as(db, seller), { number: again }));
    done(await shipBack.execute(as(db, buyer), { number: again, way: "self-ship", ...parcel }));
    done(await receiveGoods.execute(as(db, seller), { number: again }));
    done(await inspectGoods.execute(as(db, seller), { number: again, lines: [count(order, 2)] }));
    await running.until("it is refunded once more", async () => (await row(db, again)).case_state === "completed");
    const [charge] = running.standIn.charges();
    assert.deepEqual(
      running.standIn.refunds().map(({ amount, payment }) => [amount, payment === charge?.id]),
      [
        ["9000", false],
        ["9000", true],
      ],
    );
  });
});

test("Refused and brought before the platform: granted, nothing is asked back and the goods count as given back", async () => {
  await withLender(async (shop) => {
    const { db, order, buyer, running } = shop;
    const number = await refused(shop);
    done(await escalateCase.execute(as(db, buyer), { number, note: "both pieces were in the parcel" }));
    await later(running, { hours: 48 });
    const ruling = { number, blame: "carrier", note: "the weight says so" };
    const half = { ruling: "partial", amount: { amount: "45.00", currency: "CNY" } };
    const { outcome } = await ruleDispute.execute(as(db, staff()), { ...ruling, ...half });
    assert.equal(!outcome.ok && outcome.code, "instant-all-or-nothing");
    done(await ruleDispute.execute(as(db, staff()), { ...ruling, ruling: "grant" }));
    await later(running, { days: 3 });
    await running.until("what was lent is earned", async () => (await advance(db)) === "earned");
    assert.equal((await row(db)).case_state, "completed");
    assert.equal(await asks(db, buyer, order), "unit-not-free");
    const [collection] = await read(db, "select state from payments.collection");
    assert.equal(collection?.["state"], "cancelled");
  });
});

test("A shopper with a strong signal is paid after the count, like everybody before", async () => {
  await withLender(async (shop) => {
    const { db, world, order, buyer, seller, running } = shop;
    await db.withTx(system("test"), (tx) =>
      tx.run("insert into returns.risk_standing (customer_id, signals, counted_at) values ($1, $2::jsonb, $3)", [
        world.customerId,
        JSON.stringify([{ signal: "wrong-goods-back", strength: "strong", params: { cases: 2 } }]),
        tx.now,
      ]),
    );
    const number = await asked(db, buyer, order);
    done(await approveCase.execute(as(db, seller), { number }));
    done(
      await shipBack.execute(as(db, buyer), {
        number,
        way: "self-ship",
        carrier: "顺丰",
        trackingNumber: "SF12345678",
      }),
    );
    await running.relay.drain();
    assert.equal((await row(db)).money_state, "none");
    done(await receiveGoods.execute(as(db, seller), { number }));
    done(await inspectGoods.execute(as(db, seller), { number, lines: [count(order, 2)] }));
    await running.until("the refund is settled", async () => (await row(db)).case_state === "completed");
  });
});

const count = (order: Order, accepted: number) => ({
  lineId: order.lineIds[0],
  received: accepted,
  accepted,
  grade: "as-new",
  disposition: "restock",
});
const parcel = { carrier: "顺丰", trackingNumber: "SF12345678" };
async function asks(db: Db, buyer: Principal, order: Order): Promise<string> {
  const { outcome } = await requestReturn.execute(as(db, buyer), {
    number: order.number,
    kind: "return-and-refund",
    reason: "no-longer-wanted",
    lines: [{ lineId: order.lineIds[0], quantity: 2 }],
  });
  return outcome.ok ? "done" : outcome.code;
}
const numberOfOpen = async (db: Db) =>
  String((await read(db, "select number from returns.return_case where closed_at is null"))[0]?.["number"]);
const later = async ({ deadlines, relay }: Running, time: { hours?: number; days?: number }) => {
  clock.forward(3_600 * ((time.hours ?? 0) + 24 * (time.days ?? 0)));
  await deadlines.fireDue();
  await relay.drain();
};
const read = (db: Db, sql: string) => db.withTx(system("test"), (tx) => tx.rows<Record<string, unknown>>(sql));
const advance = async (db: Db) => (await read(db, "select state from payments.instant_advance"))[0]?.["state"];

async function row(db: Db, number?: string) {
  const [found] = await read(
    db,
    `select case_state, goods_state, money_state, waiting_on, instant from returns.return_case${number === undefined ? "" : ` where number = '${number}'`}`,
  );
  assert.ok(found);
  return found;
}

function done({ outcome }: { outcome: { ok: boolean } }): void {
  assert.ok(outcome.ok, JSON.stringify(outcome));
}
