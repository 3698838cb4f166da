import assert from "node:assert/strict";
import { test } from "node:test";
import { httpPaymentProvider, payments } from "#domains/payments";
import { newId } from "#kernel/ids";
import { createStoppedClock } from "#platform/clock";
import { type Db, type Principal, principalName, system } from "#platform/db";
import type { PublishedFact } from "#platform/domain";
import { createPersonal } from "#platform/personal";
import { putOrder } from "../../src/domains/orders/actions/put-order.ts";
import { approveCase } from "../../src/domains/returns/actions/approve-case.ts";
import { changeDisposition } from "../../src/domains/returns/actions/change-disposition.ts";
import { confirmReplacement } from "../../src/domains/returns/actions/confirm-replacement.ts";
import { inspectGoods } from "../../src/domains/returns/actions/inspect-goods.ts";
import { receiveGoods } from "../../src/domains/returns/actions/receive-goods.ts";
import { rejectCase } from "../../src/domains/returns/actions/reject-case.ts";
import { requestReturn } from "../../src/domains/returns/actions/request-return.ts";
import { reserveCaseRefund } from "../../src/domains/returns/actions/reserve-case-refund.ts";
import { shipBack } from "../../src/domains/returns/actions/ship-back.ts";
import { shipReplacement } from "../../src/domains/returns/actions/ship-replacement.ts";
import { withdrawCase } from "../../src/domains/returns/actions/withdraw-case.ts";
import { caseLifecycle } from "../../src/domains/returns/model.ts";
import { scanAtBench } from "../../src/domains/returns/queries/find-case.ts";
import { askOptions } from "../../src/domains/returns/queries/options.ts";
import { onRefundDue } from "../../src/domains/returns/reactions/on-refund-due.ts";
import { withTestDatabase } from "../support/database.ts";
import { orderWords } from "../support/order-input.ts";
import { type Running, withWorker } from "../support/running.ts";
import {
  as,
  createWorld,
  merchant,
  type Order,
  type OrderSketch,
  placeOrder,
  shopper,
  staff,
  type World,
} from "../support/world.ts";

// What went wrong with returns elsewhere, in the way they go, twice, at once or to a dead end: each test is named after the bug,
// with the place where it was told in brackets, and plays it against our real actions on a real PostgreSQL.

const three = { lines: [{ list: 8_999n, quantity: 3 }] } satisfies OrderSketch;

test("Three requested, two received: two are refunded, and the third can be asked for again [spree PR#14678, OCA/rma#418, OCA/rma#545]", () =>
  inShop(three, async ({ ask, send, count, rest, requested, paidBack }) => {
    const number = await ask({ quantity: 3 });
    await send(number);
    await count(number, 2, 2);
    await rest(async () => {
      assert.deepEqual(await paidBack(), ["17998"]);
    });
    assert.equal(await requested({ quantity: 2 }), "unit-not-free");
    assert.equal(await requested({ quantity: 1 }), "done");
  }));

test("Nothing received: nothing is refunded, and no fact says that something is due [medusa RETURN_RECEIVED]", () =>
  inShop(three, async ({ db, ask, send, count, facts }) => {
    const number = await ask({ quantity: 3, reason: "other" });
    await send(number);
    await count(number, 0, 0, staff());
    assert.ok(!(await facts()).includes("returns.refund-due"));
    assert.deepEqual(await sql(db, "select 1 from payments.refund"), []);
  }));

test("Only what the case asked back is received, not everything in the order [medusa receive_now]", () =>
  inShop({ lines: [{ list: 5_000n }, { list: 7_000n }] }, async ({ db, ask, send, count, rest, paidBack }) => {
    const number = await ask({ quantity: 1 });
    await send(number);
    await count(number, 1, 1);
    await rest(async () => assert.deepEqual(await paidBack(), ["5000"]));
    const back = await sql(db, "select 1 from orders.unit where returned_at is not null");
    assert.equal(back.length, 1);
  }));

test("A parcel is received without a refund: arrival is not inspection [medusa#4052]", () =>
  inShop(three, async ({ db, ask, send }) => {
    await send(await ask({ quantity: 1 }));
    assert.deepEqual(await sql(db, "select goods_state, money_state from returns.return_case"), [
      { goods_state: "arrived", money_state: "none" },
    ]);
  }));

test("What is shown before is what is asked for and what is paid: no pending difference of another amount [medusa PR#13497, medusa PR#3224, medusa PR#3237, vendure#890]", () =>
  inShop(
    { lines: [{ list: 10_000n, paid: 8_765n }] },
    async ({ db, buyer, order, faulty, approve, rest, paidBack }) => {
      const lines = [{ lineId: order.lineIds[0], quantity: 1 }];
      const { outcome } = await askOptions.ask(as(db, buyer), { number: order.number, lines, reason: "quality-fault" });
      assert.ok(outcome.ok);
      const shown = outcome.value.options.find(({ kind }) => kind === "refund-only");
      assert.equal(shown?.amount?.amount, "87.65");
      const number = await faulty();
      assert.deepEqual(await sql(db, "select requested_minor from returns.return_case"), [{ requested_minor: 8_765n }]);
      await approve(number);
      await rest(async () => assert.deepEqual(await paidBack(), ["8765"]));
    },
  ));

test("Who bears the way back is said before: the shopper for a change of mind, the seller for a fault, and nothing is taken off for it [medusa/admin#522, medusa#4838, medusa#3170]", () =>
  inShop(three, async ({ db, buyer, order }) => {
    const lines = [{ lineId: order.lineIds[0], quantity: 1 }];
    const asked = async (reason: string) => {
      const { outcome } = await askOptions.ask(as(db, buyer), { number: order.number, lines, reason });
      assert.ok(outcome.ok, JSON.stringify(outcome));
      const back = outcome.value.options.find(({ kind }) => kind === "return-and-refund");
      return [back?.freightPayer, back?.amount?.amount];
    };
    assert.deepEqual(await asked("no-longer-wanted"), ["shopper", "89.99"]);
    assert.deepEqual(await asked("quality-fault"), ["seller", "89.99"]);
  }));

test("A shipped and fulfilled order can be refunded, with the goods kept [saleor-dashboard#4483, OCA/rma#413]", () =>
  inShop(three, async ({ photo, ask, approve, rest, paidBack }) => {
    await approve(await ask({ kind: "refund-only", reason: "not-as-described", evidence: [await photo()] }));
    await rest(async () => assert.deepEqual(await paidBack(), ["8999"]));
  }));

test("Nothing that was not sent is asked back, and nothing that was sent is cancelled [lilishop RETURN_GOODS]", () =>
  inShop({ ...three, deliveredAt: null }, async ({ db, world, buyer, requested }) => {
    assert.equal(await requested({}), "kind-not-offered");
    assert.equal(await requested({ kind: "cancel-before-shipment" }), "done");
    const sent = await placeOrder(db, world);
    const { outcome } = await requestReturn.execute(as(db, buyer), {
      number: sent.number,
      kind: "cancel-before-shipment",
      reason: "no-longer-wanted",
      lines: [{ lineId: sent.lineIds[0], quantity: 1 }],
    });
    assert.equal(!outcome.ok && outcome.params["because"], "already-shipped");
  }));

test("More than was bought, or what was never ordered, cannot be asked back [OCA/rma#268, OCA/rma#473]", () =>
  inShop(three, async ({ db, world, requested }) => {
    const other = await placeOrder(db, world);
    assert.equal(await requested({ quantity: 4 }), "unit-not-free");
    assert.equal(await requested({ lines: [{ lineId: other.lineIds[0], quantity: 1 }] }), "line-not-in-order");
  }));

test("A line twice in one return is refused, and not counted twice [medusa#14936]", () =>
  inShop(three, async ({ db, order, requested }) => {
    const line = { lineId: order.lineIds[0], quantity: 1 };
    assert.equal(await requested({ lines: [line, line] }), "invalid-input");
    assert.deepEqual(await sql(db, "select 1 from returns.return_case"), []);
  }));

test("Money is given where no return is asked for: the shop opens the case itself, has agreed by that, and it is paid with its reason [medusa#9261]", () =>
  inShop(three, async ({ db, world, photo, requested, rest, paidBack }) => {
    const seller = merchant(world.merchantId, "cases.initiate");
    const given = { kind: "refund-only", reason: "not-as-described", evidence: [await photo(seller)] };
    assert.equal(await requested(given, seller), "done");
    await rest(async () => assert.deepEqual(await paidBack(), ["8999"]));
    assert.deepEqual(await sql(db, "select case_state, goods_state, reason from returns.return_case"), [
      { case_state: "completed", goods_state: "none", reason: "not-as-described" },
    ]);
  }));

test("What was to be refurbished goes into stock afterwards: the word of the count is not the last [Shopify t/306586]", () =>
  inShop(three, async ({ db, order, seller, ask, send, rest }) => {
    const number = await ask({ quantity: 1 });
    await send(number);
    const lineId = order.lineIds[0];
    const line = { lineId, received: 1, accepted: 1, grade: "opened", disposition: "refurbish" };
    done(await inspectGoods.execute(as(db, seller), { number, lines: [line] }));
    await rest(async () => {
      const change = { number, lineId, from: "refurbish", to: "restock", quantity: 1, note: "as new again" };
      done(await changeDisposition.execute(as(db, seller), change));
      assert.deepEqual(await sql(db, "select disposition, quantity from returns.goods_in_house where quantity > 0"), [
        { disposition: "restock", quantity: 1 },
      ]);
    });
  }));

test("A second case on the same line is a case like the first, and a clear no where the units are taken [spree#8332]", () =>
  inShop(three, async ({ ask, requested, withdraw }) => {
    const first = await ask({ quantity: 2 });
    await ask({ quantity: 1 });
    assert.equal(await requested({ quantity: 1 }), "unit-not-free");
    await withdraw(first);
    assert.equal(await requested({ quantity: 2 }), "done");
  }));

test("An agent who asks for the shopper opens the same case as the shopper [solidus#1093]", () =>
  inShop(three, async ({ db, requested }) => {
    assert.equal(await requested({}), "done");
    assert.equal(await requested({}, staff("cases.create")), "done");
    const rows = await sql<Record<string, unknown>>(
      db,
      "select kind, reason, case_state, goods_state, money_state, waiting_on, due_at, due_action, verdict, best_route, requested_minor, policy_id, policy_version from returns.return_case",
    );
    assert.deepEqual(rows[0], rows[1]);
  }));

// By whoever counts, whatever the platform then says: the shopper ends with the goods or with the money.
for (const counter of ["the shop", "the platform"] as const)
  for (const says of ["nothing", "yes", "no"] as const)
    test(`Refused by ${counter} after the goods were counted, and the platform says ${says}: no dead state [WeChat community: merchant rejects after receipt]`, () =>
      inShop(three, async ({ db, clock, buyer, seller, ask, send, count, worker }) => {
        const number = await ask({ quantity: 1, reason: "other" });
        await send(number);
        await count(number, 1, 0, counter === "the shop" ? seller : staff());
        type Standing = { waiting_on: string; due: boolean; outbound_state: string; refunded_minor: bigint };
        const standing = async () => {
          const [row] = await sql<Standing>(
            db,
            "select waiting_on, due_at is not null as due, outbound_state, refunded_minor from returns.return_case",
          );
          assert.ok(row !== undefined);
          return row;
        };
        const parcel = { number, carrier: "sf", trackingNumber: "SF7654321" };
        await worker(async (running) => {
          let weeks = 0;
          for (let row = await standing(); row.waiting_on !== "nobody"; row = await standing()) {
            assert.ok(row.waiting_on === "payment" || row.due, "whoever is waited for has a time, the platform too");
            const silent = says === "nothing" && weeks < 4;
            if (row.waiting_on === "platform" && !silent) {
              // What the shop will not send back the platform can only pay for.
              if (says === "yes" || row.outbound_state === "to-ship")
                done(await approveCase.execute(as(db, staff()), { number }));
              else done(await rejectCase.execute(as(db, staff()), { number, reason: "goods-differ", note: "used" }));
            }
            if (row.waiting_on === "merchant" && row.outbound_state === "to-ship" && says === "no")
              done(await shipReplacement.execute(as(db, seller), parcel));
            // Silence is no receipt: the shopper says that the goods are back.
            if (says === "no" && (await standing()).outbound_state === "shipped")
              done(await confirmReplacement.execute(as(db, buyer), { number }));
            await running.until("money has come to rest", () => allSettled(db));
            clock.forward(7 * 86_400);
            await running.deadlines.fireDue();
            weeks += 1;
            assert.ok(weeks < 16, `nothing ends it: ${JSON.stringify(row, (_, value) => String(value))}`);
          }
          const { outbound_state, refunded_minor } = await standing();
          assert.ok(outbound_state === "delivered" || refunded_minor === 8_999n, "with the goods or with the money");
        });
        assert.deepEqual(
          await sql(db, "select 1 from orders.unit where case_id is not null and returned_at is null"),
          [],
        );
      }));

test("Which states are final is written down, and nothing leads out of them [WeChat community: which statuses are final]", () => {
  // What was closed because nothing was sent may be brought before the platform for a week, and no more.
  const final = [...caseLifecycle.ends, ...caseLifecycle.mayEnd];
  assert.deepEqual(final.sort(), ["closed", "completed", "withdrawn"]);
  for (const end of final)
    for (const verb of ["approve", "reject", "withdraw", "resubmit", "complete", "time-out"] as const)
      assert.ok(!caseLifecycle.can(end, verb), `${end} ${verb}`);
});

test("Whenever the deadline changes, a fact carries the new one [WeChat community: deadline changes send no event]", () =>
  inShop(three, async ({ db, ask, approve, send }) => {
    const number = await ask({ quantity: 1 });
    const told = async () => {
      const [row] = await sql<{ due: string; told: string }>(
        db,
        `select c.due_at::text as due, (select (o.payload->>'dueAt')::timestamptz::text from platform.outbox o where o.kind like 'returns.%' order by o.id desc limit 1) as told
           from returns.return_case c`,
      );
      return row;
    };
    const seen = new Set<string>();
    for (const step of [async () => {}, () => approve(number), () => send(number)]) {
      await step();
      const row = await told();
      assert.equal(row?.told, row?.due);
      seen.add(row?.due ?? "");
    }
    assert.equal(seen.size, 3);
  }));

test("Two shoppers send the same goods back under one number: the bench sees whose parcels they may be [allegro-api#3016]", () =>
  inShop(three, async ({ db, world, ask, approve, ship, seller }) => {
    const theirs = await placeOrder(db, world, { customerId: world.otherCustomerId });
    const first = await ask({ quantity: 1 });
    const other = await requestReturn.execute(as(db, shopper(world.otherCustomerId)), {
      number: theirs.number,
      kind: "return-and-refund",
      reason: "no-longer-wanted",
      lines: [{ lineId: theirs.lineIds[0], quantity: 1 }],
    });
    assert.ok(other.outcome.ok);
    const second = other.outcome.value.cases[0]?.number ?? "";
    for (const [number, who] of [
      [first, world.customerId],
      [second, world.otherCustomerId],
    ] as const) {
      await approve(number);
      await ship(number, shopper(who));
    }
    const { outcome } = await scanAtBench(async () => []).ask(as(db, seller), { scan: "SF1234567" });
    assert.ok(outcome.ok);
    assert.deepEqual(outcome.value.matches.map(({ number }) => number).sort(), [first, second].sort());
  }));

test("Two processes pay the same case at once: one refund, one call to the provider [open-mercato#4036, woocommerce-gateway-stripe#838]", () =>
  inShop(three, async ({ db, faulty, approve, worker, settled }) => {
    await approve(await faulty());
    const [fact] = await sql<PublishedFact>(
      db,
      `select id, at, kind, version, customer_id as "customerId", merchant_id as "merchantId", subject_kind as "subjectKind",
              subject_id as "subjectId", subject_seq as "subjectSeq", payload from platform.outbox where kind = 'returns.refund-due'`,
    );
    assert.ok(fact !== undefined);
    await worker(async (running) => {
      await Promise.all(Array.from({ length: 8 }, () => onRefundDue.react(running.app, fact)));
      await settled(running);
      assert.deepEqual(
        running.standIn.refunds().map(({ amount, calls }) => [amount, calls]),
        [["8999", 1]],
      );
    });
  }));

test("A refund whose send job runs twice is one refund [solidus PR#3989, adyen-shopware6 PR#248]", () =>
  inShop(three, async ({ db, faulty, approve, worker, settled }) => {
    await approve(await faulty());
    await worker(async (running) => {
      await settled(running);
      const [refund] = await sql<{ customer_id: string; id: string }>(
        db,
        "select customer_id, id from payments.refund",
      );
      const job = payments(httpPaymentProvider("http://127.0.0.1:9", 100)).jobs?.find(
        ({ queue }) => queue === "payments.send-refund",
      );
      for (let i = 0; i < 2; i += 1)
        await job?.run(running.app, { customerId: refund?.customer_id, refundId: refund?.id, attempt: 0 });
      assert.deepEqual(
        running.standIn.refunds().map(({ calls }) => calls),
        [1],
      );
    });
    const [{ refunded } = {}] = await sql<{ refunded: bigint }>(
      db,
      "select refunded_minor as refunded from orders.tender",
    );
    assert.equal(refunded, 8_999n);
  }));

test("A time-out is retried under the same number: the provider knows one refund [CRMEB refund_id, medusa deleteRefunds]", () =>
  inShop(three, async ({ db, faulty, approve, worker, settled }) => {
    await approve(await faulty());
    await worker(async (running) => {
      running.standIn.setMode("never");
      await running.until("the answer is missing", async () => running.standIn.refunds().length === 1);
      running.standIn.setMode("normal");
      await settled(running);
      const parts = await sql<{ id: string }>(db, "select id from payments.refund_part");
      assert.deepEqual(
        running.standIn.refunds().map(({ number }) => number),
        parts.map(({ id }) => id),
      );
    });
  }));

test("A provider that fails leaves the record of what was promised: the refund is written before it is sent [CRMEB gateway in the transaction, vendure createRefund]", () =>
  inShop(three, async ({ db, faulty, approve, worker, settled }) => {
    await approve(await faulty());
    await worker(async (running) => {
      running.standIn.setMode("failing");
      await running.until(
        "it was tried in vain",
        async () => (await sql(db, "select 1 from payments.refund_part where attempts > 0")).length === 1,
      );
      assert.deepEqual(await sql(db, "select reserved_minor, refunded_minor from orders.tender"), [
        { reserved_minor: 8_999n, refunded_minor: 0n },
      ]);
      assert.equal(running.standIn.refunds().length, 0);
      running.standIn.setMode("normal");
      await settled(running);
    });
  }));

test("Ten refunds of one payment at once stay below the cap together [stack-auth PR#1429, lilishop review()]", () =>
  inShop({ lines: [{ list: 1_000n, quantity: 10 }] }, async ({ db, faulty, approve, worker }) => {
    const numbers: string[] = [];
    for (let i = 0; i < 10; i += 1) numbers.push(await faulty());
    await Promise.all(numbers.map(approve));
    await worker(async (running) => {
      await running.until(
        "all are paid back",
        async () => (await sql(db, "select 1 from returns.return_case where money_state <> 'settled'")).length === 0,
      );
      const sum = running.standIn.refunds().reduce((total, { amount }) => total + BigInt(amount), 0n);
      assert.equal(sum, 10_000n);
    });
  }));

test("Money is paid only for a case whose money is due, whoever asks for it [lilishop refund(sn)]", () =>
  inShop(three, async ({ db, ask }) => {
    await ask({ quantity: 1 });
    const [row] = await sql<Record<string, string>>(
      db,
      "select customer_id, id, order_number from returns.return_case",
    );
    const { outcome } = await reserveCaseRefund.execute(
      { db, principal: system("returns") },
      { customerId: row?.["customer_id"], caseId: row?.["id"], orderNumber: row?.["order_number"] },
    );
    assert.deepEqual(outcome, { ok: true, value: { refundId: null } });
    assert.deepEqual(await sql(db, "select 1 from payments.refund"), []);
  }));

test("Another shop ends nobody's case but its own [lilishop complete(sn)]", () =>
  inShop(three, async ({ db, world, ask, send, order }) => {
    const number = await ask({ quantity: 1 });
    await send(number);
    const stranger = merchant(world.otherMerchantId);
    const lines = [{ lineId: order.lineIds[0], received: 1, accepted: 1, grade: "as-new", disposition: "restock" }];
    assert.equal(codeOf(await inspectGoods.execute(as(db, stranger), { number, lines })), "case-not-found");
    assert.equal(codeOf(await approveCase.execute(as(db, stranger), { number })), "case-not-found");
  }));

test("Every refund belongs to a case and its receipt to lines: none is ad hoc [solidus#1254]", () =>
  inShop(three, async ({ db, faulty, approve, rest }) => {
    await approve(await faulty());
    await rest(async () => {});
    assert.equal(
      (
        await sql(
          db,
          `select 1 from payments.refund r join returns.return_case c on c.customer_id = r.customer_id and c.id = r.cause_id
             join returns.case_line l on l.customer_id = c.customer_id and l.case_id = c.id and r.receipt->'steps'->0->'params'->>'line' = l.line_id::text`,
        )
      ).length,
      1,
    );
  }));

test("The window is checked where the request arrives, whatever the page showed [loopreturns-bypass]", () =>
  inShop(three, async ({ clock, requested }) => {
    clock.forward(8 * 86_400);
    assert.equal(await requested({}), "kind-not-offered");
  }));

test("A request cannot say what it is worth, that it has arrived, or where it goes [medusa POST /store/returns, litemall]", () =>
  inShop(three, async ({ requested }) => {
    for (const more of [
      { receive_now: true },
      { amount: "999.00" },
      { return_shipping: { price: 0 } },
      { location_id: "x" },
    ])
      assert.equal(await requested(more), "invalid-input", JSON.stringify(more));
  }));

test("An order told anew after a case exists keeps what was agreed, and what is due stays due [medusa#13068, medusa#11645]", () =>
  withTestDatabase(
    async ({ db, secrets }) => {
      const world = await createWorld(db);
      const put = putOrder(createPersonal(secrets));
      const tell = async (price: string, updatedAt: string) => {
        const line = { productNumber: "P", title: "P", merchantNumber: "M001", categoryCode: "general", quantity: 1 };
        const { outcome } = await put.execute(
          { db, principal: staff("orders.write") },
          orderWords("E1", {
            updatedAt,
            freight: "0",
            promotions: [],
            lines: [{ ...line, unitPrice: price }],
            tenders: [{ kind: "wechat-pay", reference: "W", amount: price }],
            parcels: [],
          }),
        );
        assert.ok(outcome.ok, JSON.stringify(outcome));
        return outcome.value.result;
      };
      await tell("100.00", "2026-11-10T00:00:00Z");
      const [row] = await sql<{ customer_id: string; id: string }>(db, "select customer_id, id from orders.line");
      const { outcome } = await requestReturn.execute(as(db, shopper(row?.customer_id ?? world.customerId)), {
        number: "E1",
        kind: "cancel-before-shipment",
        reason: "no-longer-wanted",
        lines: [{ lineId: row?.id, quantity: 1 }],
      });
      assert.ok(outcome.ok, JSON.stringify(outcome));
      assert.equal(await tell("1.00", "2026-11-11T00:00:00Z"), "facts-updated");
      await withWorker(db, async (running) => {
        await running.until("it is paid back", () => allSettled(db));
        assert.deepEqual(
          running.standIn.refunds().map(({ amount }) => amount),
          ["10000"],
        );
      });
    },
    { clock: createStoppedClock("2026-11-20T12:00:00+08:00") },
  ));

type Shop = {
  readonly db: Db;
  readonly clock: ReturnType<typeof createStoppedClock>;
  readonly world: World;
  readonly order: Order;
  readonly buyer: Principal;
  readonly seller: Principal;
  /** Asks for units of the first line; answers the code. */
  requested(told: object, who?: Principal): Promise<string>;
  /** The same, granted; answers the number of the case. */
  ask(told: object): Promise<string>;
  /** One unit is faulty: the money back, the goods kept. */
  faulty(): Promise<string>;
  photo(by?: Principal): Promise<string>;
  approve(number: string): Promise<void>;
  withdraw(number: string): Promise<void>;
  ship(number: string, who?: Principal): Promise<void>;
  /** Approved where it was not, sent back, arrived. */
  send(number: string): Promise<void>;
  count(number: string, received: number, accepted: number, who?: Principal): Promise<void>;
  facts(): Promise<string[]>;
  worker(work: (running: Running) => Promise<void>): Promise<void>;
  settled(running: Running): Promise<void>;
  /** Everything due is paid; then looks. */
  rest(look: () => Promise<void>): Promise<void>;
  /** What the provider paid, in fen. */
  paidBack(): Promise<string[]>;
};

function inShop(sketch: OrderSketch, work: (shop: Shop) => Promise<void>): Promise<void> {
  const clock = createStoppedClock("2026-11-20T12:00:00+08:00");
  return withTestDatabase(
    async ({ db }) => {
      const world = await createWorld(db);
      const order = await placeOrder(db, world, sketch);
      const [buyer, seller] = [shopper(world.customerId), merchant(world.merchantId)];
      const request = (told: { quantity?: number }, who: Principal) => {
        const { quantity = 1, ...more } = told;
        return requestReturn.execute(as(db, who), {
          number: order.number,
          kind: "return-and-refund",
          reason: "no-longer-wanted",
          lines: [{ lineId: order.lineIds[0], quantity }],
          ...more,
        });
      };
      const ask = async (told: object) => {
        const { outcome } = await request(told, buyer);
        assert.ok(outcome.ok, JSON.stringify(outcome));
        return outcome.value.cases[0]?.number ?? "";
      };
      const photo = async (by = buyer) => {
        const id = newId();
        await sql(
          db,
          `insert into platform.file (customer_id, id, order_id, merchant_id, stored_id, subject_kind, media_type, bytes, width, height, sha256, uploaded_by, at)
           values ($1, $2, $3, nullif($5, '')::uuid, $2, 'order', 'image/jpeg', 10, 1, 1, repeat('0', 64), $4, now())`,
          [world.customerId, id, order.id, principalName(by), by.kind === "merchant" ? by.merchantId : ""],
        );
        return id;
      };
      const approve = async (number: string) => done(await approveCase.execute(as(db, seller), { number }));
      const ship = async (number: string, who = buyer) => {
        const parcel = { way: "self-ship", carrier: "顺丰", trackingNumber: "SF1234567" };
        done(await shipBack.execute(as(db, who), { number, ...parcel }));
      };
      let paid: string[] = [];
      const settled = (running: Running) => running.until("everything due is paid back", () => allSettled(db));
      await work({
        db,
        clock,
        world,
        order,
        buyer,
        seller,
        ask,
        photo,
        approve,
        ship,
        settled,
        requested: async (told, who = buyer) => codeOf(await request(told, who)),
        faulty: async () => ask({ kind: "refund-only", reason: "quality-fault", evidence: [await photo()] }),
        withdraw: async (number) => done(await withdrawCase.execute(as(db, buyer), { number })),
        send: async (number) => {
          const [row] = await sql<{ state: string }>(
            db,
            "select case_state as state from returns.return_case where number = $1",
            [number],
          );
          if (row?.state === "submitted") await approve(number);
          await ship(number);
          done(await receiveGoods.execute(as(db, seller), { number }));
        },
        count: async (number, received, accepted, who = seller) => {
          const line = { lineId: order.lineIds[0], received, accepted, grade: "opened", disposition: "restock" };
          done(await inspectGoods.execute(as(db, who), { number, lines: [line] }));
        },
        facts: async () =>
          (await sql<{ kind: string }>(db, "select kind from platform.outbox order by id")).map(({ kind }) => kind),
        worker: (job) => withWorker(db, job, { providerTimeoutMs: 300 }),
        rest: (look) =>
          withWorker(db, async (running) => {
            await settled(running);
            paid = running.standIn.refunds().map(({ amount }) => amount);
            await look();
          }),
        paidBack: async () => paid,
      });
    },
    { clock },
  );
}

async function allSettled(db: Db): Promise<boolean> {
  const open = await sql(db, "select 1 from returns.return_case where money_state not in ('none', 'settled')");
  return open.length === 0;
}

function sql<R = Record<string, unknown>>(db: Db, text: string, params: readonly string[] = []): Promise<R[]> {
  return db.withTx(system("test"), (tx) => tx.rows<R>(text, params));
}

function codeOf({ outcome }: { outcome: { ok: true } | { ok: false; code: string } }): string {
  return outcome.ok ? "done" : outcome.code;
}

function done(answer: Parameters<typeof codeOf>[0]): void {
  assert.equal(codeOf(answer), "done");
}
