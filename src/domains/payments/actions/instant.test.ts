import assert from "node:assert/strict";
import { test } from "node:test";
import { collectionsAbout, goodsCame, goodsNeverCame, offerInstant, takeInstant } from "#domains/payments";
import { newId } from "#kernel/ids";
import { currency, money, toWire } from "#kernel/money";
import { createStoppedClock } from "#platform/clock";
import type { Db } from "#platform/db";
import { withTestDatabase } from "../../../../tests/support/database.ts";
import { balanced, inSystem } from "../../../../tests/support/money.ts";
import { withWorker } from "../../../../tests/support/running.ts";
import { createWorld, type Order, placeOrder, type World } from "../../../../tests/support/world.ts";
import { recordChargeNews } from "./record-charge-news.ts";

type Parts = { readonly db: Db; readonly world: World; readonly orders: readonly Order[] };

/** A shopper with three paid orders of ¥80, whom the tier trusts with ¥200. */
async function withShopper(
  look: (parts: Parts) => Promise<void>,
  clock = createStoppedClock("2026-11-21T10:00:00+08:00"),
): Promise<void> {
  await withTestDatabase(
    async ({ db }) => {
      const world = await createWorld(db);
      const orders = [];
      for (let i = 0; i < 3; i++) orders.push(await placeOrder(db, world, { lines: [{ list: 8_000n }] }));
      await look({ db, world, orders });
      await balanced(db);
    },
    { clock },
  );
}

const take = ({ db, world }: Parts, order: Order | undefined, causeId: string = newId()) =>
  inSystem(db, (tx) =>
    takeInstant(tx, {
      customerId: world.customerId,
      orderId: order?.id ?? "",
      merchantId: world.merchantId,
      causeKind: "case",
      causeId,
      causeNumber: "AS-1",
      kind: "goods",
      amountMinor: 8_000n,
      currency: "CNY",
      receipt: { steps: [], total: toWire(money(8_000n, currency("CNY"))), shortfall: null },
    }),
  );

const used = (db: Db) =>
  inSystem(db, (tx) =>
    tx.one<{ used_minor: bigint; limit_minor: bigint }>("select used_minor, limit_minor from payments.instant_credit"),
  );

const stateOf = ({ db }: Parts, causeId: string) =>
  inSystem(db, (tx) =>
    tx.one<{ state: string; refund_id: string }>(
      "select state, refund_id from payments.instant_advance where cause_id = $1",
      [causeId],
    ),
  );

test("three refunds of 80 at once over a credit of 200: two are lent, one is not, and the credit is never above its limit", async () => {
  await withShopper(async (parts) => {
    const outcomes = await Promise.all(parts.orders.map((order) => take(parts, order)));
    assert.equal(outcomes.filter(({ ok }) => ok).length, 2);
    assert.deepEqual(await used(parts.db), { used_minor: 16_000n, limit_minor: 20_000n });
    const offer = await inSystem(parts.db, (tx) =>
      offerInstant(tx, { customerId: parts.world.customerId, amountMinor: 4_001n, currency: "CNY" }),
    );
    assert.deepEqual([offer.offered, offer.leftMinor], [false, 4_000n]);
  });
});

test("where the order has no room for the refund nothing is lent, and the credit is as it was", async () => {
  await withShopper(async (parts) => {
    const [order, other] = parts.orders;
    const refunded = (what: string) =>
      inSystem(parts.db, (tx) =>
        tx.run(`update orders.tender set refunded_minor = ${what} where order_id = $1`, [order?.id]),
      );
    await refunded("captured_minor");
    const outcome = await take(parts, order);
    await refunded("0");
    assert.equal(outcome.ok ? "lent" : outcome.code, "refund-exceeds-paid");
    assert.deepEqual(await used(parts.db), { used_minor: 0n, limit_minor: 20_000n });
    assert.ok((await take(parts, other)).ok);
    assert.deepEqual(await used(parts.db), { used_minor: 8_000n, limit_minor: 20_000n });
  });
});

test("one case is lent to once, however often and at once it is asked", async () => {
  await withShopper(async (parts) => {
    const causeId = newId();
    const outcomes = await Promise.all(
      Array.from({ length: 5 }, () => take(parts, parts.orders[0], causeId).catch(() => undefined)),
    );
    for (let again = 0; again < 2; again++) outcomes.push(await take(parts, parts.orders[0], causeId));
    const numbers = outcomes.flatMap((outcome) => (outcome?.ok ? [outcome.value.number] : []));
    assert.equal(new Set(numbers).size, 1);
    assert.equal((await used(parts.db)).used_minor, 8_000n);
  });
});

test("the goods come: the shopper owes nothing, the credit is free, and more is lent next time", async () => {
  await withShopper(async (parts) => {
    const { db, world } = parts;
    const causeId = newId();
    assert.ok((await take(parts, parts.orders[0], causeId)).ok);
    for (let again = 0; again < 2; again++)
      assert.equal(await inSystem(db, (tx) => goodsCame(tx, { customerId: world.customerId, causeId })), "earned");
    assert.equal((await used(db)).used_minor, 0n);
    const offer = await inSystem(db, (tx) =>
      offerInstant(tx, { customerId: world.customerId, amountMinor: 30_000n, currency: "CNY" }),
    );
    assert.equal(offer.offered, true);
  });
});

test("the goods never come: what was lent is asked back, paid, and the books are even", async () => {
  await withShopper(async (parts) => {
    const { db, world } = parts;
    const causeId = newId();
    assert.ok((await take(parts, parts.orders[0], causeId)).ok);
    const miss = () =>
      inSystem(db, (tx) => goodsNeverCame(tx, { customerId: world.customerId, causeId, dueByLaw: false }));
    assert.deepEqual([await miss(), await miss()], ["recovering", "recovering"]);
    const [asked] = await inSystem(db, (tx) =>
      collectionsAbout(tx, { customerId: world.customerId, orderId: parts.orders[0]?.id ?? "", number: "AS-1" }),
    );
    assert.deepEqual([asked?.amount.amount, asked?.state], ["80.00", "asked"]);
    const { id } = await inSystem(db, (tx) => tx.one<{ id: string }>("select id from payments.collection"));
    const paid = {
      is: "succeeded",
      status: "s",
      providerRefundId: "c1",
      amountMinor: 8_000n,
      currency: "CNY",
    } as const;
    for (let again = 0; again < 2; again++)
      await inSystem(db, (tx) => recordChargeNews(tx, world.customerId, id, paid));
    assert.equal((await stateOf(parts, causeId)).state, "recovered");
    assert.equal((await used(db)).used_minor, 0n);
    // And the goods come after all: what was paid back is returned.
    assert.equal(await inSystem(db, (tx) => goodsCame(tx, { customerId: world.customerId, causeId })), "earned");
    await withWorker(db, async ({ standIn, until }) => {
      await until("it is returned", async () => standIn.refunds().some(({ payment }) => payment === "c1"));
    });
  });
});

test("a refund that is due by law is never asked back, although the goods never come", async () => {
  await withShopper(async (parts) => {
    const { db, world } = parts;
    const causeId = newId();
    assert.ok((await take(parts, parts.orders[0], causeId)).ok);
    const state = await inSystem(db, (tx) =>
      goodsNeverCame(tx, { customerId: world.customerId, causeId, dueByLaw: true }),
    );
    assert.equal(state, "earned");
    const { collections } = await inSystem(db, (tx) =>
      tx.one<{ collections: bigint }>("select count(*) as collections from payments.collection"),
    );
    assert.equal(collections, 0n);
  });
});

test("nobody pays it back in time: written off, and nothing is lent any more until the goods come", async () => {
  const clock = createStoppedClock("2026-11-21T10:00:00+08:00");
  await withShopper(async (parts) => {
    const { db, world } = parts;
    const causeId = newId();
    assert.ok((await take(parts, parts.orders[0], causeId)).ok);
    await inSystem(db, (tx) => goodsNeverCame(tx, { customerId: world.customerId, causeId, dueByLaw: false }));
    await withWorker(db, async ({ deadlines, until }) => {
      clock.forward(30 * 86_400);
      await deadlines.fireDue();
      await until("it is written off", async () => (await stateOf(parts, causeId)).state === "written-off");
    });
    await balanced(db);
    const offer = () =>
      inSystem(db, (tx) => offerInstant(tx, { customerId: world.customerId, amountMinor: 1n, currency: "CNY" }));
    assert.equal((await offer()).limitMinor, 0n);
    assert.equal(await inSystem(db, (tx) => goodsCame(tx, { customerId: world.customerId, causeId })), "earned");
    assert.equal((await offer()).offered, true);
  }, clock);
});
