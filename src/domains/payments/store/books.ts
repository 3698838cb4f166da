import { type PostingLine, posting } from "#kernel/ledger";
import type { Recorder } from "#platform/action";

/** What an entry in the books is about; one of the three has moved the money. */
export type Entry = {
  readonly postingId: string;
  readonly customerId: string;
  readonly orderId: string;
  readonly merchantId: string;
  readonly refundId?: string;
  readonly payoutId?: string;
  readonly collectionId?: string;
};

const ledgerTable =
  "payments.ledger_line (customer_id, posting_id, line_no, order_id, merchant_id, refund_id, payout_id, collection_id, account, amount_minor, currency, at)";

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
      line.account,
      line.amount.minor,
      line.amount.currency,
      now,
    ]);
}
