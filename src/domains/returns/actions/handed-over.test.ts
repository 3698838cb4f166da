import assert from "node:assert/strict";
import { test } from "node:test";
import { createStoppedClock } from "#platform/clock";
import { type Db, type Principal, system } from "#platform/db";
import { withTestDatabase } from "../../../../tests/support/database.ts";
import { withWorker } from "../../../../tests/support/running.ts";
import { as, createWorld, merchant, placeOrder, shopper, staff } from "../../../../tests/support/world.ts";
import type { Case } from "../contract.ts";
import { getCase } from "../queries/get-case.ts";
import { invariants } from "../queries/invariants.ts";
import { approveCase } from "./approve-case.ts";
import { inspectGoods } from "./inspect-goods.ts";
import { receiveGoods } from "./receive-goods.ts";
import { rejectCase } from "./reject-case.ts";
import { requestReturn } from "./request-return.ts";
import { shipBack } from "./ship-back.ts";

const days = 86_400;
const typed = { way: "self-ship", carrier: "sf", trackingNumber: "SF0000001" };
const refusal = { reason: "goods-differ", note: "an empty box" };

test("a typed number and ten days of silence pay nothing: the platform looks, and both sides read why", () =>
  inShop(async ({ buyer, seller, shipped, page, pass }) => {
    const number = await shipped();
    assert.equal((await page(number)).next.ifNobody?.code, "parcel-looked-into");
    await pass(10 * days);
    for (const who of [buyer, seller]) {
      const seen = await page(number, who);
      assert.deepEqual(
        [
          seen.caseState,
          seen.goodsState,
          seen.moneyState,
          seen.waitingOn,
          seen.next.now.code,
          seen.next.ifNobody?.code,
        ],
        ["approved", "in-transit", "none", "platform", "parcel-missing", "platform-looks"],
      );
      assert.ok(seen.dueAt !== null);
      assert.equal(seen.timeline[0]?.kind, "parcel-unconfirmed");
    }
  }));

test("the platform's own silence pays nothing either: it is written down, and the time starts anew", () =>
  inShop(async ({ db, shipped, page, pass }) => {
    const number = await shipped();
    await pass(10 * days);
    const { dueAt } = await page(number);
    await pass(3 * days);
    const late = await page(number);
    assert.deepEqual([late.moneyState, late.waitingOn, late.timeline[0]?.kind], ["none", "platform", "platform-late"]);
    assert.ok((late.dueAt ?? "") > (dueAt ?? ""));
    const facts = await db.withTx(system("test"), (tx) =>
      tx.rows<{ kind: string }>(
        `select kind from platform.outbox where kind in ('returns.handed-over', 'returns.platform-late') order by kind`,
      ),
    );
    // The shopper is told of the first one only.
    assert.deepEqual(
      facts.map(({ kind }) => kind),
      ["returns.handed-over", "returns.platform-late"],
    );
  }));

test("the platform gives the money for a parcel that never came", () =>
  inShop(async ({ db, shipped, page, pass }) => {
    const number = await shipped();
    await pass(10 * days);
    done(await approveCase.execute(as(db, staff()), { number }));
    const { goodsState, moneyState, waitingOn, dueAt } = await page(number);
    assert.deepEqual([goodsState, moneyState, waitingOn, dueAt], ["lost", "due", "payment", null]);
  }));

test("a case that was promised a refund by silence, when it was sent, is paid as promised", () =>
  inShop(async ({ db, shipped, page, pass }) => {
    const number = await shipped();
    await db.withTx(system("test"), (tx) =>
      tx.run("update returns.return_case set due_action = 'refund' where number = $1", [number]),
    );
    assert.equal((await page(number)).next.ifNobody?.code, "refunded");
    await pass(10 * days);
    const { goodsState, timeline } = await page(number);
    assert.deepEqual([goodsState, timeline[0]?.kind], ["lost", "taken-for-lost"]);
  }));

test("only the platform refuses it; and a parcel that then comes is received as if nothing had been", () =>
  inShop(async ({ db, seller, shipped, page, pass }) => {
    const number = await shipped();
    await pass(10 * days);
    const agent = staff("cases.read", "cases.decide");
    // This one the law plainly gives, which is the first thing that a merchant is told.
    for (const who of [seller, agent])
      assert.equal(codeOf(await rejectCase.execute(as(db, who), { number, ...refusal })), "statutory-right");
    done(await rejectCase.execute(as(db, staff()), { number, ...refusal }));
    done(await receiveGoods.execute(as(db, seller), { number }));
    const { caseState, goodsState, waitingOn, rejectReason } = await page(number);
    assert.deepEqual([caseState, goodsState, waitingOn, rejectReason], ["approved", "arrived", "warehouse", null]);
  }));

test("while the platform looks, the warehouse may still find the parcel", () =>
  inShop(async ({ db, seller, shipped, page, pass, count }) => {
    const number = await shipped();
    await pass(10 * days);
    done(await receiveGoods.execute(as(db, seller), { number }));
    done(await inspectGoods.execute(as(db, seller), { number, lines: count(1) }));
    assert.equal((await page(number)).moneyState, "due");
  }));

test("nothing accepted of what the law gives is no refusal: the platform looks, and the shopper reads why", () =>
  inShop(async ({ db, buyer, arrived, page, count, seller }) => {
    const number = await arrived();
    done(await inspectGoods.execute(as(db, seller), { number, lines: count(0) }));
    const seen = await page(number, buyer);
    assert.deepEqual(
      [seen.caseState, seen.goodsState, seen.moneyState, seen.waitingOn, seen.next.now.code, seen.rejectReason],
      ["approved", "inspected", "none", "platform", "count-disputed", null],
    );
    assert.ok(seen.dueAt !== null);
    assert.deepEqual(
      seen.timeline.slice(0, 2).map(({ kind }) => kind),
      ["nothing-accepted", "inspected"],
    );
    const facts = await db.withTx(system("test"), (tx) =>
      tx.rows<{ kind: string }>(
        `select kind from platform.outbox where kind in ('returns.noted', 'returns.handed-over', 'returns.rejected')`,
      ),
    );
    assert.deepEqual(facts, [{ kind: "returns.handed-over" }]);
    assert.equal(codeOf(await rejectCase.execute(as(db, seller), { number, ...refusal })), "statutory-right");
  }));

test("the platform pays what the bench did not accept, in full", () =>
  inShop(async ({ db, clock, arrived, page, count, seller }) => {
    const number = await arrived();
    done(await inspectGoods.execute(as(db, seller), { number, lines: count(0) }));
    clock.forward(60);
    done(await approveCase.execute(as(db, staff()), { number }));
    await withWorker(db, async ({ until }) => {
      await until("the case is completed", async () => (await page(number)).caseState === "completed");
    });
    assert.equal((await page(number)).refunded.amount, "399.00");
  }));

test("the platform may agree with the bench, and so may who counts and may overrule", () =>
  inShop(async ({ db, arrived, page, count, seller }) => {
    const first = await arrived();
    done(await inspectGoods.execute(as(db, seller), { number: first, lines: count(0) }));
    done(await rejectCase.execute(as(db, staff()), { number: first, ...refusal }));
    assert.deepEqual([(await page(first)).caseState, (await page(first)).waitingOn], ["rejected", "shopper"]);
    const second = await arrived();
    done(await inspectGoods.execute(as(db, staff()), { number: second, lines: count(0) }));
    assert.deepEqual([(await page(second)).caseState, (await page(second)).rejectReason], ["rejected", "goods-differ"]);
  }));

test("refused, agreed to, and refused again at the bench: each refusal has a deadline of its own", () =>
  inShop(async ({ db, ask, moved, page, count }) => {
    const number = await ask();
    done(await rejectCase.execute(as(db, staff()), { number, ...refusal }));
    await moved(number);
    done(await inspectGoods.execute(as(db, staff()), { number, lines: count(0) }));
    assert.equal((await page(number)).caseState, "rejected");
  }));

type Shop = {
  readonly db: Db;
  readonly clock: ReturnType<typeof createStoppedClock>;
  readonly buyer: Principal;
  readonly seller: Principal;
  ask(): Promise<string>;
  /** Agreed to, sent and received. */
  moved(number: string): Promise<void>;
  shipped(): Promise<string>;
  arrived(): Promise<string>;
  count(accepted: number): readonly object[];
  page(number: string, who?: Principal): Promise<Case>;
  pass(seconds: number): Promise<void>;
};

/** Each time a fresh order of one unit; in the end every invariant is looked at. */
function inShop(work: (shop: Shop) => Promise<void>): Promise<void> {
  const clock = createStoppedClock("2026-11-20T12:00:00+08:00");
  return withTestDatabase(
    async ({ db }) => {
      const world = await createWorld(db);
      const [buyer, seller] = [shopper(world.customerId), merchant(world.merchantId)];
      let lineId = "";
      const ask = async () => {
        const order = await placeOrder(db, world);
        lineId = order.lineIds[0] ?? "";
        const { outcome } = await requestReturn.execute(as(db, buyer), {
          number: order.number,
          kind: "return-and-refund",
          reason: "no-longer-wanted",
          lines: [{ lineId, quantity: 1 }],
        });
        assert.ok(outcome.ok, JSON.stringify(outcome));
        return outcome.value.cases[0]?.number ?? "";
      };
      const sent = async (number: string) => {
        done(await approveCase.execute(as(db, seller), { number }));
        done(await shipBack.execute(as(db, buyer), { number, ...typed }));
      };
      const moved = async (number: string) => {
        await sent(number);
        done(await receiveGoods.execute(as(db, seller), { number }));
      };
      await work({
        db,
        clock,
        buyer,
        seller,
        ask,
        moved,
        shipped: async () => {
          const number = await ask();
          await sent(number);
          return number;
        },
        arrived: async () => {
          const number = await ask();
          await moved(number);
          return number;
        },
        count: (accepted) => [{ lineId, received: 1, accepted, grade: "damaged", disposition: "return-to-shopper" }],
        page: async (number, who = buyer) => {
          const { outcome } = await getCase(async () => []).ask(as(db, who), { number });
          assert.ok(outcome.ok, JSON.stringify(outcome));
          return outcome.value;
        },
        pass: (seconds) =>
          withWorker(db, async ({ deadlines }) => {
            clock.forward(seconds);
            await deadlines.fireDue();
          }),
      });
      for (const { name, violations } of invariants)
        assert.deepEqual(await db.withTx(system("verify"), violations), [], name);
    },
    { clock },
  );
}

function codeOf({ outcome }: { outcome: { ok: true } | { ok: false; code: string } }): string {
  return outcome.ok ? "done" : outcome.code;
}

function done(answer: Parameters<typeof codeOf>[0]): void {
  assert.equal(codeOf(answer), "done");
}
