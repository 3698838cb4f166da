import assert from "node:assert/strict";
import { test } from "node:test";
import { deviceMemory } from "#domains/parties";
import { newId } from "#kernel/ids";
import { createStoppedClock } from "#platform/clock";
import { type Db, type Principal, system } from "#platform/db";
import { withTestDatabase } from "../../../../tests/support/database.ts";
import { as, createWorld, merchant, placeOrder, shopper, staff, type World } from "../../../../tests/support/world.ts";
import { caseKinds, reasons, signals } from "../model.ts";
import { historyOf } from "../queries/history-of.ts";
import { askOptions } from "../queries/options.ts";
import { caseSignals, mySignals, openAppeals } from "../queries/read-signals.ts";
import { everyNightCountSignals } from "../reactions/every-night-count-signals.ts";
import type { Signal } from "../rules/risk-signals.ts";
import { appealSignal } from "./appeal-signal.ts";
import { decideSignalAppeal } from "./decide-signal-appeal.ts";
import { recountSignals } from "./recount-signals.ts";
import { requestReturn } from "./request-return.ts";

const clock = createStoppedClock("2026-11-21T02:00:00Z");
const strong: Signal[] = [
  { signal: "word-alone", strength: "strong", params: { cases: 7, orders: 9 } },
  { signal: "wrong-goods-back", strength: "strong", params: { cases: 3 } },
];

async function withShop(work: (shop: { db: Db; world: World; buyer: Principal }) => Promise<void>): Promise<void> {
  await withTestDatabase(
    async ({ db }) => {
      const world = await createWorld(db);
      await work({ db, world, buyer: shopper(world.customerId) });
    },
    { clock },
  );
}

async function standing(db: Db, customerId: string, signals: readonly Signal[]): Promise<void> {
  await db.withTx(system("test"), (tx) =>
    tx.run("insert into returns.risk_standing (customer_id, signals, counted_at) values ($1, $2::jsonb, $3)", [
      customerId,
      JSON.stringify(signals),
      tx.now,
    ]),
  );
}

function value<T>(outcome: { ok: true; value: T } | { ok: false; code: string }): T {
  assert.ok(outcome.ok, JSON.stringify(outcome));
  return outcome.value;
}

test("No signal changes what anybody is entitled to: every kind and reason is offered and decided as without", async () => {
  await withShop(async ({ db, world, buyer }) => {
    const other = shopper(world.otherCustomerId);
    const every = signals.map((signal): Signal => ({ signal, strength: "strong", params: { people: 99 } }));
    await standing(db, world.customerId, every);
    for (const deliveredAt of [undefined, null] as const) {
      const place = (customerId: string) =>
        placeOrder(db, world, { customerId, ...(deliveredAt === undefined ? {} : { deliveredAt }) });
      const [marked, plain] = [await place(world.customerId), await place(world.otherCustomerId)];
      for (const reason of Object.keys(reasons) as (keyof typeof reasons)[]) {
        const offered = async (who: Principal, order: typeof marked) => {
          const lines = [{ lineId: order.lineIds[0], quantity: 1 }];
          const { options } = value(
            (await askOptions.ask(as(db, who), { number: order.number, lines, reason })).outcome,
          );
          return options.map(({ kind, standing, amount, lastDay, freightPayer, because, citations }) => ({
            ...{ kind, standing, amount, lastDay, freightPayer, because, citations },
          }));
        };
        const own = await offered(buyer, marked);
        assert.equal(own.length, caseKinds.length);
        assert.deepEqual(own, await offered(other, plain), reason);
      }
    }
  });
});

test("A strong signal takes the approval at once away; the merchant reads why, and silence still approves", async () => {
  await withShop(async ({ db, world, buyer }) => {
    const ask = async (who: Principal, customerId: string) => {
      const order = await placeOrder(db, world, { customerId, deliveredAt: null });
      const { cases } = value(
        (
          await requestReturn.execute(as(db, who), {
            number: order.number,
            kind: "cancel-before-shipment",
            reason: "no-longer-wanted",
            lines: [{ lineId: order.lineIds[0], quantity: 1 }],
          })
        ).outcome,
      );
      assert.ok(cases[0]);
      return cases[0];
    };
    await standing(db, world.customerId, strong);
    assert.equal((await ask(shopper(world.otherCustomerId), world.otherCustomerId)).caseState, "approved");
    const slower = await ask(buyer, world.customerId);
    assert.deepEqual([slower.caseState, slower.waitingOn], ["submitted", "merchant"]);
    const shown = value((await caseSignals.ask(as(db, merchant(world.merchantId)), { number: slower.number })).outcome);
    assert.deepEqual(
      shown.signals.map(({ signal }) => signal),
      ["word-alone", "wrong-goods-back"],
    );
    assert.deepEqual(shown.consequences, { instantRefund: false, automaticApproval: false, videoWanted: true });
    const [row] = await db.withTx(system("test"), (tx) =>
      tx.rows("select verdict, due_action from returns.return_case where number = $1", [slower.number]),
    );
    assert.deepEqual(row, { verdict: "ALLOW", due_action: "approve-and-refund" });
  });
});

test("A shopper sees the own signals, appeals once at a time, and an upheld appeal gives everything back", async () => {
  await withShop(async ({ db, world, buyer }) => {
    for (let i = 0; i < 5; i++) {
      const order = await placeOrder(db, world);
      value(
        (
          await requestReturn.execute(as(db, buyer), {
            number: order.number,
            kind: "refund-only",
            reason: "never-arrived",
            lines: [{ lineId: order.lineIds[0], quantity: 1 }],
          })
        ).outcome,
      );
    }
    await everyNightCountSignals.run(
      { db, log: undefined as never, jobs: { send: async () => {} }, nudge: () => {} },
      {},
    );
    const mine = async () => value((await mySignals.ask(as(db, buyer), {})).outcome);
    assert.deepEqual(
      (await mine()).signals.map(({ signal, strength }) => [signal, strength]),
      [["word-alone", "strong"]],
    );
    const appeal = (signal: string) =>
      appealSignal.execute(as(db, buyer), { signal, words: "The courier of our street was dismissed for theft." });
    const first = value((await appeal("word-alone")).outcome);
    assert.equal(codeOf(await appeal("word-alone")), "appeal-open-already");
    assert.equal(codeOf(await appeal("shared-phone")), "signal-not-open");

    const judge = as(db, staff());
    const { items } = value((await openAppeals.ask(judge, {})).outcome);
    assert.deepEqual(
      items.map(({ id, params }) => [id, params["cases"]]),
      [[first.id, 5]],
    );
    const decide = () =>
      decideSignalAppeal.execute(as(db, staff()), {
        customerId: world.customerId,
        id: first.id,
        uphold: true,
        note: "Confirmed by the carrier.",
      });
    assert.equal(
      codeOf(
        await decideSignalAppeal.execute(as(db, merchant(world.merchantId)), { ...items[0], uphold: true, note: "x" }),
      ),
      "invalid-input",
    );
    value((await decide()).outcome);
    assert.equal(codeOf(await decide()), "appeal-decided");
    value((await recountSignals.execute(as(db, system("test")), { customerId: world.customerId })).outcome);
    const after = await mine();
    assert.deepEqual(after.signals, []);
    assert.equal(after.consequences.automaticApproval, true);
    assert.deepEqual(
      after.appeals.map(({ state, note }) => [state, note]),
      [["upheld", "Confirmed by the carrier."]],
    );
  });
});

function codeOf({ outcome }: { outcome: { ok: boolean; code?: string } }): string {
  return outcome.ok ? "done" : (outcome.code ?? "");
}

test("Other people behind the same door are counted by orders and couriers alike, and only those who asked about something", async () => {
  await withShop(async ({ db, world, buyer }) => {
    const own = await placeOrder(db, world);
    const theirs = await placeOrder(db, world, { customerId: world.otherCustomerId });
    const people = () =>
      db.withTx(system("test"), async (tx) => (await historyOf(tx, world.customerId)).peopleBehindAddress);
    await db.withTx(system("test"), async (tx) => {
      for (const { customerId, id } of [own, theirs])
        tx.send("update orders.shop_order set address_index = 'one door' where customer_id = $1 and id = $2", [
          customerId,
          id,
        ]);
    });
    assert.equal(await people(), 0, "they never asked about anything");
    const lines = [{ lineId: theirs.lineIds[0], quantity: 1 }];
    const body = { number: theirs.number, kind: "return-and-refund", reason: "no-longer-wanted", lines };
    value((await requestReturn.execute(as(db, shopper(world.otherCustomerId)), body)).outcome);
    assert.equal(await people(), 1);
    const { signals } = value((await mySignals.ask(as(db, buyer), {})).outcome);
    assert.deepEqual(signals, [], "one neighbour is no signal");
  });
});

test("People who sign in on one device are a signal once they are more than a family, and no answer changes by it", async () => {
  await withShop(async ({ db, world, buyer }) => {
    const remember = deviceMemory(db);
    const ask = async (customerId: string) => {
      const order = await placeOrder(db, world, { customerId });
      const lines = [{ lineId: order.lineIds[0], quantity: 1 }];
      const body = { number: order.number, kind: "return-and-refund", reason: "no-longer-wanted", lines };
      const { cases } = value((await requestReturn.execute(as(db, shopper(customerId)), body)).outcome);
      const [row] = await db.withTx(system("test"), (tx) =>
        tx.rows("select verdict, requested_minor, freight_payer from returns.return_case where number = $1", [
          cases[0]?.number,
        ]),
      );
      return row;
    };
    const counted = async () => {
      value((await recountSignals.execute(as(db, system("test")), { customerId: world.customerId })).outcome);
      return value((await mySignals.ask(as(db, buyer), {})).outcome).signals;
    };
    const joined = async (people: number) => {
      for (let n = 0; n < people; n++) {
        const customerId = newId();
        await db.withTx(system("test"), (tx) =>
          tx.run(
            "insert into parties.shopper (customer_id, source, created_at, updated_at) values ($1, 'test', $2, $2)",
            [customerId, tx.now],
          ),
        );
        await remember(customerId, "the tablet");
        await ask(customerId);
      }
    };
    await remember(world.customerId, "the tablet");
    await remember(world.otherCustomerId, "the tablet");
    const plain = await ask(world.otherCustomerId);
    await joined(3);
    assert.deepEqual(await counted(), [], "a family of five");
    await joined(1);
    assert.deepEqual(await counted(), [
      { signal: "shared-device", strength: "noticed", params: { people: 5, days: 180 } },
    ]);
    await joined(5);
    assert.deepEqual(await counted(), [
      { signal: "shared-device", strength: "strong", params: { people: 10, days: 180 } },
    ]);
    assert.deepEqual(await ask(world.customerId), plain);
    await db.withTx(system("test"), (tx) =>
      tx.run("update parties.device set first_seen_at = $2, last_seen_at = $2 where customer_id = $1", [
        world.customerId,
        tx.now.subtract({ hours: 24 * 180 }),
      ]),
    );
    assert.deepEqual(await counted(), [], "half a year later");
  });
});
