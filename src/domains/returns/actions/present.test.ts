import assert from "node:assert/strict";
import { test } from "node:test";
import { giveCover } from "#domains/payments";
import type { Id } from "#kernel/ids";
import { type Db, type Principal, system, toJson } from "#platform/db";
import { inTrade, type Trade } from "../../../../tests/support/trade.ts";
import { as, type Order, placeOrder, shopper } from "../../../../tests/support/world.ts";
import { endPresent } from "../../orders/actions/end-present.ts";
import { makePresent } from "../../orders/actions/make-present.ts";
import { getCase } from "../queries/get-case.ts";
import { listCases } from "../queries/list-cases.ts";
import { presentCase, presentOptions, presentReplacements, readPresent } from "../queries/present.ts";
import { inspectGoods } from "./inspect-goods.ts";
import { requestReturn } from "./request-return.ts";

const key = new Uint8Array(32).fill(3);
const amounts = /\b(399|239|160|"amount")/;

test("the recipient of a present sends it back: they see no amount anywhere, and who paid is paid by their own tenders", () =>
  inTrade(async (trade) => {
    const { order, receiver } = await given(trade);
    const { db } = trade;
    const page = await asks(db, receiver, readPresent, {});
    assert.deepEqual(
      page.goods.map(({ lineId, units }) => [lineId, units.free]),
      [[order.lineIds[0], 1]],
      "only what was given",
    );
    const lines = [{ lineId: order.lineIds[0] ?? "", quantity: 1 }];
    const options = await asks(db, receiver, presentOptions, { lines });
    assert.deepEqual(options.options.map(({ kind }) => kind).sort(), ["exchange", "reship", "return-and-refund"]);

    const number = await asked(trade, receiver, order);
    const asked1 = { number, order, lineId: order.lineIds[0] ?? "" };
    await trade.does(asked1, "approve");
    assert.equal(await trade.act(asked1, "ship", {}, receiver), "done");
    await trade.does(asked1, "receive", "inspect");
    const over = await trade.settled(asked1);
    assert.deepEqual([over.caseState, over.present, over.refunded.amount], ["completed", true, "239.00"]);
    const seen = await asks(db, receiver, onePresentCase, { number });
    assert.equal(seen.money, "refunded-to-the-giver");
    for (const answer of [page, options, seen, await asks(db, receiver, readPresent, {})])
      assert.doesNotMatch(toJson(answer), amounts);
  }));

test("an exchange of a present brings the same, or other goods that cost no more; the difference goes to who paid", () =>
  inTrade(async (trade) => {
    const { order, receiver } = await given(trade);
    await trade.price(30_000, "DEAR");
    await trade.price(20_000, "CHEAP");
    const lineId = order.lineIds[0] ?? "";
    const { items } = await asks(trade.db, receiver, presentReplacements, { lineId });
    assert.deepEqual(
      items.map(({ productNumber }) => productNumber),
      ["CHEAP"],
    );
    const body = { kind: "exchange", reason: "quality-fault", evidence: [await trade.photo(order, receiver)] };
    assert.equal(
      await refused(trade, receiver, order, { ...body, wanted: { productNumber: "DEAR" } }),
      "replacement-not-found",
    );
    const number = await asked(trade, receiver, order, { ...body, wanted: { productNumber: "CHEAP" } });
    const one = { number, order, lineId };
    await trade.does(one, "approve");
    await trade.act(one, "ship", {}, receiver);
    await trade.does(one, "receive", "inspect", "ship-replacement");
    assert.equal(await trade.act(one, "confirm-replacement", {}, receiver), "done");
    const over = await trade.settled(one);
    assert.deepEqual([over.caseState, over.refunded.amount], ["completed", "39.00"]);
    assert.doesNotMatch(toJson(await asks(trade.db, receiver, onePresentCase, { number })), amounts);
  }));

test("a recipient is offered no dearer goods, agrees to others that cost no more, and sees no sum", () =>
  inTrade(async (trade) => {
    const { order, receiver } = await given(trade);
    await trade.price(30_000, "DEAR");
    await trade.price(20_000, "CHEAP");
    const number = await asked(trade, receiver, order, {});
    const one = { number, order, lineId: order.lineIds[0] ?? "" };
    const offer = (productNumber: string) =>
      trade.act(one, "offer", { kind: "kind", toKind: "exchange", wanted: { productNumber } });
    assert.equal(await offer("DEAR"), "replacement-not-found");
    assert.equal(await offer("CHEAP"), "done");
    const seen = await asks(trade.db, receiver, onePresentCase, { number });
    assert.equal(seen.offers[0]?.wanted?.productNumber, "CHEAP");
    assert.doesNotMatch(toJson(seen), amounts);
    assert.equal(await trade.act(one, "answer-offer", {}, receiver), "done");
    const agreed = await asks(trade.db, receiver, onePresentCase, { number });
    assert.deepEqual([agreed.kind, agreed.outbound.goods?.productNumber], ["exchange", "CHEAP"]);
    assert.doesNotMatch(toJson(agreed), amounts);
  }));

test("who paid does not hear of it until the goods are accepted, where the recipient wishes so", () =>
  inTrade(async (trade) => {
    const { order, receiver } = await given(trade);
    const number = await asked(trade, receiver, order, { quiet: true });
    const one = { number, order, lineId: order.lineIds[0] ?? "" };
    const giverSees = async () => {
      const page = await asks(
        trade.db,
        trade.buyer,
        listCases(async () => []),
        { limit: 20 },
      );
      return page.items.map((row) => row.number);
    };
    await trade.act(one, "approve");
    await trade.act(one, "ship", {}, receiver);
    await trade.act(one, "receive");
    assert.deepEqual(await giverSees(), []);
    const { outcome } = await getCase(async () => []).ask(as(trade.db, trade.buyer), { number });
    assert.equal(outcome.ok || outcome.code, "case-not-found");
    // The bench counts; from here on it is the giver's money that moves.
    const counted = { lineId: one.lineId, received: 1, accepted: 1, grade: "as-new", disposition: "restock" };
    const inspected = await inspectGoods.execute(as(trade.db, trade.seller), { number, lines: [counted] });
    assert.ok(inspected.outcome.ok, JSON.stringify(inspected.outcome));
    await trade.settled(one);
    assert.deepEqual(await giverSees(), [number]);
  }));

test("row security leaves a recipient the lines and cases of the present and nothing that was paid, wherever it lies", () =>
  inTrade(async (trade) => {
    const { order, receiver } = await given(trade);
    // A case of who paid, about the line that was not given.
    await trade.ask("return-and-refund", { order: { ...order, lineIds: [order.lineIds[1] ?? ""] } });
    const mine = await asked(trade, receiver, order);
    const tables = await rows<{ name: string }>(
      trade.db,
      `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind = 'r' and has_table_privilege('aftercare_shopper', c.oid, 'select') and c.relrowsecurity
          and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'customer_id')`,
    );
    const seen: Record<string, number> = {};
    for (const { name } of tables) {
      const [row] = await rows<{ n: number }>(trade.db, `select count(*)::int as n from ${name}`, receiver);
      if (row !== undefined && row.n > 0) seen[name] = row.n;
    }
    const { "platform.timeline": lines, "platform.deadline": deadlines, ...kept } = seen;
    assert.ok((lines ?? 0) > 0 && (deadlines ?? 0) > 0);
    assert.deepEqual(kept, {
      "orders.line": 1,
      "orders.parcel": 1,
      "orders.present": 1,
      "orders.shop_order": 1,
      "orders.unit": 1,
      "platform.file": 1,
      "returns.case_line": 1,
      "returns.return_case": 1,
    });
    const [only] = await rows<{ number: string }>(trade.db, "select number from returns.return_case", receiver);
    assert.equal(only?.number, mine);
  }));

test("what a recipient may not ask is refused, and what ended is gone", () =>
  inTrade(async (trade) => {
    const { order, receiver } = await given(trade);
    const of = (kind: string, reason: string) => refused(trade, receiver, order, { kind, reason });
    assert.equal(await of("price-protection", "price-dropped"), "not-for-recipients");
    assert.equal(await of("refund-only", "quality-fault"), "not-for-recipients");
    assert.equal(await of("return-and-refund", "found-cheaper"), "not-for-recipients");
    const other = { ...order, lineIds: [order.lineIds[1] ?? ""] };
    assert.equal(await refused(trade, receiver, other, {}), "line-not-in-order");
    const number = await asked(trade, receiver, order);
    const ended = await endPresent.execute(as(trade.db, trade.buyer), { number: order.number });
    assert.ok(ended.outcome.ok);
    const { outcome } = await readPresent.ask(as(trade.db, receiver), {});
    assert.equal(outcome.ok || outcome.code, "present-not-found");
    assert.equal(await trade.act({ number, order, lineId: "" }, "withdraw", {}, receiver), "case-not-found");
    // It goes on as the giver's own.
    assert.equal((await trade.page({ number })).caseState, "submitted");
  }));

test("a recipient says that what came instead is broken or never came, and their silence closes nothing that no carrier delivered", () =>
  inTrade(async (trade) => {
    const { order, receiver } = await given(trade);
    const evidence = [await trade.photo(order, receiver)];
    const number = await asked(trade, receiver, order, { kind: "exchange", reason: "quality-fault", evidence });
    const one = { number, order, lineId: order.lineIds[0] ?? "" };
    await trade.does(one, "approve", ["ship", {}, receiver], "receive", "inspect", "ship-replacement");
    const seen = () => asks(trade.db, receiver, onePresentCase, { number });
    const mayObject = (await seen()).abilities.find(({ action }) => action === "object-replacement");
    assert.equal(mayObject?.allowed, true);
    assert.equal(await trade.act(one, "object-replacement", { trouble: "broken" }, receiver), "trouble-not-shown");
    const shown = { trouble: "broken", note: "in two", evidence: [await trade.photo(order, receiver)] };
    assert.equal(await trade.act(one, "object-replacement", shown, receiver), "done");
    const objected = await seen();
    assert.deepEqual(
      [objected.outboundState, objected.outbound.trouble, objected.waitingOn],
      ["refused", "broken", "merchant"],
    );
    assert.doesNotMatch(toJson(objected), amounts);

    await trade.does(one, "make-good", ["ship-replacement", { carrier: "sf", trackingNumber: "SF0000002" }]);
    await trade.pass({ days: 10 });
    const silent = await seen();
    assert.deepEqual(
      [silent.caseState, silent.outbound.trouble, silent.waitingOn],
      ["approved", "unconfirmed", "merchant"],
    );
  }));

const onePresentCase = presentCase(getCase(async () => []));

/** Two lines, of which the first is given: 239.00 and 160.00. */
async function given({ db, world, buyer }: Trade): Promise<{ order: Order; receiver: Principal }> {
  const order = await placeOrder(db, world, { lines: [{ list: 23_900n }, { list: 16_000n }] });
  const made = await makePresent(key).execute(as(db, buyer), { number: order.number, lineNos: [1] });
  assert.ok(made.outcome.ok, JSON.stringify(made.outcome));
  const [present] = await rows<{ id: Id<"present"> }>(
    db,
    `select id from orders.present where order_id = '${order.id}'`,
  );
  return {
    order,
    receiver: { ...shopper(order.customerId, order.id), presentId: present?.id } as Principal,
  };
}

async function request(trade: Trade, who: Principal, order: Order, change: object) {
  const { outcome } = await requestReturn.execute(as(trade.db, who), {
    number: order.number,
    kind: "return-and-refund",
    reason: "no-longer-wanted",
    lines: [{ lineId: order.lineIds[0], quantity: 1 }],
    evidence: "evidence" in change ? [] : [await trade.photo(order, who)],
    ...change,
  });
  return outcome;
}

async function asked(trade: Trade, who: Principal, order: Order, change: object = {}): Promise<string> {
  const outcome = await request(trade, who, order, change);
  assert.ok(outcome.ok, JSON.stringify(outcome));
  assert.doesNotMatch(toJson(outcome.value).replace('"amount":null', ""), amounts);
  return outcome.value.cases[0]?.number ?? "";
}

async function refused(trade: Trade, who: Principal, order: Order, change: object): Promise<string> {
  const outcome = await request(trade, who, order, change);
  return outcome.ok ? "granted" : outcome.code;
}

type Asks<R> = {
  ask(caller: ReturnType<typeof as>, input: unknown): Promise<{ outcome: { ok: true; value: R } | { ok: false } }>;
};

async function asks<R>(db: Db, who: Principal, query: Asks<R>, input: object): Promise<R> {
  const { outcome } = await query.ask(as(db, who), input);
  assert.ok(outcome.ok, JSON.stringify(outcome));
  return outcome.value;
}

function rows<R>(db: Db, sql: string, who: Principal = system("test")): Promise<R[]> {
  return db.withTx(who, (tx) => tx.rows<R>(sql));
}

test("insurance pays who paid the carrier: the giver nothing for what the recipient sent back, but for what they send themselves", () =>
  inTrade(async (trade) => {
    const { db, world, buyer } = trade;
    const claimed = async ({ number }: { number: string }) => {
      const claim = async () => (await trade.page({ number })).freight.cover?.claim ?? null;
      await trade.running.until("it is claimed", async () => (await claim()) !== null);
      const known = await claim();
      return [known?.state === "refused", known?.because.at(-1)?.code];
    };
    const sentBy = async (who: "recipient" | "giver") => {
      const { order, receiver } = await given(trade);
      await db.withTx(system("test"), (tx) =>
        giveCover(tx, {
          customerId: world.customerId,
          orderId: order.id,
          merchantId: world.merchantId,
          productId: "standard",
        }),
      );
      const one = { number: await asked(trade, receiver, order), order, lineId: order.lineIds[0] ?? "" };
      await trade.does(one, "approve");
      if (who === "giver") {
        const { outcome } = await endPresent.execute(as(db, buyer), { number: order.number });
        assert.ok(outcome.ok, JSON.stringify(outcome));
      }
      assert.equal(await trade.act(one, "ship", {}, who === "giver" ? buyer : receiver), "done");
      await trade.does(one, "receive", "inspect");
      await trade.settled(one);
      return claimed(one);
    };
    assert.deepEqual(await sentBy("recipient"), [true, "freight-paid-by-recipient"]);
    assert.deepEqual(await sentBy("giver"), [false, "freight-zone-unknown"]);
  }));
