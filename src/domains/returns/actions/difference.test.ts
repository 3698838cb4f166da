import assert from "node:assert/strict";
import { test } from "node:test";
import { createStoppedClock } from "#platform/clock";
import { type Db, type Principal, system } from "#platform/db";
import { withTestDatabase } from "../../../../tests/support/database.ts";
import { as, createWorld, merchant, placeOrder, shopper, type World } from "../../../../tests/support/world.ts";
import { onDifferenceDue, onDifferencePaid, onExchangeFellThrough } from "../reactions/on-difference.ts";
import { approveCase } from "./approve-case.ts";
import { requestReturn } from "./request-return.ts";
import { withdrawCase } from "./withdraw-case.ts";

const clock = createStoppedClock("2026-11-21T02:00:00Z");
const app = (db: Db) => ({ db, log: undefined as never, jobs: { send: async () => {} }, nudge: () => {} });

type Shop = { db: Db; world: World; buyer: Principal; seller: Principal; read: <R>(sql: string) => Promise<R[]> };

async function withShop(work: (shop: Shop) => Promise<void>): Promise<void> {
  await withTestDatabase(
    async ({ db }) => {
      const world = await createWorld(db);
      await db.withTx(system("test"), (tx) =>
        tx.run(
          `insert into catalog.product (id, merchant_id, number, title, title_en, category_code, list_minor, currency, state, source, created_at, updated_at)
           values (gen_random_uuid(), $1, 'P-BETTER', '降噪头戴耳机 Pro', 'Headphones Pro', 'general', 59900, 'CNY', 'on-sale', 'test', $2, $2)`,
          [world.merchantId, tx.now],
        ),
      );
      const read = <R>(sql: string) => db.withTx(system("test"), (tx) => tx.rows<R>(sql));
      await work({ db, world, buyer: shopper(world.customerId), seller: merchant(world.merchantId), read });
    },
    { clock },
  );
}

/** Asks for the better headphones instead of those that cost 399.00, and the merchant agrees. */
async function agreed({ db, world, buyer, seller }: Shop): Promise<string> {
  const order = await placeOrder(db, world);
  const asked = await requestReturn.execute(as(db, buyer), {
    number: order.number,
    kind: "exchange",
    reason: "does-not-fit",
    lines: [{ lineId: order.lineIds[0], quantity: 1 }],
    wanted: { productNumber: "P-BETTER" },
  });
  assert.ok(asked.outcome.ok, JSON.stringify(asked.outcome));
  const number = asked.outcome.value.cases[0]?.number ?? "";
  const approved = await approveCase.execute(as(db, seller), { number });
  assert.ok(approved.outcome.ok, JSON.stringify(approved.outcome));
  assert.deepEqual([approved.outcome.value.waitingOn, approved.outcome.value.goodsState], ["shopper", "none"]);
  return number;
}

/** The facts of this kind, told once more each time, as the relay may. */
async function tell({ db, read }: Shop, kind: string, reaction: { react: (typeof onDifferenceDue)["react"] }) {
  const facts = await read<{ customer_id: string; payload: Record<string, unknown> }>(
    `select customer_id, payload from platform.outbox where kind = '${kind}' order by id`,
  );
  for (const { customer_id, payload } of [...facts, ...facts])
    await reaction.react(app(db), { customerId: customer_id, payload, kind } as never);
}

test("Dearer goods: the difference is asked once, nothing is sent before it is paid, and then the exchange goes on", async () => {
  await withShop(async (shop) => {
    await agreed(shop);
    await tell(shop, "returns.difference-due", onDifferenceDue);
    const collections = await shop.read("select amount_minor, state, cause_kind from payments.collection");
    assert.deepEqual(collections, [{ amount_minor: 20_000n, state: "asked", cause_kind: "case" }]);
    const [row] = await shop.read<{ customer_id: string; id: string }>(
      "select customer_id, id from returns.return_case",
    );
    const paid = { customerId: row?.customer_id, payload: { causeKind: "case", causeId: row?.id, state: "paid" } };
    for (let twice = 0; twice < 2; twice++) await onDifferencePaid.react(app(shop.db), paid as never);
    assert.deepEqual(
      await shop.read(
        "select case_state, goods_state, difference_state, waiting_on, due_action from returns.return_case",
      ),
      [
        {
          case_state: "approved",
          goods_state: "awaiting-shipment",
          difference_state: "paid",
          waiting_on: "shopper",
          due_action: "close",
        },
      ],
    );
  });
});

test("The shopper changes their mind before paying: nothing more is asked, and a payment that comes late starts nothing", async () => {
  await withShop(async (shop) => {
    const number = await agreed(shop);
    await tell(shop, "returns.difference-due", onDifferenceDue);
    const gone = await withdrawCase.execute(as(shop.db, shop.buyer), { number });
    assert.ok(gone.outcome.ok, JSON.stringify(gone.outcome));
    await tell(shop, "returns.withdrawn", onExchangeFellThrough);
    assert.deepEqual(await shop.read("select state from payments.collection"), [{ state: "cancelled" }]);
    const [row] = await shop.read<{ customer_id: string; id: string; case_state: string; difference_state: string }>(
      "select customer_id, id, case_state, difference_state from returns.return_case",
    );
    assert.deepEqual([row?.case_state, row?.difference_state], ["withdrawn", "over"]);
    const paid = { customerId: row?.customer_id, payload: { causeKind: "case", causeId: row?.id, state: "paid" } };
    await onDifferencePaid.react(app(shop.db), paid as never);
    assert.deepEqual(await shop.read("select case_state, goods_state from returns.return_case"), [
      { case_state: "withdrawn", goods_state: "none" },
    ]);
  });
});
