import assert from "node:assert/strict";
import { test } from "node:test";
import { rights } from "#contract/parties";
import { rightsOf } from "#domains/parties";
import { claimFreight, giveCover } from "#domains/payments";
import { newId } from "#kernel/ids";
import { type Principal, system } from "#platform/db";
import { asked as askedFor } from "../../../../tests/support/money.ts";
import { codeOf, inTrade, type Trade, yuan } from "../../../../tests/support/trade.ts";
import { as, merchant, placeOrder, shopper, staff } from "../../../../tests/support/world.ts";
import { approveCompensation } from "./approve-compensation.ts";
import { chooseDetour } from "./choose-detour.ts";
import { confirmDetour } from "./confirm-detour.ts";
import { decideFreight } from "./decide-return-freight.ts";
import { endDiscrepancy } from "./end-discrepancy.ts";
import { giveFreightCover } from "./give-freight-cover.ts";
import { noteTopUp } from "./note-top-up.ts";
import { proposeCompensation } from "./propose-compensation.ts";
import { recordNews } from "./record-news.ts";
import { refuseCompensation } from "./refuse-compensation.ts";
import { retryPayout } from "./retry-payout.ts";
import { retryRefund } from "./retry-refund.ts";
import { setCompensationLimit } from "./set-compensation-limit.ts";
import { startPaying } from "./start-paying.ts";

const everyRight = () => [...rights] as string[];
const role = (name: "agent" | "supervisor" | "operations"): Principal =>
  ({ ...staff(), role: name, rights: rightsOf(name) }) as Principal;

/** Money of every kind that waits for somebody, of one shopper and one shop. */
async function furnish(trade: Trade) {
  const { db, world, running } = trade;
  const one = <R>(sql: string) => db.withTx(system("test"), (tx) => tx.one<R>(sql));
  running.standIn.setMode("refusing");
  const stuck = await trade.ask("refund-only");
  await trade.does(stuck, "approve");
  await running.until("it is refused", async () => (await trade.page(stuck)).refunds[0]?.detour?.state === "merchant");
  const refund = (await trade.page(stuck)).refunds[0];
  const order = await placeOrder(db, world);
  await db.withTx(system("test"), async (tx) => {
    const of = { customerId: world.customerId, orderId: order.id, merchantId: world.merchantId };
    await giveCover(tx, { ...of, productId: "standard" });
    const facts = { why: "changed-mind", paidBy: "shopper", zone: "far", actualMinor: null } as const;
    await claimFreight(tx, { ...of, ...facts, caseId: newId(), caseNumber: "AS-1", arrivedAt: tx.now });
  });
  await running.until("a payout is refused", async () => {
    const { n } = await one<{ n: number }>("select count(*)::int as n from payments.payout where state = 'refused'");
    return n === 1;
  });
  running.standIn.setMode("failing");
  const wrong = await trade.ask("refund-only");
  await trade.does(wrong, "approve");
  await running.until("nobody knows", async () => (await trade.page(wrong)).moneyState === "unknown");
  await db.withTx(system("test"), async (tx) => {
    const part = await tx.one<{ customer_id: string; refund_id: string; id: string }>(
      "select customer_id, refund_id, id from payments.refund_part where order_id = $1",
      [wrong.order.id],
    );
    const news = { status: "succeeded", providerRefundId: "pr", amountMinor: 540_000n, currency: "CNY" };
    await recordNews(tx, part.customer_id, part.refund_id, part.id, { is: "succeeded", ...news });
  });
  running.standIn.setMode("normal");
  const freight = await trade.ask("return-and-refund", { reason: "quality-fault" });
  const receipts = [await trade.photo(freight.order)];
  const sent = ["ship", { freightPaid: yuan("48.00"), receipts }] as const;
  await trade.does(freight, "approve", sent, "receive", "inspect");
  await running.until("freight waits", async () => (await trade.page(freight)).freight.paidBack?.state === "to-decide");
  const proposed = await proposeCompensation.execute(as(db, role("agent")), {
    number: stuck.number,
    what: { kind: "fixed", reason: "apology", amount: yuan("80.00") },
    payer: "platform",
  });
  assert.ok(proposed.outcome.ok);
  return {
    case: stuck.number,
    order: order.number,
    refund: refund?.number ?? "",
    tenderId: refund?.detour?.tenders[0]?.id ?? "",
    payout: (await one<{ number: string }>("select number from payments.payout where state = 'refused'")).number,
    discrepancy: (await one<{ number: string }>("select number from payments.discrepancy")).number,
    freight: (await trade.page(freight)).freight.paidBack?.number ?? "",
    compensation: proposed.outcome.value.number,
    collection: (await askedFor(db, world, order)).number,
  };
}

test("nobody moves money of another shop or shopper, by whatever number; and each role only what is its own", () =>
  inTrade(async (trade) => {
    const { db, world } = trade;
    const names = await furnish(trade);
    const fixed = { kind: "fixed", reason: "apology", amount: yuan("1.00") };
    const limit = { what: "agent", latest: 1, limit: yuan("900.00"), note: "more" };
    const verbs = {
      detour: (who: Principal) =>
        chooseDetour.execute(as(db, who), {
          number: names.refund,
          how: { way: "payout", tenderId: names.tenderId },
        }),
      received: (who: Principal) => confirmDetour.execute(as(db, who), { number: names.refund, received: true }),
      "again-refund": (who: Principal) => retryRefund.execute(as(db, who), { number: names.refund }),
      "again-payout": (who: Principal) => retryPayout.execute(as(db, who), { number: names.payout }),
      discrepancy: (who: Principal) =>
        endDiscrepancy.execute(as(db, who), { number: names.discrepancy, how: { ending: "borne", note: "x" } }),
      freight: (who: Principal) => decideFreight.execute(as(db, who), { number: names.freight, amount: yuan("48.00") }),
      propose: (who: Principal) =>
        proposeCompensation.execute(as(db, who), { number: names.case, what: fixed, payer: "merchant" }),
      approve: (who: Principal) => approveCompensation.execute(as(db, who), { number: names.compensation }),
      refuse: (who: Principal) => refuseCompensation.execute(as(db, who), { number: names.compensation }),
      cover: (who: Principal) =>
        giveFreightCover.execute(as(db, who), {
          ...{ number: names.order, merchantId: world.merchantId, product: "standard", payer: "merchant" },
        }),
      pay: (who: Principal) => startPaying.execute(as(db, who), { number: names.collection }),
      "top-up": (who: Principal) =>
        noteTopUp.execute(as(db, who), { merchantId: world.merchantId, amount: yuan("9.00"), reference: "B-1" }),
      limit: (who: Principal) => setCompensationLimit.execute(as(db, who), limit),
    };
    const theirs = await placeOrder(db, world, { customerId: world.otherCustomerId });
    const strangers = {
      "another shop with every right": merchant(world.otherMerchantId, ...everyRight()),
      "another shopper": shopper(world.otherCustomerId),
      "a guest of another order": shopper(world.otherCustomerId, theirs.id),
      "a guest of the own other order": shopper(world.customerId, theirs.id),
    };
    // What a shopper's role cannot even read is closed to them by the database.
    const closed = (error: Error) => assert.match(error.message, /permission denied/);
    for (const [who, principal] of Object.entries(strangers))
      for (const [verb, act] of Object.entries(verbs)) {
        const answer = await act(principal).catch(closed);
        assert.equal(answer?.outcome.ok ?? false, false, `${who}: ${verb}`);
      }
    const own = merchant(world.merchantId, ...everyRight());
    for (const verb of ["again-payout", "again-refund", "discrepancy", "approve", "top-up", "limit"] as const)
      assert.notEqual(codeOf(await verbs[verb](own)), "done", `the shop itself with every right: ${verb}`);
    for (const verb of ["detour", "again-payout", "again-refund", "discrepancy", "approve", "top-up", "limit"] as const)
      assert.equal(codeOf(await verbs[verb](role("agent"))), "forbidden", `an agent: ${verb}`);
    for (const verb of ["top-up", "limit"] as const)
      assert.equal(codeOf(await verbs[verb](role("supervisor"))), "forbidden", `a supervisor: ${verb}`);
    // One person who says it twice at once is one person.
    const [first, second] = [role("operations"), role("operations")];
    const once = await Promise.all([1, 2, 3].map(async () => codeOf(await verbs.discrepancy(first))));
    assert.deepEqual(once.toSorted(), ["agreed-already", "agreed-already", "done"]);
    assert.equal(codeOf(await verbs.discrepancy(second)), "done");
    // Whoever presses first has pressed.
    const both = await Promise.all([role("supervisor"), own].map(async (who) => codeOf(await verbs.detour(who))));
    assert.deepEqual(both.toSorted(), ["done", "refund-not-stuck"]);
    for (const { code } of await Promise.all(
      [1, 2, 3].map(async () => ({ code: codeOf(await verbs["again-payout"](role("supervisor"))) })),
    ))
      assert.ok(code === "done" || code === "payout-not-refused", code);
    await trade.running.until("all of it has come", async () => {
      const { n } = await db.withTx(system("test"), (tx) =>
        tx.one<{ n: number }>("select count(*)::int as n from payments.payout where state <> 'settled'"),
      );
      return n === 0;
    });
    const sums = trade.running.standIn.transfers().map(({ amount }) => amount);
    assert.deepEqual(sums.toSorted(), ["1800", "39900"], "each of them once");
  }));
