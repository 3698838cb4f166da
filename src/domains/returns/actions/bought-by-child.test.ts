import assert from "node:assert/strict";
import { test } from "node:test";
import { inTrade } from "../../../../tests/support/trade.ts";
import { as, merchant, placeOrder, staff } from "../../../../tests/support/world.ts";
import { findChild } from "./find-child.ts";

const reason = "bought-by-child";
/** Longer ago than any window for a change of mind. */
const deliveredAt = "2026-10-20T10:00:00+08:00";

test("what a small child bought goes back long after the seven days, once a person has looked: Civil Code 144 and 145", () =>
  inTrade(async ({ db, world, ask, asks, does, settled, page }) => {
    const place = () => placeOrder(db, world, { deliveredAt });
    assert.equal(await asks("return-and-refund", { order: await place(), reason }), "age-needed");
    assert.equal(await asks("return-and-refund", { order: await place(), reason: "other" }), "window-closed");
    const asked = await ask("return-and-refund", { order: await place(), reason, childAge: 7 });
    const seen = await page(asked, staff("cases.read"));
    assert.equal(seen.verdict, "REVIEW");
    const route = seen.lines[0]?.decision.routes.find((one) => one.route === "void-contract");
    assert.deepEqual(
      [route?.decision, route?.remedy, route?.because.map(({ code }) => code)],
      ["REVIEW", "return", ["minor-to-be-shown", "too-young-to-buy", "both-sides-give-back"]],
    );
    assert.ok(route?.citations.some(({ rule }) => rule === "CN-MIN-01"));
    await does(asked, "approve", "ship", "receive", "inspect");
    assert.equal((await settled(asked)).refunded.amount, "399.00");
  }));

test("of an older child it is for a person whether the purchase fits the age, and whether the parents agree", () =>
  inTrade(async ({ db, world, ask, act, does, page }) => {
    const order = await placeOrder(db, world, { deliveredAt });
    const asked = await ask("return-and-refund", { order, reason, childAge: 13 });
    const codes = (await page(asked)).lines[0]?.decision.routes
      .find((one) => one.route === "void-contract")
      ?.because.map(({ code }) => code);
    assert.deepEqual(codes, [
      "minor-to-be-shown",
      "fits-the-age-to-be-judged",
      "guardian-to-be-asked",
      "both-sides-give-back",
    ]);
    const found = async (words: object, who = staff()) => {
      const note = "the household register";
      const { outcome } = await findChild.execute(as(db, who), { number: asked.number, note, ...words });
      return outcome.ok ? "done" : outcome.code;
    };
    const shown = { proof: "shown", fitsAge: "no", guardian: "refused" };
    assert.equal(await found(shown, merchant(world.otherMerchantId)), "case-not-found");
    assert.equal(await found(shown), "done");
    const judged = await page(asked, staff());
    assert.deepEqual([judged.verdict, judged.lines[0]?.decision.best], ["ALLOW", "void-contract"]);
    assert.equal(judged.timeline.find(({ kind }) => kind === "child-found")?.data["note"], "the household register");
    // What the law gives plainly no merchant refuses.
    assert.equal(
      await act(asked, "reject", { reason: "window-closed", note: "too late" }, merchant(world.merchantId)),
      "statutory-right",
    );
    assert.equal(await found({ proof: "refuted", fitsAge: "to-be-judged", guardian: "not-heard" }), "done");
    assert.equal((await page(asked)).verdict, "DENY");
    assert.equal((await does(asked, "reject")).caseState, "rejected");
    assert.equal(await found(shown), "move-not-allowed");
  }));

test("only where a child is said to have bought is there something to find", () =>
  inTrade(async ({ db, ask, page }) => {
    const plain = await ask("return-and-refund");
    const body = { number: plain.number, proof: "shown", fitsAge: "no", guardian: "refused", note: "x" };
    const { outcome } = await findChild.execute(as(db, staff()), body);
    assert.equal(outcome.ok ? "done" : outcome.code, "move-not-allowed");
    const may = async (number: string) =>
      (await page({ number }, staff())).abilities.find(({ action }) => action === "find-child")?.allowed;
    assert.equal(await may(plain.number), false);
    const child = await ask("return-and-refund", { reason, childAge: 9 });
    assert.equal(await may(child.number), true);
  }));

test("in the seven days nobody needs to say who bought", () =>
  inTrade(async ({ ask, page }) => {
    const seen = await page(await ask("return-and-refund", { reason, childAge: 7 }));
    assert.deepEqual([seen.verdict, seen.lines[0]?.decision.best], ["ALLOW", "no-reason"]);
  }));
