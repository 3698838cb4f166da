import { humanNumber, newId } from "#kernel/ids";
import { localDateAt, zone } from "#kernel/time";
import { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import type { Receipt } from "../contract.ts";
import { collectionMoved } from "../rules/facts.ts";
import { type CollectionRow, insertCollection, lockCollectionOfCause } from "../store/collection.ts";

export type AskCollection = {
  readonly customerId: string;
  readonly orderId: string;
  readonly merchantId: string;
  /** With `causeId` unique: asking again for the same cause answers what there is. */
  readonly causeKind: string;
  readonly causeId: string;
  /** What people call the cause: the number of the case. */
  readonly causeNumber: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  /** Why so much, shown on the page where it is paid. */
  readonly receipt: Receipt;
  readonly expiresAt: Temporal.Instant;
};
export type Collection = Pick<CollectionRow, "id" | "number" | "state" | "amount_minor">;

/**
 * Asks a shopper to pay something more, in the transaction of its cause and in the system role. Nothing is sent: the number
 * that the provider will know is written down, and the shopper starts paying when it suits. If nobody pays in time it expires.
 */
export async function askCollection(tx: Tx, wanted: AskCollection): Promise<Collection> {
  const known = await lockCollectionOfCause(tx, wanted.customerId, wanted.causeKind, wanted.causeId);
  if (known !== undefined) return known;
  const id = newId<"collection">();
  const row = {
    customer_id: wanted.customerId,
    id,
    number: humanNumber("CO", localDateAt(tx.now, zone("Asia/Shanghai"))),
    order_id: wanted.orderId,
    merchant_id: wanted.merchantId,
    cause_kind: wanted.causeKind,
    cause_id: wanted.causeId,
    cause_number: wanted.causeNumber,
    amount_minor: wanted.amountMinor,
    currency: wanted.currency,
    receipt: wanted.receipt,
    charge_id: newId<"charge">(),
    expires_at: wanted.expiresAt,
  };
  const record = new Recorder();
  insertCollection(record, row, tx.now);
  record.about({
    kind: "collection",
    id,
    customerId: wanted.customerId,
    merchantId: wanted.merchantId,
    orderId: wanted.orderId,
  });
  record.directory("collection", row.number, wanted.customerId, id);
  record.directory("charge", row.charge_id, wanted.customerId, id);
  record.deadline({
    kind: "collection-expires",
    epoch: 1,
    waitingOn: "shopper",
    dueAt: wanted.expiresAt,
    calendar: "plain",
  });
  record.fact(collectionMoved(row, "asked"));
  record.detail({ causeKind: row.cause_kind, amountMinor: row.amount_minor.toString(), currency: row.currency });
  record.write(tx, "payments.ask-collection", true, undefined, undefined);
  return { id, number: row.number, state: "asked", amount_minor: wanted.amountMinor };
}
