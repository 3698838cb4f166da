import { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import { type CollectionState, collectionLifecycle } from "../model.ts";
import { collectionMoved } from "../rules/facts.ts";
import {
  bookCollection,
  type CollectionRow,
  lockCollection,
  lockCollectionOfCause,
  moveCollection,
  receiverOf,
} from "../store/collection.ts";
import { reservePayout } from "./reserve-payout.ts";

type OfCause = { readonly customerId: string; readonly causeKind: string; readonly causeId: string };

/**
 * The cause is gone: what was not paid is not asked for any more, and what was paid goes back by itself. A payment that comes
 * later goes back as well. Answers where the collection stands then; undefined: nothing was asked. Calling again changes nothing.
 */
export async function cancelCollection(tx: Tx, of: OfCause): Promise<CollectionState | undefined> {
  const row = await lockCollectionOfCause(tx, of.customerId, of.causeKind, of.causeId);
  if (row === undefined) return undefined;
  if (row.state === "paid") return giveBack(tx, row);
  return collectionLifecycle.can(row.state, "cancel") ? end(tx, row, "cancelled") : row.state;
}

/** Nobody paid in time. */
export async function expireCollection(tx: Tx, customerId: string, id: string): Promise<void> {
  const row = await lockCollection(tx, customerId, id);
  if (row !== undefined && collectionLifecycle.can(row.state, "expire")) end(tx, row, "expired");
}

function end(tx: Tx, row: CollectionRow, state: "cancelled" | "expired"): CollectionState {
  const record = new Recorder();
  record.about(aboutCollection(row));
  record.cancelDeadlines();
  moveCollection(record, row, { state });
  record.fact(collectionMoved(row, state));
  record.detail({ state });
  record.write(tx, "payments.collection-moved", true, undefined, undefined);
  return state;
}

function giveBack(tx: Tx, row: CollectionRow): CollectionState {
  const record = new Recorder();
  const minor = row.received_minor ?? row.amount_minor;
  bookCollection(record, row, receiverOf(row), "collections-received", minor, tx.now);
  sendBack(record, row, minor, row.provider_charge_id ?? row.charge_id, tx.now);
  moveCollection(record, row, { state: "refunding" });
  record.write(tx, "payments.collection-moved", true, undefined, undefined);
  return "refunding";
}

/** Money that came and may not stay goes back along the payment it came by. */
export function sendBack(
  record: Recorder,
  row: CollectionRow,
  minor: bigint,
  payment: string,
  now: Temporal.Instant,
): void {
  reservePayout(
    record,
    {
      customerId: row.customer_id,
      orderId: row.order_id,
      merchantId: row.merchant_id,
      causeKind: "collection",
      causeId: row.id,
      amountMinor: minor,
      currency: row.currency,
      payer: "shopper",
      payment,
    },
    now,
  );
  record.about(aboutCollection(row));
  record.fact(collectionMoved(row, "refunding"));
  record.detail({ state: "refunding", amountMinor: minor.toString() });
}

export function aboutCollection(row: CollectionRow) {
  return {
    kind: "collection",
    id: row.id,
    customerId: row.customer_id,
    merchantId: row.merchant_id,
    orderId: row.order_id,
  };
}
