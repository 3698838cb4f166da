import { type PostingLine, posting } from "#kernel/ledger";
import type { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";

/** What an entry in the books is about; one of the six has moved the money. */
export type Entry = {
  readonly postingId: string;
  readonly customerId: string;
  readonly orderId: string;
  readonly merchantId: string;
  readonly refundId?: string;
  readonly payoutId?: string;
  readonly collectionId?: string;
  readonly lossId?: string;
  readonly discrepancyId?: string;
  readonly coverId?: string;
};

const ledgerTable =
  "payments.ledger_line (customer_id, posting_id, line_no, order_id, merchant_id, refund_id, payout_id, collection_id, loss_id, discrepancy_id, cover_id, account, amount_minor, currency, at)";

/** Writes an entry, whose lines sum to nothing. */
export function post(record: Recorder, entry: Entry, lines: readonly PostingLine[], now: Temporal.Instant): void {
  for (const [index, line] of posting(lines).entries())
    record.insert(ledgerTable, [
      entry.customerId,
      entry.postingId,
      index + 1,
      entry.orderId,
      entry.merchantId,
      entry.refundId,
      entry.payoutId,
      entry.collectionId,
      entry.lossId,
      entry.discrepancyId,
      entry.coverId,
      line.account,
      line.amount.minor,
      line.amount.currency,
      now,
    ]);
}

/** Whether a loss is in the books already. */
export async function lossBooked(tx: Tx, customerId: string, lossId: string): Promise<boolean> {
  const row = await tx.maybe("select 1 from payments.ledger_line where customer_id = $1 and loss_id = $2 limit 1", [
    customerId,
    lossId,
  ]);
  return row !== undefined;
}
