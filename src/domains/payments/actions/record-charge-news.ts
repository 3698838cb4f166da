import { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import type { ChargeWord } from "../adapters/provider/index.ts";
import type { CollectionState } from "../model.ts";
import { collectionMoved } from "../rules/facts.ts";
import {
  bookCollection,
  type CollectionRow,
  instantCause,
  lockCollection,
  moveCollection,
  receiverOf,
} from "../store/collection.ts";
import { discrepancyCause } from "../store/discrepancy.ts";
import { advancePaidBack } from "./end-advance.ts";
import { aboutCollection, sendBack } from "./end-collection.ts";
import { openPaidTwice } from "./open-discrepancy.ts";
import { discrepancyPaidBack } from "./take-discrepancy.ts";

/** What was learned of a charge; "opening" is said and committed before the provider is asked for it. */
export type ChargeNews = ChargeWord | { readonly is: "opening" };

/**
 * Writes down what was learned of a charge, under the lock of its collection. Money counts once; it pays only what is still
 * asked for and only to the unit, and any other money goes back by itself.
 */
export async function recordChargeNews(
  tx: Tx,
  customerId: string,
  collectionId: string,
  news: ChargeNews,
): Promise<CollectionState | undefined> {
  const row = await lockCollection(tx, customerId, collectionId);
  if (row === undefined) return undefined;
  if (news.is === "succeeded" && paidTwice(row, news.providerRefundId)) {
    const { providerRefundId: payment, amountMinor, currency } = news;
    await openPaidTwice(tx, row, { payment, amountMinor, currency });
    return row.state;
  }
  const record = new Recorder();
  record.about(aboutCollection(row));
  const state = take(record, row, news, tx.now);
  const moved = state !== row.state;
  const money = moved && (state === "paid" || state === "refunding");
  if (money) record.cancelDeadlines();
  // What goes back says so itself, with its payout.
  if (moved && state !== "refunding") {
    record.fact(collectionMoved(row, state));
    record.detail({ state });
  }
  if (money && state === "paid" && row.cause_kind === instantCause) await advancePaidBack(tx, customerId, row.id);
  if (money && state === "paid" && row.cause_kind === discrepancyCause)
    await discrepancyPaidBack(tx, customerId, row.cause_id);
  record.write(tx, "payments.collection-moved", money, undefined, undefined);
  return state;
}

const open: ReadonlySet<CollectionState> = new Set(["asked", "paying", "unknown"]);
const moneyIsHere: ReadonlySet<CollectionState> = new Set(["paid", "refunding", "refunded"]);

/** The money is here, and the provider tells of another payment. */
function paidTwice(row: CollectionRow, payment: string): boolean {
  return moneyIsHere.has(row.state) && row.provider_charge_id !== null && row.provider_charge_id !== payment;
}

function take(record: Recorder, row: CollectionRow, news: ChargeNews, now: Temporal.Instant): CollectionState {
  if (moneyIsHere.has(row.state)) return row.state;
  switch (news.is) {
    case "opening":
      if (!open.has(row.state)) return row.state;
      moveCollection(record, row, {
        state: "paying",
        provider_status: null,
        sent_at: row.sent_at ?? now,
        attempt: true,
      });
      return "paying";
    case "waiting":
      if (!open.has(row.state)) return row.state;
      moveCollection(record, row, {
        state: "paying",
        provider_status: news.status,
        pay_url: news.payUrl,
        last_error: null,
      });
      return "paying";
    case "processing":
      return row.state;
    case "unknown":
      if (!open.has(row.state)) return row.state;
      moveCollection(record, row, { state: "unknown", last_error: news.error });
      return "unknown";
    case "refused":
      if (!open.has(row.state)) return row.state;
      moveCollection(record, row, {
        state: "asked",
        provider_status: news.status,
        last_error: news.error,
        pay_url: null,
      });
      return "asked";
    case "closed":
      moveCollection(record, row, {
        provider_status: news.status,
        charge_closed_at: row.charge_closed_at ?? now,
        last_error: null,
      });
      return row.state;
    case "succeeded": {
      const received = {
        provider_status: news.status,
        received_minor: news.amountMinor,
        received_at: now,
        provider_charge_id: news.providerRefundId,
      };
      const exact = news.amountMinor === row.amount_minor && news.currency === row.currency;
      const state = open.has(row.state) && exact ? "paid" : "refunding";
      if (state === "paid") bookCollection(record, row, "shopper-payment", receiverOf(row), news.amountMinor, now);
      else {
        bookCollection(record, row, "shopper-payment", "collections-received", news.amountMinor, now);
        sendBack(record, row, news.amountMinor, news.providerRefundId, now);
      }
      moveCollection(record, row, { ...received, state, last_error: null });
      return state;
    }
  }
}
