import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "#kernel/ids";
import { currency, money, toWire } from "#kernel/money";
import { system } from "#platform/db";
import { noticed } from "../../../../tests/support/breaking.ts";
import { withTestDatabase } from "../../../../tests/support/database.ts";
import { createWorld, placeOrder } from "../../../../tests/support/world.ts";
import { recordNews } from "../actions/record-news.ts";
import { reserveRefund } from "../actions/reserve-refund.ts";
import { partsOf } from "../store/refund.ts";
import { invariants } from "./invariants.ts";

const breaks = {
  "money: the lines of a posting sum to nothing": {
    table: "payments.ledger_line",
    sql: "update payments.ledger_line set amount_minor = amount_minor + 1 where account = 'merchant-settlement'",
  },
  "money: a tender's reserved and refunded amounts are those of its shares": {
    table: "orders.tender",
    sql: "update orders.tender set reserved_minor = reserved_minor + 1",
  },
  "money: no tender gives back more than it took": {
    table: "orders.tender",
    sql: "update orders.tender set refunded_minor = captured_minor + 1",
  },
  "money: a refund is the sum of its shares and stands where they stand": {
    table: "payments.refund",
    sql: "update payments.refund set state = 'sending' where state = 'settled'",
  },
  "money: a settled share has its two ledger lines, an open one none": {
    table: "payments.ledger_line",
    sql: "delete from payments.ledger_line",
  },
  "money: the units and tenders of an order agree on what was paid": {
    table: "orders.shop_order",
    sql: "update orders.shop_order set paid_minor = paid_minor + 1",
  },
};

test("every invariant of money is quiet over a refund as it should be, and speaks when its rows are wrong", () =>
  withTestDatabase(async (database) => {
    const { db } = database;
    const world = await createWorld(db);
    const order = await placeOrder(db, world, { lines: [{ list: 10_000n }] });
    await db.withTx(system("test"), async (tx) => {
      const reserved = await reserveRefund(tx, {
        customerId: world.customerId,
        orderId: order.id,
        merchantId: world.merchantId,
        causeKind: "case",
        causeId: newId(),
        kind: "goods",
        amountMinor: 4_000n,
        currency: "CNY",
        receipt: { steps: [], total: toWire(money(4_000n, currency("CNY"))), shortfall: null },
      });
      assert.ok(reserved.ok);
      const refundId = reserved.value.id;
      for (const part of await partsOf(tx, world.customerId, refundId)) {
        await recordNews(tx, world.customerId, refundId, part.id, { is: "sending" });
        await recordNews(tx, world.customerId, refundId, part.id, {
          is: "succeeded",
          status: "SUCCESS",
          providerRefundId: "p1",
          amountMinor: part.amount_minor,
          currency: "CNY",
        });
      }
    });
    assert.deepEqual(
      Object.keys(breaks),
      invariants.map(({ name }) => name),
    );
    const untouched = { table: "payments.refund", sql: "update payments.refund set version = version" };
    assert.deepEqual(await noticed(database, invariants, untouched), []);
    for (const [name, wrong] of Object.entries(breaks)) {
      const names = await noticed(database, invariants, wrong);
      assert.ok(names.includes(name), `${name}: ${names.join("; ")}`);
    }
  }));
