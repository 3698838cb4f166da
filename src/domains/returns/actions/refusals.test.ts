import assert from "node:assert/strict";
import { test } from "node:test";
import { createStoppedClock } from "#platform/clock";
import { type Db, type Principal, system } from "#platform/db";
import { withTestDatabase } from "../../../../tests/support/database.ts";
import { withWorker } from "../../../../tests/support/running.ts";
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
import { limits } from "../model.ts";
import { getCase } from "../queries/get-case.ts";
import { addNote } from "./add-note.ts";
import { approveCase } from "./approve-case.ts";
import { inspectGoods } from "./inspect-goods.ts";
import { receiveGoods } from "./receive-goods.ts";
import { rejectCase } from "./reject-case.ts";
import { requestReturn } from "./request-return.ts";
import { resubmitCase } from "./resubmit-case.ts";
import { shipBack } from "./ship-back.ts";
import { withdrawCase } from "./withdraw-case.ts";

const noon = "2026-11-20T12:00:00+08:00";
const refusal = { reason: "not-intact", note: "used" };
const parcel = { way: "self-ship", carrier: "顺丰", trackingNumber: "SF1234567" };

test("two agents who saw the same version: the first moves the case, the second is told that it has changed", () =>
  inShop(async (shop) => {
    const number = await shop.ask();
    const answers = await Promise.all([
      rejectCase.execute(as(shop.db, staff()), { number, version: 1, ...refusal }),
      approveCase.execute(as(shop.db, staff()), { number, version: 1 }),
    ]);
    assert.deepEqual(answers.map(codeOf).sort(), ["done", "version-changed"]);
    const late = await approveCase.execute(as(shop.db, shop.seller), { number, version: 1 });
    assert.deepEqual(late.outcome, { ok: false, code: "version-changed", params: { number, version: 2 } });
  }));

test("what the law plainly gives a merchant cannot refuse; a supervisor may", () =>
  inShop(async ({ db, ask, seller }) => {
    const number = await ask();
    const told = await rejectCase.execute(as(db, seller), { number, ...refusal });
    assert.deepEqual(told.outcome, { ok: false, code: "statutory-right", params: { number, route: "no-reason" } });
    const agent = staff("cases.read", "cases.decide");
    assert.equal(codeOf(await rejectCase.execute(as(db, agent), { number, ...refusal })), "statutory-right");
    assert.equal(codeOf(await rejectCase.execute(as(db, staff()), { number, ...refusal })), "done");
  }));

test("a move out of turn is refused with where the case stands", () =>
  inShop(async ({ db, ask, buyer, seller, order }) => {
    const number = await ask();
    const lines = [{ lineId: order.lineIds[0], received: 1, accepted: 1, grade: "as-new", disposition: "restock" }];
    const approve = () => approveCase.execute(as(db, seller), { number });
    const inspect = () => inspectGoods.execute(as(db, seller), { number, lines });
    const withdraw = () => withdrawCase.execute(as(db, buyer), { number });
    const ship = () => shipBack.execute(as(db, buyer), { number, ...parcel });
    const receive = () => receiveGoods.execute(as(db, seller), { number });
    assert.equal(codeOf(await ship()), "move-not-allowed");
    assert.equal(codeOf(await receive()), "move-not-allowed");
    assert.equal(codeOf(await approve()), "done");
    const twice = await approve();
    assert.deepEqual(twice.outcome, {
      ok: false,
      code: "move-not-allowed",
      params: {
        verb: "approve",
        caseState: "approved",
        goodsState: "awaiting-shipment",
        moneyState: "none",
        outboundState: "none",
        disputeState: "none",
      },
    });
    assert.equal(codeOf(await rejectCase.execute(as(db, staff()), { number, ...refusal })), "move-not-allowed");
    assert.equal(codeOf(await ship()), "done");
    assert.equal(codeOf(await ship()), "move-not-allowed");
    assert.equal(codeOf(await inspect()), "move-not-allowed");
    assert.equal(codeOf(await withdraw()), "move-not-allowed");
    assert.equal(codeOf(await receive()), "done");
    assert.equal(codeOf(await receive()), "move-not-allowed");
    assert.equal(codeOf(await inspect()), "done");
    assert.equal(codeOf(await inspect()), "move-not-allowed");
    assert.equal(codeOf(await withdraw()), "move-not-allowed");
    assert.equal(codeOf(await resubmitCase.execute(as(db, buyer), { number })), "move-not-allowed");
  }));

test("a count that cannot be is refused, and nothing of it is kept", () =>
  inShop(async ({ db, ask, buyer, seller, order }) => {
    const number = await ask();
    const count = { lineId: order.lineIds[0], received: 1, accepted: 1, grade: "as-new", disposition: "restock" };
    for (const step of [
      () => approveCase.execute(as(db, seller), { number }),
      () => shipBack.execute(as(db, buyer), { number, ...parcel }),
      () => receiveGoods.execute(as(db, seller), { number }),
    ])
      assert.equal(codeOf(await step()), "done");
    for (const [lines, code] of [
      [[{ ...count, received: 2 }], "counted-more-than-sent"],
      [[{ ...count, received: 0 }], "accepted-more-than-received"],
      [[{ ...count, lineId: "00000000-0000-7000-8000-000000000000" }], "lines-incomplete"],
      [[count, count], "lines-incomplete"],
    ] as const)
      assert.equal(codeOf(await inspectGoods.execute(as(db, seller), { number, lines })), code);
    const page = await getCase(async () => []).ask(as(db, seller), { number });
    assert.ok(page.outcome.ok);
    assert.deepEqual([page.outcome.value.goodsState, page.outcome.value.inspections], ["arrived", []]);
  }));

test("a request needs a reason that fits its kind, the proof the reason needs, and units that are free", () =>
  inShop(async ({ db, buyer, order, requested, ask }) => {
    assert.equal(codeOf(await requested({ kind: "refund-only" })), "reason-not-for-kind");
    const faulty = await requested({ reason: "quality-fault" });
    assert.deepEqual(faulty.outcome, {
      ok: false,
      code: "evidence-needed",
      params: { reason: "quality-fault", needs: "photo video unboxing-video report" },
    });
    const unknown = ["00000000-0000-7000-8000-000000000000"];
    assert.equal(codeOf(await requested({ reason: "quality-fault", evidence: unknown })), "evidence-not-found");
    assert.equal(codeOf(await requested({ lines: [{ lineId: unknown[0], quantity: 1 }] })), "line-not-in-order");
    const lineId = order.lineIds[0];
    assert.deepEqual((await requested({ lines: [{ lineId, quantity: 2 }] })).outcome, {
      ok: false,
      code: "unit-not-free",
      params: { lineId, free: 1, wanted: 2 },
    });
    assert.equal(codeOf(await requested({ kind: "cancel-before-shipment" })), "kind-not-offered");
    const number = await ask();
    assert.equal(codeOf(await requested({})), "unit-not-free");
    assert.equal(codeOf(await withdrawCase.execute(as(db, buyer), { number })), "done");
    assert.equal(codeOf(await requested({})), "done");
  }));

test("asking again ends with the last attempt", () =>
  inShop(async ({ db, ask, buyer }) => {
    const number = await ask();
    for (let attempt = 1; attempt <= limits.attemptsPerCase; attempt++) {
      assert.equal(codeOf(await rejectCase.execute(as(db, staff()), { number, ...refusal })), "done");
      const again = await resubmitCase.execute(as(db, buyer), { number, note: "once more" });
      assert.equal(codeOf(again), attempt < limits.attemptsPerCase ? "done" : "too-many-attempts");
    }
    assert.equal(
      codeOf(await resubmitCase.execute(as(db, buyer), { number, reason: "never-arrived" })),
      "too-many-attempts",
    );
  }));

test("another shopper's order and case are not there, for none of the moves", () =>
  inShop(async ({ db, world, ask, order, requested }) => {
    const stranger = shopper(world.otherCustomerId);
    assert.equal(codeOf(await requested({}, stranger)), "order-not-found");
    const number = await ask();
    const page = await getCase(async () => []).ask(as(db, stranger), { number });
    assert.equal(codeOf(page), "case-not-found");
    for (const move of [
      withdrawCase.execute(as(db, stranger), { number }),
      resubmitCase.execute(as(db, stranger), { number }),
      shipBack.execute(as(db, stranger), { number, ...parcel }),
      addNote.execute(as(db, stranger), { number, note: "mine?" }),
    ])
      assert.equal(codeOf(await move), "case-not-found");
    assert.equal(codeOf(await requested({ number: `${order.number}X` })), "order-not-found");
  }));

test("another merchant's case can neither be seen nor moved: it is as if there were none", () =>
  inShop(async ({ db, world, ask }) => {
    const number = await ask();
    const other = merchant(world.otherMerchantId);
    assert.equal(codeOf(await getCase(async () => []).ask(as(db, other), { number })), "case-not-found");
    for (const move of [
      approveCase.execute(as(db, other), { number }),
      rejectCase.execute(as(db, other), { number, ...refusal }),
      receiveGoods.execute(as(db, other), { number }),
      addNote.execute(as(db, other), { number, note: "ours?" }),
    ])
      assert.equal(codeOf(await move), "case-not-found");
  }));

test("a shopper decides nothing, and staff decide only with the right", () =>
  inShop(async ({ db, ask, buyer, world }) => {
    const number = await ask();
    for (const who of [buyer, staff("cases.read"), merchant(world.merchantId, "cases.read")])
      assert.equal(codeOf(await approveCase.execute(as(db, who), { number })), "forbidden");
  }));

test("a guest reaches the order they proved and none of the shopper's others", () =>
  inShop(async ({ db, world, order, ask, requested }) => {
    const other = await placeOrder(db, world, { lines: [{ list: 5_000n }] });
    const guest = shopper(world.customerId, other.id);
    assert.equal(codeOf(await requested({}, guest)), "order-not-found");
    const number = await ask();
    assert.equal(codeOf(await getCase(async () => []).ask(as(db, guest), { number })), "case-not-found");
    assert.equal(codeOf(await withdrawCase.execute(as(db, guest), { number })), "case-not-found");
    const own = shopper(world.customerId, order.id);
    assert.equal(codeOf(await withdrawCase.execute(as(db, own), { number })), "done");
  }));

test("delivered, says the carrier, and never arrived, says the shopper: a silent merchant's case goes to the platform", () =>
  inShop(async ({ db, clock, buyer, ask }) => {
    const number = await ask({ kind: "refund-only", reason: "never-arrived" });
    const page = async () => {
      const { outcome } = await getCase(async () => []).ask(as(db, buyer), { number });
      assert.ok(outcome.ok, JSON.stringify(outcome));
      return outcome.value;
    };
    assert.equal((await page()).next.ifNobody?.code, "handed-to-platform");
    await withWorker(db, async ({ deadlines }) => {
      clock.forward(48 * 3_600);
      await deadlines.fireDue();
    });
    const { caseState, moneyState, waitingOn, timeline } = await page();
    assert.deepEqual([caseState, moneyState, waitingOn], ["submitted", "none", "platform"]);
    assert.equal(timeline[0]?.kind, "arrival-disputed");
    assert.equal(codeOf(await approveCase.execute(as(db, staff()), { number })), "done");
    assert.equal((await page()).moneyState, "due");
  }));

test("asked again for a reason nobody has judged, a merchant's silence pays no more than it would have at first", () =>
  inShop(async ({ db, buyer, ask }) => {
    const number = await ask({ kind: "refund-only", reason: "never-arrived" });
    // As of a case whose first reason the law plainly gave.
    await db.withTx(system("test"), (tx) =>
      tx.run("update returns.return_case set verdict = 'ALLOW', reason = 'quality-fault' where number = $1", [number]),
    );
    assert.equal(codeOf(await rejectCase.execute(as(db, staff()), { number, ...refusal })), "done");
    const again = await resubmitCase.execute(as(db, buyer), { number, reason: "never-arrived" });
    assert.equal(codeOf(again), "done");
    const { outcome } = await getCase(async () => []).ask(as(db, buyer), { number });
    assert.equal(outcome.ok && outcome.value.next.ifNobody?.code, "handed-to-platform");
  }));

test("who does not answer a refusal in seven days finds the case closed and its units let go", () =>
  inShop(async ({ db, clock, buyer, ask, requested }) => {
    const number = await ask();
    assert.equal(codeOf(await rejectCase.execute(as(db, staff()), { number, ...refusal })), "done");
    await withWorker(db, async ({ deadlines }) => {
      clock.forward(7 * 86_400 - 1);
      await deadlines.fireDue();
      const early = await getCase(async () => []).ask(as(db, buyer), { number });
      assert.equal(early.outcome.ok && early.outcome.value.caseState, "rejected");
      clock.forward(1);
      await deadlines.fireDue();
    });
    const page = await getCase(async () => []).ask(as(db, buyer), { number });
    assert.ok(page.outcome.ok);
    assert.deepEqual([page.outcome.value.caseState, page.outcome.value.waitingOn], ["closed", "nobody"]);
    // Asked anew it is the days to change one's mind that are over, no longer the unit that is taken.
    assert.equal(codeOf(await requested({})), "kind-not-offered");
    assert.equal(codeOf(await resubmitCase.execute(as(db, buyer), { number })), "move-not-allowed");
  }));

type Shop = {
  readonly db: Db;
  readonly clock: ReturnType<typeof createStoppedClock>;
  readonly world: World;
  readonly order: Order;
  readonly buyer: Principal;
  readonly seller: Principal;
  /** Asks for the one unit of the order, changed as the test says. */
  requested(change: object, who?: Principal): ReturnType<typeof requestReturn.execute>;
  /** The same, granted: the number of the case. */
  ask(change?: object): Promise<string>;
};

function inShop(work: (shop: Shop) => Promise<void>): Promise<void> {
  const clock = createStoppedClock(noon);
  return withTestDatabase(
    async ({ db }) => {
      const world = await createWorld(db);
      const order = await placeOrder(db, world);
      const buyer = shopper(world.customerId);
      const requested: Shop["requested"] = (change, who = buyer) =>
        requestReturn.execute(as(db, who), {
          number: order.number,
          kind: "return-and-refund",
          reason: "no-longer-wanted",
          lines: [{ lineId: order.lineIds[0], quantity: 1 }],
          ...change,
        });
      const ask: Shop["ask"] = async (change = {}) => {
        const { outcome } = await requested(change);
        assert.ok(outcome.ok, JSON.stringify(outcome));
        return outcome.value.cases[0]?.number ?? "";
      };
      await work({ db, clock, world, order, buyer, seller: merchant(world.merchantId), requested, ask });
    },
    { clock },
  );
}

function codeOf({ outcome }: { outcome: { ok: true } | { ok: false; code: string } }): string {
  return outcome.ok ? "done" : outcome.code;
}
