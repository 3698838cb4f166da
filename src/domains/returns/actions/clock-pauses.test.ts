import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "#kernel/ids";
import { type Principal, system } from "#platform/db";
import { type Asked, inTrade, type Trade } from "../../../../tests/support/trade.ts";
import { as, merchant, staff } from "../../../../tests/support/world.ts";
import { listPauses } from "../queries/list-pauses.ts";
import { applyPause } from "../reactions/on-pause-published.ts";
import { extendClock } from "./extend-clock.ts";
import { publishPause } from "./publish-pause.ts";
import { timeOut } from "./time-out.ts";

const policyMaker = () => staff("policies.read", "policies.write");
const week = { from: "2026-11-21T00:00:00+08:00", until: "2026-11-26T00:00:00+08:00" };
const festival = {
  cause: "festival",
  label: { zh: "店庆", en: "Anniversary" },
  holds: ["merchant", "warehouse", "shopper"],
  ...week,
};

async function publish({ db }: Trade, change: object = {}, who: Principal = policyMaker()): Promise<string> {
  const id = newId();
  const { outcome } = await publishPause.execute(as(db, who), { id, ...festival, ...change });
  return outcome.ok ? id : outcome.code;
}

const shifts = ({ timeline }: { timeline: readonly { kind: string }[] }) =>
  timeline.filter(({ kind }) => kind === "deadline-paused").length;

test("a pause published today moves the open deadlines of everybody it holds, once each, with a line and a fact", () =>
  inTrade(async (trade) => {
    const { ask, does, page, running, db } = trade;
    const [waiting, sending] = [await ask("return-and-refund"), await ask("return-and-refund")];
    await does(sending, "approve");
    const id = await publish(trade);
    await running.until("both clocks have followed", async () =>
      (await Promise.all([waiting, sending].map((one) => page(one)))).every((one) => shifts(one) === 1),
    );
    assert.equal((await page(waiting)).dueAt, "2026-11-27T04:00:00Z");
    const seen = await page(sending);
    assert.equal(seen.dueAt, "2026-12-02T04:00:00Z");
    assert.deepEqual(
      seen.next.stretched?.pauses.map(({ cause, label }) => [cause, label.en]),
      [["festival", "Anniversary"]],
    );
    // The same once more, as after a kill: nothing is lost, nothing doubled.
    assert.equal(await applyPause({ db, nudge: () => undefined }, id), 0);
    assert.equal(shifts(await page(sending)), 1);
    const facts = await db.withTx(system("test"), (tx) =>
      tx.rows("select 1 from platform.outbox where kind = 'returns.deadline-moved'"),
    );
    assert.equal(facts.length, 2);
    const { outcome } = await listPauses.ask(as(db, policyMaker()), {});
    assert.ok(outcome.ok);
    assert.deepEqual(
      outcome.value.items.map(({ state, moved }) => [state, moved]),
      [["ahead", 2]],
    );
  }));

test("killed half-way, the next run goes on with the clocks that were left", () =>
  inTrade(async (trade) => {
    const { ask, page, db } = trade;
    const asked = [await ask("return-and-refund"), await ask("return-and-refund"), await ask("return-and-refund")];
    // Without its fact, so that nobody else follows it.
    await db.withTx(staff(), (tx) =>
      tx.run(
        `insert into returns.clock_pause (id, cause, label, holds, from_at, until_at, published_by, published_at)
         values ($1, 'festival', '{"zh": "店庆", "en": "Anniversary"}', '{merchant}', $2, $3, 'test', $4)`,
        ["00000000-0000-7000-8000-000000000001", week.from, week.until, tx.now],
      ),
    );
    const id = "00000000-0000-7000-8000-000000000001";
    let commits = 0;
    const dying = {
      ...db,
      withTx: ((principal, work, options) => {
        commits += 1;
        if (commits > 4) throw new Error("killed");
        return db.withTx(principal, work, options);
      }) as typeof db.withTx,
    };
    await assert.rejects(applyPause({ db: dying, nudge: () => undefined }, id), /killed/);
    const moved = async () => (await Promise.all(asked.map((one) => page(one)))).map(shifts);
    assert.deepEqual((await moved()).toSorted(), [0, 1, 1]);
    assert.equal(await applyPause({ db, nudge: () => undefined }, id), 1);
    assert.deepEqual(await moved(), [1, 1, 1]);
  }));

test("a deadline that begins later knows the pause, and needs no moving", () =>
  inTrade(async (trade) => {
    const id = await publish(trade, { holds: ["merchant"] });
    const asked = await trade.ask("return-and-refund");
    assert.equal((await trade.page(asked)).dueAt, "2026-11-27T04:00:00Z");
    assert.equal(await applyPause({ db: trade.db, nudge: () => undefined }, id), 0);
  }));

test("a shop's own pause holds the own clocks only; another shop's is not met", () =>
  inTrade(async (trade) => {
    const mine = await trade.ask("return-and-refund");
    const other = await publish(trade, {}, merchant(trade.world.otherMerchantId, "policies.write"));
    assert.equal(await applyPause({ db: trade.db, nudge: () => undefined }, other), 0);
    const own = await publish(trade, {}, merchant(trade.world.merchantId, "policies.write"));
    await trade.running.until("the clock has followed", async () => shifts(await trade.page(mine)) === 1);
    assert.ok(own.length > 20);
    assert.equal(await publish(trade, { from: "2026-11-19T00:00:00+08:00" }), "pause-in-past");
    assert.equal(await publish(trade, { id: own }), "pause-exists");
  }));

test("no pause makes the seven days longer in which the goods that are back are paid for", () =>
  inTrade(async (trade) => {
    const asked = await trade.ask("return-and-refund");
    await trade.does(asked, "approve", "ship", "receive");
    await publish(trade, { until: "2026-12-10T00:00:00+08:00" });
    await trade.running.until("the clock has followed", async () => shifts(await trade.page(asked)) === 1);
    assert.equal((await trade.page(asked)).dueAt, "2026-11-27T16:00:00Z");
  }));

test("more time is given with a reason, so often and no oftener; nobody makes their own longer", () =>
  inTrade(async ({ db, ask, does, page, seller, pass }) => {
    const asked = await ask("return-and-refund");
    const extend = async (who: Principal, days = 2) => {
      const { outcome } = await extendClock.execute(as(db, who), { number: asked.number, days, note: "she is abroad" });
      return outcome.ok ? "done" : outcome.code;
    };
    assert.equal(await extend(seller), "own-clock");
    assert.equal(await extend(staff()), "done");
    assert.equal((await page(asked)).dueAt, "2026-11-24T04:00:00Z");
    await does(asked, "approve");
    assert.equal(await extend(seller, 3), "done");
    assert.equal(await extend(seller), "too-many-extensions");
    assert.equal(await extend(staff()), "done");
    assert.equal(await extend(staff()), "too-many-extensions");
    const seen = await page(asked);
    assert.equal(seen.dueAt, "2026-12-02T04:00:00Z");
    assert.equal(seen.next.stretched?.extendedDays, 5);
    assert.equal(seen.timeline.find(({ kind }) => kind === "deadline-extended")?.data["note"], "she is abroad");
    const may = (await page(asked, staff())).abilities.find(({ action }) => action === "extend");
    assert.equal(may?.because?.code, "too-many-extensions");
    await pass({ days: 8 });
    assert.equal((await page(asked)).caseState, "approved");
    await pass({ days: 5 });
    assert.equal((await page(asked)).caseState, "closed");
  }));

test("the seller's time that a statute ends cannot be made longer by anybody", () =>
  inTrade(async ({ db, ask, does }) => {
    const asked = await ask("return-and-refund");
    await does(asked, "approve", "ship", "receive");
    const extend = async (days: number) => {
      const { outcome } = await extendClock.execute(as(db, staff()), { number: asked.number, days, note: "flood" });
      return outcome.ok ? outcome.value.dueAt : outcome.code;
    };
    assert.equal(await extend(7), "2026-11-27T16:00:00Z");
    assert.equal(await extend(1), "longer-than-law");
  }));

test("a deadline that was taken up and then got more time is not acted upon before the new end", () =>
  inTrade(async (trade) => {
    const { db, ask, page, pass } = trade;
    const asked = await ask("return-and-refund");
    const { customer_id: customerId, id: caseId } = await db.withTx(system("test"), (tx) =>
      tx.one<{ customer_id: string; id: string }>("select customer_id, id from returns.return_case where number = $1", [
        asked.number,
      ]),
    );
    const { id: deadlineId } = await db.withTx(system("test"), (tx) =>
      tx.one<{ id: string }>("select id from platform.deadline where subject_id = $1 and fired_at is null", [caseId]),
    );
    const given = await extendClock.execute(as(db, staff()), { number: asked.number, days: 2, note: "flood" });
    assert.ok(given.outcome.ok, JSON.stringify(given.outcome));
    const old = Temporal.Instant.from((await page(asked)).dueAt ?? "").subtract({ hours: 47 });
    trade.clock.forward(trade.clock.now().until(old).total("seconds"));
    const due = { customerId, caseId, deadlineId, kind: "merchant-answers" } as const;
    const { outcome } = await timeOut.execute({ db, principal: system("deadlines"), nudge: () => {} }, due);
    assert.ok(outcome.ok && !outcome.value.acted);
    assert.equal((await page(asked)).caseState, "submitted");
    await pass({ hours: 47 });
    assert.notEqual((await page(asked)).caseState, "submitted");
  }));

test("two people of a shop who let its clocks stand still at once stay within the days of a year", () =>
  inTrade(async (trade) => {
    const who = merchant(trade.world.merchantId, "policies.write");
    const days = (from: string, until: string) =>
      publish(trade, { from: `${from}T00:00:00Z`, until: `${until}T00:00:00Z` }, who);
    assert.notEqual(await days("2027-01-01", "2027-01-16"), "pause-days-used-up");
    const codes = await Promise.all([
      days("2027-02-01", "2027-02-16"),
      days("2027-03-01", "2027-03-16"),
      days("2027-04-01", "2027-04-16"),
    ]);
    assert.equal(codes.filter((code) => code === "pause-days-used-up").length, 2);
  }));

/** A refund that the provider refuses, which the merchant has to see to. */
async function refused(trade: Trade): Promise<Asked> {
  trade.running.standIn.setMode("refusing");
  const asked = await trade.ask("refund-only");
  await trade.does(asked, "approve");
  await trade.running.until(
    "it waits for the merchant",
    async () => (await detourOf(trade, asked))?.state === "merchant",
  );
  return asked;
}

const detourOf = async (trade: Trade, asked: Asked) => (await trade.page(asked)).refunds[0]?.detour;

async function transferred(trade: Trade): Promise<Asked> {
  const asked = await refused(trade);
  const proof = [await trade.photo(asked.order, trade.seller)];
  const how = { way: "transfer", reference: "2026112000001", note: "to the account you gave us", proof };
  await trade.does(asked, ["choose-detour", { how }]);
  await trade.running.until("the shopper hears of it", async () =>
    (await trade.page(asked)).timeline.some(({ kind }) => kind === "transfer-to-confirm"),
  );
  return asked;
}

test("while shoppers' clocks stand still nobody's silence says that a transfer has come, whichever was there first", () =>
  inTrade(async (trade) => {
    const dueAt = async (asked: Asked) => (await detourOf(trade, asked))?.dueAt;
    const before = await transferred(trade);
    assert.equal(await dueAt(before), "2026-11-27T04:00:00Z");
    const id = await publish(trade, { holds: ["shopper"] });
    await trade.running.until("it has followed", async () => (await dueAt(before)) === "2026-12-02T04:00:00Z");
    assert.equal(shifts(await trade.page(before)), 1);
    assert.equal(await applyPause({ db: trade.db, nudge: () => undefined }, id), 0);
    const after = await transferred(trade);
    await trade.running.until("it knows the pause", async () => (await dueAt(after)) === "2026-12-02T04:00:00Z");
    await trade.pass({ days: 8 });
    assert.deepEqual(
      [(await detourOf(trade, before))?.state, (await detourOf(trade, after))?.state],
      ["proved", "proved"],
    );
    await trade.pass({ days: 4 });
    for (const asked of [before, after])
      await trade.running.until("silence counts", async () => (await detourOf(trade, asked))?.state === "settled");
  }));

test("money that is owed waits for no festival: the merchant's time for another way and for return freight runs on", () =>
  inTrade(async (trade) => {
    const stuck = await refused(trade);
    trade.running.standIn.setMode("normal");
    const freight = await trade.ask("return-and-refund", { reason: "quality-fault" });
    const receipts = [await trade.photo(freight.order)];
    const told = { freightPaid: { amount: "48.00", currency: "CNY" }, receipts };
    await trade.does(freight, "approve", ["ship", told], "receive", "inspect");
    const paidBack = async () => (await trade.page(freight)).freight.paidBack;
    await trade.running.until("somebody is to look", async () => (await paidBack())?.state === "to-decide");
    const pause = await publish(trade);
    await applyPause({ db: trade.db, nudge: () => undefined }, pause);
    assert.deepEqual(
      [(await detourOf(trade, stuck))?.dueAt, (await paidBack())?.dueAt],
      ["2026-11-22T04:00:00Z", "2026-11-23T04:00:00Z"],
    );
    await trade.pass({ hours: 48 });
    await trade.running.until("paid ahead", async () => (await detourOf(trade, stuck))?.state === "settled");
    await trade.pass({ hours: 24 });
    await trade.running.until("paid back", async () => (await paidBack())?.state === "paid");
  }));
