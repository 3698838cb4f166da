import { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import { lockPayout, movePayout } from "../store/payout.ts";
import { aboutPayout } from "./record-payout-news.ts";
import { reservePayout } from "./reserve-payout.ts";

/** What is missing of a payout that came short goes out under a number of its own; with it the first is settled. Told twice, it is. */
export async function payRest(tx: Tx, customerId: string, payoutId: string): Promise<void> {
  const payout = await lockPayout(tx, customerId, payoutId);
  if (payout?.state !== "mismatched" || payout.due_at === null || payout.paid_minor === null) return;
  const record = new Recorder();
  record.about(aboutPayout(payout));
  record.cancelDeadlines();
  movePayout(record, payout, "mismatched", {}, tx.now);
  reservePayout(
    record,
    {
      customerId,
      orderId: payout.order_id,
      merchantId: payout.merchant_id,
      causeKind: "payout",
      causeId: payout.id,
      amountMinor: payout.amount_minor - payout.paid_minor,
      currency: payout.currency,
      payer: payout.payer,
      payment: payout.payment,
    },
    tx.now,
  );
  record.write(tx, "payments.pay-rest", true, undefined, undefined);
}
