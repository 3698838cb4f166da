import assert from "node:assert/strict";
import { test } from "node:test";
import { noticed } from "../../../../tests/support/breaking.ts";
import { withTestDatabase } from "../../../../tests/support/database.ts";
import { withWorker } from "../../../../tests/support/running.ts";
import { as, createWorld, placeOrder, shopper, staff } from "../../../../tests/support/world.ts";
import { escalateCase } from "../actions/escalate-case.ts";
import { makeOffer } from "../actions/make-offer.ts";
import { rejectCase } from "../actions/reject-case.ts";
import { requestReturn } from "../actions/request-return.ts";
import { getCase } from "./get-case.ts";
import { invariants } from "./invariants.ts";

const openCase = "where closed_at is null";
const breaks = {
  "cases: an open case waits for somebody; with a deadline unless money moves or the platform looks": [
    { table: "returns.return_case", sql: `update returns.return_case set waiting_on = 'nobody' ${openCase}` },
    { table: "returns.return_case", sql: `update returns.return_case set due_at = null ${openCase}` },
  ],
  "cases: every shown deadline has its row, and every open row its case": [
    { table: "platform.deadline", sql: "update platform.deadline set fired_at = now() where fired_at is null" },
    {
      table: "platform.deadline",
      sql: `insert into platform.deadline (id, customer_id, subject_kind, subject_id, kind, epoch, waiting_on, starts_at, due_at, calendar)
            select gen_random_uuid(), customer_id, 'case', id, 'merchant-answers', 99, 'merchant', now(), now(), 'plain' from returns.return_case where closed_at is not null`,
    },
  ],
  "cases: closed exactly when over": [
    { table: "returns.return_case", sql: `update returns.return_case set closed_at = now() ${openCase}` },
    { table: "returns.return_case", sql: `update returns.return_case set case_state = 'closed' ${openCase}` },
  ],
  "cases: a settled case was paid what its refund says": [
    {
      table: "returns.return_case",
      sql: "update returns.return_case set refunded_minor = refunded_minor - 1 where money_state = 'settled'",
    },
  ],
  "cases: timelines have no gap and end where the case says": [
    { table: "platform.timeline", sql: "delete from platform.timeline where seq = 2" },
    { table: "returns.return_case", sql: "update returns.return_case set timeline_seq = timeline_seq + 1" },
  ],
  "cases: units are held by open cases only, and no more come back than were bought": [
    {
      table: "orders.unit",
      sql: "update orders.unit u set returned_at = null, returned_for = null where returned_at is not null",
    },
    { table: "returns.return_case", sql: `update returns.return_case set case_state = 'rejected' ${openCase}` },
  ],
  "instant: what was lent for stays with its case, and is free once the case is over and the money is back": [
    {
      table: "payments.instant_advance",
      sql: `insert into payments.instant_advance (customer_id, refund_id, cause_id, cause_number, order_id, merchant_id, state, amount_minor, currency, collection_id, taken_at, undone_at)
            select r.customer_id, r.id, c.id, c.number, c.order_id, c.merchant_id, 'recovered', 1, c.currency, c.id, now(), now()
              from payments.refund r join returns.return_case c on c.customer_id = r.customer_id and c.id = r.cause_id`,
    },
  ],
  "goods in house: as many pieces of a line stand somewhere as were received, and where the changes say": [
    {
      table: "returns.goods_in_house",
      sql: "insert into returns.goods_in_house (customer_id, case_id, line_id, disposition, order_id, merchant_id, quantity, since) select customer_id, case_id, line_id, 'restock', order_id, merchant_id, 1, now() from returns.case_line",
    },
  ],
  "offers: a case is talked over exactly while an offer is open, and a deduction, or what is proposed instead of a repair, waits only for counted goods":
    [
      { table: "returns.offer", sql: "update returns.offer set state = 'expired' where state = 'open'" },
      {
        table: "returns.return_case",
        sql: "update returns.return_case set case_state = 'submitted' where case_state = 'negotiating'",
      },
    ],
  "disputes: a case is before the platform exactly when it has a dispute, and both end together": [
    { table: "returns.dispute", sql: "delete from returns.dispute" },
    { table: "returns.dispute", sql: "update returns.dispute set closed_at = opened_at" },
    {
      table: "returns.return_case",
      sql: "update returns.return_case set dispute_state = 'none' where dispute_state <> 'none'",
    },
  ],
  "goods out: what went out says when, and nothing is to be sent under a case that is over": [
    { table: "returns.return_case", sql: "update returns.return_case set outbound_state = 'shipped'" },
    {
      table: "returns.return_case",
      sql: "update returns.return_case set outbound_delivered_at = requested_at",
    },
    {
      table: "returns.return_case",
      sql: "update returns.return_case set outbound_state = 'to-ship' where closed_at is not null",
    },
  ],
  "reductions: units that stay came down by what was paid or promised for them, and never below nothing": [
    { table: "orders.unit", sql: "update orders.unit set allowance_minor = allowance_minor + 1" },
    { table: "orders.unit", sql: "update orders.unit set allowance_minor = paid_minor + 1" },
  ],
  "exchanges: what a piece can still give back of its difference was paid and is there, and nothing goes back twice": [
    {
      table: "orders.replacement",
      sql: `insert into orders.replacement (customer_id, line_id, unit_no, case_id, order_id, merchant_id, delivered_at, surcharge_minor)
            select l.customer_id, l.line_id, 1, l.case_id, l.order_id, l.merchant_id, now(), 1 from returns.case_line l`,
    },
  ],
  "facts: every case has told that it was asked for": [
    { table: "platform.timeline", sql: "update platform.timeline set kind = 'noted' where kind = 'requested'" },
  ],
  "decisions: every line can be decided again, and under the same law it comes out as it did": [
    { table: "returns.case_line", sql: "update returns.case_line set verdict = 'DENY'" },
    {
      table: "returns.case_line",
      sql: `update returns.case_line set facts = jsonb_set(facts, '{country}', '"nowhere"')`,
    },
  ],
};

test("every invariant of cases is quiet over open, disputed and paid cases, and speaks when their rows are wrong", () =>
  withTestDatabase(async (database) => {
    const { db } = database;
    const world = await createWorld(db);
    const buyer = shopper(world.customerId);
    const ask = async (kind: string, sketch: Parameters<typeof placeOrder>[2]) => {
      const order = await placeOrder(db, world, sketch);
      const { outcome } = await requestReturn.execute(as(db, buyer), {
        number: order.number,
        kind,
        reason: "no-longer-wanted",
        lines: [{ lineId: order.lineIds[0], quantity: 1 }],
      });
      assert.ok(outcome.ok, JSON.stringify(outcome));
      return outcome.value.cases[0]?.number ?? "";
    };
    const now = db.clock.now();
    const yesterday = { deliveredAt: now.subtract({ hours: 24 }).toString() };
    await ask("return-and-refund", yesterday);
    const offered = await ask("return-and-refund", yesterday);
    const less = { kind: "amount", amount: { amount: "50.00", currency: "CNY" } };
    const disputed = await ask("return-and-refund", yesterday);
    for (const [does, who, input] of [
      [makeOffer, buyer, { number: offered, ...less }],
      [rejectCase, staff(), { number: disputed, reason: "goods-differ", note: "not ours" }],
      [escalateCase, buyer, { number: disputed, note: "it was so when it came" }],
    ] as const)
      assert.ok((await does.execute(as(db, who), input)).outcome.ok);
    const paid = await ask("cancel-before-shipment", { deliveredAt: null });
    await withWorker(db, ({ until }) =>
      until("the money is back", async () => {
        const { outcome } = await getCase(async () => []).ask(as(db, buyer), { number: paid });
        return outcome.ok && outcome.value.caseState === "completed";
      }),
    );

    assert.deepEqual(
      Object.keys(breaks),
      invariants.map(({ name }) => name),
    );
    const untouched = { table: "returns.return_case", sql: "update returns.return_case set version = version" };
    assert.deepEqual(await noticed(database, invariants, untouched), []);
    for (const [name, each] of Object.entries(breaks))
      for (const wrong of each) {
        const names = await noticed(database, invariants, wrong);
        assert.ok(names.includes(name), `${name}: ${wrong.sql}: ${names.join("; ")}`);
      }
  }));
