import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { newId } from "#kernel/ids";
import { createStoppedClock } from "#platform/clock";
import { type Db, system } from "#platform/db";
import type { Invariant } from "#platform/domain";
import { invariants as orderInvariants } from "../../src/domains/orders/queries/invariants.ts";
import { retryRefund } from "../../src/domains/payments/actions/retry-refund.ts";
import { invariants as moneyInvariants } from "../../src/domains/payments/queries/invariants.ts";
import { approveCase } from "../../src/domains/returns/actions/approve-case.ts";
import { inspectGoods } from "../../src/domains/returns/actions/inspect-goods.ts";
import { rejectCase } from "../../src/domains/returns/actions/reject-case.ts";
import { requestReturn } from "../../src/domains/returns/actions/request-return.ts";
import { reserveCaseRefund } from "../../src/domains/returns/actions/reserve-case-refund.ts";
import { retryRefund as retryBlocked } from "../../src/domains/returns/actions/retry-refund.ts";
import { invariants as caseInvariants } from "../../src/domains/returns/queries/invariants.ts";
import { withTestDatabase } from "../support/database.ts";
import { withWorker } from "../support/running.ts";
import { as, createWorld, merchant, type Order, placeOrder, shopper, staff, type World } from "../support/world.ts";

test("one request over two shops' lines: each shop a case with its units and the evidence, written in one statement", () =>
  inWorld(async ({ db, world }) => {
    const order = await sharedOrder(db, world);
    const photo = await upload(db, world, order);
    const cases = await ask(db, world, order, { reason: "not-as-described", evidence: [photo] });
    assert.equal(cases.length, 2);
    const rows = await sql<{ merchant_id: string; number: string; units: number; files: number; verdict: string }>(
      db,
      `select c.merchant_id, c.number, c.units, (select count(*)::int from orders.unit u where u.case_id = c.id and u.merchant_id = c.merchant_id) as held,
              (select count(*)::int from platform.file f where f.subject_id = c.id and f.merchant_id = c.merchant_id) as files
         from returns.return_case c order by c.merchant_id`,
    );
    assert.deepEqual(
      rows.map(({ merchant_id, units, files }) => [merchant_id, units, files]),
      [
        [world.merchantId, 2, 1],
        [world.otherMerchantId, 1, 1],
      ].toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
    );
    assert.deepEqual(await sql(db, "select bool_and(had_case) as had_case from orders.unit"), [{ had_case: true }]);
    const timelines = await sql<{ n: number }>(
      db,
      "select count(*)::int as n from platform.timeline where kind = 'requested' group by subject_id",
    );
    assert.deepEqual(timelines, [{ n: 1 }, { n: 1 }]);
  }));

test("of two shops who share an order neither moves the other's case, and both are paid back at once, once each", () =>
  inWorld(async ({ db, world }) => {
    const order = await sharedOrder(db, world, null);
    const numbers = await ask(db, world, order, { kind: "cancel-before-shipment" });
    const owners = await sql<{ number: string; merchant_id: string }>(
      db,
      "select number, merchant_id from returns.return_case",
    );
    for (const { number, merchant_id } of owners) {
      const other = merchant(merchant_id === world.merchantId ? world.otherMerchantId : world.merchantId);
      for (const { outcome } of [
        await approveCase.execute(as(db, other), { number }),
        await rejectCase.execute(as(db, other), { number, reason: "goods-differ", note: "no" }),
      ])
        assert.equal(!outcome.ok && outcome.code, "case-not-found");
    }
    assert.equal(numbers.length, 2);
    await Promise.all(
      owners.map(({ number, merchant_id }) => approveCase.execute(as(db, merchant(merchant_id)), { number })),
    );
    await withWorker(db, async ({ standIn, until }) => {
      await until("both are paid back", async () => (await moneyStates(db)).every((state) => state === "settled"));
      const paid = standIn.refunds().reduce((sum, { amount }) => sum + BigInt(amount), 0n);
      assert.equal(paid, 30_000n);
    });
  }));

test("a line listed twice is refused, in a request and at the bench", () =>
  inWorld(async ({ db, world }) => {
    const order = await placeOrder(db, world, { lines: [{ list: 10_000n, quantity: 2 }] });
    const line = { lineId: order.lineIds[0] ?? "", quantity: 1 };
    const { outcome } = await requestReturn.execute(as(db, shopper(world.customerId)), {
      number: order.number,
      kind: "return-and-refund",
      reason: "no-longer-wanted",
      lines: [line, line],
    });
    assert.equal(!outcome.ok && outcome.code, "invalid-input");
    const [number = ""] = await ask(db, world, order);
    await sql(
      db,
      "update returns.return_case set case_state = 'approved', goods_state = 'arrived', waiting_on = 'warehouse' where number = $1",
      [number],
    );
    const count = { lineId: line.lineId, received: 1, accepted: 1, grade: "as-new", disposition: "restock" };
    const inspected = await inspectGoods.execute(as(db, merchant(world.merchantId)), { number, lines: [count, count] });
    assert.equal(!inspected.outcome.ok && inspected.outcome.code, "lines-incomplete");
    assert.deepEqual(await sql(db, "select 1 from returns.inspection"), []);
  }));

test("ten people answer a request at once, each with a yes or a no: one word counts", () =>
  inWorld(async ({ db, world }) => {
    const order = await placeOrder(db, world);
    const [number = ""] = await ask(db, world, order);
    const ten = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        i % 2 === 0
          ? approveCase.execute(as(db, merchant(world.merchantId)), { number })
          : rejectCase.execute(as(db, staff()), { number, reason: "goods-differ", note: "no" }),
      ),
    );
    const moved = await sql<{ kind: string }>(
      db,
      "select kind from platform.timeline where kind in ('approved', 'rejected') order by seq",
    );
    assert.equal(ten.filter(({ outcome }) => outcome.ok).length, moved.length);
    const codes = new Set(ten.flatMap(({ outcome }) => (outcome.ok ? [] : [outcome.code])));
    assert.deepEqual([...codes], ["move-not-allowed"]);
    const open = await sql(db, "select 1 from platform.deadline where fired_at is null and cancelled_at is null");
    assert.equal(open.length, 1, "whichever word it was, one deadline waits");
  }));

test("a refund that fell due is heard of again after it was refused: the case stays with a person, and no second refund is made", () =>
  inWorld(async ({ db, world }) => {
    const order = await placeOrder(db, world, { deliveredAt: null });
    await ask(db, world, order, { kind: "cancel-before-shipment" });
    await withWorker(db, async ({ standIn, app, until }) => {
      standIn.setMode("refusing");
      await until("the refund is refused", async () => (await moneyStates(db))[0] === "attention");
      const [fact] = await sql<{ customer_id: string; payload: Record<string, string> }>(
        db,
        "select customer_id, payload from platform.outbox where kind = 'returns.refund-due'",
      );
      const again = await reserveCaseRefund.execute(
        { db, principal: system("returns") },
        { customerId: fact?.customer_id, caseId: fact?.payload["caseId"], orderNumber: fact?.payload["orderNumber"] },
      );
      assert.deepEqual(again.outcome, { ok: true, value: { refundId: null } });
      assert.deepEqual(await moneyStates(db), ["attention"]);
      const blocked = await retryBlocked.execute(as(db, staff()), { number: await caseNumber(db) });
      assert.equal(!blocked.outcome.ok && blocked.outcome.code, "refund-not-blocked");

      standIn.setMode("slow");
      const refunds = await sql<{ number: string }>(db, "select number from payments.refund");
      const number = refunds[0]?.number ?? "";
      const ten = await Promise.all(Array.from({ length: 10 }, () => retryRefund.execute(as(db, staff()), { number })));
      assert.ok(ten.some(({ outcome }) => outcome.ok));
      app.nudge();
      await until("it is on its way", async () => (await moneyStates(db))[0] !== "attention");
      const late = await retryRefund.execute(as(db, staff()), { number });
      assert.equal(!late.outcome.ok && late.outcome.code, "refund-not-open");
      standIn.setMode("normal");
      await until("it is paid back", async () => (await moneyStates(db))[0] === "settled", 40);
      assert.deepEqual(
        standIn.refunds().map(({ amount }) => amount),
        ["39900"],
      );
    });
  }));

for (const whose of ["another shopper's", "the same shopper's"])
  test(`the number of a case and of a refund is drawn again when it is ${whose} already`, () =>
    inWorld(async ({ db, world }) => {
      const first = await placeOrder(db, world, { deliveredAt: null });
      const customerId = whose === "the same shopper's" ? world.customerId : world.otherCustomerId;
      const second = await placeOrder(db, world, { deliveredAt: null, customerId });
      const real = crypto.getRandomValues.bind(crypto);
      const bytes = [1, 1, 2, 3, 3, 3, 4];
      const stub = mock.method(crypto, "getRandomValues", (into: Uint8Array<ArrayBuffer>) =>
        into.length === 5 && bytes.length > 0 ? into.fill(bytes.shift() ?? 0) : real(into),
      );
      try {
        await ask(db, world, first, { kind: "cancel-before-shipment" });
        await ask(db, { ...world, customerId }, second, { kind: "cancel-before-shipment" });
        assert.equal(
          new Set((await sql<{ number: string }>(db, "select number from returns.return_case")).map((r) => r.number))
            .size,
          2,
        );
        await withWorker(db, async ({ until }) => {
          await until("both are paid back", async () => (await moneyStates(db)).every((state) => state === "settled"));
        });
        assert.equal(
          new Set((await sql<{ number: string }>(db, "select number from payments.refund")).map((r) => r.number)).size,
          2,
        );
        assert.deepEqual(bytes, []);
      } finally {
        stub.mock.restore();
      }
    }));

test("as the role of a shop: nothing of an order it has no part in, in no table, and it changes no payment at all", () =>
  inWorld(async ({ db, world }) => {
    const order = await placeOrder(db, world, { deliveredAt: null });
    await ask(db, world, order, { kind: "cancel-before-shipment" });
    await withWorker(db, ({ until }) => until("it is paid back", async () => (await moneyStates(db))[0] === "settled"));
    const stranger = merchant(world.otherMerchantId);
    const tables = await sql<{ name: string }>(
      db,
      `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema') and has_table_privilege('aftercare_merchant', c.oid, 'select')
          and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname in ('order_id', 'merchant_id', 'merchant_ids') and not a.attisdropped)
        order by 1`,
    );
    assert.ok(tables.length > 10);
    for (const { name } of tables) {
      const seen = await db.withTx(stranger, (tx) => tx.rows(`select * from ${name}`), { readOnly: true });
      assert.deepEqual(seen, [], name);
    }
    for (const change of [
      "update orders.tender set refunded_minor = 0",
      "update payments.refund set state = 'refused'",
      "delete from platform.timeline",
      "insert into orders.tender (customer_id) select customer_id from orders.tender",
    ])
      await assert.rejects(
        db.withTx(merchant(world.merchantId), (tx) => tx.run(change)),
        /permission denied/,
        change,
      );
  }));

type Inside = { readonly db: Db; readonly world: World };

async function inWorld(work: (inside: Inside) => Promise<void>): Promise<void> {
  await withTestDatabase(
    async ({ db }) => {
      await work({ db, world: await createWorld(db) });
      for (const { name, violations } of [...caseInvariants, ...moneyInvariants, ...orderInvariants] as Invariant[])
        assert.deepEqual(await db.withTx(system("verify"), (tx) => violations(tx)), [], name);
    },
    { clock: createStoppedClock("2026-11-21T10:00:00+08:00") },
  );
}

/** Two pieces of one shop and one of the other, for 300 in all. */
function sharedOrder(db: Db, world: World, deliveredAt?: null): Promise<Order> {
  return placeOrder(db, world, {
    lines: [
      { list: 10_000n, quantity: 2 },
      { list: 10_000n, merchantId: world.otherMerchantId },
    ],
    ...(deliveredAt === undefined ? {} : { deliveredAt }),
  });
}

/** Asks for everything in the order; answers the numbers of the cases. */
async function ask(db: Db, world: World, order: Order, told: object = {}): Promise<string[]> {
  const lines = await sql<{ id: string; quantity: number }>(
    db,
    "select id, quantity from orders.line where order_id = $1",
    [order.id],
  );
  const { outcome } = await requestReturn.execute(as(db, shopper(world.customerId)), {
    number: order.number,
    kind: "return-and-refund",
    reason: "no-longer-wanted",
    lines: lines.map(({ id, quantity }) => ({ lineId: id, quantity })),
    ...told,
  });
  assert.ok(outcome.ok, JSON.stringify(outcome));
  return outcome.value.cases.map(({ number }) => number);
}

async function upload(db: Db, world: World, order: Order): Promise<string> {
  const id = newId();
  await sql(
    db,
    `insert into platform.file (customer_id, id, order_id, stored_id, subject_kind, media_type, bytes, width, height, sha256, uploaded_by, at)
     values ($1, $2, $3, $2, 'order', 'image/jpeg', 10, 1, 1, repeat('0', 64), $4, now())`,
    [world.customerId, id, order.id, `shopper:${world.customerId}`],
  );
  return id;
}

async function moneyStates(db: Db): Promise<string[]> {
  return (await sql<{ money_state: string }>(db, "select money_state from returns.return_case order by number")).map(
    ({ money_state }) => money_state,
  );
}

async function caseNumber(db: Db): Promise<string> {
  return (await sql<{ number: string }>(db, "select number from returns.return_case"))[0]?.number ?? "";
}

function sql<R>(db: Db, text: string, params: readonly string[] = []): Promise<R[]> {
  return db.withTx(system("test"), (tx) => tx.rows<R>(text, params));
}
