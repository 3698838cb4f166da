import { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import { limits, type RefundState } from "../model.ts";
import { collectionMoved, compensationMoved, freightClaimed, payoutMoved, returnFreightMoved } from "../rules/facts.ts";
import { whatCameMore, whatCameWrong } from "../rules/what-came-wrong.ts";
import { lockCollection, moveCollection } from "../store/collection.ts";
import { lockCompensation, moveCompensation } from "../store/compensation.ts";
import { type DiscrepancyRow, lockDiscrepanciesOfPayout, lockDiscrepancy } from "../store/discrepancy.ts";
import { payClaim, readClaim } from "../store/freight.ts";
import { bookPayout, lockPayout, movePayout, type PayoutRow, settlePayout } from "../store/payout.ts";
import { lockReturnFreight, moveReturnFreight } from "../store/return-freight.ts";
import { closeDiscrepancy } from "./close-discrepancy.ts";
import { isOver, tookBack } from "./follow-discrepancies.ts";
import { openWrongPayout } from "./open-discrepancy.ts";
import { type News, stateAfter, takenBack } from "./record-news.ts";
import { followPayout, stillMissing } from "./take-detour.ts";

/**
 * Writes down what was learned of a payout, under its lock; what it was for follows in the same commit. As with refunds, news
 * may come twice, late or out of order. What is enough settles it, and what is too much of it waits for the platform as a
 * discrepancy, as other money does; what is refused or too little waits for the platform by a time.
 */
export async function recordPayoutNews(
  tx: Tx,
  customerId: string,
  payoutId: string,
  told: News,
): Promise<RefundState | undefined> {
  const payout = await lockPayout(tx, customerId, payoutId);
  if (payout === undefined) return undefined;
  const known = told.is === "succeeded" ? await lockDiscrepanciesOfPayout(tx, customerId, payoutId) : [];
  if (told.is === "succeeded" && tookBack(known, payoutId, told)) return payout.state;
  const resting = payout.paid_minor !== null && (await restOf(tx, payout));
  if (payout.state === "settled" || resting) {
    if (told.is === "succeeded") await cameAgain(tx, payout, known, told);
    return payout.state;
  }
  // Money came, so that nothing less than what the provider says of it, or took back, changes anything.
  if (payout.state === "mismatched" && told.is !== "succeeded" && told !== takenBack) return payout.state;
  const toGoOut = told.is === "sending" && payout.cause_kind === "refund";
  const news = toGoOut && !(await stillMissing(tx, payout)) ? calledOff : told;
  const record = new Recorder();
  record.about(aboutPayout(payout));
  if (news.is !== "succeeded") return move(tx, record, payout, stateAfter(payout.currency, payout, news), news);
  const wrong = whatCameWrong(payout, news);
  const payment = news.providerRefundId ?? payout.id;
  const waiting = known.filter(({ state }) => state !== "ended");
  if (wrong?.kind === "other-currency") {
    if (waiting.some((one) => one.came_minor === wrong.cameMinor && one.currency === wrong.currency))
      return payout.state;
    for (const one of waiting) await isOver(tx, one);
    openWrongPayout(tx, payout, wrong, payment);
    return move(tx, record, payout, "mismatched", news);
  }
  for (const one of waiting) await isOver(tx, one);
  // Nothing came at all.
  if (news.amountMinor <= 0n) return move(tx, record, payout, "refused", news);
  if (news.amountMinor < payout.amount_minor) {
    const before = payout.paid_minor ?? 0n;
    // Told again, or late: less than is known to have come says nothing new.
    if (news.amountMinor <= before) return move(tx, record, payout, "mismatched", news);
    bookPayout(record, payout, news.amountMinor - before, tx.now);
    return move(tx, record, payout, "mismatched", { ...news, paid: news.amountMinor });
  }
  const by = { payoutId: payment, status: news.status };
  await settle(tx, record, payout, by, {
    minor: payout.amount_minor - (payout.paid_minor ?? 0n),
    otherMoney: false,
    whole: true,
  });
  if (wrong !== undefined) openWrongPayout(tx, payout, wrong, payment);
  return "settled";
}

/** The platform lets money of another currency stand for it. Under the lock of the payout. */
export async function settlePayoutByOtherMoney(tx: Tx, payout: PayoutRow, payment: string): Promise<void> {
  const record = new Recorder();
  record.about(aboutPayout(payout));
  const by = { payoutId: payment, status: null };
  await settle(tx, record, payout, by, { minor: payout.amount_minor, otherMoney: true, whole: true });
}

export function aboutPayout(payout: PayoutRow): Parameters<Recorder["about"]>[0] {
  return {
    kind: "payout",
    id: payout.id,
    customerId: payout.customer_id,
    merchantId: payout.merchant_id,
    orderId: payout.order_id,
  };
}

/** What is refused, or came short, waits for the platform by a time; of a refund its detour does. `epoch`: the version that waits. */
export function waitForRetry(record: Recorder, epoch: number, now: Temporal.Instant): Temporal.Instant {
  const dueAt = now.add({ hours: limits.discrepancyHours });
  record.deadline({ kind: "payout-stuck", epoch, waitingOn: "platform", dueAt, calendar: "plain" });
  return dueAt;
}

/** Of a settled payout, or one whose rest is paid: what came more of it, and what it did not after all. */
async function cameAgain(
  tx: Tx,
  payout: PayoutRow,
  known: readonly DiscrepancyRow[],
  news: Extract<News, { is: "succeeded" }>,
): Promise<void> {
  const payment = payout.provider_payout_id === "" ? null : payout.provider_payout_id;
  const due = { amount_minor: payout.paid_minor ?? payout.amount_minor, currency: payout.currency, payment };
  const { over, more } = whatCameMore(due, { ...news, payment: news.providerRefundId }, known);
  for (const one of over) await isOver(tx, one);
  if (more !== undefined) openWrongPayout(tx, payout, more, news.providerRefundId ?? payment ?? payout.id);
}

async function move(
  tx: Tx,
  record: Recorder,
  payout: PayoutRow,
  state: RefundState,
  news: News & { readonly paid?: bigint },
): Promise<RefundState> {
  const short = state === "mismatched" && news.is === "succeeded" && news.currency === payout.currency;
  const waits = payout.cause_kind !== "refund" && (state === "refused" || short);
  if (payout.due_at !== null && !waits) record.cancelDeadlines();
  const due = waits ? (payout.due_at ?? waitForRetry(record, payout.version + 1, tx.now)) : undefined;
  const told = { attempt: news.is === "sending", paid: news.paid ?? null, due };
  const [status, error] = ["status" in news ? news.status : null, "error" in news ? news.error : null];
  movePayout(record, payout, state, { ...told, status, error }, tx.now);
  const moved = state !== payout.state;
  if (moved) {
    record.fact(payoutMoved(payout, state));
    record.detail({ state });
  }
  record.write(
    tx,
    "payments.payout-moved",
    moved && (state === "refused" || state === "mismatched"),
    undefined,
    undefined,
  );
  // Looks at the books, which have the payout by now.
  if (payout.cause_kind === "refund" && (moved || told.paid !== null)) await followPayout(tx, payout, state, told.paid);
  return state;
}

async function settle(
  tx: Tx,
  record: Recorder,
  payout: PayoutRow,
  by: { readonly payoutId: string | null; readonly status: string | null },
  paid: Parameters<typeof settlePayout>[3],
): Promise<void> {
  if (payout.due_at !== null) record.cancelDeadlines();
  settlePayout(record, payout, by, paid, tx.now);
  record.fact(payoutMoved(payout, "settled"));
  record.detail({ state: "settled" });
  record.write(tx, "payments.payout-moved", true, undefined, undefined);
  const caused = new Recorder();
  await followCause(tx, caused, payout);
  caused.write(tx, "payments.payout-moved", false, undefined, undefined);
  if (payout.cause_kind === "refund") await followPayout(tx, payout, "settled", null);
}

/** Whether the rest of one that came short is a payout of its own by now. */
async function restOf(tx: Tx, payout: PayoutRow): Promise<boolean> {
  const row = await tx.maybe(
    "select 1 as there from payments.payout where customer_id = $1 and cause_kind = 'payout' and cause_id = $2",
    [payout.customer_id, payout.id],
  );
  return row !== undefined;
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
    case "payout": {
      const row = await lockPayout(tx, customerId, causeId);
      if (row === undefined) throw new Error("the rest of no payout");
      const whole = new Recorder();
      whole.about(aboutPayout(row));
      await settle(tx, whole, row, { payoutId: null, status: null }, { minor: 0n, otherMoney: false, whole: false });
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
