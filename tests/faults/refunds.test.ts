import assert from "node:assert/strict";
import { test } from "node:test";
import { createStoppedClock } from "#platform/clock";
import { type Db, system } from "#platform/db";
import { invariants as moneyInvariants } from "../../src/domains/payments/queries/invariants.ts";
import { approveCase } from "../../src/domains/returns/actions/approve-case.ts";
import { inspectGoods } from "../../src/domains/returns/actions/inspect-goods.ts";
import { receiveGoods } from "../../src/domains/returns/actions/receive-goods.ts";
import { requestReturn } from "../../src/domains/returns/actions/request-return.ts";
import { shipBack } from "../../src/domains/returns/actions/ship-back.ts";
import { getCase } from "../../src/domains/returns/queries/get-case.ts";
import { invariants as caseInvariants } from "../../src/domains/returns/queries/invariants.ts";
import { withTestDatabase } from "../support/database.ts";
import { withWorker } from "../support/running.ts";
import { as, createWorld, merchant, type Order, placeOrder, shopper, staff, type World } from "../support/world.ts";

const clock = () => createStoppedClock("2026-11-21T10:00:00+08:00");

async function inspectedReturn(db: Db, world: World, order: Order, lineId: string, quantity: number): Promise<string> {
  const buyer = shopper(world.customerId);
  const seller = merchant(world.merchantId);
  const asked = await requestReturn.execute(as(db, buyer), {
    number: order.number,
    kind: "return-and-refund",
    reason: "no-longer-wanted",
    lines: [{ lineId, quantity }],
  });
  assert.ok(asked.outcome.ok, JSON.stringify(asked.outcome));
  const number = asked.outcome.value.cases[0]?.number ?? "";
  const steps = [
    () => approveCase.execute(as(db, seller), { number }),
    () =>
      shipBack.execute(as(db, buyer), {
        number,
        way: "self-ship",
        carrier: "顺丰",
        trackingNumber: `SF${number.slice(-6)}X`,
      }),
    () => receiveGoods.execute(as(db, seller), { number }),
    () =>
      inspectGoods.execute(as(db, seller), {
        number,
        lines: [{ lineId, received: quantity, accepted: quantity, grade: "as-new", disposition: "restock" }],
      }),
  ];
  for (const step of steps) {
    const answer = await step();
    assert.ok(answer.outcome.ok, JSON.stringify(answer.outcome));
  }
  return number;
}

async function moneyState(db: Db, world: World, number: string): Promise<string> {
  const page = await getCase(async () => []).ask(as(db, shopper(world.customerId)), { number });
  return page.outcome.ok ? page.outcome.value.moneyState : "gone";
}

async function holdsEverything(db: Db): Promise<void> {
  for (const invariant of [...caseInvariants, ...moneyInvariants])
    assert.deepEqual(await db.withTx(system("verify"), (tx) => invariant.violations(tx)), [], invariant.name);
}

for (const mode of ["slow", "failing", "late", "never", "silent", "twice"] as const) {
  test(`a provider that is ${mode}: exactly one refund, and the shopper is told the truth`, async () => {
    await withTestDatabase(
      async ({ db }) => {
        const world = await createWorld(db);
        const order = await placeOrder(db, world, { lines: [{ list: 10_000n }] });
        const number = await inspectedReturn(db, world, order, order.lineIds[0] ?? "", 1);
        await withWorker(
          db,
          async ({ standIn, until }) => {
            standIn.setMode(mode);
            if (mode !== "twice") {
              await until("the trouble shows", async () =>
                ["unknown", "sending", "settled"].includes(await moneyState(db, world, number)),
              );
              if (mode === "never" || mode === "late")
                assert.notEqual(
                  await moneyState(db, world, number),
                  "attention",
                  "a time-out is never taken for a failure",
                );
            }
            standIn.setMode("normal");
            await until("the refund settles", async () => (await moneyState(db, world, number)) === "settled", 40);
            assert.equal(standIn.refunds().length, 1);
            assert.equal(standIn.refunds()[0]?.amount, "10000");
          },
          { providerTimeoutMs: 500 },
        );
        await holdsEverything(db);
      },
      { clock: clock() },
    );
  });
}

test("a provider that pays back another amount: quarantined for a person, never closed by itself", async () => {
  await withTestDatabase(
    async ({ db }) => {
      const world = await createWorld(db);
      const order = await placeOrder(db, world, { lines: [{ list: 10_000n }] });
      const number = await inspectedReturn(db, world, order, order.lineIds[0] ?? "", 1);
      await withWorker(db, async ({ standIn, until }) => {
        standIn.setMode("short");
        await until("somebody must look", async () => (await moneyState(db, world, number)) === "attention");
      });
      await holdsEverything(db);
    },
    { clock: clock() },
  );
});

test("a provider that refuses: for a person to look at, and nothing is sent under another number", async () => {
  await withTestDatabase(
    async ({ db }) => {
      const world = await createWorld(db);
      const order = await placeOrder(db, world, { lines: [{ list: 10_000n }] });
      const number = await inspectedReturn(db, world, order, order.lineIds[0] ?? "", 1);
      await withWorker(db, async ({ standIn, until }) => {
        standIn.setMode("refusing");
        await until("somebody must look", async () => (await moneyState(db, world, number)) === "attention");
        assert.equal(standIn.refunds().length, 0);
      });
      await holdsEverything(db);
    },
    { clock: clock() },
  );
});

test("ten people ask for the same piece at once: one case, nine refusals, never more than was paid", async () => {
  await withTestDatabase(
    async ({ db }) => {
      const world = await createWorld(db);
      const order = await placeOrder(db, world, { lines: [{ list: 10_000n }] });
      const input = {
        number: order.number,
        kind: "return-and-refund",
        reason: "no-longer-wanted",
        lines: [{ lineId: order.lineIds[0] ?? "", quantity: 1 }],
      };
      const answers = await Promise.all(
        Array.from({ length: 10 }, () => requestReturn.execute(as(db, shopper(world.customerId)), input)),
      );
      assert.equal(answers.filter((answer) => answer.outcome.ok).length, 1);
      for (const answer of answers) if (!answer.outcome.ok) assert.equal(answer.outcome.code, "unit-not-free");
    },
    { clock: clock() },
  );
});

test("the same request sent ten times at once under one key: one case, and ten times the same answer", async () => {
  await withTestDatabase(
    async ({ db }) => {
      const world = await createWorld(db);
      const order = await placeOrder(db, world, { lines: [{ list: 10_000n, quantity: 20 }] });
      const input = {
        number: order.number,
        kind: "return-and-refund",
        reason: "no-longer-wanted",
        lines: [{ lineId: order.lineIds[0] ?? "", quantity: 1 }],
      };
      const answers = await Promise.all(
        Array.from({ length: 10 }, () => requestReturn.execute(as(db, shopper(world.customerId), "one-key"), input)),
      );
      assert.equal(new Set(answers.map((answer) => answer.text)).size, 1);
      const { cases } = await db.withTx(system("test"), (tx) =>
        tx.one<{ cases: bigint }>("select count(*) as cases from returns.return_case"),
      );
      assert.equal(cases, 1n);
    },
    { clock: clock() },
  );
});

test("ten cases over one line are paid back at once: the sum is what was paid, to the fen", async () => {
  await withTestDatabase(
    async ({ db }) => {
      const world = await createWorld(db);
      const order = await placeOrder(db, world, {
        lines: [{ list: 1_000n, quantity: 10, paid: 9_999n }],
        tenders: [
          { kind: "card", captured: 6_000n },
          { kind: "wallet", captured: 3_999n },
        ],
      });
      const numbers: string[] = [];
      for (let i = 0; i < 10; i++) numbers.push(await inspectedReturn(db, world, order, order.lineIds[0] ?? "", 1));
      await withWorker(db, async ({ standIn, until }) => {
        await until("all are settled", async () =>
          (await Promise.all(numbers.map((number) => moneyState(db, world, number)))).every(
            (state) => state === "settled",
          ),
        );
        const sum = standIn.refunds().reduce((total, refund) => total + BigInt(refund.amount), 0n);
        assert.equal(sum, 9_999n);
      });
      await holdsEverything(db);
    },
    { clock: clock() },
  );
});

test("deadlines: each acts by itself when nobody does, and says so on the timeline", async () => {
  const stopped = createStoppedClock("2026-11-21T10:00:00+08:00");
  await withTestDatabase(
    async ({ db }) => {
      const world = await createWorld(db);
      const buyer = shopper(world.customerId);
      const order = await placeOrder(db, world, { lines: [{ list: 10_000n, quantity: 4 }] });
      const lineId = order.lineIds[0] ?? "";
      const ask = async () => {
        const asked = await requestReturn.execute(as(db, buyer), {
          number: order.number,
          kind: "return-and-refund",
          reason: "no-longer-wanted",
          lines: [{ lineId, quantity: 1 }],
        });
        assert.ok(asked.outcome.ok, JSON.stringify(asked.outcome));
        return asked.outcome.value.cases[0]?.number ?? "";
      };
      const standing = async (number: string) => {
        const page = await getCase(async () => []).ask(as(db, buyer), { number });
        assert.ok(page.outcome.ok);
        return {
          case: page.outcome.value.caseState,
          goods: page.outcome.value.goodsState,
          kinds: page.outcome.value.timeline.map((line) => line.kind),
        };
      };
      const silentMerchant = await ask();
      const lostParcel = await ask();
      await withWorker(db, async ({ deadlines, until }) => {
        stopped.forward(48 * 3_600);
        await deadlines.fireDue();
        assert.deepEqual((await standing(silentMerchant)).case, "approved");
        assert.ok((await standing(silentMerchant)).kinds.includes("approved-by-deadline"));
        const sent = await shipBack.execute(as(db, buyer), {
          number: lostParcel,
          way: "self-ship",
          carrier: "顺丰",
          trackingNumber: "SF0000001",
        });
        assert.ok(sent.outcome.ok);
        stopped.forward(7 * 86_400);
        await deadlines.fireDue();
        assert.deepEqual(await standing(silentMerchant).then(({ case: c, goods }) => [c, goods]), [
          "closed",
          "not-sent",
        ]);
        stopped.forward(3 * 86_400);
        await deadlines.fireDue();
        assert.equal((await standing(lostParcel)).kinds[0], "parcel-unconfirmed");
        const given = await approveCase.execute(as(db, staff()), { number: lostParcel });
        assert.ok(given.outcome.ok);
        await until("the lost parcel is paid back", async () => (await standing(lostParcel)).case === "completed");
        assert.equal((await standing(lostParcel)).goods, "lost");
        const arrived = await inspectable(db, world, order, lineId);
        stopped.forward(72 * 3_600);
        await deadlines.fireDue();
        await until("what nobody inspected is paid back", async () => (await standing(arrived)).case === "completed");
      });
      await holdsEverything(db);
    },
    { clock: stopped },
  );

  async function inspectable(db: Db, world: World, order: Order, lineId: string): Promise<string> {
    const asked = await requestReturn.execute(as(db, shopper(world.customerId)), {
      number: order.number,
      kind: "return-and-refund",
      reason: "quality-fault",
      lines: [{ lineId, quantity: 1 }],
      evidence: [],
    });
    if (asked.outcome.ok) throw new Error("evidence is needed");
    assert.equal(asked.outcome.code, "evidence-needed");
    const other = await placeOrder(db, world, {
      lines: [{ list: 5_000n }],
      deliveredAt: db.clock.now().subtract({ hours: 24 }).toString(),
    });
    const again = await requestReturn.execute(as(db, shopper(world.customerId)), {
      number: other.number,
      kind: "return-and-refund",
      reason: "no-longer-wanted",
      lines: [{ lineId: other.lineIds[0] ?? "", quantity: 1 }],
    });
    assert.ok(again.outcome.ok, JSON.stringify(again.outcome));
    const number = again.outcome.value.cases[0]?.number ?? "";
    for (const step of [
      () => approveCase.execute(as(db, merchant(world.merchantId)), { number }),
      () =>
        shipBack.execute(as(db, shopper(world.customerId)), {
          number,
          way: "self-ship",
          carrier: "顺丰",
          trackingNumber: "SF0000002",
        }),
      () => receiveGoods.execute(as(db, merchant(world.merchantId)), { number }),
    ]) {
      const answer = await step();
      assert.ok(answer.outcome.ok, JSON.stringify(answer.outcome));
    }
    return number;
  }
});
