import assert from "node:assert/strict";
import { test } from "node:test";
import { noticed } from "../../../../tests/support/breaking.ts";
import { withTestDatabase } from "../../../../tests/support/database.ts";
import { withWorker } from "../../../../tests/support/running.ts";
import { as, createWorld, placeOrder, shopper } from "../../../../tests/support/world.ts";
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

test("every invariant of cases is quiet over an open and a paid case, and speaks when their rows are wrong", () =>
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
    await ask("return-and-refund", { deliveredAt: now.subtract({ hours: 24 }).toString() });
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
