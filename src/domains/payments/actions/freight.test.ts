import assert from "node:assert/strict";
import { test } from "node:test";
import { claimFreight, coverOf, giveCover, topUpDeposit } from "#domains/payments";
import { newId } from "#kernel/ids";
import { createStoppedClock } from "#platform/clock";
import { type Db, type Principal, toJson } from "#platform/db";
import { withTestDatabase } from "../../../../tests/support/database.ts";
import { balanced, inSystem } from "../../../../tests/support/money.ts";
import { withWorker } from "../../../../tests/support/running.ts";
import { as, createWorld, merchant, placeOrder, staff } from "../../../../tests/support/world.ts";
import { onCoverGiven } from "../reactions/on-cover-given.ts";
import { onOrderImported } from "../reactions/on-order-imported.ts";
import { giveFreightCover } from "./give-freight-cover.ts";

const clock = () => createStoppedClock("2026-11-21T10:00:00+08:00");

test("an insured order: the claim is decided by itself, paid once, and asking again answers the first", async () => {
  await withTestDatabase(
    async ({ db }) => {
      const world = await createWorld(db);
      const order = await placeOrder(db, world);
      const of = { customerId: world.customerId, orderId: order.id, merchantId: world.merchantId };
      const given = await inSystem(db, (tx) => giveCover(tx, { ...of, productId: "standard" }));
      assert.ok(given.ok);
      const caseId = newId();
      const claim = () =>
        inSystem(db, (tx) =>
          claimFreight(tx, {
            ...of,
            caseId,
            caseNumber: "AS-1",
            arrivedAt: tx.now,
            why: "changed-mind",
            paidBy: "shopper",
            zone: "far",
            actualMinor: 1_500n,
          }),
        );
      const first = await claim();
      assert.ok(first.ok);
      assert.deepEqual([first.value.state, first.value.amount_minor], ["paying", 1_500n]);
      for (const again of await Promise.all([claim(), claim(), claim()]))
        assert.ok(again.ok && again.value.id === first.value.id);
      await withWorker(db, async ({ standIn, until }) => {
        await until("it is paid", async () => {
          const row = await inSystem(db, (tx) => tx.one<{ state: string }>("select state from payments.freight_claim"));
          return row.state === "paid";
        });
        assert.deepEqual(
          standIn.transfers().map(({ amount }) => amount),
          ["1500"],
        );
      });
      await balanced(db);
    },
    { clock: clock() },
  );
});

test("two cases that come at once are two claims; a case of the same cover is one", async () => {
  await withTestDatabase(
    async ({ db }) => {
      const world = await createWorld(db);
      const order = await placeOrder(db, world);
      const of = { customerId: world.customerId, orderId: order.id, merchantId: world.merchantId };
      await inSystem(db, (tx) =>
        tx.run("update orders.shop_order set context = $3 where customer_id = $1 and id = $2", [
          world.customerId,
          order.id,
          toJson({ freightInsurance: { product: "standard", paidBy: "shopper" } }),
        ]),
      );
      const told = await inSystem(db, (tx) => coverOf(tx, of));
      assert.deepEqual([told?.id, told?.premiumPayer], [null, "shopper"]);
      const claim = (caseId: string) =>
        inSystem(db, (tx) =>
          claimFreight(tx, {
            ...of,
            caseId,
            caseNumber: "AS-1",
            arrivedAt: tx.now,
            why: "sellers-fault",
            paidBy: "shopper",
            zone: null,
            actualMinor: null,
          }),
        );
      const [one, two] = await Promise.all([claim(newId()), claim(newId())]);
      assert.ok(one?.ok && two?.ok && one.value.id !== two.value.id);
      assert.equal(one.value.state, "refused");
      await balanced(db);
    },
    { clock: clock() },
  );
});

test("an order that comes with insurance is covered from its purchase on, however often it is told", async () => {
  await withTestDatabase(async ({ db }) => {
    const world = await createWorld(db);
    const order = await placeOrder(db, world);
    await inSystem(db, (tx) =>
      tx.run("update orders.shop_order set context = $3 where customer_id = $1 and id = $2", [
        world.customerId,
        order.id,
        toJson({ freightInsurance: { product: "standard", paidBy: "platform" } }),
      ]),
    );
    const app = { db, log: undefined as never, jobs: { send: async () => {} }, nudge: () => {} };
    for (let twice = 0; twice < 2; twice++)
      await onOrderImported.react(app, { kind: "orders.imported", payload: { number: order.number } } as never);
    const covers = await inSystem(db, (tx) =>
      tx.rows(
        `select c.premium_payer, c.product_version, c.covered_from = o.placed_at as from_purchase
           from payments.freight_cover c join orders.shop_order o on o.customer_id = c.customer_id and o.id = c.order_id`,
      ),
    );
    assert.deepEqual(covers, [{ premium_payer: "platform", product_version: 1, from_purchase: true }]);
  });
});

test("an order without insurance has nothing to claim on, and a product that is not sold covers nothing", async () => {
  await withTestDatabase(async ({ db }) => {
    const world = await createWorld(db);
    const order = await placeOrder(db, world);
    const of = { customerId: world.customerId, orderId: order.id, merchantId: world.merchantId };
    const claimed = await inSystem(db, (tx) =>
      claimFreight(tx, {
        ...of,
        caseId: newId(),
        caseNumber: "AS-1",
        arrivedAt: tx.now,
        why: "changed-mind",
        paidBy: "shopper",
        zone: null,
        actualMinor: null,
      }),
    );
    assert.equal(claimed.ok ? "" : claimed.code, "freight-not-insured");
    const given = await inSystem(db, (tx) => giveCover(tx, { ...of, productId: "nothing" }));
    assert.equal(given.ok ? "" : given.code, "insurance-not-sold");
  });
});

test("insurance sold in another currency than the order was paid in covers nothing", () =>
  withTestDatabase(
    async ({ db }) => {
      const world = await createWorld(db);
      const order = await placeOrder(db, world, { currency: "USD" });
      const of = { customerId: world.customerId, orderId: order.id, merchantId: world.merchantId };
      const given = await inSystem(db, (tx) => giveCover(tx, { ...of, productId: "standard" }));
      assert.equal(given.ok || given.code, "insurance-not-sold");
      await inSystem(db, (tx) =>
        tx.run("update orders.shop_order set context = $2 where id = $1", [
          order.id,
          toJson({ freightInsurance: { product: "standard" } }),
        ]),
      );
      assert.equal(await inSystem(db, (tx) => coverOf(tx, of)), undefined);
    },
    { clock: clock() },
  ));

test("two who give insurance at once: one gave it, and the other reads that it is insured", () =>
  withTestDatabase(
    async ({ db }) => {
      const world = await createWorld(db);
      const order = await placeOrder(db, world);
      const give = async (who: Principal, payer: string) => {
        const input = { number: order.number, merchantId: world.merchantId, product: "standard", payer };
        const { outcome } = await giveFreightCover.execute(as(db, who), input);
        return outcome.ok ? payer : outcome.code;
      };
      const said = await Promise.all([
        give(merchant(world.merchantId, "compensation.propose", "orders.read"), "merchant"),
        give(staff("compensation.propose", "orders.read"), "platform"),
      ]);
      const cover = await inSystem(db, (tx) =>
        tx.one<{ by: string }>("select premium_payer as by from payments.freight_cover"),
      );
      assert.deepEqual(said.toSorted(), ["insured-already", cover.by]);
    },
    { clock: clock() },
  ));

/** What stands in the books, and what of the merchant's deposit is free and owed. */
async function booksOf(db: Db): Promise<Record<string, string>> {
  const rows = await inSystem(db, (tx) =>
    tx.rows<{ account: string; sum: string }>(
      `select account, sum(amount_minor)::text as sum from payments.ledger_line group by account
        union all select 'deposit free', available_minor::text from payments.deposit_account
        union all select 'deposit owed', owed_minor::text from payments.deposit_account where owed_minor > 0 order by 1`,
    ),
  );
  return Object.fromEntries(rows.map(({ account, sum }) => [account, sum]));
}

const insured = async (db: Db, orderId: string, paidBy: string) =>
  inSystem(db, (tx) =>
    tx.run("update orders.shop_order set context = $2 where id = $1", [
      orderId,
      toJson({ freightInsurance: { product: "standard", paidBy } }),
    ]),
  );

test("the premium of an insured order is charged once to who pays it, and claims are paid out of the same account", () =>
  withTestDatabase(
    async ({ db }) => {
      const world = await createWorld(db);
      const app = { db, log: undefined as never, jobs: { send: async () => {} }, nudge: () => {} };
      const expected = {
        shopper: { "freight-insurance": "60", "shopper-payment": "-60" },
        platform: { "freight-insurance": "120", "platform-compensation": "-60", "shopper-payment": "-60" },
        merchant: {
          "deposit free": "0",
          "deposit owed": "60",
          "freight-insurance": "180",
          "merchant-settlement": "-60",
          "platform-compensation": "-60",
          "shopper-payment": "-60",
        },
      };
      for (const [payer, books] of Object.entries(expected)) {
        const order = await placeOrder(db, world);
        await insured(db, order.id, payer);
        const told = { kind: "orders.imported", payload: { number: order.number } } as never;
        await Promise.all([1, 2, 3].map(() => onOrderImported.react(app, told)));
        assert.deepEqual(await booksOf(db), books, payer);
      }
      const order = await placeOrder(db, world);
      await insured(db, order.id, "shopper");
      const of = { customerId: world.customerId, orderId: order.id, merchantId: world.merchantId };
      const facts = { why: "changed-mind", paidBy: "shopper", zone: "same-city", actualMinor: null } as const;
      const claimed = await inSystem(db, (tx) =>
        claimFreight(tx, { ...of, ...facts, caseId: newId(), caseNumber: "AS-1", arrivedAt: tx.now }),
      );
      assert.ok(claimed.ok);
      await withWorker(db, ({ until }) =>
        until("it is paid", async () => {
          const { state } = await inSystem(db, (tx) =>
            tx.one<{ state: string }>("select state from payments.freight_claim"),
          );
          return state === "paid";
        }),
      );
      assert.equal((await booksOf(db))["freight-insurance"], String(240 - 800));
      await balanced(db);
    },
    { clock: clock() },
  ));

test("insurance that a merchant gives is taken off its deposit, once, however often it is told", () =>
  withTestDatabase(
    async ({ db }) => {
      const world = await createWorld(db);
      const order = await placeOrder(db, world);
      await inSystem(db, (tx) =>
        topUpDeposit(tx, {
          merchantId: world.merchantId,
          amountMinor: 1_000n,
          currency: "CNY",
          cause: { kind: "bank-transfer", id: newId(), number: "B1" },
        }),
      );
      const input = { number: order.number, merchantId: world.merchantId, product: "standard", payer: "merchant" };
      const strange = merchant(world.otherMerchantId, "compensation.propose", "orders.read");
      assert.equal((await giveFreightCover.execute(as(db, strange), input)).outcome.ok, false);
      const own = merchant(world.merchantId, "compensation.propose", "orders.read");
      assert.ok((await giveFreightCover.execute(as(db, own), input)).outcome.ok);
      const [fact] = await inSystem(db, (tx) =>
        tx.rows<{ payload: object }>("select payload from platform.outbox where kind = 'payments.cover-given'"),
      );
      const app = { db, log: undefined as never, jobs: { send: async () => {} }, nudge: () => {} };
      await Promise.all(
        [1, 2, 3].map(() => onCoverGiven.react(app, { kind: "payments.cover-given", ...fact } as never)),
      );
      assert.deepEqual(await booksOf(db), {
        "deposit free": "940",
        "freight-insurance": "60",
        "merchant-settlement": "-60",
      });
      await balanced(db);
    },
    { clock: clock() },
  ));
