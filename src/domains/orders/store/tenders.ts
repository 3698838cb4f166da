import type { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";

/** A tender with what is left of it. */
export type TenderRoom = {
  readonly id: string;
  readonly capturedMinor: bigint;
  readonly reservedMinor: bigint;
  readonly refundedMinor: bigint;
};

/** Locks the tenders of an order, in one order everywhere, so that two refunds wait for each other. */
export async function lockTenders(tx: Tx, customerId: string, orderId: string): Promise<TenderRoom[]> {
  const rows = await tx.rows<{ id: string; captured_minor: bigint; reserved_minor: bigint; refunded_minor: bigint }>(
    "select id, captured_minor, reserved_minor, refunded_minor from orders.tender where customer_id = $1 and order_id = $2 order by tender_no for update",
    [customerId, orderId],
  );
  return rows.map((row) => ({
    id: row.id,
    capturedMinor: row.captured_minor,
    reservedMinor: row.reserved_minor,
    refundedMinor: row.refunded_minor,
  }));
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
