import assert from "node:assert/strict";
import { test } from "node:test";
import { type Asked, inTrade, yuan } from "../../../../tests/support/trade.ts";
import { staff } from "../../../../tests/support/world.ts";
import { limits } from "../model.ts";

const back = ["approve", "ship", "receive", "inspect"] as const;
const mended = { kind: "kind", toKind: "repair" };
const less = { kind: "amount", amount: yuan("50.00") };

test("an amount with the goods kept, accepted in one tap: paid at once, and a return later pays the rest and no more", () =>
  inTrade(async ({ ask, does, page, settled }) => {
    const asked = await ask("return-and-refund", { reason: "quality-fault" });
    const offered = await does(asked, "offer");
    assert.deepEqual(
      [offered.caseState, offered.waitingOn, offered.next.now.code, offered.next.ifNobody?.code],
      ["negotiating", "shopper", "offer-to-shopper", "offer-lapses"],
    );
    await does(asked, "answer-offer");
    const over = await settled(asked);
    assert.deepEqual(
      [over.kind, over.caseState, over.goodsState, over.refunded.amount, over.refunds[0]?.kind, over.offers[0]?.state],
      ["refund-only", "completed", "none", "50.00", "allowance", "accepted"],
    );
    const later = await ask("return-and-refund", { order: asked.order, reason: "quality-fault" });
    await does(later, ...back);
    assert.equal((await settled(later)).refunded.amount, "349.00");
    assert.equal((await page(asked)).refunded.amount, "50.00");
  }));

test("the shopper says no, or nothing: what was asked stands again with the merchant's whole time", () =>
  inTrade(async ({ ask, does, page, pass }) => {
    const stands = async (asked: Asked, state: string) => {
      const seen = await page(asked);
      assert.deepEqual(
        [seen.caseState, seen.waitingOn, seen.next.ifNobody?.code, seen.offers.map((offer) => offer.state)],
        ["submitted", "merchant", "approved", [state]],
      );
    };
    const declined = await ask("return-and-refund");
    await does(declined, "offer", ["answer-offer", { accept: false }]);
    await stands(declined, "declined");
    const lapsed = await ask("return-and-refund");
    await does(lapsed, "offer");
    await pass({ hours: 48 });
    await stands(lapsed, "expired");
  }));

test("the shopper offers too, and a merchant's silence gives what was asked, not what was offered", () =>
  inTrade(async ({ ask, does, page, pass, buyer, seller, settled, act }) => {
    const taken = await ask("return-and-refund", { reason: "quality-fault" });
    await does(taken, ["offer", { kind: "amount", amount: yuan("120.00") }, buyer]);
    assert.equal((await page(taken)).waitingOn, "merchant");
    assert.equal(await act(taken, "answer-offer", {}, buyer), "own-offer");
    await does(taken, ["answer-offer", {}, seller]);
    assert.equal((await settled(taken)).refunded.amount, "120.00");

    const silent = await ask("return-and-refund");
    await does(silent, ["offer", less, buyer]);
    await pass({ hours: 48 });
    const seen = await page(silent);
    assert.deepEqual(
      [seen.kind, seen.caseState, seen.goodsState, seen.offers[0]?.state],
      ["return-and-refund", "approved", "awaiting-shipment", "expired"],
    );
  }));

test("a counter-offer follows a no; nobody answers their own, and nobody offers while one is open", () =>
  inTrade(async ({ ask, does, act, buyer, seller, settled }) => {
    const asked = await ask("return-and-refund", { reason: "quality-fault" });
    await does(asked, "offer");
    assert.equal(await act(asked, "answer-offer", {}, seller), "own-offer");
    // The platform's people answer for no shop.
    assert.equal(await act(asked, "answer-offer", {}, staff()), "own-offer");
    assert.equal(await act(asked, "offer", less, buyer), "move-not-allowed");
    await does(asked, ["answer-offer", { accept: false }], ["offer", { ...less, amount: yuan("80.00") }, buyer]);
    await does(asked, ["answer-offer", {}, seller]);
    assert.equal((await settled(asked)).refunded.amount, "80.00");
  }));

test("two offers at the same moment: one is open, the other finds it there", () =>
  inTrade(async ({ ask, act, buyer, seller, page }) => {
    const asked = await ask("return-and-refund");
    const answers = await Promise.all([
      act(asked, "offer", less, buyer),
      act(asked, "offer", less, seller),
      act(asked, "offer", less, staff()),
    ]);
    assert.deepEqual(answers.sort(), ["done", "move-not-allowed", "move-not-allowed"]);
    const { offers } = await page(asked);
    assert.deepEqual(
      offers.map(({ state }) => state),
      ["open"],
    );
  }));

test("another kind by agreement: the history stays, and what was decided at first can be decided again", () =>
  inTrade(async ({ ask, does, settled, page }) => {
    const asked = await ask("return-and-refund", { reason: "quality-fault" });
    await does(asked, ["offer", { kind: "kind", toKind: "exchange" }], "answer-offer");
    const seen = await page(asked);
    assert.deepEqual(
      [seen.kind, seen.caseState, seen.goodsState, seen.outbound.goods?.productNumber],
      ["exchange", "approved", "awaiting-shipment", "P1"],
    );
    assert.deepEqual(
      seen.timeline
        .map(({ kind, data }) => [kind, data["kind"], data["toKind"]])
        .reverse()
        .slice(0, 3),
      [
        ["requested", "return-and-refund", undefined],
        ["offered", "kind", "exchange"],
        ["offer-accepted", "kind", undefined],
      ],
    );
    await does(asked, "ship", "receive", "inspect", "ship-replacement", "confirm-replacement");
    assert.equal((await page(asked)).caseState, "completed");

    const kept = await ask("return-and-refund", { reason: "quality-fault" });
    await does(kept, ["offer", { kind: "kind", toKind: "refund-only" }], "answer-offer");
    assert.equal((await settled(kept)).refunded.amount, "399.00");
  }));

test("asked for more proof, a shopper who agrees shows it, and the merchant answers anew", () =>
  inTrade(async ({ ask, does, act, photo, seller, buyer, page }) => {
    const asked = await ask("return-and-refund", { reason: "quality-fault" });
    const proof = { kind: "evidence", note: "the label, please" };
    assert.equal(await act(asked, "offer", proof, buyer), "offer-not-for-shopper");
    await does(asked, ["offer", proof, seller]);
    assert.equal(await act(asked, "answer-offer"), "evidence-needed");
    assert.equal(await act(asked, "answer-offer", { evidence: [asked.order.id] }), "evidence-not-found");
    await does(asked, ["answer-offer", { evidence: [await photo(asked.order)] }]);
    const seen = await page(asked);
    assert.deepEqual([seen.caseState, seen.waitingOn, seen.evidence.length], ["submitted", "merchant", 2]);
  }));

test("an offer above what was asked, of nothing, in other money, or of what was asked is none", () =>
  inTrade(async ({ ask, act, price }) => {
    const asked = await ask("return-and-refund");
    for (const amount of [yuan("399.01"), yuan("0.00"), { amount: "50.00", currency: "USD" }])
      assert.equal(await act(asked, "offer", { kind: "amount", amount }), "offer-too-high");
    const same = { kind: "kind", toKind: "return-and-refund" };
    assert.equal(await act(asked, "offer", same), "offer-is-what-was-asked");
    assert.equal(await act(asked, "answer-offer"), "offer-not-open");
    await price(34_900);
    const unsent = await ask("cancel-before-shipment", { sketch: { deliveredAt: null }, reason: "no-longer-wanted" });
    for (const offer of [less, same]) assert.equal(await act(unsent, "offer", offer), "move-not-allowed");
  }));

test("after the last offer nobody offers any more", () =>
  inTrade(async ({ ask, act, does }) => {
    const asked = await ask("return-and-refund");
    for (let no = 1; no <= limits.offersPerCase; no++) await does(asked, "offer", ["answer-offer", { accept: false }]);
    assert.equal(await act(asked, "offer"), "too-many-offers");
  }));

test("ten days after the first offer nobody offers any more: offers one after another do not stretch a case", () =>
  inTrade(async ({ ask, act, does, page, pass, seller }) => {
    const asked = await ask("return-and-refund");
    for (let offer = 1; offer <= 6; offer++) {
      await does(asked, "offer", ["answer-offer", { accept: false }]);
      await pass({ hours: 40 });
    }
    assert.equal(await act(asked, "offer"), "talked-long-enough");
    const offer = (await page(asked, seller)).abilities.find(({ action }) => action === "offer");
    assert.deepEqual(offer?.because, { code: "talked-long-enough", params: { days: 10 } });
  }));

test("who approves, refuses or withdraws while an offer is open has answered it", () =>
  inTrade(async ({ ask, does, page }) => {
    for (const [verb, state] of [
      ["approve", "withdrawn"],
      ["reject", "withdrawn"],
      ["withdraw", "declined"],
    ] as const) {
      const asked = await ask("return-and-refund");
      await does(asked, "offer", verb);
      assert.deepEqual(
        (await page(asked)).offers.map((offer) => offer.state),
        [state],
      );
    }
  }));

test("an offer is of money there is: less than nothing, too many digits and unknown money are refused", () =>
  inTrade(async ({ ask, act }) => {
    const asked = await ask("return-and-refund");
    for (const [amount, code] of [
      [yuan("-5.00"), "offer-too-high"],
      [{ amount: "5.00", currency: "USD" }, "offer-too-high"],
      [yuan("5.001"), "invalid-input"],
      [yuan("005.00"), "invalid-input"],
      [{ amount: "5.00", currency: "ZZZ" }, "invalid-input"],
    ] as const)
      assert.equal(await act(asked, "offer", { kind: "amount", amount }), code, amount.amount);
  }));

test("dearer goods are given in exchange only: where the old ones stay, the same goes out again", () =>
  inTrade(async ({ ask, does, price, buyer, seller }) => {
    await price(99_900, "P9");
    const asked = await ask("exchange", { wanted: { productNumber: "P9" } });
    const agreed = await does(
      asked,
      ["offer", { kind: "kind", toKind: "reship" }, buyer],
      ["answer-offer", {}, seller],
    );
    assert.deepEqual(
      [agreed.kind, agreed.outboundState, agreed.outbound.goods?.productNumber, agreed.outbound.difference],
      ["reship", "to-ship", "P1", null],
    );
  }));

test("who asks for a lower price is not given the whole of it: another amount is offered, never another kind", () =>
  inTrade(async ({ ask, act, does, settled, price, buyer, seller }) => {
    await price(34_900);
    const asked = await ask("price-protection");
    for (const toKind of ["refund-only", "return-and-refund", "exchange", "reship"])
      assert.equal(await act(asked, "offer", { kind: "kind", toKind }, buyer), "move-not-allowed", toKind);
    await does(asked, ["offer", { kind: "amount", amount: yuan("30.00") }, buyer], ["answer-offer", {}, seller]);
    assert.equal((await settled(asked)).refunded.amount, "30.00");
  }));

test("a repair by agreement, offered by either side: the goods come in, the same ones go back, and no money moves", () =>
  inTrade(async ({ ask, does, page, buyer, seller }) => {
    for (const [proposes, agrees] of [
      [seller, buyer],
      [buyer, seller],
    ] as const) {
      const asked = await ask("return-and-refund", { reason: "quality-fault" });
      await does(asked, ["offer", mended, proposes], ["answer-offer", {}, agrees]);
      const agreed = await page(asked);
      assert.deepEqual(
        [
          agreed.kind,
          agreed.caseState,
          agreed.goodsState,
          agreed.outbound.goods?.productNumber,
          agreed.repair?.outcome,
        ],
        ["repair", "approved", "awaiting-shipment", "P1", null],
      );
      await does(asked, "ship", "receive", ["inspect", { repair: { outcome: "repaired", note: "new switch" } }]);
      const over = await does(asked, "ship-replacement", "confirm-replacement");
      assert.deepEqual(
        [over.kind, over.caseState, over.moneyState, over.refunded.amount],
        ["repair", "completed", "none", "0.00"],
      );
    }
  }));

test("goods that could not be mended after all give back their price, and no more", () =>
  inTrade(async ({ ask, does, settled }) => {
    const asked = await ask("exchange", { reason: "quality-fault" });
    await does(asked, ["offer", mended], "answer-offer", "ship", "receive");
    await does(asked, ["inspect", { repair: { outcome: "not-repairable", instead: "return-and-refund" } }]);
    await does(asked, "answer-offer");
    assert.equal((await settled(asked)).refunded.amount, "399.00");
  }));

test("nobody offers to mend what is not broken", () =>
  inTrade(async ({ ask, act, seller, buyer }) => {
    const asked = await ask("return-and-refund");
    for (const side of [seller, buyer]) assert.equal(await act(asked, "offer", mended, side), "reason-not-for-kind");
  }));

const named = (productNumber: string, variant = "") => ({
  kind: "kind",
  toKind: "exchange",
  wanted: { productNumber, variant },
});

test("an offer of dearer goods by either side says what they cost more; a yes asks for exactly that, and a return gives it all back", () =>
  inTrade(async ({ ask, does, page, price, paysDifference, settled, buyer, seller }) => {
    await price(49_900, "dearer");
    for (const [proposes, agrees] of [
      [seller, buyer],
      [buyer, seller],
    ] as const) {
      const asked = await ask("return-and-refund", { reason: "quality-fault" });
      const offered = await does(asked, ["offer", named("dearer", "black"), proposes]);
      const [offer] = offered.offers;
      assert.deepEqual(
        [offer?.wanted?.productNumber, offer?.wanted?.variant, offer?.difference?.amount],
        ["dearer", "black", "100.00"],
      );
      const agreed = await does(asked, ["answer-offer", {}, agrees]);
      assert.deepEqual(
        [agreed.kind, agreed.outbound.goods?.productNumber, agreed.outbound.difference?.amount, agreed.waitingOn],
        ["exchange", "dearer", "-100.00", "shopper"],
      );
      await paysDifference(asked);
      await does(asked, "ship", "receive", "inspect", "ship-replacement", "confirm-replacement");
      assert.equal((await page(asked)).caseState, "completed");
      const later = await ask("return-and-refund", { order: asked.order, reason: "quality-fault" });
      await does(later, ...back);
      assert.equal((await settled(later)).refunded.amount, "499.00");
    }
  }));

test("cheaper goods by agreement give the rest back once they are exchanged, and the old ones are worth no more after it", () =>
  inTrade(async ({ ask, does, price, settled }) => {
    await price(29_900, "cheaper");
    const asked = await ask("return-and-refund", { reason: "quality-fault" });
    const offered = await does(asked, ["offer", named("cheaper")]);
    assert.equal(offered.offers[0]?.difference?.amount, "-100.00");
    await does(asked, "answer-offer", "ship", "receive", "inspect", "ship-replacement", "confirm-replacement");
    assert.equal((await settled(asked)).refunded.amount, "100.00");
    const later = await ask("return-and-refund", { order: asked.order, reason: "quality-fault" });
    await does(later, ...back);
    assert.equal((await settled(later)).refunded.amount, "299.00");
  }));

test("nobody agrees to a sum they never saw: an offer whose goods cost something else by now is out of date, and can be declined", () =>
  inTrade(async ({ ask, act, does, page, pass, price }) => {
    await price(49_900, "dearer");
    const asked = await ask("return-and-refund", { reason: "quality-fault" });
    await does(asked, ["offer", named("dearer")]);
    await pass({ hours: 1 });
    await price(59_900, "dearer");
    assert.equal(await act(asked, "answer-offer"), "offer-out-of-date");
    assert.deepEqual([(await page(asked)).caseState, (await page(asked)).kind], ["negotiating", "return-and-refund"]);
    await does(asked, ["answer-offer", { accept: false }], ["offer", named("dearer")]);
    assert.equal((await does(asked, "answer-offer")).outbound.difference?.amount, "-200.00");
  }));

test("within an exchange other goods can be offered, the same as were asked for cannot, nor those of another shop", () =>
  inTrade(async ({ ask, act, does, price }) => {
    await price(49_900, "dearer");
    const asked = await ask("exchange", { reason: "quality-fault" });
    assert.equal(await act(asked, "offer", { kind: "kind", toKind: "exchange" }), "offer-is-what-was-asked");
    assert.equal(await act(asked, "offer", named("nobody's")), "replacement-not-found");
    assert.equal((await does(asked, ["offer", named("dearer")])).offers[0]?.difference?.amount, "100.00");
    const agreed = await does(asked, "answer-offer");
    assert.deepEqual([agreed.kind, agreed.outbound.goods?.productNumber], ["exchange", "dearer"]);
  }));
