import assert from "node:assert/strict";
import { test } from "node:test";
import { deductFromDeposit, topUpDeposit } from "#domains/payments";
import { newId } from "#kernel/ids";
import { type Principal, system } from "#platform/db";
import { startPaying } from "../../src/domains/payments/actions/start-paying.ts";
import { type Asked, inTrade, type Trade, yuan } from "../support/trade.ts";
import { as, merchant, staff } from "../support/world.ts";

// Two want the same case at the same moment, on connections of their own: one is first, the other hears why not, and neither
// money nor anything that must hold is lost between them. Each race is run on several fresh cases, so that each may win.

const rounds = 8;

test("Two offers at once: one is made, and one is open", () =>
  inTrade(async (trade) => {
    await often(async () => {
      const asked = await trade.ask("return-and-refund", { reason: "other" });
      const offer = { kind: "amount", amount: yuan("50.00") };
      const answers = await atOnce(
        () => trade.act(asked, "offer", offer),
        () => trade.act(asked, "offer", { kind: "evidence", note: "the label, please" }, merchantToo(trade)),
        () => trade.act(asked, "offer", { ...offer, amount: yuan("300.00") }, trade.buyer),
      );
      assert.deepEqual(answers.sort(), ["done", "move-not-allowed", "move-not-allowed"]);
      const { offers, caseState } = await trade.page(asked);
      assert.deepEqual([offers.map(({ state }) => state), caseState], [["open"], "negotiating"]);
    });
  }));

test("An offer is accepted while the request is taken back: what is told first is what is done", () =>
  inTrade(async (trade) => {
    await often(async () => {
      const asked = await trade.ask("refund-only");
      await trade.does(asked, "offer");
      const [accepted, withdrawn] = await atOnce(
        () => trade.act(asked, "answer-offer"),
        () => trade.act(asked, "withdraw"),
      );
      const { caseState, refunded, offers } = await trade.settled(asked);
      assert.deepEqual(
        [accepted, withdrawn, caseState, refunded.amount, offers[0]?.state],
        accepted === "done"
          ? ["done", "move-not-allowed", "completed", "50.00", "accepted"]
          : ["move-not-allowed", "done", "withdrawn", "0.00", "declined"],
      );
    });
  }));

test("Ten taps on an offer, yes and no: one is heard, and what it says is paid once", () =>
  inTrade(async (trade) => {
    await often(async () => {
      const asked = await trade.ask("refund-only");
      await trade.does(asked, "offer");
      const answers = await atOnce(
        ...Array.from({ length: 10 }, (_, i) => () => trade.act(asked, "answer-offer", { accept: i % 2 === 0 })),
      );
      assert.equal(answers.filter((answer) => answer === "done").length, 1, answers.join());
      const { caseState, refunded, offers } = await trade.settled(asked);
      const [offer] = offers;
      assert.deepEqual(
        [offers.length, caseState, refunded.amount],
        offer?.state === "accepted" ? [1, "completed", "50.00"] : [1, "submitted", "0.00"],
      );
    });
    assert.equal(new Set(trade.running.standIn.refunds().map(({ number }) => number)).size, await refundsOf(trade));
  }));

test("Two escalations at once, by the shopper and by an agent for them: one dispute", () =>
  inTrade(async (trade) => {
    await often(async () => {
      const asked = await trade.ask("refund-only");
      await trade.does(asked, "reject");
      const answers = await atOnce(
        () => trade.act(asked, "escalate"),
        () => trade.act(asked, "escalate", {}, staff("cases.create")),
      );
      assert.deepEqual(answers.sort(), ["done", "move-not-allowed"]);
      assert.equal((await trade.page(asked)).disputeState, "evidence");
    });
  }));

test("The merchant gives in while the platform rules against the shopper: one of them decides", () =>
  inTrade(async (trade) => {
    await often(async () => {
      const asked = await underReview(trade);
      const [approved, ruled] = await atOnce(
        () => trade.act(asked, "approve"),
        () => trade.act(asked, "rule", { blame: "shopper", ruling: "refuse" }),
      );
      const { caseState, disputeState, refunded } = await trade.settled(asked);
      assert.deepEqual(
        [approved, ruled, caseState, disputeState, refunded.amount],
        approved === "done"
          ? ["done", "move-not-allowed", "completed", "closed", "399.00"]
          : ["move-not-allowed", "done", "submitted", "ruled", "0.00"],
      );
    });
  }));

test("An appeal in the moment in which the ruling is carried out: it is heard, or it comes too late", () =>
  inTrade(async (trade) => {
    await often(async () => {
      const asked = await underReview(trade);
      await trade.does(asked, "rule");
      trade.clock.forward(3 * 86_400);
      const [appealed] = await atOnce(
        () => trade.act(asked, "appeal"),
        async () => String(await trade.running.deadlines.fireDue()),
      );
      const { caseState, disputeState, refunded, next } = await trade.settled(asked);
      assert.deepEqual(
        [appealed, caseState, disputeState, refunded.amount, next.waitingOn],
        appealed === "done"
          ? ["done", "submitted", "appeal", "0.00", "platform"]
          : ["move-not-allowed", "completed", "closed", "399.00", "nobody"],
      );
    });
  }));

test("Two rulings take from one deposit at once, and each is told twice: each counts once, and what is not there is owed", () =>
  inTrade(async ({ db, world }) => {
    const cause = (number: string) => ({ kind: "ruling", id: newId(), number });
    const common = { merchantId: world.merchantId, currency: "CNY" };
    await db.withTx(system("test"), (tx) =>
      topUpDeposit(tx, { ...common, amountMinor: 10_000n, cause: { ...cause("T-1"), kind: "top-up" } }),
    );
    for (let round = 0; round < rounds; round += 1) {
      const rulings = [cause(`AS-${round}-1`), cause(`AS-${round}-2`)];
      await Promise.all(
        [...rulings, ...rulings].map((ruling) =>
          db.withTx(system("test"), async (tx) => {
            const taken = await deductFromDeposit(tx, { ...common, amountMinor: 700n, cause: ruling, mayOwe: true });
            assert.ok(taken.ok);
          }),
        ),
      );
    }
    const account = await db.withTx(system("test"), (tx) =>
      tx.one(
        "select available_minor::text as available, held_minor::text as held, owed_minor::text as owed from payments.deposit_account",
      ),
    );
    assert.deepEqual(account, { available: "0", held: "0", owed: String(rounds * 2 * 700 - 10_000) });
  }));

test("The difference is paid in the moment in which the exchange is called off: the money goes back once, all of it", () =>
  inTrade(async (trade) => {
    const { running, buyer, db } = trade;
    await trade.price(49_900, "dearer");
    await often(async () => {
      const asked = await trade.ask("exchange", { wanted: { productNumber: "dearer" } });
      await trade.does(asked, "approve");
      const collection = async () => (await trade.page(asked)).outbound.collection ?? "";
      await running.until("the difference is asked for", async () => (await collection()) !== "");
      const paying = await startPaying.execute(as(db, buyer), { number: await collection() });
      assert.ok(paying.outcome.ok, JSON.stringify(paying.outcome));
      const charge = await chargeOf(trade, await collection());
      await running.until("the till is open", async () =>
        running.standIn.charges().some((one) => one.number === charge && one.status === "waiting"),
      );
      const [paid, withdrawn] = await atOnce(
        async () => String(await running.pay(charge)),
        () => trade.act(asked, "withdraw"),
      );
      assert.equal(withdrawn, "done");
      const took = () => running.standIn.charges().find((one) => one.number === charge);
      // What was paid before the end was heard of is found when the charge is to be closed.
      await running.until("the payment is back, or nobody can pay any more", async () =>
        paid === "200" ? (await collectionState(trade, asked)) === "refunded" : took()?.status === "closed",
      );
      const back = running.standIn.refunds().filter(({ payment }) => payment === took()?.id);
      assert.deepEqual(
        [await collectionState(trade, asked), back.map(({ amount, calls }) => [amount, calls])],
        paid === "200" ? ["refunded", [["10000", 1]]] : ["cancelled", []],
      );
      assert.deepEqual(
        [(await trade.page(asked)).caseState, (await trade.page(asked)).outbound.differenceState],
        ["withdrawn", "over"],
      );
    });
  }));

test("The replacement goes out in the moment in which its time is over: the goods or the money, never both", () =>
  inTrade(async (trade) => {
    await often(async () => {
      const asked = await trade.ask("exchange");
      await trade.does(asked, "approve", "ship", "receive", "inspect");
      trade.clock.forward(2 * 86_400);
      const [sent] = await atOnce(
        () => trade.act(asked, "ship-replacement"),
        async () => String(await trade.running.deadlines.fireDue()),
      );
      const { outboundState, refunded, kind } = await trade.settled(asked);
      assert.deepEqual(
        [sent, outboundState, refunded.amount, kind],
        sent === "done"
          ? ["done", "shipped", "0.00", "exchange"]
          : ["move-not-allowed", "cancelled", "399.00", "return-and-refund"],
      );
    });
  }));

async function often(race: () => Promise<void>): Promise<void> {
  for (let round = 0; round < rounds; round += 1) await race();
}

let turn = 0;

/** All in one moment; who is asked first takes turns. */
async function atOnce(...acts: readonly (() => Promise<string>)[]): Promise<string[]> {
  turn += 1;
  const order = acts.map((_, i) => (i + turn) % acts.length);
  const answers = await Promise.all(order.map((i) => acts[i]?.() ?? Promise.reject(new Error("nobody"))));
  return acts.map((_, i) => answers[order.indexOf(i)] ?? "");
}

async function underReview(trade: Trade): Promise<Asked> {
  const asked = await trade.ask("refund-only");
  await trade.does(asked, "reject", "escalate");
  await trade.pass({ hours: 48 });
  assert.equal((await trade.page(asked)).disputeState, "review");
  return asked;
}

/** Somebody else of the same shop. */
function merchantToo({ world }: Trade): Principal {
  return merchant(world.merchantId);
}

async function refundsOf({ db }: Trade): Promise<number> {
  const row = await db.withTx(system("test"), (tx) =>
    tx.one<{ refunds: number }>("select count(*)::int as refunds from payments.refund"),
  );
  return row.refunds;
}

async function chargeOf({ db }: Trade, number: string): Promise<string> {
  const row = await db.withTx(system("test"), (tx) =>
    tx.one<{ charge_id: string }>("select charge_id from payments.collection where number = $1", [number]),
  );
  return row.charge_id;
}

async function collectionState({ db }: Trade, { number }: Asked): Promise<string> {
  const row = await db.withTx(system("test"), (tx) =>
    tx.one<{ state: string }>("select state from payments.collection where cause_number = $1", [number]),
  );
  return row.state;
}
