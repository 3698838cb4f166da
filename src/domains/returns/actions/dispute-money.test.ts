import assert from "node:assert/strict";
import { test } from "node:test";
import { topUpDeposit } from "#domains/payments";
import { newId } from "#kernel/ids";
import { createStoppedClock } from "#platform/clock";
import { type Db, system } from "#platform/db";
import { withTestDatabase } from "../../../../tests/support/database.ts";
import { type Asked, inTrade, type Trade, yuan } from "../../../../tests/support/trade.ts";
import { as, createWorld, merchant, placeOrder, shopper, staff } from "../../../../tests/support/world.ts";
import { onDisputeOver, onEscalated } from "../reactions/on-dispute.ts";
import { onRefundDue } from "../reactions/on-refund-due.ts";
import { appealRuling } from "./appeal-ruling.ts";
import { escalateCase } from "./escalate-case.ts";
import { rejectCase } from "./reject-case.ts";
import { requestReturn } from "./request-return.ts";
import { ruleDispute } from "./rule-dispute.ts";

const clock = createStoppedClock("2026-11-21T02:00:00Z");
const app = (db: Db) => ({ db, log: undefined as never, jobs: { send: async () => {} }, nudge: () => {} });

/** A dispute over 399.00, ruled, appealed by the merchant, and ruled again for good; every fact told twice. */
async function ruled(
  deposit: bigint,
  final: { blame: string; ruling: string; amount?: { amount: string; currency: string } },
): Promise<Record<string, unknown>> {
  let account: Record<string, unknown> | undefined;
  await withTestDatabase(
    async ({ db }) => {
      const world = await createWorld(db);
      const [buyer, seller] = [shopper(world.customerId), merchant(world.merchantId)];
      const order = await placeOrder(db, world);
      if (deposit > 0n)
        await db.withTx(system("test"), async (tx) => {
          const cause = { kind: "top-up", id: newId(), number: "T-1" };
          const paid = await topUpDeposit(tx, {
            merchantId: world.merchantId,
            amountMinor: deposit,
            currency: "CNY",
            cause,
          });
          assert.ok(paid.ok);
        });
      const number = await (async () => {
        const { outcome } = await requestReturn.execute(as(db, buyer), {
          number: order.number,
          kind: "refund-only",
          reason: "never-arrived",
          lines: [{ lineId: order.lineIds[0], quantity: 1 }],
        });
        assert.ok(outcome.ok, JSON.stringify(outcome));
        return outcome.value.cases[0]?.number ?? "";
      })();
      const note = "the carrier has the signature";
      done(await rejectCase.execute(as(db, seller), { number, reason: "no-evidence", note }));
      done(await escalateCase.execute(as(db, buyer), { number, note: "nobody rang" }));
      await tell(db, "returns.escalated", onEscalated);
      await db.withTx(system("test"), (tx) => tx.run("update returns.return_case set dispute_state = 'review'"));
      done(await ruleDispute.execute(as(db, staff()), { number, blame: "nobody", ruling: "refuse", note }));
      done(await appealRuling.execute(as(db, buyer), { number, note: "look at the signature" }));
      done(await ruleDispute.execute(as(db, staff()), { number, ...final, note }));
      await tell(db, "returns.refund-due", onRefundDue);
      for (const kind of onDisputeOver.on) await tell(db, kind, onDisputeOver);
      [account] = await db.withTx(system("test"), (tx) =>
        tx.rows<Record<string, unknown>>(
          "select available_minor::text as available, held_minor::text as held, owed_minor::text as owed from payments.deposit_account",
        ),
      );
    },
    { clock },
  );
  return account ?? {};
}

async function tell(db: Db, kind: string, reaction: typeof onEscalated): Promise<void> {
  const facts = await db.withTx(system("test"), (tx) =>
    tx.rows<{ customer_id: string; payload: object }>(
      "select customer_id, payload from platform.outbox where kind = $1 order by id",
      [kind],
    ),
  );
  for (const { customer_id, payload } of [...facts, ...facts])
    await reaction.react(app(db), { kind, customerId: customer_id, payload } as never);
}

function done({ outcome }: { outcome: { ok: boolean } }): void {
  assert.ok(outcome.ok, JSON.stringify(outcome));
}

test("Ruled against the merchant: what the shopper gets is taken from the deposit, once", async () => {
  assert.deepEqual(await ruled(100_000n, { blame: "merchant", ruling: "grant" }), {
    available: "60100",
    held: "0",
    owed: "0",
  });
});

test("In part: so much is taken, and the rest of what was kept is free again", async () => {
  const partial = { blame: "merchant", ruling: "partial", amount: { amount: "99.00", currency: "CNY" } };
  assert.deepEqual(await ruled(100_000n, partial), { available: "90100", held: "0", owed: "0" });
});

test("A deposit that is too low holds no ruling up: the rest is owed", async () => {
  assert.deepEqual(await ruled(10_000n, { blame: "merchant", ruling: "grant" }), {
    available: "0",
    held: "0",
    owed: "29900",
  });
});

test("Nobody's fault, or the shopper's: the deposit is as it was", async () => {
  for (const final of [
    { blame: "carrier", ruling: "grant" },
    { blame: "shopper", ruling: "refuse" },
  ])
    assert.deepEqual(await ruled(100_000n, final), { available: "100000", held: "0", owed: "0" });
});

/** Of a deposit of 1,000.00, with the reactions at work. */
async function kept({ db, world }: Trade): Promise<() => Promise<Record<string, unknown>>> {
  const cause = { kind: "top-up", id: newId(), number: "T-1" };
  const paid = await db.withTx(system("test"), (tx) =>
    topUpDeposit(tx, { merchantId: world.merchantId, amountMinor: 100_000n, currency: "CNY", cause }),
  );
  assert.ok(paid.ok);
  return () =>
    db.withTx(system("test"), (tx) =>
      tx.one("select available_minor::text as available, held_minor::text as held from payments.deposit_account"),
    );
}

async function granted(trade: Trade, asked: Asked): Promise<void> {
  await trade.does(asked, "reject", "escalate");
  await trade.running.relay.drain();
  await trade.pass({ hours: 48 });
  await trade.does(asked, "rule");
  await trade.pass({ days: 3 });
  await trade.running.relay.drain();
}

test("Granted in goods: what was in dispute is kept until the replacement is there, and then free again", () =>
  inTrade(async (trade) => {
    const deposit = await kept(trade);
    const asked = await trade.ask("exchange");
    await granted(trade, asked);
    assert.deepEqual(await deposit(), { available: "60100", held: "39900" });
    await trade.does(asked, "ship", "receive", "inspect", "ship-replacement", "confirm-replacement");
    await trade.running.relay.drain();
    assert.deepEqual(await deposit(), { available: "100000", held: "0" });
  }));

test("Granted, and the shopper never sends the goods: nothing was paid, and nothing is taken", () =>
  inTrade(async (trade) => {
    const deposit = await kept(trade);
    const asked = await trade.ask("return-and-refund");
    await granted(trade, asked);
    assert.deepEqual(await deposit(), { available: "60100", held: "39900" });
    await trade.pass({ days: 7 });
    await trade.running.relay.drain();
    assert.deepEqual(await deposit(), { available: "100000", held: "0" });
  }));

test("Granted for a parcel that was lost: it is taken as well", () =>
  inTrade(async (trade) => {
    const deposit = await kept(trade);
    const asked = await trade.ask("return-and-refund", { reason: "quality-fault" });
    await trade.does(asked, "approve", "ship");
    await trade.pass({ days: 10 });
    await granted(trade, asked);
    await trade.settled(asked);
    await trade.running.relay.drain();
    assert.deepEqual(await deposit(), { available: "60100", held: "0" });
  }));

test("Granted, and one of two pieces is accepted: so much is taken as is paid for it, and the rest is free again", () =>
  inTrade(async (trade) => {
    const deposit = await kept(trade);
    const asked = await trade.ask("return-and-refund", {
      sketch: { lines: [{ list: 20_000n, quantity: 2 }] },
      quantity: 2,
    });
    await granted(trade, asked);
    assert.deepEqual(await deposit(), { available: "60000", held: "40000" });
    await trade.does(asked, "ship", "receive", ["inspect", { accepted: 1 }]);
    assert.deepEqual((await trade.settled(asked)).refunded, yuan("200.00"));
    await trade.running.relay.drain();
    assert.deepEqual(await deposit(), { available: "80000", held: "0" });
  }));
