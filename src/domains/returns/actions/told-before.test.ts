import assert from "node:assert/strict";
import { test } from "node:test";
import { inTrade } from "../../../../tests/support/trade.ts";
import { placeOrder, staff } from "../../../../tests/support/world.ts";
import type { Case } from "../contract.ts";

const delivered = "2026-10-30T10:00:00+08:00";
const decisionOf = (one: Case) => {
  const [line] = one.lines;
  assert.ok(line);
  return line.decision;
};

test("a return the live room promised is offered long after the law's days, with the article that binds", () =>
  inTrade(async ({ db, world, ask, asks, page }) => {
    const told = { promises: { by: "live-room", noReasonDays: 30, returnFreight: "seller" } };
    const order = await placeOrder(db, world, { deliveredAt: delivered, lines: [{ list: 39_900n, told }] });
    const seen = await page(await ask("return-and-refund", { order }), staff("cases.read"));
    assert.equal(seen.freightPayer, "seller");
    const promise = decisionOf(seen).routes.find(({ route }) => route === "promise");
    assert.deepEqual(
      promise?.because.map(({ code, rule }) => [code, rule]),
      [["live-room-promise-applies", "live-room-promise"]],
    );
    assert.ok(promise?.citations.some(({ rule }) => rule === "CN-PREC-02"));
    const bare = await placeOrder(db, world, { deliveredAt: delivered });
    assert.equal(await asks("return-and-refund", { order: bare }), "window-closed");
  }));

test("a German order is late only where its shopper was told of the right to withdraw", () =>
  inTrade(async ({ db, world, ask, asks, page }) => {
    const place = (told?: object) =>
      placeOrder(db, world, {
        country: "DE",
        zone: "Europe/Berlin",
        currency: "EUR",
        deliveredAt: delivered,
        lines: [{ list: 39_900n, ...(told === undefined ? {} : { told }) }],
      });
    const informed = await place({ withdrawal: { informed: true, at: null, returnCostExplained: true } });
    assert.equal(await asks("return-and-refund", { order: informed }), "withdrawal-closed");
    const codes = async (told?: object) => {
      const seen = await page(await ask("return-and-refund", { order: await place(told) }));
      const route = decisionOf(seen).routes.find((one) => one.route === "no-reason");
      return [seen.verdict, route?.because[0]?.code, route?.because[0]?.rule];
    };
    assert.deepEqual(await codes(), ["REVIEW", "withdrawal-information-unknown", "EU-CRD-10"]);
    assert.deepEqual(await codes({ withdrawal: { informed: false, at: null } }), [
      "REVIEW",
      "withdrawal-open-longer",
      "EU-CRD-10",
    ]);
  }));

test("who speaks of a fake is told of the multiple that was promised and of the price compared with; the desk sees who answers", () =>
  inTrade(async ({ db, world, ask, page, photo }) => {
    const told = {
      promises: { by: "page", multiple: { times: 4, besideRefund: false } },
      comparison: {
        priceMinor: "59900",
        explained: "nothing",
        lowestDealMinor: "39900",
        lastDealMinor: null,
        markedUpFromMinor: null,
      },
      liveRoom: { sellerShown: false },
    };
    const order = await placeOrder(db, world, { lines: [{ list: 39_900n, told }] });
    const evidence = [await photo(order)];
    const seen = await page(
      await ask("return-and-refund", { order, reason: "counterfeit", evidence }),
      staff("cases.read"),
    );
    const { compensation, liability } = decisionOf(seen);
    assert.deepEqual(
      compensation.map(({ rule, decision, amount }) => [rule, decision, amount?.amount]),
      [
        ["CN-CMP-04", "REVIEW", "1596.00"],
        ["CN-CMP-01", "REVIEW", "1197.00"],
        ["CN-PRC-01", "ALLOW", "1197.00"],
      ],
    );
    assert.deepEqual(
      liability?.map(({ rule, who, decision }) => [rule, who, decision]),
      [["CN-LIVE-02", "live-room-operator", "ALLOW"]],
    );
  }));
