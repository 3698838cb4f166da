import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "#kernel/ids";
import { system, type Tx } from "#platform/db";
import { balanced } from "../../../../tests/support/money.ts";
import { type Asked, inTrade, type Trade } from "../../../../tests/support/trade.ts";
import { merchant, staff } from "../../../../tests/support/world.ts";
import type { Case } from "../../returns/contract.ts";
import { topUpDeposit } from "./move-deposit.ts";
import { recordNews } from "./record-news.ts";
import { recordPayoutNews } from "./record-payout-news.ts";
import { detourTimedOut, takeDetour } from "./take-detour.ts";

const fixer = () => staff("cases.read", "refunds.resolve");
const stand = ({ caseState, moneyState, waitingOn, refunds }: Case) =>
  [caseState, moneyState, waitingOn, refunds[0]?.state, refunds[0]?.detour?.state ?? "-"].join(" ");
const transfer = { way: "transfer", reference: "2026112000001", note: "to the account you gave us" };

/** A refund for 399.00 that the provider refuses. */
async function stuck(trade: Trade, mode: "refusing" | "short" = "refusing", sketch = {}): Promise<Asked> {
  trade.running.standIn.setMode(mode);
  const asked = await trade.ask("refund-only", { sketch });
  await trade.does(asked, "approve");
  await until(trade, asked, "approved attention merchant");
  return asked;
}

async function until(trade: Trade, asked: Asked, where: string): Promise<Case> {
  let found = "";
  await trade.running
    .until(where, async () => {
      found = stand(await trade.page(asked));
      return found.startsWith(where);
    })
    .catch((error) => assert.fail(`${error.message}: ${found}`));
  return trade.page(asked);
}

async function deposit({ db, world }: Trade): Promise<() => Promise<unknown>> {
  const cause = { kind: "top-up", id: newId(), number: "T-1" };
  await db.withTx(system("test"), (tx) =>
    topUpDeposit(tx, { merchantId: world.merchantId, amountMinor: 100_000n, currency: "CNY", cause }),
  );
  return () =>
    db.withTx(system("test"), (tx) =>
      tx.one("select available_minor::text as available, held_minor::text as held from payments.deposit_account"),
    );
}

test("A refund the provider will not take is the merchant's to see to: a proved transfer, confirmed by the shopper, pays it", () =>
  inTrade(async (trade) => {
    const asked = await stuck(trade);
    const page = await trade.page(asked);
    assert.equal(page.next.now.code, "refund-otherwise");
    assert.equal(page.next.ifNobody?.code, "refund-ahead");
    assert.equal(page.next.dueAt, "2026-11-22T04:00:00Z");
    assert.equal(
      await trade.act(asked, "choose-detour", { how: { ...transfer, proof: [newId()] } }),
      "evidence-not-found",
    );
    const proof = [await trade.photo(asked.order, trade.seller)];
    assert.equal(
      await trade.act(asked, "choose-detour", { how: { ...transfer, proof } }, merchant(trade.world.otherMerchantId)),
      "refund-not-found",
    );
    await trade.does(asked, ["choose-detour", { how: { ...transfer, proof } }]);
    const proved = await until(trade, asked, "approved attention shopper refused proved");
    assert.equal(proved.next.now.code, "refund-to-confirm");
    assert.deepEqual(proved.refunds[0]?.detour?.proof, proof);
    assert.equal(
      proved.evidence.some(({ id }) => id === proof[0]),
      true,
      "the shopper sees the proof",
    );
    assert.equal(await trade.act(asked, "send-refund-again"), "refund-on-detour");
    await trade.does(asked, "confirm-refund");
    const over = await until(trade, asked, "completed settled nobody settled settled");
    assert.deepEqual(
      over.refunds[0]?.parts.map(({ state, settledBy }) => [state, settledBy]),
      [["settled", "transfer"]],
    );
    assert.equal(await trade.act(asked, "confirm-refund"), "nothing-to-confirm");
    await balanced(trade.db);
  }));

test("A shopper who says nothing for seven days has it; one who says it never came brings it before the platform", () =>
  inTrade(async (trade) => {
    const [silent, doubting] = [await stuck(trade), await stuck(trade)];
    for (const asked of [silent, doubting]) {
      const proof = [await trade.photo(asked.order, trade.seller)];
      await trade.does(asked, ["choose-detour", { how: { ...transfer, proof } }]);
      await until(trade, asked, "approved attention shopper");
    }
    await trade.does(doubting, ["confirm-refund", { received: false }]);
    await until(trade, doubting, "approved attention platform refused platform");
    const again = { how: { ...transfer, proof: [await trade.photo(doubting.order, trade.seller)] } };
    assert.equal(await trade.act(doubting, "choose-detour", again), "detour-with-platform", "no second transfer");
    await trade.pass({ days: 7 });
    await until(trade, silent, "completed settled");
    trade.running.standIn.setMode("normal");
    await trade.does(doubting, "send-refund-again");
    const over = await until(trade, doubting, "completed settled nobody settled dropped");
    assert.equal(over.refunds[0]?.parts[0]?.settledBy, "provider");
    await balanced(trade.db);
  }));

test("A merchant who does nothing for two days: the platform pays ahead, out of the deposit", () =>
  inTrade(async (trade) => {
    const account = await deposit(trade);
    const asked = await stuck(trade);
    trade.running.standIn.setMode("normal");
    await trade.pass({ hours: 48 });
    const over = await until(trade, asked, "completed settled nobody settled settled");
    assert.deepEqual([over.refunds[0]?.detour?.way, over.refunds[0]?.detour?.ahead], ["payout", true]);
    assert.equal(trade.running.standIn.transfers().length, 1);
    assert.deepEqual(await account(), { available: "60100", held: "0" });
    await balanced(trade.db);
  }));

test("Refused on every way, it stays with the platform, which may prove a transfer itself; the deposit pays nothing twice", () =>
  inTrade(async (trade) => {
    const account = await deposit(trade);
    const asked = await stuck(trade);
    await trade.pass({ hours: 48 });
    const page = await until(trade, asked, "approved attention platform refused platform");
    assert.equal(page.next.now.code, "refund-attention");
    const who = fixer();
    const tenderId = page.refunds[0]?.detour?.tenders[0]?.id;
    await trade.does(asked, ["choose-detour", { how: { way: "payout", tenderId } }, who]);
    await until(trade, asked, "approved attention platform refused platform");
    assert.equal(
      await trade.act(asked, "choose-detour", { how: { way: "payout", tenderId: newId() } }, who),
      "tender-not-found",
    );
    const proof = [await trade.photo(asked.order, who)];
    await trade.does(asked, ["choose-detour", { how: { ...transfer, proof } }, who], "confirm-refund");
    await until(trade, asked, "completed settled");
    await trade.running.relay.drain();
    assert.deepEqual(
      await account(),
      { available: "60100", held: "0" },
      "what the platform brought is the merchant's to bear",
    );
    await balanced(trade.db);
  }));

test("What the provider paid too little is all that is missing", () =>
  inTrade(async (trade) => {
    const asked = await stuck(trade, "short");
    assert.equal((await trade.page(asked)).refunds[0]?.detour?.amount.amount, "0.01");
    trade.running.standIn.setMode("normal");
    const [{ id: tenderId } = { id: "" }] = (await trade.page(asked)).refunds[0]?.detour?.tenders ?? [];
    await trade.does(asked, ["choose-detour", { how: { way: "payout", tenderId } }]);
    await until(trade, asked, "completed settled");
    assert.deepEqual(
      trade.running.standIn.transfers().map(({ amount }) => amount),
      ["1"],
    );
    await balanced(trade.db);
  }));

test("One of two payments is refused: the other is refunded as it was paid, and only the rest takes another way", () =>
  inTrade(async (trade) => {
    const tenders = [
      { kind: "card", captured: 19_900n },
      { kind: "gift-card", captured: 20_000n },
    ];
    const asked = await stuck(trade, "refusing", { tenders });
    const page = await trade.page(asked);
    assert.equal(page.refunds[0]?.detour?.amount.amount, "399.00");
    assert.deepEqual(
      page.refunds[0]?.detour?.tenders.map(({ kind }) => kind),
      ["card"],
      "nobody is paid along a gift card",
    );
  }));

/** The provider says after all that it paid a share, the first unless said otherwise; answers what it is about. */
async function comesLate({ db }: Trade, asked: Asked, no = 0): Promise<void> {
  await db.withTx(system("test"), async (tx) => {
    const part = (await sharesOf(tx, asked))[no];
    assert.ok(part !== undefined);
    await recordNews(tx, part.customer_id, part.refund_id, part.id, succeeded(part.amount_minor));
  });
}

const succeeded = (amountMinor: bigint) =>
  ({ is: "succeeded", status: "succeeded", providerRefundId: "pr_late", amountMinor, currency: "CNY" }) as const;

const sharesOf = (tx: Tx, { order }: Asked) =>
  tx.rows<{ customer_id: string; refund_id: string; id: string; amount_minor: bigint }>(
    `select p.customer_id, p.refund_id, p.id, p.amount_minor from payments.refund_part p
       join orders.tender t on t.customer_id = p.customer_id and t.id = p.tender_id where t.order_id = $1 order by t.tender_no`,
    [order.id],
  );

const seenBy = async (trade: Trade, asked: Asked) => {
  const { refunds } = await trade.page(asked, fixer());
  return refunds[0]?.discrepancies[0]?.tooMuch.amount ?? null;
};

test("A refund that comes after all while another way is about to be paid calls that off, in whole or in part", () =>
  inTrade(async (trade) => {
    const account = await deposit(trade);
    const tenders = [
      { kind: "card", captured: 19_900n },
      { kind: "gift-card", captured: 20_000n },
    ];
    for (const whole of [true, false]) {
      const asked = await stuck(trade, "refusing", { tenders });
      trade.running.standIn.setMode("normal");
      await trade.db.withTx(system("test"), async (tx) => {
        const shares = await sharesOf(tx, asked);
        for (const [no, { customer_id, refund_id, id, amount_minor }] of shares.entries()) {
          if (no === 0) {
            await detourTimedOut(tx, customer_id, refund_id, "refund-otherwise");
            await takeDetour(tx, customer_id, refund_id);
          }
          if (whole || no === 0) await recordNews(tx, customer_id, refund_id, id, succeeded(amount_minor));
        }
      });
      const over = await until(
        trade,
        asked,
        whole ? "completed settled nobody settled dropped" : "approved attention platform refused platform",
      );
      assert.equal(over.refunds[0]?.detour?.amount.amount, whole ? "399.00" : "200.00");
      assert.equal(await seenBy(trade, asked), null);
      if (whole) continue;
      const tenderId = over.refunds[0]?.detour?.tenders[0]?.id;
      await trade.does(asked, ["choose-detour", { how: { way: "payout", tenderId } }, fixer()]);
      await until(trade, asked, "completed settled nobody settled settled");
    }
    await trade.running.relay.drain();
    const transfers = trade.running.standIn.transfers().map(({ amount }) => amount);
    assert.deepEqual(transfers, ["20000"], "only what was missing went out");
    assert.deepEqual(await account(), { available: "80000", held: "0" });
    await balanced(trade.db);
  }));

test("A share that comes while people still look for another way makes what is missing smaller", () =>
  inTrade(async (trade) => {
    const tenders = [
      { kind: "card", captured: 19_900n },
      { kind: "gift-card", captured: 20_000n },
    ];
    const asked = await stuck(trade, "refusing", { tenders });
    await comesLate(trade, asked);
    const page = await trade.page(asked);
    assert.equal(page.refunds[0]?.detour?.amount.amount, "200.00");
    assert.equal(page.next.dueAt, "2026-11-22T04:00:00Z", "with the same time to see to it");
    trade.running.standIn.setMode("normal");
    await trade.pass({ hours: 48 });
    await until(trade, asked, "completed settled nobody settled settled");
    assert.deepEqual(
      trade.running.standIn.transfers().map(({ amount }) => amount),
      ["20000"],
    );
  }));

test("A refund that comes while or after its other way is paid is in the books, waits for the platform, and shows staff alone what came too much", () =>
  inTrade(async (trade) => {
    trade.running.standIn.setMode("refusing");
    const [during, after, moved] = [await stuck(trade), await stuck(trade), await stuck(trade)];
    trade.running.standIn.setMode("normal");
    const choose = async (asked: Asked) => {
      const [{ id: tenderId } = { id: "" }] = (await trade.page(asked)).refunds[0]?.detour?.tenders ?? [];
      await trade.does(asked, ["choose-detour", { how: { way: "payout", tenderId } }]);
    };
    trade.running.standIn.setMode("late");
    await choose(during);
    await trade.running.until("it is on its way", async () => trade.running.standIn.transfers().length === 1);
    await comesLate(trade, during);
    trade.running.standIn.setMode("normal");
    await until(trade, during, "completed settled nobody settled settled");
    assert.equal(await seenBy(trade, during), "399.00");
    await choose(after);
    await until(trade, after, "completed settled nobody settled settled");
    assert.equal(await seenBy(trade, after), null);
    await comesLate(trade, after);
    await comesLate(trade, after);
    assert.equal(await seenBy(trade, after), "399.00", "told twice it is still one");
    assert.deepEqual((await trade.page(after)).refunds[0]?.discrepancies, [], "the shopper is shown nothing of it");
    const proof = [await trade.photo(moved.order, trade.seller)];
    await trade.does(moved, ["choose-detour", { how: { ...transfer, proof } }]);
    await comesLate(trade, moved);
    await until(trade, moved, "completed settled nobody settled proved");
    await trade.does(moved, "confirm-refund");
    await until(trade, moved, "completed settled nobody settled settled");
    assert.equal(await seenBy(trade, moved), "399.00", "the merchant had paid it outside too");
    const told = await trade.db.withTx(system("test"), (tx) =>
      tx.rows<{ amount: string }>(
        "select payload ->> 'amountMinor' as amount from platform.outbox where kind = 'payments.discrepancy-moved'",
      ),
    );
    assert.deepEqual(told, [{ amount: "39900" }, { amount: "39900" }, { amount: "39900" }]);
  }));

test("A transfer that never came is not looked for any more once the refund itself did", () =>
  inTrade(async (trade) => {
    const asked = await stuck(trade);
    const proof = [await trade.photo(asked.order, trade.seller)];
    await trade.does(asked, ["choose-detour", { how: { ...transfer, proof } }]);
    await comesLate(trade, asked);
    await until(trade, asked, "completed settled nobody settled proved");
    await trade.does(asked, ["confirm-refund", { received: false }]);
    await until(trade, asked, "completed settled nobody settled dropped");
    assert.equal(await seenBy(trade, asked), null);
  }));

test("A payout that was refused and comes all the same settles the refund, and nothing is paid again", () =>
  inTrade(async (trade) => {
    const asked = await stuck(trade);
    const [{ id: tenderId } = { id: "" }] = (await trade.page(asked)).refunds[0]?.detour?.tenders ?? [];
    await trade.does(asked, ["choose-detour", { how: { way: "payout", tenderId } }]);
    await until(trade, asked, "approved attention platform refused platform");
    await trade.db.withTx(system("test"), async (tx) => {
      const sql = "select customer_id, id, amount_minor from payments.payout where order_id = $1";
      const payout = await tx.one<{ customer_id: string; id: string; amount_minor: bigint }>(sql, [asked.order.id]);
      await recordPayoutNews(tx, payout.customer_id, payout.id, succeeded(payout.amount_minor));
    });
    await until(trade, asked, "completed settled nobody settled settled");
    assert.equal(await seenBy(trade, asked), null);
    await balanced(trade.db);
  }));

test("What the platform paid ahead and came short is the merchant's to bear, whoever pays the rest", () =>
  inTrade(async (trade) => {
    const account = await deposit(trade);
    for (const [who, left] of [
      [fixer(), "60100"],
      [trade.seller, "20201"],
    ] as const) {
      const asked = await stuck(trade);
      trade.running.standIn.setMode("short");
      await trade.pass({ hours: 48 });
      const page = await until(trade, asked, "approved attention platform refused platform");
      assert.equal(page.refunds[0]?.detour?.amount.amount, "0.01");
      trade.running.standIn.setMode("normal");
      const tenderId = page.refunds[0]?.detour?.tenders[0]?.id;
      await trade.does(asked, ["choose-detour", { how: { way: "payout", tenderId } }, who]);
      await until(trade, asked, "completed settled");
      await trade.running.relay.drain();
      assert.deepEqual(await account(), { available: left, held: "0" });
    }
    await balanced(trade.db);
  }));
