import { newId } from "#kernel/ids";
import type { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";

/** A tender with what is left of it. */
export type TenderRoom = {
  readonly id: string;
  readonly capturedMinor: bigint;
  readonly reservedMinor: bigint;
  readonly refundedMinor: bigint;
  /** The collection it took, where it is the difference of an exchange: nothing but that difference goes back to it. */
  readonly differenceOf?: string;
};

/** Locks the tenders of an order, in one order everywhere, so that two refunds wait for each other. */
export async function lockTenders(tx: Tx, customerId: string, orderId: string): Promise<TenderRoom[]> {
  const rows = await tx.rows<{
    id: string;
    captured_minor: bigint;
    reserved_minor: bigint;
    refunded_minor: bigint;
    difference_of: string | null;
  }>(
    "select id, captured_minor, reserved_minor, refunded_minor, case when kind = 'exchange-difference' then collection_id end as difference_of from orders.tender where customer_id = $1 and order_id = $2 order by tender_no for update",
    [customerId, orderId],
  );
  return rows.map((row) => ({
    id: row.id,
    capturedMinor: row.captured_minor,
    reservedMinor: row.reserved_minor,
    refundedMinor: row.refunded_minor,
    ...(row.difference_of === null ? {} : { differenceOf: row.difference_of }),
  }));
}

/** What was paid as the difference of an exchange is one more tender of its order, once. The caller has locked the order. */
export async function addDifferenceTender(
  tx: Tx,
  paid: {
    readonly customerId: string;
    readonly orderId: string;
    readonly merchantId: string;
    readonly collectionId: string;
    readonly reference: string;
    readonly minor: bigint;
  },
): Promise<void> {
  await tx.run(
    `insert into orders.tender (customer_id, id, order_id, merchant_ids, tender_no, kind, provider_reference, captured_minor, collection_id)
     select $1, $2, $3, array[$4::uuid], coalesce(max(tender_no), 0) + 1, 'exchange-difference', $5, $6, $7 from orders.tender where customer_id = $1 and order_id = $3
     on conflict (customer_id, collection_id) where collection_id is not null do nothing`,
    [paid.customerId, newId(), paid.orderId, paid.merchantId, paid.reference, paid.minor, paid.collectionId],
  );
}

/** Takes room for a refund; the constraint on the table refuses what is not there. */
export function reserveTenders(
  record: Recorder,
  customerId: string,
  shares: readonly { tenderId: string; minor: bigint }[],
): void {
  record.change(
    `update orders.tender t set reserved_minor = reserved_minor + s.minor from unnest($2::uuid[], $3::bigint[]) s (tender_id, minor)
      where t.customer_id = $1 and t.id = s.tender_id returning 1`,
    [customerId, shares.map((s) => s.tenderId), shares.map((s) => s.minor)],
    { touch: shares.length, belief: "every share has its tender" },
  );
}

/** What was reserved has been paid back. */
export function settleTender(record: Recorder, customerId: string, tenderId: string, minor: bigint): void {
  record.change(
    "update orders.tender set reserved_minor = reserved_minor - $3, refunded_minor = refunded_minor + $3 where customer_id = $1 and id = $2 returning 1",
    [customerId, tenderId, minor],
    { touch: 1, belief: "a settled share has its tender" },
  );
}

/** A shopper has paid once more for goods that had been refunded already: what came in can be refunded as it was the first time. */
export function tenderPaidAgain(
  record: Recorder,
  paid: {
    readonly customerId: string;
    readonly orderId: string;
    readonly merchantId: string;
    readonly collectionId: string;
    readonly reference: string;
    readonly minor: bigint;
  },
): void {
  record.change(
    `insert into orders.tender (customer_id, id, order_id, merchant_ids, tender_no, kind, provider_reference, captured_minor, collection_id)
     select $1, $2, $3, array[$4::uuid], max(tender_no) + 1, 'other', $5, $6, $7 from orders.tender where customer_id = $1 and order_id = $3 returning 1`,
    [paid.customerId, newId<"tender">(), paid.orderId, paid.merchantId, paid.reference, paid.minor, paid.collectionId],
    { touch: 1, belief: "an order that was paid has its tenders" },
  );
}
