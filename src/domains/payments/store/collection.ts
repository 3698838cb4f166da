import { newId } from "#kernel/ids";
import { currency, money, negate } from "#kernel/money";
import type { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import type { CollectionState } from "../model.ts";
import { post } from "./books.ts";
import { clearing, discrepancyCause } from "./discrepancy.ts";

export type CollectionRow = {
  customer_id: string;
  id: string;
  number: string;
  order_id: string;
  merchant_id: string;
  cause_kind: string;
  cause_id: string;
  cause_number: string;
  state: CollectionState;
  amount_minor: bigint;
  currency: string;
  receipt: unknown;
  charge_id: string;
  attempts: number;
  pay_url: string | null;
  provider_status: string | null;
  provider_charge_id: string | null;
  last_error: string | null;
  received_minor: bigint | null;
  asked_at: Temporal.Instant;
  expires_at: Temporal.Instant;
  sent_at: Temporal.Instant | null;
  charge_closed_at: Temporal.Instant | null;
  received_at: Temporal.Instant | null;
  version: number;
};

export const collectionColumns =
  "customer_id, id, number, order_id, merchant_id, cause_kind, cause_id, cause_number, state, amount_minor, currency, receipt, charge_id, attempts, pay_url, provider_status, provider_charge_id, last_error, received_minor, asked_at, expires_at, sent_at, charge_closed_at, received_at, version";

export function lockCollection(tx: Tx, customerId: string, id: string): Promise<CollectionRow | undefined> {
  return tx.maybe<CollectionRow>(
    `select ${collectionColumns} from payments.collection where customer_id = $1 and id = $2 for update`,
    [customerId, id],
  );
}

export function lockCollectionOfCause(
  tx: Tx,
  customerId: string,
  causeKind: string,
  causeId: string,
): Promise<CollectionRow | undefined> {
  return tx.maybe<CollectionRow>(
    `select ${collectionColumns} from payments.collection where customer_id = $1 and cause_kind = $2 and cause_id = $3 for update`,
    [customerId, causeKind, causeId],
  );
}

export type NewCollection = Pick<
  CollectionRow,
  | "customer_id"
  | "id"
  | "number"
  | "order_id"
  | "merchant_id"
  | "cause_kind"
  | "cause_id"
  | "cause_number"
  | "amount_minor"
  | "currency"
  | "receipt"
  | "charge_id"
  | "expires_at"
>;

export function insertCollection(record: Recorder, row: NewCollection, now: Temporal.Instant): void {
  record.insert(
    "payments.collection (customer_id, id, number, order_id, merchant_id, cause_kind, cause_id, cause_number, state, amount_minor, currency, receipt, charge_id, asked_at, expires_at)",
    [
      row.customer_id,
      row.id,
      row.number,
      row.order_id,
      row.merchant_id,
      row.cause_kind,
      row.cause_id,
      row.cause_number,
      "asked",
      row.amount_minor,
      row.currency,
      row.receipt as object,
      row.charge_id,
      now,
      row.expires_at,
    ],
  );
}

type CollectionChanges = Partial<
  Pick<
    CollectionRow,
    | "state"
    | "pay_url"
    | "provider_status"
    | "provider_charge_id"
    | "last_error"
    | "received_minor"
    | "received_at"
    | "sent_at"
    | "charge_closed_at"
  >
> & { readonly attempt?: boolean };

/** A change from the version that was read; what is left out stays. */
export function moveCollection(record: Recorder, row: CollectionRow, changes: CollectionChanges): void {
  const after = { ...row, ...changes };
  record.change(
    `update payments.collection set state = $3, pay_url = $4, provider_charge_id = $5, last_error = $6, received_minor = $7, received_at = $8, sent_at = $9,
            charge_closed_at = $10, provider_status = $11, attempts = attempts + $12, version = version + 1
      where customer_id = $1 and id = $2 and version = $13 returning 1`,
    [
      row.customer_id,
      row.id,
      after.state,
      after.pay_url,
      after.provider_charge_id,
      after.last_error,
      after.received_minor,
      after.received_at,
      after.sent_at,
      after.charge_closed_at,
      after.provider_status,
      changes.attempt === true ? 1 : 0,
      row.version,
    ],
    { touch: 1, belief: "a collection moves from the version that was read" },
  );
}

/** Who the money of a collection is for: what an instant refund lent comes back to who lent it, and what came too much is made up for. */
export function receiverOf(row: Pick<CollectionRow, "cause_kind">): string {
  if (row.cause_kind === instantCause) return "shopper-receivable";
  return row.cause_kind === discrepancyCause ? clearing : "merchant-settlement";
}
export const instantCause = "instant-refund";

/** Money moves in the books: from the shopper when it comes, to `collections-received` when it has to go back. */
export function bookCollection(
  record: Recorder,
  row: CollectionRow,
  from: string,
  to: string,
  minor: bigint,
  now: Temporal.Instant,
): void {
  const amount = money(minor, currency(row.currency));
  post(
    record,
    {
      postingId: newId(),
      customerId: row.customer_id,
      orderId: row.order_id,
      merchantId: row.merchant_id,
      collectionId: row.id,
    },
    [
      { account: from, amount: negate(amount) },
      { account: to, amount },
    ],
    now,
  );
}
