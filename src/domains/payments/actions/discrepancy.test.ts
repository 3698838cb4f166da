import assert from "node:assert/strict";
import { test } from "node:test";
import { type Principal, system } from "#platform/db";
import { asked as askedFor, balanced } from "../../../../tests/support/money.ts";
import { type Asked, codeOf, inTrade, type Trade } from "../../../../tests/support/trade.ts";
import { as, merchant, placeOrder, staff } from "../../../../tests/support/world.ts";
import type { ListedDiscrepancy } from "../contract.ts";
import { listDiscrepancies } from "../queries/list-discrepancies.ts";
import { endDiscrepancy } from "./end-discrepancy.ts";
import { recordChargeNews } from "./record-charge-news.ts";
import { recordNews } from "./record-news.ts";

const fixer = () => staff("cases.read", "refunds.resolve");

/** What the provider says of the share of a refund that it first kept quiet about. */
async function refundCame(trade: Trade, amountMinor: bigint, currency = "CNY"): Promise<Asked> {
  trade.running.standIn.setMode("failing");
  const asked = await trade.ask("refund-only");
  await trade.does(asked, "approve");
  await trade.running.until("nobody knows of it", async () => (await trade.page(asked)).moneyState === "unknown");
  await says(trade, asked, amountMinor, currency);
  trade.running.standIn.setMode("normal");
  return asked;
}

async function says(
  { db, running }: Trade,
  { order }: Asked,
  amountMinor: bigint,
  currency = "CNY",
  providerRefundId = "pr_wrong",
): Promise<void> {
  await db.withTx(system("test"), async (tx) => {
    const part = await tx.one<{ customer_id: string; refund_id: string; id: string }>(
      "select customer_id, refund_id, id from payments.refund_part where order_id = $1",
      [order.id],
    );
    await recordNews(tx, part.customer_id, part.refund_id, part.id, {
      is: "succeeded",
      status: "succeeded",
      providerRefundId,
      amountMinor,
      currency,
    });
  });
  await running.relay.drain();
}

async function listed({ db }: Trade, state = "open", who: Principal = fixer()): Promise<ListedDiscrepancy[]> {
  const { outcome } = await listDiscrepancies.ask(as(db, who), { state });
  assert.ok(outcome.ok, JSON.stringify(outcome));
  return [...outcome.value.items];
}

const end = async ({ db, running }: Trade, number: string, how: object, who: Principal = fixer()) => {
  const code = codeOf(await endDiscrepancy.execute(as(db, who), { number, how }));
  await running.relay.drain();
  await running.relay.drain();
  return code;
};

const operator = (): Principal => ({ ...staff("cases.read", "refunds.resolve"), role: "operations" }) as Principal;

/** Money without a limit, which two of the highest role let be. */
async function endByTwo(trade: Trade, number: string, how: object): Promise<void> {
  for (const who of [operator(), operator()]) assert.equal(await end(trade, number, how, who), "done");
}

const completed = (trade: Trade, asked: Asked) =>
  trade.running.until("it is over", async () => (await trade.page(asked)).caseState === "completed");

const pays = async ({ db, running }: Trade, number: string, payment: string, amountMinor: bigint) => {
  await db.withTx(system("test"), async (tx) => {
    const row = await tx.one<{ customer_id: string; id: string }>(
      "select customer_id, id from payments.collection where number = $1",
      [number],
    );
    const news = { status: "paid", amountMinor, currency: "CNY", providerRefundId: payment };
    await recordChargeNews(tx, row.customer_id, row.id, { is: "succeeded", ...news });
  });
  await running.relay.drain();
};

test("More than the refund came: the platform has three days, sees the figures, and says that it bears the rest", () =>
  inTrade(async (trade) => {
    const asked = await refundCame(trade, 40_000n);
    assert.equal((await trade.page(asked)).moneyState, "attention");
    assert.equal((await trade.page(asked)).waitingOn, "platform");
    const [one, ...more] = await listed(trade);
    assert.ok(one !== undefined && more.length === 0);
    assert.deepEqual(
      [one.kind, one.due?.amount, one.came.amount, one.tooMuch.amount, one.dueAt],
      ["too-much", "399.00", "400.00", "1.00", "2026-11-23T04:00:00Z"],
    );
    assert.deepEqual(one.ways, ["taken-back", "borne", "asked-back"]);
    assert.deepEqual((await listed(trade, "open", trade.seller))[0]?.ways, [], "the merchant sees it and ends nothing");
    assert.deepEqual(await listed(trade, "all", merchant(trade.world.otherMerchantId)), []);
    await balanced(trade.db);
    const borne = { ending: "borne", note: "one yuan is not worth the asking" };
    assert.equal(await end(trade, one.number, borne, trade.seller), "forbidden");
    assert.equal(await end(trade, one.number, { ending: "sent-back" }), "ending-not-possible");
    assert.equal(await end(trade, one.number, borne), "done");
    assert.equal(await end(trade, one.number, borne), "discrepancy-decided");
    await completed(trade, asked);
    const over = await trade.page(asked, fixer());
    assert.deepEqual(
      over.refunds[0]?.discrepancies.map(({ state, ending, note }) => [state, ending, note]),
      [["ended", "borne", borne.note]],
    );
    const audited = await trade.db.withTx(system("test"), (tx) =>
      tx.rows<{ action: string; ending: string }>(
        "select action, detail ->> 'ending' as ending from platform.audit where subject_kind = 'discrepancy' order by id",
      ),
    );
    assert.deepEqual(
      audited.map(({ action }) => action),
      ["payments.open-discrepancy", "payments.end-discrepancy", "payments.discrepancy-moved"],
    );
  }));

test("Nobody says anything in three days: it is told once more, and never decided by a program", () =>
  inTrade(async (trade) => {
    await refundCame(trade, 40_000n);
    await trade.pass({ days: 3 });
    assert.equal((await listed(trade))[0]?.dueAt, "2026-11-26T04:00:00Z");
    await trade.pass({ days: 3 });
    assert.equal((await listed(trade))[0]?.dueAt, "2026-11-29T04:00:00Z");
  }));

test("What is asked back of the shopper ends with their payment; not paid in time, it is the platform's again", () =>
  inTrade(async (trade) => {
    const [paying, silent] = [await refundCame(trade, 40_000n), await refundCame(trade, 40_000n)];
    const open = await listed(trade);
    for (const { number } of open) assert.equal(await end(trade, number, { ending: "asked-back" }), "done");
    assert.deepEqual(
      (await listed(trade, "all")).map(({ state, asked }) => [state, asked?.state]),
      [
        ["asked", "asked"],
        ["asked", "asked"],
      ],
    );
    for (const asked of [paying, silent])
      assert.equal((await trade.page(asked)).moneyState, "settled", "the shopper's refund waits for nobody");
    const first = (await trade.page(paying, fixer())).refunds[0]?.discrepancies[0];
    await pays(trade, first?.asked?.number ?? "", "ch_back", 100n);
    assert.equal((await trade.page(paying, fixer())).refunds[0]?.discrepancies[0]?.state, "ended");
    await trade.pass({ days: 30 });
    await trade.running.relay.drain();
    const [again] = await listed(trade);
    assert.deepEqual(again?.ways, ["taken-back", "borne"], "nobody is asked twice");
    assert.equal(await end(trade, again?.number ?? "", { ending: "taken-back", reference: "RV-1" }), "done");
    assert.deepEqual(await listed(trade), []);
  }));

test("Other money came: taken back it leaves the refund to be paid anew, and a late word of it changes nothing", () =>
  inTrade(async (trade) => {
    const asked = await refundCame(trade, 39_900n, "USD");
    const [one] = await listed(trade);
    assert.deepEqual(
      [one?.kind, one?.due, one?.came],
      ["other-currency", { amount: "399.00", currency: "CNY" }, { amount: "399.00", currency: "USD" }],
    );
    assert.equal(await end(trade, one?.number ?? "", { ending: "asked-back" }), "ending-not-possible");
    await endByTwo(trade, one?.number ?? "", { ending: "taken-back", reference: "RV-2" });
    const stuck = await trade.page(asked);
    assert.deepEqual(
      [stuck.waitingOn, stuck.refunds[0]?.state, stuck.refunds[0]?.detour?.state],
      ["merchant", "refused", "merchant"],
    );
    await says(trade, asked, 39_900n, "USD");
    assert.deepEqual(await listed(trade), []);
    await trade.pass({ hours: 48 });
    await trade.running.until("it is paid anew", async () => (await trade.page(asked)).moneyState === "settled");
  }));

test("A late word of a payment that was taken back leaves alone what is on its way by now", () =>
  inTrade(async (trade) => {
    const asked = await refundCame(trade, 39_900n, "USD");
    const [one] = await listed(trade);
    await endByTwo(trade, one?.number ?? "", { ending: "taken-back", reference: "RV-3" });
    await trade.db.withTx(system("test"), async (tx) => {
      const part = await tx.one<{ customer_id: string; refund_id: string; id: string }>(
        "select customer_id, refund_id, id from payments.refund_part where order_id = $1",
        [asked.order.id],
      );
      const news = (told: Parameters<typeof recordNews>[4]) =>
        recordNews(tx, part.customer_id, part.refund_id, part.id, told);
      const old = { is: "succeeded", status: "succeeded", amountMinor: 39_900n, currency: "USD" } as const;
      for (const state of ["sending", "unknown"] as const) {
        await news(state === "sending" ? { is: state } : { is: state, error: "no answer" });
        assert.equal(await news({ ...old, providerRefundId: "pr_wrong" }), state);
      }
      await news({ ...old, providerRefundId: "pr_right", currency: "CNY" });
    });
    await completed(trade, asked);
  }));

test("Other money that stays settles the refund: the platform bears what came, and has from the merchant what was due", () =>
  inTrade(async (trade) => {
    const asked = await refundCame(trade, 5_600n, "USD");
    const [one] = await listed(trade);
    await endByTwo(trade, one?.number ?? "", { ending: "borne", note: "worth the same" });
    await completed(trade, asked);
    assert.deepEqual(await books(trade), {
      "merchant-settlement CNY": "-39900",
      "paid-too-much USD": "5600",
      "platform-compensation CNY": "39900",
      "platform-compensation USD": "-5600",
    });
  }));

/** What stands in the books, by account and currency. */
async function books({ db }: Trade): Promise<Record<string, string>> {
  const rows = await db.withTx(system("test"), (tx) =>
    tx.rows<{ account: string; sum: string }>(
      `select account || ' ' || currency as account, sum(amount_minor)::text as sum from payments.ledger_line
        group by account, currency having sum(amount_minor) <> 0 order by 1`,
    ),
  );
  return Object.fromEntries(rows.map(({ account, sum }) => [account, sum]));
}

test("Nobody alone lets more be than an own limit: it says who may, and above all limits two say the same", () =>
  inTrade(async (trade) => {
    await refundCame(trade, 39_900n + 50_001n);
    await refundCame(trade, 39_900n + 500_001n);
    const [less, more] = (await listed(trade)).toSorted((a, b) => Number(a.tooMuch.amount) - Number(b.tooMuch.amount));
    const borne = { ending: "borne", note: "ours" };
    for (const how of [borne, { ending: "taken-back", reference: "RV-9" }]) {
      const { outcome } = await endDiscrepancy.execute(as(trade.db, fixer()), { number: less?.number ?? "", how });
      assert.deepEqual(outcome, {
        ok: false,
        code: "above-own-limit",
        params: { amount: "500.00", currency: "CNY", may: "operations" },
      });
    }
    assert.equal(await end(trade, less?.number ?? "", borne, operator()), "done");
    const [first, second] = [operator(), operator()];
    const number = more?.number ?? "";
    assert.equal(await end(trade, number, borne, first), "done");
    assert.deepEqual(
      (await listed(trade)).map(({ state, agreed }) => [state, agreed]),
      [["open", "borne"]],
    );
    assert.equal(await end(trade, number, borne, first), "agreed-already");
    assert.equal(await end(trade, number, { ending: "taken-back", reference: "RV-9" }, second), "done");
    assert.equal((await listed(trade))[0]?.agreed, "taken-back", "who says otherwise agrees to nothing");
    assert.equal(await end(trade, number, borne, fixer()), "above-own-limit");
    assert.equal(await end(trade, number, { ending: "taken-back", reference: "RV-9" }, first), "done");
    assert.deepEqual(await listed(trade), []);
  }));

test("Of a refund that is settled: too much told later, a second payment and other money each wait for the platform, once", () =>
  inTrade(async (trade) => {
    const asked = await refundCame(trade, 39_900n);
    await completed(trade, asked);
    for (const [amount, code, payment] of [
      [40_000n, "CNY", "pr_wrong"],
      [39_900n, "CNY", "pr_second"],
      [5_600n, "USD", "pr_third"],
    ] as const)
      for (const _ of [1, 2]) await says(trade, asked, amount, code, payment);
    const kinds = async () =>
      (await listed(trade)).map(({ kind, tooMuch }) => `${kind} ${tooMuch.amount} ${tooMuch.currency}`).toSorted();
    assert.deepEqual(await kinds(), ["other-currency 56.00 USD", "too-much 1.00 CNY", "too-much 399.00 CNY"]);
    await says(trade, asked, 39_900n);
    assert.deepEqual(await kinds(), ["other-currency 56.00 USD", "too-much 399.00 CNY"], "the first is put right");
    const foreign = (await listed(trade)).find(({ kind }) => kind === "other-currency");
    assert.deepEqual(foreign?.ways, ["taken-back", "borne"], "the refund has come, so nothing is paid anew");
    await endByTwo(trade, foreign?.number ?? "", { ending: "taken-back", reference: "RV-4" });
    assert.equal((await trade.page(asked)).moneyState, "settled");
    await balanced(trade.db);
  }));

test("Another payment that is exact is the refund, and all of the first is too much then", () =>
  inTrade(async (trade) => {
    const asked = await refundCame(trade, 40_000n);
    await says(trade, asked, 39_900n, "CNY", "pr_right");
    await completed(trade, asked);
    assert.deepEqual(
      (await listed(trade)).map(({ tooMuch }) => tooMuch.amount),
      ["400.00"],
    );
  }));

test("A correction after the shopper was asked: nobody is asked any more", () =>
  inTrade(async (trade) => {
    const asked = await refundCame(trade, 40_000n);
    await end(trade, (await listed(trade))[0]?.number ?? "", { ending: "asked-back" });
    const of = async () => (await trade.page(asked, fixer())).refunds[0]?.discrepancies[0];
    assert.equal((await of())?.asked?.state, "asked");
    await says(trade, asked, 39_900n);
    assert.deepEqual([(await of())?.ending, (await of())?.asked?.state], ["put-right", "cancelled"]);
  }));

test("A correction after the shopper has paid back gives them their money again, or what is too much of it", () =>
  inTrade(async (trade) => {
    const asked = await refundCame(trade, 40_000n);
    const of = async () => (await trade.page(asked, fixer())).refunds[0]?.discrepancies ?? [];
    await end(trade, (await listed(trade))[0]?.number ?? "", { ending: "asked-back" });
    await pays(trade, (await of())[0]?.asked?.number ?? "", "ch_back", 100n);
    assert.equal((await of())[0]?.state, "ended");
    for (const _ of [1, 2]) await says(trade, asked, 39_940n);
    const stands = async () => (await of()).map(({ ending, tooMuch }) => [ending, tooMuch.amount]);
    await trade.running.until("it is back", async () => (await of())[0]?.asked?.state === "refunded");
    assert.deepEqual(await stands(), [
      ["put-right", "1.00"],
      [null, "0.40"],
    ]);
    assert.deepEqual(
      trade.running.standIn.refunds().map(({ payment, amount }) => [payment, amount]),
      [["ch_back", "100"]],
    );
    await says(trade, asked, 39_900n);
    assert.deepEqual(await stands(), [
      ["put-right", "1.00"],
      ["put-right", "0.40"],
    ]);
    assert.deepEqual(await books(trade), { "merchant-settlement CNY": "-39900", "tender:wechat-pay CNY": "39900" });
  }));

test("A correction of what the platform bore takes it off the books again; what was taken back stays as it is", () =>
  inTrade(async (trade) => {
    const [bore, took] = [await refundCame(trade, 40_000n), await refundCame(trade, 40_000n)];
    for (const { number, orderNumber } of await listed(trade)) {
      const how =
        orderNumber === bore.order.number
          ? { ending: "borne", note: "ours" }
          : { ending: "taken-back", reference: "RV-7" };
      assert.equal(await end(trade, number, how), "done");
    }
    for (const asked of [bore, took]) for (const _ of [1, 2]) await says(trade, asked, 39_900n);
    assert.deepEqual((await listed(trade, "all")).map(({ ending, state }) => [ending, state]).toSorted(), [
      ["put-right", "ended"],
      ["taken-back", "ended"],
    ]);
    assert.deepEqual(await books(trade), { "merchant-settlement CNY": "-79800", "tender:wechat-pay CNY": "79800" });
  }));

test("A provider that corrects itself ends it, and says so in the books", () =>
  inTrade(async (trade) => {
    const asked = await refundCame(trade, 40_000n);
    await says(trade, asked, 41_000n);
    assert.deepEqual(
      (await listed(trade)).map(({ tooMuch }) => tooMuch.amount),
      ["11.00"],
    );
    await says(trade, asked, 39_900n);
    assert.equal((await trade.page(asked)).moneyState, "settled");
    assert.deepEqual(
      (await listed(trade, "all")).map(({ ending }) => ending),
      ["put-right", "put-right"],
    );
  }));

async function paidTwice(trade: Trade): Promise<string> {
  const { number } = await askedFor(trade.db, trade.world, await placeOrder(trade.db, trade.world));
  for (const payment of ["ch_first", "ch_second", "ch_second", "ch_first"]) await pays(trade, number, payment, 3_000n);
  const [one, ...more] = await listed(trade);
  assert.ok(one !== undefined && more.length === 0, "told twice it is still one");
  assert.deepEqual(
    [one.kind, one.collection, one.tooMuch.amount, one.ways],
    ["paid-twice", number, "30.00", ["sent-back"]],
  );
  return one.number;
}

test("What was paid a second time goes back along its own payment, once, however many press the button at once", () =>
  inTrade(async (trade) => {
    const number = await paidTwice(trade);
    await balanced(trade.db);
    const answers = await Promise.all(
      Array.from({ length: 8 }, async () =>
        codeOf(await endDiscrepancy.execute(as(trade.db, fixer()), { number, how: { ending: "sent-back" } })),
      ),
    );
    assert.deepEqual(
      answers.toSorted(),
      ["done", ...Array.from({ length: 7 }, () => "discrepancy-decided")].toSorted(),
    );
    await trade.running.until("it is back", async () => (await listed(trade, "all"))[0]?.state === "ended");
    assert.deepEqual(
      trade.running.standIn.refunds().map(({ payment, amount }) => [payment, amount]),
      [["ch_second", "3000"]],
    );
    assert.equal((await listed(trade, "all"))[0]?.payout?.state, "settled");
  }));

test("A provider that pays more than it was asked, by its own answer", () =>
  inTrade(async (trade) => {
    trade.running.standIn.setMode("over");
    const asked = await trade.ask("refund-only");
    await trade.does(asked, "approve");
    await trade.running.until("it is known", async () => (await listed(trade)).length === 1);
    assert.equal((await listed(trade))[0]?.tooMuch.amount, "0.01");
  }));

test("A second payment that nobody sends back in three days goes back by itself", () =>
  inTrade(async (trade) => {
    await paidTwice(trade);
    await trade.pass({ days: 3 });
    await trade.running.until("it is back", async () => (await listed(trade, "all"))[0]?.state === "ended");
    assert.equal(trade.running.standIn.refunds().length, 1);
  }));
