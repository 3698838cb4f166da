import assert from "node:assert/strict";
import { test } from "node:test";
import { system } from "#platform/db";
import { type Asked, inTrade, type Trade } from "../../../../tests/support/trade.ts";
import { as, placeOrder, staff } from "../../../../tests/support/world.ts";
import { askOptions } from "../queries/options.ts";

const here = ["approve", "ship", "receive"] as const;
const repaired = ["inspect", { repair: { outcome: "repaired", note: "new switch" } }] as const;
const beyond = (instead: string) => ["inspect", { repair: { outcome: "not-repairable", instead } }] as const;

test("goods are sent in, mended, and the same ones go back; no money moves and the case is over", () =>
  inTrade(async ({ ask, does, act, page }) => {
    const asked = await ask("repair");
    const in_ = await does(asked, ...here);
    assert.deepEqual(
      [in_.next.now.code, in_.next.waitingOn, in_.next.ifNobody?.code, in_.next.dueAt],
      ["goods-repaired", "warehouse", "exchanged-instead", "2026-12-20T04:00:00Z"],
    );
    assert.equal(await act(asked, "inspect"), "repair-outcome-differs");
    const mended = await does(asked, repaired);
    assert.deepEqual([mended.outboundState, mended.repair], ["to-ship", { outcome: "repaired", before: 0 }]);
    assert.equal(mended.inspections[0]?.disposition, "return-to-shopper");
    const over = await does(asked, "ship-replacement", "confirm-replacement");
    assert.deepEqual([over.kind, over.caseState, over.moneyState], ["repair", "completed", "none"]);
    assert.deepEqual(
      over.steps.map(({ step, state }) => `${step} ${state}`),
      ["submitted", "approved", "shipped", "repaired", "replacement-sent", "replacement-received"].map(
        (step) => `${step} done`,
      ),
    );
    assert.ok(
      (await page(asked)).timeline.some(
        ({ kind, data }) => kind === "repair-repaired" && data["note"] === "new switch",
      ),
    );
  }));

test("the shopper may ask about mended goods again, and the law counts the days they were away and how often", () =>
  inTrade(async (trade) => {
    await listTelevisions(trade);
    const order = await placeOrder(trade.db, trade.world, { lines: [{ list: 39_900n, category: "televisions" }] });
    const mend = async () => {
      const asked = await trade.ask("repair", { order, reason: "does-not-work" });
      await trade.does(asked, "approve", "ship");
      await trade.pass({ days: 2 });
      await trade.does(asked, "receive", repaired, "ship-replacement", "confirm-replacement");
      await trade.pass({ days: 20 });
      return asked;
    };
    const standing = async (kind: string) => {
      const { outcome } = await askOptions.ask(as(trade.db, trade.buyer), {
        number: order.number,
        lines: [{ lineId: order.lineIds[0], quantity: 1 }],
        reason: "does-not-work",
      });
      assert.ok(outcome.ok, JSON.stringify(outcome));
      return outcome.value.options.find((option) => option.kind === kind);
    };
    await mend();
    const [once, second] = [await standing("repair"), await standing("exchange")];
    // Delivered on 2026-11-18 with a year of guarantee, and two days at the repairer's.
    assert.deepEqual([once?.standing, once?.lastDay, second?.standing], ["offered", "2027-11-20", "refused"]);
    await mend();
    const replaced = await standing("exchange");
    assert.equal(replaced?.standing, "offered");
    assert.ok(replaced?.because.some(({ code }) => code === "repaired-twice"));
    const third = await trade.ask("repair", { order, reason: "does-not-work" });
    assert.deepEqual((await trade.page(third)).repair, { outcome: null, before: 2 });
  }));

test("what cannot be repaired is exchanged, or paid back, by one tap of the shopper", () =>
  inTrade(async ({ ask, does, settled }) => {
    const first = await ask("repair");
    const proposed = await does(first, ...here, beyond("exchange"));
    assert.deepEqual(
      [proposed.next.now.code, proposed.next.waitingOn, proposed.offers[0]?.toKind],
      ["instead-of-repair-to-shopper", "shopper", "exchange"],
    );
    const other = await does(first, "answer-offer");
    assert.deepEqual([other.kind, other.outboundState, other.moneyState], ["exchange", "to-ship", "none"]);
    assert.equal((await does(first, "ship-replacement", "confirm-replacement")).caseState, "completed");

    const second = await ask("repair");
    const money = await does(second, ...here, beyond("return-and-refund"));
    assert.equal(money.offers[0]?.brings?.amount, "399.00");
    await does(second, "answer-offer");
    const paid = await settled(second);
    assert.deepEqual([paid.kind, paid.caseState, paid.refunded.amount], ["return-and-refund", "completed", "399.00"]);
  }));

test("who wants neither, or says nothing, is heard by the platform, which gives the price back", () =>
  inTrade(async ({ ask, does, pass, page, settled }) => {
    const refused = await ask("repair");
    await does(refused, ...here, beyond("exchange"), ["answer-offer", { accept: false }]);
    const silent = await ask("repair");
    await does(silent, ...here, beyond("exchange"));
    await pass({ hours: 49 });
    for (const asked of [refused, silent]) {
      assert.deepEqual(
        [(await page(asked)).next.now.code, (await page(asked)).waitingOn],
        ["platform-decides", "platform"],
      );
      await does(asked, ["approve", {}, staff()]);
      assert.deepEqual(
        [(await settled(asked)).refunded.amount, (await page(asked)).kind],
        ["399.00", "return-and-refund"],
      );
    }
  }));

test("thirty days at the bench without a word, and another one goes out", () =>
  inTrade(async ({ ask, does, pass, page }) => {
    const asked = await ask("repair");
    await does(asked, ...here);
    await pass({ days: 29 });
    assert.equal((await page(asked)).goodsState, "arrived");
    await pass({ days: 1, hours: 1 });
    const { kind, outboundState, goodsState, next } = await page(asked);
    assert.deepEqual([kind, outboundState, goodsState], ["exchange", "to-ship", "inspected"]);
    assert.equal(next.ifNobody?.code, "refunded-instead");
  }));

test("nothing of it is accepted: the platform looks, and what it grants is another one", () =>
  inTrade(async ({ ask, does }) => {
    const asked = await ask("repair");
    const counted = await does(asked, ...here, ["inspect", { accepted: 0 }]);
    assert.deepEqual([counted.waitingOn, counted.repair], ["platform", { outcome: null, before: 0 }]);
    const granted = await does(asked, ["approve", {}, staff()]);
    assert.deepEqual([granted.kind, granted.outboundState], ["exchange", "to-ship"]);
  }));

test("mended goods that are lost or fail on the way out are made good by another one", () =>
  inTrade(async ({ ask, does, photo }) => {
    const asked = await ask("repair");
    await does(asked, ...here, repaired, "ship-replacement");
    const evidence = [await photo(asked.order)];
    const again = await does(asked, ["object-replacement", { trouble: "broken", evidence }], "make-good");
    assert.deepEqual([again.kind, again.outboundState], ["exchange", "to-ship"]);
  }));

test("one piece is asked about at a time, with a fault, and a return has no outcome of a repair", () =>
  inTrade(async ({ ask, asks, act, does }) => {
    assert.equal(
      await asks("repair", { sketch: { lines: [{ list: 39_900n, quantity: 2 }] }, quantity: 2 }),
      "repair-one-piece",
    );
    assert.equal(await asks("repair", { reason: "no-longer-wanted" }), "reason-not-for-kind");
    const asked: Asked = await ask("return-and-refund");
    await does(asked, ...here);
    assert.equal(await act(asked, "inspect", { repair: { outcome: "repaired" } }), "repair-outcome-differs");
  }));

/** On the list of the three guarantees, with a year of free repair. */
async function listTelevisions({ db }: Trade): Promise<void> {
  await db.withTx(system("test"), (tx) =>
    tx.run(
      "insert into catalog.category (code, name, name_en, law_category, listed_as) values ('televisions', 'televisions', 'televisions', 'electronics', 'colour-tv')",
    ),
  );
}
