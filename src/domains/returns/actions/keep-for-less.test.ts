import assert from "node:assert/strict";
import { test } from "node:test";
import { system, toJson } from "#platform/db";
import { inTrade, type Trade } from "../../../../tests/support/trade.ts";
import { as, type Order, placeOrder } from "../../../../tests/support/world.ts";
import { askOptions } from "../queries/options.ts";
import { requestReturn } from "./request-return.ts";

test("kept for what the policy offers: paid at once, nothing comes back, and a later return pays the rest and no more", () =>
  inTrade(async (trade) => {
    const order = await promised(trade);
    const lineId = order.lineIds[0] ?? "";
    const { outcome } = await askOptions.ask(as(trade.db, trade.buyer), {
      number: order.number,
      lines: [{ lineId, quantity: 1 }],
    });
    assert.ok(outcome.ok, JSON.stringify(outcome));
    assert.deepEqual(
      outcome.value.keep?.offers.map(({ reason, amount }) => [reason, amount.amount]),
      [
        ["does-not-fit", "39.90"],
        ["quality-fault", "79.80"],
      ],
    );
    const kept = await trade.ask("refund-only", { order, reason: "quality-fault", keep: true });
    const over = await trade.settled(kept);
    assert.deepEqual([over.caseState, over.refunded.amount, over.goodsState], ["completed", "79.80", "none"]);
    const back = await trade.ask("return-and-refund", { order, reason: "quality-fault" });
    await trade.does(back, "approve", "ship", "receive", "inspect");
    assert.equal((await trade.settled(back)).refunded.amount, "319.20");
  }));

test("who changes their mind is offered it too where the policy says so; where it says nothing, nobody gets it", () =>
  inTrade(async (trade) => {
    const order = await promised(trade);
    assert.equal(await refused(trade, order, "no-longer-wanted"), "kind-not-offered");
    const kept = await trade.ask("refund-only", { order, reason: "does-not-fit", keep: true, evidence: [] });
    assert.equal((await trade.settled(kept)).refunded.amount, "39.90");
    const plain = await placeOrder(trade.db, trade.world);
    assert.equal(await refused(trade, plain, "does-not-fit"), "kind-not-offered");
    const coming = await promised(trade, true);
    assert.equal(await refused(trade, coming, "does-not-fit"), "kind-not-offered", "nothing to keep yet");
  }));

const given = (trade: Trade) =>
  trade.db.withTx(system("test"), (tx) =>
    tx.rows<{ kind: string; ground: string; amount_minor: bigint; payer: string; state: string }>(
      "select kind, ground, amount_minor, payer, state from payments.compensation order by proposed_at",
    ),
  );
const bonus = { kind: "promised", ground: "exchange-bonus", amount_minor: 1_000n, payer: "merchant", state: "paid" };
const paid = (trade: Trade, times: number) =>
  trade.running.until("the bonus is paid", async () => {
    const all = await given(trade);
    return all.length === times && all.every(({ state }) => state === "paid");
  });

test("who exchanges gets the bonus of the policy once, when the goods have arrived: owed, however little goodwill or deposit is left", () =>
  inTrade(async (trade) => {
    const order = await promised(trade);
    const asked = await trade.ask("exchange", { order });
    const month = "2026-11";
    await trade.db.withTx(system("test"), (tx) =>
      tx.run(
        "insert into payments.goodwill_use (customer_id, scope, used_minor, limit_minor) values ($1, $2, 1000000, 1000000)",
        [order.customerId, `month:${month}:CNY`],
      ),
    );
    await trade.does(asked, "approve", "ship", "receive", "inspect", "ship-replacement");
    assert.deepEqual(await given(trade), []);
    await trade.does(asked, "confirm-replacement");
    await paid(trade, 1);
    assert.deepEqual(await given(trade), [bonus]);
    const owed = await trade.db.withTx(system("test"), (tx) =>
      tx.rows<{ owed_minor: bigint }>("select owed_minor from payments.deposit_account where owed_minor > 0"),
    );
    assert.deepEqual(owed, [{ owed_minor: 1_000n }]);
  }));

test("a return that becomes an exchange by an accepted offer carries the bonus too", () =>
  inTrade(async (trade) => {
    const asked = await trade.ask("return-and-refund", { order: await promised(trade) });
    await trade.does(asked, ["offer", { kind: "kind", toKind: "exchange" }], "answer-offer");
    await trade.does(asked, "ship", "receive", "inspect", "ship-replacement", "confirm-replacement");
    await paid(trade, 1);
    assert.deepEqual(await given(trade), [bonus]);
  }));

test("what came in an exchange earns no bonus when it is exchanged again, by asking or by an offer", () =>
  inTrade(async (trade) => {
    const order = await promised(trade);
    const exchange = ["ship", "receive", "inspect", "ship-replacement", "confirm-replacement"] as const;
    await trade.does(await trade.ask("exchange", { order }), "approve", ...exchange);
    await paid(trade, 1);
    const lines = [{ lineId: order.lineIds[0] ?? "", quantity: 1 }];
    const { outcome } = await askOptions.ask(as(trade.db, trade.buyer), { number: order.number, lines });
    assert.ok(outcome.ok);
    assert.equal(outcome.value.options.find(({ kind }) => kind === "exchange")?.bonus, null);
    await trade.does(await trade.ask("exchange", { order }), "approve", ...exchange);
    const third = await trade.ask("return-and-refund", { order });
    const over = await trade.does(third, ["offer", { kind: "kind", toKind: "exchange" }], "answer-offer", ...exchange);
    assert.equal(over.caseState, "completed");
    await trade.running.relay.drain();
    assert.deepEqual(await given(trade), [bonus]);
  }));

test("two cases of one order: the bonus once for each exchange, for goods that have earned none, however they are put together", () =>
  inTrade(async (trade) => {
    const order = await promised(trade, false, 3);
    const [first = "", second = "", third = ""] = order.lineIds;
    const offered = async (...ids: string[]) => {
      const lines = ids.map((lineId) => ({ lineId, quantity: 1 }));
      const { outcome } = await askOptions.ask(as(trade.db, trade.buyer), { number: order.number, lines });
      assert.ok(outcome.ok);
      return outcome.value.options.find(({ kind }) => kind === "exchange")?.bonus?.amount ?? null;
    };
    const exchanged = async (...ids: string[]) => {
      const lines = ids.map((lineId) => ({ lineId, quantity: 1 }));
      const asked = await trade.ask("exchange", { order, lines });
      await trade.does(asked, "approve", "ship", "receive");
      const counted = { received: 1, accepted: 1, grade: "opened", disposition: "restock" };
      await trade.does(
        asked,
        ["inspect", { lines: ids.map((lineId) => ({ lineId, ...counted })) }],
        "ship-replacement",
      );
      await trade.does(asked, "confirm-replacement");
      await trade.running.relay.drain();
    };
    assert.equal(await offered(first, second), "10.00", "for both together");
    await exchanged(first, second);
    await paid(trade, 1);
    assert.equal(await offered(first, second), null);
    assert.equal(await offered(first, third), "10.00", "what has earned one takes nothing from what has not");
    await exchanged(first, third);
    await paid(trade, 2);
    assert.equal(await offered(first, second, third), null);
    await exchanged(first, second, third);
    assert.deepEqual(await given(trade), [bonus, bonus]);
  }));

async function refused(trade: Trade, order: Order, reason: string): Promise<string> {
  const lines = [{ lineId: order.lineIds[0], quantity: 1 }];
  const body = { number: order.number, kind: "refund-only", reason, lines, keep: true };
  const { outcome } = await requestReturn.execute(as(trade.db, trade.buyer), body);
  return outcome.ok ? "granted" : outcome.code;
}

/** An order of a shop that pays for goods that are kept, and for exchanging. */
async function promised({ db, world }: Trade, onTheWay = false, lines = 1): Promise<Order> {
  const body = {
    policy: { id: "keeps", version: "1", effectiveFrom: "2026-01-01", clauses: [] },
    handling: {
      keepForLess: [
        { reasons: ["quality-fault"], percent: 20 },
        { reasons: ["does-not-fit"], percent: 10 },
      ],
      exchangeBonusMinor: "1000",
    },
  };
  await db.withTx(system("test"), (tx) =>
    tx.run(
      `insert into platform.policy (id, version, title, body, effective_from, published_at, published_by)
       values ('keeps', 1, '{"zh":"留","en":"keep"}', $1, $2, $2, 'test') on conflict do nothing`,
      [toJson(body), Temporal.Instant.from("2026-01-01T00:00:00Z")],
    ),
  );
  const of = lines === 1 ? {} : { lines: Array.from({ length: lines }, () => ({ list: 9_900n })) };
  return placeOrder(db, world, { policyId: "keeps", onTheWay, ...of });
}
