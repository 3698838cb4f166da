import assert from "node:assert/strict";
import { test } from "node:test";
import {
  askReturnFreight,
  claimFreight,
  giveCover,
  goodsNeverCame,
  takeInstant,
  topUpDeposit,
} from "#domains/payments";
import { newId } from "#kernel/ids";
import { currency, money, toWire } from "#kernel/money";
import { createStoppedClock } from "#platform/clock";
import { type Db, type Principal, system, type Tx } from "#platform/db";
import { noticed } from "../../../../tests/support/breaking.ts";
import { type TestDatabase, withTestDatabase } from "../../../../tests/support/database.ts";
import { asked, inSystem, openCase } from "../../../../tests/support/money.ts";
import { as, createWorld, placeOrder, staff, type World } from "../../../../tests/support/world.ts";
import { payCompensation } from "../actions/pay-compensation.ts";
import { payReturnFreight } from "../actions/pay-return-freight.ts";
import { proposeCompensation } from "../actions/propose-compensation.ts";
import { recordChargeNews } from "../actions/record-charge-news.ts";
import { recordNews } from "../actions/record-news.ts";
import { recordPayoutNews } from "../actions/record-payout-news.ts";
import { reserveRefund } from "../actions/reserve-refund.ts";
import { detourTimedOut, takeDetour } from "../actions/take-detour.ts";
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
  "money: a payout is in the books once it is settled, and only then": {
    table: "payments.ledger_line",
    sql: "delete from payments.ledger_line where payout_id is not null",
  },
  "money: a payout that did not go waits for the platform by a time, or its rest is paid, or what came is looked at": {
    table: "payments.payout",
    sql: "update payments.payout set state = 'refused' where cause_kind <> 'refund'",
  },
  "detours: a refund the provider will not take has somebody who sees to it, by a time where that is not the platform":
    {
      table: "payments.detour",
      sql: "update payments.detour set state = 'retrying'",
    },
  "detours: what is paid along another payment has its payout of the same amount": {
    table: "payments.detour",
    sql: "update payments.detour set amount_minor = amount_minor - 1",
  },
  "detours: a refund that takes another way comes once, and what comes besides is known": {
    table: "payments.ledger_line",
    sql: "update payments.ledger_line set amount_minor = 3 * amount_minor where payout_id in (select payout_id from payments.detour)",
  },
  "discrepancies: money that came wrong waits for the platform by a time, and an asked or a sent one has its collection or payout":
    {
      table: "platform.deadline",
      sql: "update platform.deadline set cancelled_at = starts_at where kind = 'discrepancy-open'",
    },
  "discrepancies: a share of which too much or other money came is known to the platform": {
    table: "payments.discrepancy",
    sql: "update payments.discrepancy set part_id = gen_random_uuid() where kind = 'too-much'",
  },
  "discrepancies: what came wrong is in the books until it is put right": {
    table: "payments.ledger_line",
    sql: "delete from payments.ledger_line where discrepancy_id is not null",
  },
  "money: what came in for a collection is in the books, and a paid one stays with who it is for": {
    table: "payments.ledger_line",
    sql: "delete from payments.ledger_line where collection_id is not null",
  },
  "money: what has to go back of a collection has its payout, settled once it is refunded": {
    table: "payments.payout",
    sql: "update payments.payout set amount_minor = amount_minor + 1 where cause_kind = 'collection'",
  },
  "money: an open collection that can end by itself has its deadline, an ended one has none": {
    table: "platform.deadline",
    sql: "update platform.deadline set cancelled_at = starts_at where kind = 'collection-expires'",
  },
  "money: a compensation that is being paid has its payout of the same amount, and is paid with it": {
    table: "payments.compensation",
    sql: "update payments.compensation set amount_minor = amount_minor + 1",
  },
  "money: a compensation is approved by as many people as it needs, never by the proposer": {
    table: "payments.compensation",
    sql: "update payments.compensation set approvals_needed = 1",
  },
  "money: goodwill that was spent is what was given, for each case": {
    table: "payments.goodwill_use",
    sql: "update payments.goodwill_use set used_minor = used_minor + 1",
  },
  "money: what a merchant pays of a compensation was taken off its deposit": {
    table: "payments.deposit_posting",
    sql: "update payments.deposit_posting set cause_id = 'another' where kind = 'deduct'",
  },
  "deposits: the lines of a posting sum to nothing": {
    table: "payments.deposit_line",
    sql: "update payments.deposit_line set amount_minor = amount_minor + 1 where account = 'deducted'",
  },
  "deposits: every account says what its lines add up to": {
    table: "payments.deposit_account",
    sql: "update payments.deposit_account set available_minor = available_minor + 1",
  },
  "instant: the credit used is what is lent": {
    table: "payments.instant_credit",
    sql: "update payments.instant_credit set used_minor = used_minor - 1",
  },
  "instant: what a shopper owes for goods that never came is in the books until it is paid or written off": {
    table: "payments.ledger_line",
    sql: "delete from payments.ledger_line where account = 'shopper-receivable'",
  },
  "freight: what is paid back of the way back has its payout and, where somebody is to decide, its deadline": {
    table: "payments.return_freight",
    sql: "update payments.return_freight set amount_minor = amount_minor - 1",
  },
  "freight: a premium that is charged is in the books, and a merchant's was taken off its deposit": {
    table: "payments.freight_cover",
    sql: "update payments.freight_cover set premium_state = 'waived' where premium_state = 'charged'",
  },
  "freight: a claim that is granted has its payout of the same amount, and is paid with it": {
    table: "payments.freight_claim",
    sql: "update payments.freight_claim set state = 'paying' where state = 'paid'",
  },
};

test("every invariant of money is quiet over a refund as it should be, and speaks when its rows are wrong", () =>
  withTestDatabase(look, { clock: createStoppedClock("2026-11-21T10:00:00+08:00") }));

async function look(database: TestDatabase): Promise<void> {
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
  await moneyAroundIt(db, world);
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
}

/** One of everything else that money does around a case. */
async function moneyAroundIt(db: Db, world: World): Promise<void> {
  const { number, order } = await openCase(db, world);
  const of = { customerId: world.customerId, orderId: order.id, merchantId: world.merchantId };
  await inSystem(db, (tx) =>
    topUpDeposit(tx, {
      merchantId: world.merchantId,
      amountMinor: 9_000n,
      currency: "CNY",
      cause: { kind: "bank-transfer", id: "B1", number: "B1" },
    }),
  );
  const what = { kind: "fixed", amount: { amount: "20.00", currency: "CNY" }, reason: "apology" };
  const agent = { ...staff("compensation.propose"), role: "agent" } as Principal;
  const proposed = await proposeCompensation.execute(as(db, agent), { number, what, payer: "merchant" });
  assert.ok(proposed.outcome.ok, JSON.stringify(proposed.outcome));
  const compensation = await inSystem(db, (tx) => tx.one<{ id: string }>("select id from payments.compensation"));
  await payCompensation.execute(as(db, system("test")), {
    customerId: world.customerId,
    compensationId: compensation.id,
  });
  await asked(db, world, order);
  const gone = await asked(db, world, order);
  await inSystem(db, (tx) =>
    recordChargeNews(tx, world.customerId, gone.id, {
      is: "succeeded",
      status: "succeeded",
      providerRefundId: "ch_1",
      amountMinor: 2_999n,
      currency: "CNY",
    }),
  );
  await inSystem(db, async (tx) => {
    const insured = await giveCover(tx, { ...of, productId: "standard" });
    assert.ok(insured.ok);
    const claim = { why: "changed-mind", paidBy: "shopper", zone: "far", actualMinor: null } as const;
    await claimFreight(tx, { ...of, ...claim, caseId: newId(), caseNumber: number, arrivedAt: tx.now });
    const told = { caseId: newId(), caseNumber: number, paidMinor: 1_200n, atOnceMinor: 3_000n, currency: "CNY" };
    await askReturnFreight(tx, { ...of, ...told, payer: "platform" });
  });
  const [freight] = await inSystem(db, (tx) => tx.rows<{ id: string }>("select id from payments.return_freight"));
  await payReturnFreight.execute(
    { db, principal: system("test"), nudge: () => {} },
    { customerId: world.customerId, returnFreightId: freight?.id },
  );
  await inSystem(db, async (tx) => {
    for (const { id, amount_minor } of await tx.rows<{ id: string; amount_minor: bigint }>(
      "select id, amount_minor from payments.payout",
    ))
      await recordPayoutNews(tx, world.customerId, id, {
        is: "succeeded",
        status: "succeeded",
        providerRefundId: "tr_1",
        amountMinor: amount_minor,
        currency: "CNY",
      });
  });
  const causeId = newId();
  await inSystem(db, async (tx) => {
    const lent = await takeInstant(tx, {
      ...of,
      causeKind: "case",
      causeId,
      causeNumber: number,
      kind: "goods",
      amountMinor: 5_000n,
      currency: "CNY",
      receipt: { steps: [], total: toWire(money(5_000n, currency("CNY"))), shortfall: null },
    });
    assert.ok(lent.ok);
  });
  await inSystem(db, (tx) => goodsNeverCame(tx, { customerId: world.customerId, causeId, dueByLaw: false }));
  await inSystem(db, (tx) => onAnotherWay(tx, of));
  await inSystem(db, (tx) => cameTooMuch(tx, of));
}

/** A refund of which one unit more came than was due. */
async function cameTooMuch(tx: Tx, of: { customerId: string; orderId: string; merchantId: string }): Promise<void> {
  const wanted = { ...of, causeKind: "case", causeId: newId(), kind: "goods" as const, amountMinor: 100n };
  const receipt = { steps: [], total: toWire(money(100n, currency("CNY"))), shortfall: null };
  const reserved = await reserveRefund(tx, { ...wanted, currency: "CNY", receipt });
  assert.ok(reserved.ok);
  for (const part of await partsOf(tx, of.customerId, reserved.value.id))
    await recordNews(tx, of.customerId, reserved.value.id, part.id, {
      is: "succeeded",
      status: "SUCCESS",
      providerRefundId: "p2",
      amountMinor: part.amount_minor + 1n,
      currency: "CNY",
    });
}

/** Two refunds that the provider refused: one that the platform paid ahead, and one that still waits for the merchant. */
async function onAnotherWay(tx: Tx, of: { customerId: string; orderId: string; merchantId: string }): Promise<void> {
  for (const paid of [true, false]) {
    const wanted = { ...of, causeKind: "case", causeId: newId(), kind: "goods" as const, amountMinor: 1_000n };
    const receipt = { steps: [], total: toWire(money(1_000n, currency("CNY"))), shortfall: null };
    const reserved = await reserveRefund(tx, { ...wanted, currency: "CNY", receipt });
    assert.ok(reserved.ok);
    const refundId = reserved.value.id;
    for (const part of await partsOf(tx, of.customerId, refundId))
      await recordNews(tx, of.customerId, refundId, part.id, { is: "refused", status: "closed", error: "closed" });
    if (!paid) continue;
    await tx.run("update platform.deadline set fired_at = $2 where subject_id = $1", [refundId, tx.now]);
    await detourTimedOut(tx, of.customerId, refundId, "refund-otherwise");
    await takeDetour(tx, of.customerId, refundId);
    const { payout_id } = await tx.one<{ payout_id: string }>(
      "select payout_id from payments.detour where customer_id = $1 and refund_id = $2",
      [of.customerId, refundId],
    );
    const come = { is: "succeeded", status: "succeeded", providerRefundId: "tr_2" } as const;
    await recordPayoutNews(tx, of.customerId, payout_id, { ...come, amountMinor: 1_000n, currency: "CNY" });
  }
}
