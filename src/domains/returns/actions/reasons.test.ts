import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "#kernel/ids";
import { principalName, system, toJson } from "#platform/db";
import { inTrade, type Trade, yuan } from "../../../../tests/support/trade.ts";
import { as, type Order, placeOrder } from "../../../../tests/support/world.ts";
import { reasons, taxonomyVersion } from "../contract.ts";
import { askOptions } from "../queries/options.ts";
import type { Signal } from "../rules/risk-signals.ts";

test("The words a reason was chosen in, and the list they are from, stay with the case", async () => {
  await inTrade(async (trade) => {
    const asked = await trade.ask("return-and-refund", { reason: "material-differs" });
    const { reason, reasonWords, reasonVersion } = await trade.page(asked);
    assert.deepEqual(
      [reason, reasonWords, reasonVersion],
      ["material-differs", reasons["material-differs"].words, taxonomyVersion],
    );
    await trade.does(asked, "reject", [
      "resubmit",
      { reason: "damaged-on-arrival", evidence: [await trade.photo(asked.order)] },
    ]);
    const later = await trade.page(asked);
    assert.deepEqual(later.reasonWords, reasons["damaged-on-arrival"].words);
    assert.ok(
      later.lines[0]?.decision.routes.some(({ route, decision }) => route === "non-conformity" && decision === "ALLOW"),
    );
  });
});

test("Of bad fruit its share is paid and the rest is kept: 3 of 10 bad pays 18.00 of 60.00", async () => {
  await inTrade(async (trade) => {
    const order = await fruit(trade);
    const bad = { pieces: 3, of: 10 };
    const [told] = await optionsOf(trade, order, { reason: "spoiled", bad });
    assert.deepEqual([told?.asksBad, told?.amount], [true, yuan("18.00")]);
    const asked = await trade.ask("refund-only", { order, reason: "spoiled", bad });
    const opened = await trade.page(asked);
    assert.deepEqual([opened.requested, opened.lines[0]?.requested], [yuan("18.00"), yuan("18.00")]);
    await trade.act(asked, "approve");
    const paid = await trade.settled(asked);
    assert.deepEqual([paid.caseState, paid.refunded], ["completed", yuan("18.00")]);
    // What was kept is still worth the rest, and no more.
    const rest = await trade.ask("refund-only", { order, reason: "wrong-item" });
    assert.deepEqual((await trade.page(rest)).requested, yuan("42.00"));
  });
});

test("All of it bad pays all of it; shares of several lines nobody could tell apart", async () => {
  await inTrade(async (trade) => {
    const order = await fruit(trade);
    const all = await trade.ask("refund-only", { order, reason: "spoiled", bad: { pieces: 10, of: 10 } });
    assert.deepEqual((await trade.page(all)).requested, yuan("60.00"));
  });
});

test("Who says counterfeit is owed three times the price once it is shown, and the decision says so from the start", async () => {
  await inTrade(async (trade) => {
    const asked = await trade.ask("return-and-refund", { reason: "counterfeit" });
    const [fraud] = (await trade.page(asked)).lines[0]?.decision.compensation ?? [];
    assert.deepEqual(
      [fraud?.rule, fraud?.decision, fraud?.basis, fraud?.amount],
      ["CN-CMP-01", "REVIEW", "three-times-price", yuan("1197.00")],
    );
  });
});

test("A seller who has not got what was paid for breaks the contract: money back, or the goods, and what was lost by it", async () => {
  await inTrade(async (trade) => {
    const asked = await trade.ask("cancel-before-shipment", { reason: "out-of-stock" });
    const { decision } = (await trade.page(asked)).lines[0] ?? assert.fail();
    const route = decision.routes.find((one) => one.route === "before-shipment") ?? assert.fail();
    assert.deepEqual([route.decision, route.remedy], ["ALLOW", "refund-only"]);
    assert.ok(route.because.some(({ code, rule }) => code === "seller-cancelled" && rule === "CN-CON-01"));
    assert.deepEqual(
      route.obligations.map(({ code, rule }) => [code, rule]),
      [["perform-or-compensate", "CN-CON-01"]],
    );
    assert.deepEqual(
      route.citations.filter(({ rule }) => rule === "CN-CON-01").map(({ article }) => article),
      ["49", "491(2), 577"],
    );
    const [lost] = decision.compensation;
    assert.deepEqual([lost?.rule, lost?.decision, lost?.basis], ["CN-CMP-06", "REVIEW", "interest-and-costs"]);
    const late = await trade.ask("cancel-before-shipment", { reason: "too-slow" });
    assert.deepEqual((await trade.page(late)).lines[0]?.decision.compensation, [], "who is late has not cancelled");
    await trade.does(asked, "approve");
    assert.equal((await trade.settled(asked)).caseState, "completed");
  });
});

test("Food past its date is heard as such: ten times the price or a thousand yuan, once it is shown", async () => {
  await inTrade(async (trade) => {
    const asked = await trade.ask("refund-only", { order: await fruit(trade), reason: "food-expired" });
    const [food] = (await trade.page(asked)).lines[0]?.decision.compensation ?? [];
    assert.deepEqual(
      [food?.rule, food?.decision, food?.basis, food?.amount],
      ["CN-CMP-03", "REVIEW", "at-least-1000", yuan("1000.00")],
    );
  });
});

test("What is later than promised and of no use any more is refused at the door or paid back; in time it is not late", async () => {
  await inTrade(async (trade) => {
    const late = await onItsWay(trade, { promised_by: "2026-11-15T10:00:00+08:00" });
    const [told] = await optionsOf(trade, late, { reason: "late-delivery" });
    assert.deepEqual([told?.standing, told?.asks], ["refused", ["purposeDefeated", "urged"]]);
    const useless = { reason: "late-delivery", condition: { purposeDefeated: true } };
    assert.equal(await trade.asks("refund-only", { order: late, ...useless }), "done");
    const inTime = await onItsWay(trade, { promised_by: "2026-11-30T10:00:00+08:00" });
    assert.equal(await trade.asks("refund-only", { order: inTime, ...useless }), "not-late");
    assert.equal(await trade.asks("refuse-delivery", { order: inTime, ...useless }), "not-late");
    assert.equal(await trade.asks("refuse-delivery", { order: inTime, reason: "no-longer-wanted" }), "done");
  });
});

test("A late parcel that still comes is not paid for by the merchant's silence", async () => {
  await inTrade(async (trade) => {
    const order = await onItsWay(trade, { promised_by: "2026-11-15T10:00:00+08:00" });
    const asked = await trade.ask("refund-only", { order, reason: "late-delivery", condition: { urged: true } });
    await trade.pass({ hours: 49 });
    assert.equal((await trade.page(asked)).waitingOn, "platform");
  });
});

test("What the carrier gave up is paid back as a right", async () => {
  await inTrade(async (trade) => {
    const order = await onItsWay(trade, { lost_at: "2026-11-19T10:00:00+08:00" });
    const asked = await trade.ask("refund-only", { order, reason: "never-arrived" });
    const [line] = (await trade.page(asked)).lines;
    assert.equal(line?.verdict, "ALLOW");
  });
});

test("Another kind of evidence than the reason needs shows nothing", async () => {
  await inTrade(async (trade) => {
    const order = await placeOrder(trade.db, trade.world);
    const evidence = [await upload(trade, order, "waybill")];
    assert.equal(
      await trade.asks("return-and-refund", { order, reason: "quality-fault", evidence }),
      "evidence-needed",
    );
    const shown = [await upload(trade, order, "report")];
    assert.equal(await trade.asks("return-and-refund", { order, reason: "quality-fault", evidence: shown }), "done");
  });
});

test("A clause that wants a film is told beforehand, waits for it, and holds once it is given", async () => {
  await inTrade(async (trade) => {
    const order = await promising(trade, "film-of-unboxing", {
      reasons: ["missing"],
      remedies: ["refund-only"],
      evidence: ["unboxing-video"],
    });
    const [told] = await optionsOf(trade, order, { reason: "missing-parts" });
    assert.deepEqual([told?.standing, told?.evidenceNeeded], ["offered", ["unboxing-video"]]);
    const asked = await trade.ask("refund-only", { order, reason: "missing-parts" });
    assert.equal((await trade.page(asked)).verdict, "REVIEW");
    await trade.does(asked, [
      "offer",
      { kind: "evidence", evidenceKind: "unboxing-video", note: "the unboxing, please" },
    ]);
    const photo = await upload(trade, order, "photo");
    assert.equal(await trade.act(asked, "answer-offer", { accept: true, evidence: [photo] }), "evidence-needed");
    const film = await upload(trade, order, "unboxing-video");
    await trade.does(asked, ["answer-offer", { accept: true, evidence: [film] }]);
    const shown = await trade.page(asked);
    assert.deepEqual([shown.verdict, shown.caseState, shown.waitingOn], ["ALLOW", "submitted", "merchant"]);
    assert.equal(await trade.act(asked, "reject", {}, trade.seller), "statutory-right");
  });
});

test("A film that a promise wants is no condition of what the law gives: without it the same is offered, and nobody may refuse it", async () => {
  await inTrade(async (trade) => {
    const filmed = await promising(trade, "film-of-every-fault", {
      reasons: ["quality"],
      remedies: ["return"],
      evidence: ["unboxing-video"],
    });
    const plain = await placeOrder(trade.db, trade.world);
    const offered = async (order: Order) => {
      const told = (await optionsOf(trade, order, { reason: "quality-fault" })).find(
        ({ kind }) => kind === "return-and-refund",
      );
      return [told?.standing, told?.amount, told?.lastDay, told?.freightPayer];
    };
    assert.deepEqual(await offered(filmed), await offered(plain));
    const asked = await trade.ask("return-and-refund", { order: filmed, reason: "quality-fault" });
    const opened = await trade.page(asked);
    assert.deepEqual([opened.verdict, opened.caseState, opened.waitingOn], ["ALLOW", "submitted", "merchant"]);
    assert.equal(await trade.act(asked, "reject", {}, trade.seller), "statutory-right");
  });
});

test("Signals ask for a film and say why, once the case is open; who has none keeps the right and only waits", async () => {
  await inTrade(async (trade) => {
    await trade.db.withTx(system("test"), (tx) =>
      tx.run("insert into returns.risk_standing (customer_id, signals, counted_at) values ($1, $2, $3)", [
        trade.world.customerId,
        toJson(strong),
        tx.now,
      ]),
    );
    const order = await placeOrder(trade.db, trade.world);
    const told = await optionsOf(trade, order, { reason: "wrong-item" });
    assert.deepEqual(told.find(({ kind }) => kind === "return-and-refund")?.filmWanted, ["word-alone"]);
    const asked = await trade.ask("return-and-refund", { order, reason: "wrong-item" });
    const opened = await trade.page(asked);
    assert.deepEqual(
      [
        opened.caseState,
        opened.waitingOn,
        opened.verdict,
        opened.offers.map(({ by, evidenceKind }) => [by, evidenceKind]),
      ],
      ["negotiating", "shopper", "ALLOW", [["platform", "video"]]],
    );
    await trade.pass({ hours: 49 });
    const without = await trade.page(asked);
    assert.deepEqual([without.caseState, without.waitingOn, without.verdict], ["submitted", "merchant", "ALLOW"]);
    const filmed = await placeOrder(trade.db, trade.world);
    const evidence = [await upload(trade, filmed, "video")];
    const atOnce = await trade.ask("return-and-refund", { order: filmed, reason: "wrong-item", evidence });
    assert.equal((await trade.page(atOnce)).waitingOn, "merchant");
  });
});

const strong: readonly Signal[] = [
  { signal: "word-alone", strength: "strong", params: { cases: 6, orders: 6, days: 180 } },
];

/** Ten pieces of fresh fruit for 60.00, delivered the day before, of a shop that pays for the bad ones. */
async function fruit(trade: Trade): Promise<Order> {
  await trade.db.withTx(system("test"), (tx) =>
    tx.run(
      "insert into catalog.category (code, name, name_en, law_category, special_class) values ('fresh', 'fresh', 'fresh', 'food', 'perishable') on conflict do nothing",
      [],
    ),
  );
  return promising(
    trade,
    "bad-fruit",
    {
      reasons: ["spoiled"],
      remedies: ["refund-only"],
      window: { hours: 48, from: "delivered" },
      evidence: ["photo", "video"],
      pays: "bad-share",
    },
    { lines: [{ list: 6_000n, category: "fresh" }], deliveredAt: "2026-11-19T10:00:00+08:00" },
  );
}

async function promising(trade: Trade, id: string, clause: object, sketch: object = {}): Promise<Order> {
  const policy = { id, version: "1", effectiveFrom: "2026-01-01", clauses: [{ id, ...clause }] };
  await trade.db.withTx(system("test"), (tx) =>
    tx.run(
      "insert into platform.policy (id, version, title, body, effective_from, published_at, published_by) values ($1, 1, $2, $3, $4, $4, 'test')",
      [id, { zh: id, en: id }, { policy, handling: {} }, tx.now],
    ),
  );
  return placeOrder(trade.db, trade.world, { policyId: id, ...sketch });
}

async function onItsWay(
  trade: Trade,
  parcel: { readonly promised_by?: string; readonly lost_at?: string },
): Promise<Order> {
  const order = await placeOrder(trade.db, trade.world, { onTheWay: true });
  await trade.db.withTx(system("test"), (tx) =>
    tx.run("update orders.parcel set promised_by = $3, lost_at = $4 where customer_id = $1 and order_id = $2", [
      order.customerId,
      order.id,
      parcel.promised_by ?? null,
      parcel.lost_at ?? null,
    ]),
  );
  return order;
}

async function upload({ db, buyer }: Trade, order: Order, kind: string): Promise<string> {
  const id = newId();
  await db.withTx(system("test"), (tx) =>
    tx.run(
      `insert into platform.file (customer_id, id, order_id, stored_id, subject_kind, media_type, bytes, width, height, sha256, uploaded_by, at, kind)
       values ($1, $2, $3, $2, 'order', $4, 10, 1, 1, repeat('0', 64), $5, $6, $7)`,
      [
        order.customerId,
        id,
        order.id,
        /video/.test(kind) ? "video/mp4" : "image/jpeg",
        principalName(buyer),
        tx.now,
        kind,
      ],
    ),
  );
  return id;
}

/** What is told of money without goods back first, before anything is asked for. */
async function optionsOf({ db, buyer }: Trade, order: Order, said: object) {
  const lines = [{ lineId: order.lineIds[0] ?? "", quantity: 1 }];
  const { outcome } = await askOptions.ask(as(db, buyer), { number: order.number, lines, ...said });
  assert.ok(outcome.ok, JSON.stringify(outcome));
  return outcome.value.options.toSorted((one) => (one.kind === "refund-only" ? -1 : 1));
}
