import assert from "node:assert/strict";
import { test } from "node:test";
import { claimFreight, giveCover } from "#domains/payments";
import { newId } from "#kernel/ids";
import { type Principal, system } from "#platform/db";
import { type Asked, codeOf, inTrade, type Trade } from "../../../../tests/support/trade.ts";
import { as, placeOrder, staff } from "../../../../tests/support/world.ts";
import { countQueues } from "../../returns/queries/count-queues.ts";
import type { StuckPayout } from "../contract.ts";
import { listDiscrepancies } from "../queries/list-discrepancies.ts";
import { listStuckPayouts } from "../queries/list-stuck-payouts.ts";
import { endDiscrepancy } from "./end-discrepancy.ts";
import { recordPayoutNews } from "./record-payout-news.ts";
import { retryPayout } from "./retry-payout.ts";

const fixer = () => staff("cases.read", "refunds.resolve");
const operator = (): Principal => ({ ...fixer(), role: "operations" }) as Principal;

/** 18.00 that freight insurance grants. */
async function granted({ db, world, running }: Trade): Promise<void> {
  const order = await placeOrder(db, world);
  const of = { customerId: world.customerId, orderId: order.id, merchantId: world.merchantId };
  await db.withTx(system("test"), async (tx) => {
    await giveCover(tx, { ...of, productId: "standard" });
    const facts = { why: "changed-mind", paidBy: "shopper", zone: "far", actualMinor: null } as const;
    await claimFreight(tx, { ...of, ...facts, caseId: newId(), caseNumber: "AS-1", arrivedAt: tx.now });
  });
  await running.relay.drain();
}

const payouts = ({ db }: Trade) =>
  db.withTx(system("test"), (tx) =>
    tx.rows<{ customer_id: string; id: string; cause_kind: string; state: string; amount: string }>(
      "select customer_id, id, cause_kind, state, amount_minor::text as amount from payments.payout order by reserved_at, id",
    ),
  );
const stand = async (trade: Trade) =>
  (await payouts(trade)).map(({ cause_kind, state, amount }) => `${cause_kind} ${state} ${amount}`).join(", ");
const until = (trade: Trade, where: string) =>
  trade.running
    .until(where, async () => (await stand(trade)) === where)
    .catch(async () => {
      assert.equal(await stand(trade), where);
    });

async function stuck({ db }: Trade, who: Principal = fixer()): Promise<StuckPayout[]> {
  const { outcome } = await listStuckPayouts.ask(as(db, who), {});
  assert.ok(outcome.ok, JSON.stringify(outcome));
  return [...outcome.value.items];
}

const retry = async ({ db, running }: Trade, number: string, who: Principal = fixer()) => {
  const code = codeOf(await retryPayout.execute(as(db, who), { number }));
  await running.relay.drain();
  return code;
};

async function wrong({ db }: Trade) {
  const { outcome } = await listDiscrepancies.ask(as(db, fixer()), {});
  assert.ok(outcome.ok);
  return outcome.value.items;
}

/** Two of the highest role say how, which reaches any sum. */
async function end({ db, running }: Trade, number: string, how: object): Promise<void> {
  for (const who of [operator(), operator()]) {
    const code = codeOf(await endDiscrepancy.execute(as(db, who), { number, how }));
    assert.ok(code === "done" || code === "discrepancy-decided", code);
  }
  await running.relay.drain();
  await running.relay.drain();
}

const says = async ({ db, running }: Trade, no: number, amountMinor: bigint, currency: string, payment = "tr_told") => {
  await db.withTx(system("test"), async (tx) => {
    const rows = await tx.rows<{ customer_id: string; id: string }>(
      "select customer_id, id from payments.payout order by reserved_at, id",
    );
    const row = rows[no];
    assert.ok(row !== undefined);
    const news = { status: "succeeded", providerRefundId: payment, amountMinor, currency };
    await recordPayoutNews(tx, row.customer_id, row.id, { is: "succeeded", ...news });
  });
  await running.relay.drain();
};

test("A payout that is refused waits in one place, is counted, told again, and sent again under its own number", () =>
  inTrade(async (trade) => {
    trade.running.standIn.setMode("refusing");
    await granted(trade);
    await until(trade, "freight-claim refused 1800");
    const [one] = await stuck(trade);
    assert.deepEqual(
      [one?.cause, one?.amount.amount, one?.paid, one?.dueAt, one?.mayRetry],
      ["freight-claim", "18.00", null, "2026-11-23T04:00:00Z", true],
    );
    assert.equal((await stuck(trade, trade.seller))[0]?.mayRetry, false);
    const { outcome } = await countQueues.ask(as(trade.db, fixer()), {});
    assert.equal(outcome.ok && outcome.value.counts["payouts-stuck"], 1);
    await trade.pass({ days: 3 });
    assert.equal((await stuck(trade))[0]?.dueAt, "2026-11-26T04:00:00Z");
    trade.running.standIn.setMode("normal");
    assert.equal(await retry(trade, one?.number ?? "", trade.seller), "forbidden");
    assert.equal(await retry(trade, one?.number ?? ""), "done");
    await until(trade, "freight-claim settled 1800");
    assert.deepEqual(await stuck(trade), []);
    assert.equal(await retry(trade, one?.number ?? ""), "payout-not-refused");
  }));

test("Of a payout that came short only the rest goes out, once, and with it both are over", () =>
  inTrade(async (trade) => {
    trade.running.standIn.setMode("short");
    await granted(trade);
    await until(trade, "freight-claim mismatched 1800");
    const [one] = await stuck(trade);
    assert.equal(one?.paid?.amount, "17.99");
    trade.running.standIn.setMode("normal");
    assert.equal(await retry(trade, one?.number ?? ""), "done");
    await until(trade, "freight-claim settled 1800, payout settled 1");
    assert.equal(await retry(trade, one?.number ?? ""), "payout-not-refused");
    assert.deepEqual(await stuck(trade), []);
    await says(trade, 0, 1_800n, "CNY", `tr_${(await payouts(trade))[0]?.id}`);
    assert.deepEqual(
      (await wrong(trade)).map(({ kind, tooMuch }) => [kind, tooMuch.amount]),
      [["too-much", "0.01"]],
      "the provider says later that it had paid all of it",
    );
  }));

test("A payout of which too much came is paid, and what is too much waits for the platform", () =>
  inTrade(async (trade) => {
    trade.running.standIn.setMode("over");
    await granted(trade);
    await until(trade, "freight-claim settled 1800");
    const [one] = await wrong(trade);
    assert.deepEqual(
      [one?.kind, one?.due?.amount, one?.tooMuch.amount, one?.refund],
      ["too-much", "18.00", "0.01", null],
    );
    await end(trade, one?.number ?? "", { ending: "asked-back" });
    assert.deepEqual(await wrong(trade), []);
  }));

test("Other money of a payout waits for the platform before anything is paid anew", () =>
  inTrade(async (trade) => {
    trade.running.standIn.setMode("failing");
    await granted(trade);
    await granted(trade);
    await until(trade, "freight-claim unknown 1800, freight-claim unknown 1800");
    for (const no of [0, 1, 0, 1]) await says(trade, no, 250n, "USD");
    await until(trade, "freight-claim mismatched 1800, freight-claim mismatched 1800");
    assert.deepEqual(await stuck(trade), []);
    const [first, second, ...more] = await wrong(trade);
    assert.equal(more.length, 0);
    await end(trade, first?.number ?? "", { ending: "borne", note: "worth the same" });
    await end(trade, second?.number ?? "", { ending: "taken-back", reference: "RV-1" });
    assert.deepEqual((await payouts(trade)).map(({ state }) => state).toSorted(), ["refused", "settled"]);
    for (const no of [0, 1]) await says(trade, no, 250n, "USD");
    assert.deepEqual(await wrong(trade), [], "told again it says nothing new");
    trade.running.standIn.setMode("normal");
    assert.equal(await retry(trade, (await stuck(trade))[0]?.number ?? ""), "done");
    await until(trade, "freight-claim settled 1800, freight-claim settled 1800");
  }));

/** A refund whose other way is about to be paid, while the provider does as it is told. */
async function detoured(trade: Trade, mode: "over" | "failing"): Promise<Asked> {
  trade.running.standIn.setMode("refusing");
  const asked = await trade.ask("refund-only");
  await trade.does(asked, "approve");
  await trade.running.until("it is stuck", async () => ((await trade.page(asked)).refunds[0]?.detour ?? null) !== null);
  trade.running.standIn.setMode(mode);
  const [{ id: tenderId } = { id: "" }] = (await trade.page(asked)).refunds[0]?.detour?.tenders ?? [];
  await trade.does(asked, ["choose-detour", { how: { way: "payout", tenderId } }]);
  return asked;
}

test("Another way that pays too much settles the refund, and what is too much waits for the platform", () =>
  inTrade(async (trade) => {
    const asked = await detoured(trade, "over");
    await trade.running.until("it is settled", async () => (await trade.page(asked)).moneyState === "settled");
    const [one] = (await trade.page(asked, fixer())).refunds[0]?.discrepancies ?? [];
    assert.deepEqual([one?.kind, one?.tooMuch.amount, one?.state], ["too-much", "0.01", "open"]);
    assert.equal((await trade.page(asked)).refunds[0]?.detour?.state, "settled");
  }));

test("Another way that brings other money waits for the platform before anything is paid anew", () =>
  inTrade(async (trade) => {
    for (const ending of ["borne", "taken-back"] as const) {
      const asked = await detoured(trade, "failing");
      const detour = async () => (await trade.page(asked)).refunds[0]?.detour?.state;
      await trade.running.until("it is on its way", async () => (await detour()) === "paying");
      const no = (await payouts(trade)).length - 1;
      await says(trade, no, 5_600n, "USD");
      assert.equal(await detour(), "paying");
      const [one, ...more] = await wrong(trade);
      assert.equal(more.length, 0);
      assert.deepEqual(one?.ways, ["taken-back", "borne"]);
      const how = ending === "borne" ? { ending, note: "worth it" } : { ending, reference: "RV-2" };
      await end(trade, one?.number ?? "", how);
      assert.equal(await detour(), ending === "borne" ? "settled" : "platform");
      await says(trade, no, 5_600n, "USD");
      assert.deepEqual(await wrong(trade), []);
    }
  }));

test("Another way that came short and is corrected goes on: in part so much less is missing, a late word of less changes nothing, in full the refund has come", () =>
  inTrade(async (trade) => {
    const asked = await detoured(trade, "failing");
    const detour = async () => (await trade.page(asked, fixer())).refunds[0]?.detour;
    await trade.running.until("it is on its way", async () => (await detour())?.state === "paying");
    const left: (string | undefined)[] = [];
    for (const came of [10_000n, 30_000n, 30_000n, 20_000n]) {
      await says(trade, 0, came, "CNY");
      left.push(`${(await detour())?.state} ${(await detour())?.amount.amount}`);
    }
    assert.deepEqual(left, ["platform 299.00", "platform 99.00", "platform 99.00", "platform 99.00"]);
    for (const _ of [1, 2]) await says(trade, 0, 39_900n, "CNY");
    assert.equal((await detour())?.state, "settled");
    await trade.running.until("it is over", async () => (await trade.page(asked)).moneyState === "settled");
    assert.deepEqual(await wrong(trade), []);
  }));

test("A payout that came short and is corrected leaves the right rest to be paid", () =>
  inTrade(async (trade) => {
    trade.running.standIn.setMode("failing");
    await granted(trade);
    await until(trade, "freight-claim unknown 1800");
    for (const came of [1_000n, 1_500n, 1_500n]) await says(trade, 0, came, "CNY");
    trade.running.standIn.setMode("normal");
    assert.equal(await retry(trade, (await stuck(trade))[0]?.number ?? ""), "done");
    await until(trade, "freight-claim settled 1800, payout settled 300");
  }));

test("A payout of before that was booked with what was too much of it settles with what was due, and the rest waits for the platform", () =>
  inTrade(async (trade) => {
    const asked = await detoured(trade, "failing");
    const detour = async () => (await trade.page(asked, fixer())).refunds[0]?.detour?.state;
    await trade.running.until("it is on its way", async () => (await detour()) === "paying");
    await until(trade, "refund unknown 39900");
    await trade.db.withTx(system("test"), async (tx) => {
      for (const [no, account, minor] of [
        [1, "merchant-settlement", -39_901],
        [2, "shopper-payout", 39_901],
      ])
        await tx.run(
          `insert into payments.ledger_line (customer_id, posting_id, line_no, order_id, merchant_id, payout_id, account, amount_minor, currency, at)
           select customer_id, id, $1, order_id, merchant_id, id, $2, $3, currency, reserved_at from payments.payout`,
          [no, account, minor],
        );
      await tx.run("update payments.payout set paid_minor = 39901");
    });
    for (const _ of [1, 2]) await says(trade, 0, 39_901n, "CNY");
    assert.equal(await detour(), "settled");
    assert.deepEqual(
      (await wrong(trade)).map(({ kind, tooMuch }) => [kind, tooMuch.amount]),
      [["too-much", "0.01"]],
    );
  }));
