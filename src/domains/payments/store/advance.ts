import { newId } from "#kernel/ids";
import { currency, money, negate } from "#kernel/money";
import type { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import type { AdvanceState } from "../model.ts";
import { post } from "./books.ts";

export type AdvanceRow = {
  customer_id: string;
  refund_id: string;
  cause_id: string;
  cause_number: string;
  order_id: string;
  merchant_id: string;
  state: AdvanceState;
  amount_minor: bigint;
  currency: string;
  collection_id: string | null;
  undone_at: Temporal.Instant | null;
  version: number;
};

const columns =
  "customer_id, refund_id, cause_id, cause_number, order_id, merchant_id, state, amount_minor, currency, collection_id, undone_at, version";

export function lockAdvanceOfCause(tx: Tx, customerId: string, causeId: string): Promise<AdvanceRow | undefined> {
  return tx.maybe<AdvanceRow>(
    `select ${columns} from payments.instant_advance where customer_id = $1 and cause_id = $2 for update`,
    [customerId, causeId],
  );
}

export function lockAdvanceOfCollection(
  tx: Tx,
  customerId: string,
  collectionId: string,
): Promise<AdvanceRow | undefined> {
  return tx.maybe<AdvanceRow>(
    `select ${columns} from payments.instant_advance where customer_id = $1 and collection_id = $2 for update`,
    [customerId, collectionId],
  );
}

/** Takes room of the shopper's credit; without enough of it nothing changes. Two takings wait for each other at the row. */
export async function takeCredit(
  tx: Tx,
  customerId: string,
  credit: { readonly limitMinor: bigint; readonly minor: bigint; readonly currency: string },
): Promise<boolean> {
  const taken = await tx.run(
    `insert into payments.instant_credit (customer_id, currency, limit_minor, used_minor, changed_at) select $1, $2, $3, $4, $5 where $4::bigint <= $3::bigint
     on conflict (customer_id) do update set limit_minor = excluded.limit_minor, used_minor = instant_credit.used_minor + excluded.used_minor,
                                             version = instant_credit.version + 1, changed_at = excluded.changed_at
      where instant_credit.customer_id = $1 and instant_credit.currency = excluded.currency and instant_credit.used_minor + excluded.used_minor <= excluded.limit_minor`,
    [customerId, credit.currency, credit.limitMinor, credit.minor, tx.now],
  );
  return taken === 1;
}

export function insertAdvance(
  record: Recorder,
  row: Omit<AdvanceRow, "state" | "collection_id" | "undone_at" | "version">,
  now: Temporal.Instant,
): void {
  record.insert(
    "payments.instant_advance (customer_id, refund_id, cause_id, cause_number, order_id, merchant_id, state, amount_minor, currency, taken_at)",
    [
      row.customer_id,
      row.refund_id,
      row.cause_id,
      row.cause_number,
      row.order_id,
      row.merchant_id,
      "open",
      row.amount_minor,
      row.currency,
      now,
    ],
  );
}

/** A change from the version that was read; an end gives the credit back. */
export function moveAdvance(
  record: Recorder,
  row: AdvanceRow,
  state: AdvanceState,
  now: Temporal.Instant,
  collectionId: string | null = row.collection_id,
): void {
  const lent = (one: AdvanceState) => one === "open" || one === "recovering";
  record.change(
    `update payments.instant_advance set state = $3, collection_id = $4, ended_at = $5, version = version + 1
      where customer_id = $1 and refund_id = $2 and version = $6 returning 1`,
    [row.customer_id, row.refund_id, state, collectionId, lent(state) ? null : now, row.version],
    { touch: 1, belief: "an advance moves from the version that was read" },
  );
  if (lent(row.state) && !lent(state)) giveCreditBack(record, row.customer_id, row.amount_minor, now);
}

/** The refund of an advance that is back counts no longer. */
export function undoAdvance(record: Recorder, row: AdvanceRow, now: Temporal.Instant): void {
  record.change(
    "update payments.instant_advance set undone_at = $3, version = version + 1 where customer_id = $1 and refund_id = $2 and version = $4 returning 1",
    [row.customer_id, row.refund_id, now, row.version],
    { touch: 1, belief: "an advance moves from the version that was read" },
  );
}

/** Room that was taken is free again. */
export function giveCreditBack(record: Recorder, customerId: string, minor: bigint, now: Temporal.Instant): void {
  record.change(
    "update payments.instant_credit set used_minor = used_minor - $2, version = version + 1, changed_at = $3 where customer_id = $1 returning 1",
    [customerId, minor, now],
    { touch: 1, belief: "what was lent was taken from a credit" },
  );
}

/** Money moves in the books of an advance, from one account to another. */
export function bookAdvance(record: Recorder, row: AdvanceRow, from: string, to: string, now: Temporal.Instant): void {
  const amount = money(row.amount_minor, currency(row.currency));
  post(
    record,
    {
      postingId: newId(),
      customerId: row.customer_id,
      orderId: row.order_id,
      merchantId: row.merchant_id,
      refundId: row.refund_id,
    },
    [
      { account: from, amount: negate(amount) },
      { account: to, amount },
    ],
    now,
  );
}
