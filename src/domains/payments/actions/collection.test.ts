import assert from "node:assert/strict";
import { test } from "node:test";
import { cancelCollection } from "#domains/payments";
import { newId } from "#kernel/ids";
import { createStoppedClock } from "#platform/clock";
import type { Db } from "#platform/db";
import { withTestDatabase } from "../../../../tests/support/database.ts";
import { asked, balanced, inSystem } from "../../../../tests/support/money.ts";
import { withWorker } from "../../../../tests/support/running.ts";
import { as, createWorld, type Order, placeOrder, shopper, type World } from "../../../../tests/support/world.ts";
import { getCollection } from "../queries/get-collection.ts";
import { recordChargeNews } from "./record-charge-news.ts";
import { startPaying } from "./start-paying.ts";

const clock = () => createStoppedClock("2026-11-21T10:00:00+08:00");
const causeKind = "exchange-difference";

async function withOrder(
  look: (parts: { db: Db; world: World; order: Order }) => Promise<void>,
  stopped = clock(),
): Promise<void> {
  await withTestDatabase(
    async ({ db }) => {
      const world = await createWorld(db);
      await look({ db, world, order: await placeOrder(db, world) });
      await balanced(db);
    },
    { clock: stopped },
  );
}

async function read(db: Db, world: World, number: string) {
  const { outcome } = await getCollection.ask(as(db, shopper(world.customerId)), { number });
  assert.ok(outcome.ok, JSON.stringify(outcome));
  return outcome.value;
}

const succeeded = (amountMinor: bigint) =>
  ({ is: "succeeded", status: "succeeded", providerRefundId: "ch_1", amountMinor, currency: "CNY" }) as const;

test("a shopper pays the difference: opened at the provider, paid at its till, settled, in the books once", async () => {
  await withOrder(async ({ db, world, order }) => {
    const { number } = await asked(db, world, order);
    await withWorker(db, async ({ standIn, pay, until }) => {
      const wanted = await startPaying.execute(as(db, shopper(world.customerId)), { number });
      assert.ok(wanted.outcome.ok);
      await until("it can be paid", async () => (await read(db, world, number)).ready);
      const [charge] = standIn.charges();
      assert.equal(charge?.amount, "3000");
      assert.equal(await pay(charge?.number ?? ""), 200);
      await until("it is paid", async () => (await read(db, world, number)).state === "paid");
      assert.equal(standIn.charges().length, 1);
    });
    const { received, payable } = await read(db, world, number);
    assert.deepEqual([received?.amount, payable], ["30.00", false]);
  });
});

test("asking again for the same cause answers the first, also ten at once", async () => {
  await withOrder(async ({ db, world, order }) => {
    const causeId = newId();
    const first = await asked(db, world, order, { causeId });
    const again = await Promise.all(Array.from({ length: 10 }, () => asked(db, world, order, { causeId })));
    assert.deepEqual(new Set([first, ...again].map(({ number }) => number)).size, 1);
  });
});

test("news twice, late and out of order: money counts once, and nothing unsays it", async () => {
  await withOrder(async ({ db, world, order }) => {
    const { id, number } = await asked(db, world, order);
    const news = [
      succeeded(3_000n),
      succeeded(3_000n),
      { is: "unknown", error: "late" },
      { is: "refused", status: "no", error: "no" },
      { is: "closed", status: "closed" },
      { is: "waiting", status: "waiting", payUrl: null },
    ] as const;
    for (const one of news) await inSystem(db, (tx) => recordChargeNews(tx, world.customerId, id, one));
    assert.equal((await read(db, world, number)).state, "paid");
  });
});

test("a payment that comes after the request was cancelled goes back by itself", async () => {
  await withOrder(async ({ db, world, order }) => {
    const causeId = newId();
    const { number } = await asked(db, world, order, { causeId });
    await withWorker(db, async ({ standIn, pay, until }) => {
      await startPaying.execute(as(db, shopper(world.customerId)), { number });
      await until("it can be paid", async () => (await read(db, world, number)).ready);
      const [charge] = standIn.charges();
      // The shopper was faster than the provider hears of the end.
      assert.equal(await pay(charge?.number ?? ""), 200);
      await inSystem(db, (tx) => cancelCollection(tx, { customerId: world.customerId, causeKind, causeId }));
      await until("it is back", async () => (await read(db, world, number)).state === "refunded");
      assert.deepEqual(
        standIn.refunds().map(({ payment, amount }) => [payment, amount]),
        [[charge?.id, "3000"]],
      );
    });
  });
});

test("what was paid goes back when its cause is gone, once however often it is said", async () => {
  await withOrder(async ({ db, world, order }) => {
    const causeId = newId();
    const { id, number } = await asked(db, world, order, { causeId });
    await inSystem(db, (tx) => recordChargeNews(tx, world.customerId, id, succeeded(3_000n)));
    const cancel = () =>
      inSystem(db, (tx) => cancelCollection(tx, { customerId: world.customerId, causeKind, causeId }));
    assert.deepEqual(await Promise.all([cancel(), cancel(), cancel()]), ["refunding", "refunding", "refunding"]);
    await withWorker(db, async ({ standIn, until }) => {
      await until("it is back", async () => (await read(db, world, number)).state === "refunded");
      assert.equal(standIn.refunds().length, 1);
    });
  });
});

test("another sum than was asked pays nothing and goes back whole", async () => {
  await withOrder(async ({ db, world, order }) => {
    const { number } = await asked(db, world, order);
    await withWorker(db, async ({ standIn, pay, until }) => {
      await startPaying.execute(as(db, shopper(world.customerId)), { number });
      await until("it can be paid", async () => (await read(db, world, number)).ready);
      standIn.setMode("short");
      await pay(standIn.charges()[0]?.number ?? "");
      standIn.setMode("normal");
      await until("it is back", async () => (await read(db, world, number)).state === "refunded");
      assert.equal(standIn.refunds()[0]?.amount, "2999");
    });
    assert.equal((await read(db, world, number)).received?.amount, "29.99");
  });
});

test("nobody pays in time: it expires, the charge is closed at the provider, and paying is refused", async () => {
  const stopped = clock();
  await withOrder(async ({ db, world, order }) => {
    const { number } = await asked(db, world, order);
    await withWorker(db, async ({ standIn, pay, deadlines, until }) => {
      await startPaying.execute(as(db, shopper(world.customerId)), { number });
      await until("it can be paid", async () => (await read(db, world, number)).ready);
      stopped.forward(48 * 3_600);
      await deadlines.fireDue();
      await until("the charge is closed", async () => standIn.charges()[0]?.status === "closed");
      assert.equal(await pay(standIn.charges()[0]?.number ?? ""), 409);
    });
    assert.equal((await read(db, world, number)).state, "expired");
    const { outcome } = await startPaying.execute(as(db, shopper(world.customerId)), { number });
    assert.equal(outcome.ok ? "" : outcome.code, "collection-not-open");
  }, stopped);
});

test("another shopper finds nothing to pay", async () => {
  await withOrder(async ({ db, world, order }) => {
    const { number } = await asked(db, world, order);
    const stranger = as(db, shopper(world.otherCustomerId));
    for (const answer of [
      await startPaying.execute(stranger, { number }),
      await getCollection.ask(stranger, { number }),
    ])
      assert.equal(answer.outcome.ok ? "" : answer.outcome.code, "collection-not-found");
  });
});
