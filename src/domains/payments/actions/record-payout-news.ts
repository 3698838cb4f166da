import { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import type { RefundState } from "../model.ts";
import { collectionMoved, compensationMoved, freightClaimed, payoutMoved, returnFreightMoved } from "../rules/facts.ts";
import { lockCollection, moveCollection } from "../store/collection.ts";
import { lockCompensation, moveCompensation } from "../store/compensation.ts";
import { lockDiscrepancy } from "../store/discrepancy.ts";
import { payClaim, readClaim } from "../store/freight.ts";
import { bookPayout, lockPayout, movePayout, type PayoutRow, settlePayout } from "../store/payout.ts";
import { lockReturnFreight, moveReturnFreight } from "../store/return-freight.ts";
import { closeDiscrepancy } from "./close-discrepancy.ts";
import { type News, stateAfter } from "./record-news.ts";
import { followPayout, stillMissing } from "./take-detour.ts";

/**
 * Writes down what was learned of a payout, under its lock; what it was for follows in the same commit. As with refunds, news
 * may come twice, late or out of order, and only our own amount settles.
 */
export async function recordPayoutNews(
  tx: Tx,
  customerId: string,
  payoutId: string,
  told: News,
): Promise<RefundState | undefined> {
  const payout = await lockPayout(tx, customerId, payoutId);
  if (payout === undefined || payout.state === "settled") return payout?.state;
  const toGoOut = told.is === "sending" && payout.cause_kind === "refund";
  const news = toGoOut && !(await stillMissing(tx, payout)) ? calledOff : told;
  const state = stateAfter(payout.currency, payout, news);
  const record = new Recorder();
  let paid = 0n;
  if (state === "settled" && news.is === "succeeded") {
    settlePayout(record, payout, { payoutId: news.providerRefundId ?? "", status: news.status }, tx.now);
    await followCause(tx, record, payout);
    paid = payout.amount_minor;
  } else {
    movePayout(
      record,
      payout,
      state,
      {
        attempt: news.is === "sending",
        status: "status" in news ? news.status : null,
        error: "error" in news ? news.error : null,
      },
      tx.now,
    );
    const short = state === "mismatched" && news.is === "succeeded" && news.currency === payout.currency;
    if (payout.cause_kind === "refund" && state !== payout.state && short) {
      bookPayout(record, payout, news.amountMinor, tx.now);
      paid = news.amountMinor;
    }
  }
  const moved = state !== payout.state;
  if (moved) {
    record.about({
      kind: "payout",
      id: payout.id,
      customerId,
      merchantId: payout.merchant_id,
      orderId: payout.order_id,
    });
    record.fact(payoutMoved(payout, state));
    record.detail({ state });
  }
  const audited = moved && (state === "settled" || state === "refused" || state === "mismatched");
  record.write(tx, "payments.payout-moved", audited, undefined, undefined);
  // Looks at the books, which have the payout by now.
  if (moved && payout.cause_kind === "refund") await followPayout(tx, payout, state, paid);
  return state;
}

const calledOff: News = { is: "refused", status: "called-off", error: "the refund came after all" };

/** Paid: what it was for is over. */
async function followCause(tx: Tx, record: Recorder, payout: PayoutRow): Promise<void> {
  const { customer_id: customerId, cause_id: causeId, merchant_id: merchantId, order_id: orderId } = payout;
  switch (payout.cause_kind) {
    case "compensation": {
      const row = await lockCompensation(tx, customerId, causeId);
      if (row === undefined) throw new Error("a payout without its compensation");
      moveCompensation(record, row, { state: "paid", paid_at: tx.now });
      record.about({ kind: "compensation", id: causeId, customerId, merchantId, orderId });
      record.fact(compensationMoved(row, "paid"));
      break;
    }
    case "collection": {
      const row = await lockCollection(tx, customerId, causeId);
      if (row === undefined) throw new Error("a payout without its collection");
      moveCollection(record, row, { state: "refunded" });
      record.about({ kind: "collection", id: causeId, customerId, merchantId, orderId });
      record.fact(collectionMoved(row, "refunded"));
      break;
    }
    case "return-freight": {
      const row = await lockReturnFreight(tx, customerId, causeId);
      if (row === undefined) throw new Error("a payout without its freight");
      moveReturnFreight(record, row, { state: "paid", paid_at: tx.now });
      record.about({ kind: "return-freight", id: causeId, customerId, merchantId, orderId });
      record.fact(returnFreightMoved({ ...row, state: "paid" }));
      break;
    }
    case "refund":
      // Its detour follows below, once the books have the payout.
      break;
    case "discrepancy": {
      const row = await lockDiscrepancy(tx, customerId, causeId);
      if (row === undefined) throw new Error("a payout without its discrepancy");
      closeDiscrepancy(tx, row, undefined);
      break;
    }
    case "freight-claim": {
      const row = await readClaim(tx, customerId, causeId);
      if (row === undefined) throw new Error("a payout without its claim");
      payClaim(record, customerId, causeId, tx.now);
      record.about({ kind: "freight-claim", id: causeId, customerId, merchantId, orderId });
      record.fact(freightClaimed({ ...row, state: "paid" }));
      break;
    }
  }
}
