import assert from "node:assert/strict";
import { test } from "node:test";
import { system } from "#platform/db";
import { type Asked, inTrade, type Trade, yuan } from "../../../../tests/support/trade.ts";
import { as, staff } from "../../../../tests/support/world.ts";
import { giveFreightCover } from "../../payments/actions/give-freight-cover.ts";

/** What was published of a case about money beside its refund: kind, amount, and whom it waits for until when. */
async function told({ db }: Trade): Promise<string[]> {
  const rows = await db.withTx(system("test"), (tx) =>
    tx.rows<{ kind: string; amount: string; waiting: string; due: string | null }>(
      `select kind, payload -> 'amount' ->> 'amount' as amount, payload ->> 'waitingOn' as waiting, payload ->> 'dueAt' as due
         from platform.outbox where kind like 'returns.transfer-%' or kind in ('returns.freight-paid', 'returns.insurance-paid') order by at, id`,
    ),
  );
  return rows.map(({ kind, amount, waiting, due }) => [kind, amount, waiting, due ?? ""].join(" ").trim());
}

const tells = (trade: Trade, lines: number) =>
  trade.running.until(`${lines} are told`, async () => (await told(trade)).length === lines);
const said = async ({ page }: Trade, asked: Asked) => (await page(asked)).timeline.map(({ kind }) => kind);

test("a proved transfer is told at once, and twice more before the shopper's silence counts as its receipt", () =>
  inTrade(async (trade) => {
    trade.running.standIn.setMode("refusing");
    const asked = await trade.ask("refund-only");
    await trade.does(asked, "approve");
    const waitsFor = (whom: string) =>
      trade.running.until(`it waits for ${whom}`, async () => (await trade.page(asked)).waitingOn === whom);
    await waitsFor("merchant");
    const proof = [await trade.photo(asked.order, trade.seller)];
    const how = { way: "transfer", reference: "2026112000001", note: "to the account you gave us", proof };
    await trade.does(asked, ["choose-detour", { how }]);
    await waitsFor("shopper");
    const due = "2026-11-27T04:00:00Z";
    await tells(trade, 1);
    assert.deepEqual(await told(trade), [`returns.transfer-to-confirm 399.00 shopper ${due}`]);
    await trade.pass({ days: 3 });
    await trade.pass({ days: 3 });
    assert.deepEqual((await told(trade)).slice(1), [
      `returns.transfer-reminded 399.00 shopper ${due}`,
      `returns.transfer-reminded 399.00 shopper ${due}`,
    ]);
    await trade.pass({ days: 1 });
    await trade.running.until("it is over", async () => (await trade.page(asked)).caseState === "completed");
    assert.equal((await told(trade)).length, 3);
    assert.equal((await said(trade, asked)).filter((kind) => kind === "transfer-to-confirm").length, 1);
  }));

test("return freight and its insurance are told when they are paid, with what they paid", () =>
  inTrade(async (trade) => {
    const { ask, does, photo, db, world } = trade;
    const faulty = await ask("return-and-refund", { reason: "quality-fault" });
    const receipts = [await photo(faulty.order)];
    await does(faulty, "approve", ["ship", { freightPaid: yuan("12.00"), receipts }], "receive", "inspect");
    await tells(trade, 1);
    const insured = await ask("return-and-refund");
    const given = await giveFreightCover.execute(as(db, staff("compensation.propose")), {
      number: insured.order.number,
      merchantId: world.merchantId,
      product: "standard",
      payer: "platform",
    });
    assert.ok(given.outcome.ok);
    await does(insured, "approve", "ship", "receive", "inspect");
    await tells(trade, 2);
    const [freight, insurance] = await told(trade);
    assert.match(freight ?? "", /^returns\.freight-paid 12\.00 /);
    assert.match(insurance ?? "", /^returns\.insurance-paid \d+\.00 /);
    assert.ok((await said(trade, faulty)).includes("freight-paid-back"));
    assert.ok((await said(trade, insured)).includes("freight-insurance-paid"));
  }));
