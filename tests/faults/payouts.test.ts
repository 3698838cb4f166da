import assert from "node:assert/strict";
import { test } from "node:test";
import {
  cancelCollection,
  claimFreight,
  giveCover,
  httpPaymentProvider,
  type PaymentProvider,
} from "#domains/payments";
import { newId } from "#kernel/ids";
import { createStoppedClock } from "#platform/clock";
import type { Db } from "#platform/db";
import type { Job } from "#platform/domain";
import { startPaying } from "../../src/domains/payments/actions/start-paying.ts";
import { carryCollectionJob } from "../../src/domains/payments/reactions/carry-collection.ts";
import { sendPayoutJob } from "../../src/domains/payments/reactions/send-payout.ts";
import { withTestDatabase } from "../support/database.ts";
import { asked, balanced, inSystem } from "../support/money.ts";
import { type Running, withWorker } from "../support/running.ts";
import { as, createWorld, type Order, placeOrder, shopper, type World } from "../support/world.ts";

type Parts = { readonly db: Db; readonly world: World; readonly order: Order };

async function withOrder(look: (parts: Parts) => Promise<void>): Promise<void> {
  await withTestDatabase(
    async ({ db }) => {
      const world = await createWorld(db);
      await look({ db, world, order: await placeOrder(db, world) });
      await balanced(db);
    },
    { clock: createStoppedClock("2026-11-21T10:00:00+08:00") },
  );
}

/** A payout of ¥18 that freight insurance grants. */
async function granted({ db, world, order }: Parts): Promise<void> {
  const of = { customerId: world.customerId, orderId: order.id, merchantId: world.merchantId };
  await inSystem(db, async (tx) => {
    await giveCover(tx, { ...of, productId: "standard" });
    const facts = { why: "changed-mind", paidBy: "shopper", zone: "far", actualMinor: null } as const;
    await claimFreight(tx, { ...of, ...facts, caseId: newId(), caseNumber: "AS-1", arrivedAt: tx.now });
  });
}

const payout = (db: Db) =>
  inSystem(db, (tx) =>
    tx.one<{ customer_id: string; id: string; state: string; attempts: number }>(
      "select customer_id, id, state, attempts from payments.payout",
    ),
  );
const collection = (db: Db) =>
  inSystem(db, (tx) =>
    tx.one<{ customer_id: string; id: string; state: string; charge_id: string; provider_status: string | null }>(
      "select customer_id, id, state, charge_id, provider_status from payments.collection",
    ),
  );

for (const mode of ["slow", "failing", "late", "never", "silent", "twice"] as const) {
  test(`a provider that is ${mode}: exactly one payout, and one payment of a difference`, async () => {
    await withOrder(async (parts) => {
      const { db, world, order } = parts;
      await withWorker(
        db,
        async ({ standIn, pay, until }) => {
          standIn.setMode(mode);
          await granted(parts);
          const { number } = await asked(db, world, order);
          assert.ok((await startPaying.execute(as(db, shopper(world.customerId)), { number })).outcome.ok);
          await until("the payout's trouble shows", async () => (await payout(db)).state !== "reserved");
          await until("the charge's trouble shows", async () => (await collection(db)).state !== "asked");
          assert.ok(!["refused", "mismatched"].includes((await payout(db)).state), "a time-out is no failure");
          standIn.setMode("normal");
          await until("the payout settles", async () => (await payout(db)).state === "settled", 40);
          await until("it can be paid", async () => (await collection(db)).provider_status === "waiting", 40);
          standIn.setMode(mode === "silent" ? "silent" : "normal");
          assert.equal(await pay((await collection(db)).charge_id), 200);
          standIn.setMode("normal");
          await until("it is paid", async () => (await collection(db)).state === "paid", 40);
          assert.deepEqual(
            [standIn.transfers(), standIn.charges()].map((kept) => kept.map(({ amount }) => amount)),
            [["1800"], ["3000"]],
          );
        },
        { providerTimeoutMs: 500 },
      );
    });
  });
}

test("a provider that pays another amount, or refuses: the payout waits for a person, and nothing is sent under another number", async () => {
  for (const [mode, state] of [
    ["short", "mismatched"],
    ["refusing", "refused"],
  ] as const)
    await withOrder(async (parts) => {
      await withWorker(parts.db, async ({ standIn, until }) => {
        standIn.setMode(mode);
        await granted(parts);
        await until("somebody must look", async () => (await payout(parts.db)).state === state);
        assert.ok(standIn.transfers().length <= 1);
      });
    });
});

test("a provider that refuses a charge: the shopper may try again, and pays once", async () => {
  await withOrder(async ({ db, world, order }) => {
    await withWorker(db, async ({ standIn, pay, until }) => {
      standIn.setMode("refusing");
      const { number } = await asked(db, world, order);
      const tap = () => startPaying.execute(as(db, shopper(world.customerId)), { number });
      await tap();
      await until("it is refused", async () => (await collection(db)).provider_status === "channel-closed");
      assert.equal((await collection(db)).state, "asked");
      standIn.setMode("normal");
      await tap();
      await until("it can be paid", async () => (await collection(db)).provider_status === "waiting");
      await pay((await collection(db)).charge_id);
      await until("it is paid", async () => (await collection(db)).state === "paid");
    });
  });
});

/** The process is gone at the nth thing it does with the provider: before it is asked, or after it has answered. */
function dyingAt(step: number, provider: PaymentProvider): PaymentProvider {
  let steps = 0;
  const die = () => {
    if (steps++ === step) throw new Error("killed");
  };
  const dying =
    <A extends unknown[], W>(call: (...args: A) => Promise<W>) =>
    async (...args: A): Promise<W> => {
      die();
      const word = await call(...args);
      die();
      return word;
    };
  return {
    refund: dying(provider.refund),
    ask: dying(provider.ask),
    transfer: dying(provider.transfer),
    askTransfer: dying(provider.askTransfer),
    charge: dying(provider.charge),
    askCharge: dying(provider.askCharge),
    closeCharge: dying(provider.closeCharge),
  };
}

/** Runs the job until it lives through, each time dying one step later; only the provider remembers. */
async function throughAllDeaths(
  { app }: Running,
  jobWith: (provider: PaymentProvider) => Job,
  provider: PaymentProvider,
  data: Record<string, unknown>,
): Promise<void> {
  for (let step = 0; step < 20; step++) {
    const died = await jobWith(dyingAt(step, provider))
      .run(app, data)
      .then(
        () => false,
        (error: Error) => error.message === "killed",
      );
    if (!died) return;
  }
  assert.fail("it never lived");
}

test("killed before or after any word with the provider: one transfer, one charge, one payment back", async () => {
  await withOrder(async (parts) => {
    const { db, world, order } = parts;
    await withWorker(
      db,
      async (running) => {
        const { standIn, pay } = running;
        const address = standIn.server.address();
        const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
        const provider = httpPaymentProvider(url, 1_000);
        await granted(parts);
        const sent = await payout(db);
        await throughAllDeaths(running, sendPayoutJob, provider, {
          customerId: sent.customer_id,
          payoutId: sent.id,
          attempt: 0,
        });
        assert.equal((await payout(db)).state, "settled");

        const causeId = newId();
        await asked(db, world, order, { causeId });
        const open = await collection(db);
        const job = { customerId: open.customer_id, collectionId: open.id, attempt: 99 };
        await throughAllDeaths(running, carryCollectionJob, provider, job);
        assert.equal((await collection(db)).provider_status, "waiting");
        await pay(open.charge_id);
        await inSystem(db, (tx) =>
          cancelCollection(tx, { customerId: world.customerId, causeKind: "exchange-difference", causeId }),
        );
        await throughAllDeaths(running, carryCollectionJob, provider, job);
        assert.equal((await collection(db)).state, "refunding");
        const back = await inSystem(db, (tx) =>
          tx.one<{ id: string }>("select id from payments.payout where cause_kind = 'collection'"),
        );
        await throughAllDeaths(running, sendPayoutJob, provider, {
          customerId: open.customer_id,
          payoutId: back.id,
          attempt: 0,
        });
        assert.equal((await collection(db)).state, "refunded");
        assert.deepEqual([standIn.transfers().length, standIn.charges().length, standIn.refunds().length], [1, 1, 1]);
      },
      { working: false },
    );
  });
});
