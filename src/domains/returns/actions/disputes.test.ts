import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "#kernel/ids";
import { type Principal, system } from "#platform/db";
import { type Asked, inTrade, type Trade, yuan } from "../../../../tests/support/trade.ts";
import { as, merchant, staff } from "../../../../tests/support/world.ts";
import type { Case } from "../contract.ts";
import { listCarrierClaims } from "../queries/list-carrier-claims.ts";
import { listCases } from "../queries/list-cases.ts";

const stand = ({ caseState, goodsState, disputeState, moneyState, waitingOn }: Case) =>
  [caseState, goodsState, disputeState, moneyState, waitingOn].join(" ");
const refuse = { ruling: "refuse", blame: "shopper", note: "it was used" };
const half = { ruling: "partial", blame: "nobody", amount: yuan("150.00"), note: "half each" };

/** Refused, and before the platform; the platform has heard enough. */
const reviewed = async ({ does, pass }: Trade, asked: Asked) => {
  await does(asked, "reject", "escalate");
  await pass({ hours: 48 });
};
/** Counted, nothing of it accepted, and before the platform; the platform has heard enough. */
const inTheShop = async (trade: Trade) => {
  const asked = await trade.ask("return-and-refund");
  await trade.does(asked, "approve", "ship", "receive", ["inspect", { accepted: 0 }, staff()], "escalate");
  await trade.pass({ hours: 48 });
  return asked;
};

test("after a refusal the shopper asks the platform: when both have said what happened, it need not wait any longer", () =>
  inTrade(async ({ ask, does, act, seller, buyer, page, pass }) => {
    const asked = await ask("return-and-refund");
    assert.equal(await act(asked, "escalate"), "move-not-allowed");
    const opened = await does(asked, "reject", "escalate");
    assert.equal(stand(opened), "submitted none evidence none platform");
    assert.equal(opened.dispute?.claim, "it was so when it came");
    await does(asked, "state", "state");
    assert.equal((await page(asked)).disputeState, "evidence");
    assert.equal(await act(asked, "state", {}, staff()), "neither-side");
    const heard = await does(asked, ["state", { words: "it was used" }, seller]);
    assert.equal(stand(heard), "submitted none review none platform");
    assert.deepEqual(
      heard.dispute?.statements.map(({ side }) => side),
      ["shopper", "shopper", "merchant"],
    );
    for (const who of [buyer, seller]) assert.equal(await act(asked, "state", {}, who), "move-not-allowed");
    // The platform's own time starts anew when it is over; nothing is decided by it.
    await pass({ hours: 72 });
    const late = await page(asked);
    assert.deepEqual([late.disputeState, late.timeline[0]?.kind], ["review", "platform-late"]);
  }));

test("who says nothing in time is not waited for", () =>
  inTrade(async (trade) => {
    const asked = await trade.ask("return-and-refund");
    await trade.does(asked, "reject", "escalate");
    await trade.pass({ hours: 47 });
    assert.equal((await trade.page(asked)).disputeState, "evidence");
    await trade.pass({ hours: 1 });
    const heard = await trade.page(asked);
    assert.deepEqual([heard.disputeState, heard.timeline[0]?.kind], ["review", "heard"]);
  }));

test("granted, and nobody appeals: after three days the goods are asked back, as if the merchant had agreed", () =>
  inTrade(async (trade) => {
    const asked = await trade.ask("return-and-refund");
    await reviewed(trade, asked);
    const ruled = await trade.does(asked, "rule");
    assert.equal(stand(ruled), "submitted none ruled none platform");
    assert.deepEqual([ruled.dispute?.ruling?.ruling, ruled.next.ifNobody?.code], ["grant", "ruling-enforced"]);
    for (const verb of ["approve", "reject", "withdraw", "offer", "resubmit"] as const)
      assert.equal(await trade.act(asked, verb), "move-not-allowed", verb);
    await trade.pass({ days: 3 });
    assert.equal(stand(await trade.page(asked)), "approved awaiting-shipment closed none shopper");
    assert.equal(await trade.act(asked, "appeal"), "move-not-allowed");
    await trade.does(asked, "ship", "receive", "inspect");
    assert.equal((await trade.settled(asked)).refunded.amount, "399.00");
  }));

test("in part, with the goods at the shopper's: the amount is paid, the goods stay, a return later pays the rest", () =>
  inTrade(async (trade) => {
    const asked = await trade.ask("return-and-refund", { reason: "quality-fault" });
    await reviewed(trade, asked);
    assert.equal(await trade.act(asked, "rule", { ...half, amount: undefined }), "ruling-needs-amount");
    assert.equal(await trade.act(asked, "rule", { ...half, amount: yuan("399.01") }), "offer-too-high");
    await trade.does(asked, ["rule", half]);
    await trade.pass({ days: 3 });
    const over = await trade.settled(asked);
    assert.equal(stand(over), "completed none closed settled nobody");
    assert.deepEqual([over.kind, over.refunded.amount, over.refunds[0]?.kind], ["refund-only", "150.00", "allowance"]);
    const units = await trade.db.withTx(system("test"), (tx) =>
      tx.rows("select case_id, returned_at, allowance_minor from orders.unit where order_id = $1", [asked.order.id]),
    );
    assert.deepEqual(units, [{ case_id: null, returned_at: null, allowance_minor: 15_000n }]);
  }));

test("in part, with the goods in the shop: the rest is withheld, and the case is over", () =>
  inTrade(async (trade) => {
    const asked = await inTheShop(trade);
    await trade.does(asked, ["rule", half]);
    await trade.pass({ days: 3 });
    const over = await trade.settled(asked);
    assert.equal(stand(over), "completed inspected closed settled nobody");
    assert.deepEqual(
      [over.refunded.amount, over.withheld?.amount, over.refunds[0]?.kind],
      ["150.00", "249.00", "goods"],
    );
    const last = over.receipt.steps.at(-1);
    assert.deepEqual([last?.code, last?.params, last?.amount.amount], ["withheld", { by: "ruling" }, "-249.00"]);
    assert.deepEqual(
      over.inspections.map(({ by }) => by),
      ["platform"],
    );
  }));

test("what is ruled is what the case is about from then on, in lists and on its page, which keeps what was asked", () =>
  inTrade(async (trade) => {
    const asked = await trade.ask("return-and-refund", { reason: "quality-fault" });
    await reviewed(trade, asked);
    const shown = async (viewer: Principal) => {
      const { outcome: list } = await listCases(async () => []).ask(as(trade.db, viewer), { limit: 10 });
      assert.ok(list.ok, JSON.stringify(list));
      const one = await trade.page(asked, viewer);
      return [list.value.items[0]?.amount.amount, one.amount.amount, one.asked.amount];
    };
    assert.deepEqual(await shown(trade.seller), ["399.00", "399.00", "399.00"]);
    await trade.does(asked, ["rule", half]);
    for (const viewer of [trade.buyer, trade.seller, staff("cases.read")])
      assert.deepEqual(await shown(viewer), ["150.00", "150.00", "399.00"]);
    await trade.pass({ days: 3 });
    await trade.settled(asked);
    assert.deepEqual(await shown(trade.buyer), ["150.00", "150.00", "399.00"]);
  }));

test("granted, with the goods in the shop: the count of the bench is overruled, and everything is paid", () =>
  inTrade(async (trade) => {
    const asked = await inTheShop(trade);
    await trade.does(asked, "rule");
    await trade.pass({ days: 3 });
    const over = await trade.settled(asked);
    assert.deepEqual(
      [over.caseState, over.refunded.amount, over.lines[0]?.acceptedQuantity],
      ["completed", "399.00", 1],
    );
  }));

test("refused, with the goods at the shopper's: over, and the units are free again", () =>
  inTrade(async (trade) => {
    const asked = await trade.ask("return-and-refund");
    await reviewed(trade, asked);
    assert.equal(await trade.asks("return-and-refund", { order: asked.order }), "unit-not-free");
    await trade.does(asked, ["rule", refuse]);
    await trade.pass({ days: 3 });
    assert.equal(stand(await trade.page(asked)), "closed none closed none nobody");
    assert.equal(await trade.asks("return-and-refund", { order: asked.order }), "done");
  }));

test("refused, with the goods in the shop: they go back to the shopper, and on arrival the case is closed", () =>
  inTrade(async (trade) => {
    const asked = await inTheShop(trade);
    await trade.does(asked, ["rule", refuse]);
    await trade.pass({ days: 3 });
    const back = await trade.page(asked);
    assert.equal(stand(back), "rejected inspected closed none merchant");
    assert.deepEqual([back.outboundState, back.next.now.code], ["to-ship", "goods-go-back"]);
    await trade.pass({ hours: 48 });
    const late = await trade.page(asked);
    assert.deepEqual(
      [late.waitingOn, late.outboundState, late.timeline[0]?.kind],
      ["platform", "to-ship", "replacement-not-sent"],
    );
    await trade.does(asked, "ship-replacement");
    const there = await trade.does(asked, "confirm-replacement");
    assert.equal(stand(there), "closed inspected closed none nobody");
    assert.equal(there.refunded.amount, "0.00");
  }));

test("the shopper who does not ask the platform after a refusal at the bench gets the goods back all the same", () =>
  inTrade(async ({ ask, does, page, pass }) => {
    const asked = await ask("return-and-refund");
    await does(asked, "approve", "ship", "receive", ["inspect", { accepted: 0 }, staff()]);
    await pass({ days: 7 });
    assert.equal((await page(asked)).outboundState, "to-ship");
    await does(asked, "ship-replacement");
    // Silence closes nothing while no carrier has said that they are there; the shopper may say so.
    await pass({ days: 10 });
    assert.equal((await page(asked)).caseState, "rejected");
    assert.equal((await does(asked, "confirm-replacement")).caseState, "closed");
  }));

test("an appeal is heard by somebody else, and that ruling is final and carried out at once", () =>
  inTrade(async (trade) => {
    const asked = await trade.ask("return-and-refund");
    await reviewed(trade, asked);
    const judge = staff();
    await trade.does(asked, ["rule", {}, judge]);
    assert.equal(await trade.act(asked, "appeal", {}, staff()), "neither-side");
    const appealed = await trade.does(asked, "appeal");
    assert.equal(stand(appealed), "submitted none appeal none platform");
    assert.equal(appealed.dispute?.appeal?.by, "merchant");
    assert.equal(await trade.act(asked, "appeal", {}, trade.buyer), "move-not-allowed");
    await trade.does(asked, "state");
    assert.equal(await trade.act(asked, "rule", refuse, judge), "ruled-before");
    const byKey = { ...judge, key: newId() } as typeof judge;
    assert.equal(await trade.act(asked, "rule", refuse, byKey), "ruled-before", "a key is whoever made it");
    const seen = (await trade.page(asked, byKey)).abilities.find(({ action }) => action === "rule");
    assert.equal(seen?.because?.code, "ruled-before");
    const over = await trade.does(asked, ["rule", refuse, staff()]);
    assert.equal(stand(over), "closed none closed none nobody");
    assert.equal(over.dispute?.ruling?.ruling, "refuse");
    assert.equal(await trade.act(asked, "rule", {}, staff()), "move-not-allowed");
  }));

test("too late to appeal is too late", () =>
  inTrade(async (trade) => {
    const asked = await trade.ask("return-and-refund");
    await reviewed(trade, asked);
    await trade.does(asked, ["rule", refuse]);
    await trade.pass({ days: 3 });
    assert.equal(await trade.act(asked, "appeal", {}, trade.buyer), "move-not-allowed");
  }));

test("the merchant gives in while both sides are heard: the dispute is over, with the goods at the shopper's or in the shop", () =>
  inTrade(async (trade) => {
    const asked = await trade.ask("return-and-refund");
    await trade.does(asked, "reject", "escalate");
    assert.equal(await trade.act(asked, "reject"), "move-not-allowed");
    assert.equal(stand(await trade.does(asked, "approve")), "approved awaiting-shipment closed none shopper");
    const counted = await inTheShop(trade);
    await trade.does(counted, "approve");
    const over = await trade.settled(counted);
    assert.equal(stand(over), "completed inspected closed settled nobody");
    assert.equal(over.refunded.amount, "399.00");
  }));

test("the shopper takes it back: the dispute is over too", () =>
  inTrade(async (trade) => {
    const asked = await trade.ask("return-and-refund");
    await reviewed(trade, asked);
    assert.equal(stand(await trade.does(asked, "withdraw")), "withdrawn none closed none nobody");
  }));

test("a parcel that was refused as never seen and comes while the sides are heard is written down, and the ruling counts it", () =>
  inTrade(async (trade) => {
    const asked = await trade.ask("return-and-refund");
    await trade.does(asked, "approve", "ship");
    await trade.pass({ days: 10 });
    await trade.does(asked, "reject", "escalate", "receive");
    assert.equal(stand(await trade.page(asked)), "submitted arrived evidence none platform");
    await trade.pass({ hours: 48 });
    await trade.does(asked, "rule");
    await trade.pass({ days: 3 });
    assert.equal((await trade.settled(asked)).refunded.amount, "399.00");
  }));

test("granted though the parcel was never seen: it is taken for lost and paid, and nobody sends it twice", () =>
  inTrade(async (trade) => {
    const lost = await trade.ask("return-and-refund", { reason: "quality-fault" });
    await trade.does(lost, "approve", "ship");
    await trade.pass({ days: 10 });
    await trade.does(lost, "reject", "escalate");
    await trade.pass({ hours: 48 });
    await trade.does(lost, "rule");
    await trade.pass({ days: 3 });
    const over = await trade.settled(lost);
    assert.deepEqual([over.goodsState, over.refunded.amount], ["lost", "399.00"]);
  }));

test("another case has the units by now: the platform is not asked about them twice", () =>
  inTrade(async ({ ask, does, act }) => {
    const asked = await ask("return-and-refund");
    await does(asked, "reject");
    await ask("return-and-refund", { order: asked.order });
    assert.equal(await act(asked, "escalate"), "unit-not-free");
  }));

test("a merchant reads its own dispute and states its side; another shop's is not there", () =>
  inTrade(async ({ ask, does, act, world }) => {
    const asked = await ask("return-and-refund");
    await does(asked, "reject", "escalate");
    const other = merchant(world.otherMerchantId);
    for (const verb of ["state", "appeal", "approve"] as const)
      assert.equal(await act(asked, verb, {}, other), "case-not-found");
  }));

test("the platform rules and does not approve in between: what it gives can be appealed against, and is heard by somebody else", () =>
  inTrade(async (trade) => {
    const asked = await trade.ask("return-and-refund");
    await trade.does(asked, "reject", "escalate");
    const refused = async (why: string) => {
      assert.equal(await trade.act(asked, "approve", {}, staff()), "move-not-allowed", why);
      const seen = await trade.page(asked, staff());
      assert.equal(seen.abilities.find(({ action }) => action === "approve")?.allowed, false, why);
    };
    await refused("while the sides are heard");
    await trade.pass({ hours: 48 });
    await refused("in review");
    await trade.does(asked, ["rule", refuse], ["appeal", {}, trade.buyer]);
    await refused("after the appeal");
    const seen = await trade.page(asked, trade.seller);
    assert.equal(seen.abilities.find(({ action }) => action === "approve")?.allowed, true);
    await trade.does(asked, "approve");
  }));

test("a part is more than nothing, and no more digits than the money has", () =>
  inTrade(async (trade) => {
    const asked = await trade.ask("return-and-refund");
    await reviewed(trade, asked);
    for (const [amount, code] of [
      [yuan("0.00"), "ruling-needs-amount"],
      [yuan("-1.00"), "ruling-needs-amount"],
      [yuan("1.005"), "invalid-input"],
      [{ amount: "1.00", currency: "ZZZ" }, "invalid-input"],
    ] as const)
      assert.equal(await trade.act(asked, "rule", { ...half, amount }), code, amount.amount);
  }));

test("closed because nothing was sent in time: for seven days the shopper may still ask the platform, which asks for the goods again", () =>
  inTrade(async (trade) => {
    const asked = await trade.ask("return-and-refund");
    await trade.does(asked, "approve");
    await trade.pass({ days: 7 });
    const closed = await trade.page(asked);
    assert.equal(stand(closed), "closed not-sent none none nobody");
    assert.equal(closed.abilities.find(({ action }) => action === "escalate")?.allowed, true);
    await trade.does(asked, ["escalate", { note: "the courier never came" }]);
    await trade.pass({ hours: 48 });
    await trade.does(asked, "rule");
    await trade.pass({ days: 3 });
    assert.equal(stand(await trade.page(asked)), "approved awaiting-shipment closed none shopper");
    await trade.does(asked, "ship", "receive", "inspect");
    assert.equal((await trade.settled(asked)).caseState, "completed");
  }));

test("a week after it was closed it is closed for good; what the shopper took back is too", () =>
  inTrade(async (trade) => {
    const [closed, withdrawn] = [await trade.ask("return-and-refund"), await trade.ask("return-and-refund")];
    await trade.does(closed, "approve");
    await trade.does(withdrawn, "approve", "withdraw");
    assert.equal(await trade.act(withdrawn, "escalate"), "move-not-allowed");
    await trade.pass({ days: 7 });
    await trade.pass({ days: 7 });
    assert.equal(await trade.act(closed, "escalate"), "move-not-allowed");
  }));

test("the ruling blames the carrier: when it is carried out the loss is the carrier's, and stands in the list of who asks it", () =>
  inTrade(async (trade) => {
    const claims = async (who: Principal) => {
      const { outcome } = await listCarrierClaims.ask(as(trade.db, who), {});
      assert.ok(outcome.ok);
      return outcome.value.items.map(({ caseNumber, amount, direction }) => [caseNumber, amount.amount, direction]);
    };
    const asked = await trade.ask("refund-only");
    await reviewed(trade, asked);
    await trade.does(asked, ["rule", { ...half, blame: "carrier" }]);
    const platform = staff("deposits.read");
    assert.deepEqual(await claims(platform), []);
    await trade.pass({ days: 3 });
    const listed = [[asked.number, "150.00", "outbound"]];
    assert.deepEqual(await claims(platform), listed);
    assert.deepEqual(await claims(merchant(trade.world.merchantId, "deposits.read")), listed);
    assert.deepEqual(await claims(merchant(trade.world.otherMerchantId, "deposits.read")), []);
    const inShop = await inTheShop(trade);
    await trade.does(inShop, ["rule", { blame: "carrier" }]);
    await trade.pass({ days: 3 });
    assert.deepEqual((await claims(platform))[0], [inShop.number, "399.00", "return"]);
    // Who is refused has nothing that anybody lost.
    const refused = await trade.ask("refund-only");
    await reviewed(trade, refused);
    await trade.does(refused, ["rule", { ...refuse, blame: "carrier" }]);
    await trade.pass({ days: 3 });
    assert.equal((await claims(platform)).length, 2);
    await trade.running.until("both are booked", async () => {
      const booked = await trade.db.withTx(system("test"), (tx) =>
        tx.rows("select 1 from payments.ledger_line where loss_id is not null and account = 'carrier-claims'"),
      );
      return booked.length === 2;
    });
  }));
