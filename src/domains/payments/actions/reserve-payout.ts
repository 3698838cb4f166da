import { humanNumber, newId } from "#kernel/ids";
import { localDateAt, zone } from "#kernel/time";
import type { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import { payoutMoved } from "../rules/facts.ts";
import { insertPayout, type Payer, type PayoutCause } from "../store/payout.ts";

export type ReservePayout = {
  readonly customerId: string;
  readonly orderId: string;
  readonly merchantId: string;
  readonly causeKind: PayoutCause;
  readonly causeId: string;
  /** The refund that is paid on another way. */
  readonly refundId?: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly payer: Payer;
  /** Along which payment the shopper is paid. */
  readonly payment: string;
};

/**
 * Puts money for a shopper aside, in the transaction of its cause; its key lets one cause pay once. The fact that goes with it
 * brings the job that sends it, after commit.
 */
export function reservePayout(record: Recorder, wanted: ReservePayout, now: Temporal.Instant): string {
  const id = newId<"payout">();
  const payout = {
    customer_id: wanted.customerId,
    id,
    number: humanNumber("PO", localDateAt(now, zone("Asia/Shanghai"))),
    order_id: wanted.orderId,
    merchant_id: wanted.merchantId,
    cause_kind: wanted.causeKind,
    cause_id: wanted.causeId,
    refund_id: wanted.refundId ?? null,
    amount_minor: wanted.amountMinor,
    currency: wanted.currency,
    payer: wanted.payer,
    payment: wanted.payment,
  };
  insertPayout(record, payout, now);
  record.about({
    kind: "payout",
    id,
    customerId: wanted.customerId,
    merchantId: wanted.merchantId,
    orderId: wanted.orderId,
  });
  record.directory("payout", payout.number, wanted.customerId, id);
  // The provider's notices carry only the number it was given.
  record.directory("payout-sent", id, wanted.customerId, id);
  record.fact(payoutMoved(payout, "reserved"));
  return id;
}

/** The payment along which the shopper of an order is paid something more: the largest that went through a provider. */
export async function paymentOf(tx: Tx, customerId: string, orderId: string): Promise<string | undefined> {
  const row = await tx.maybe<{ provider_reference: string }>(
    `select provider_reference from orders.tender where customer_id = $1 and order_id = $2
      order by kind in ('points', 'coupon', 'voucher', 'gift-card'), captured_minor desc, tender_no limit 1`,
    [customerId, orderId],
  );
  return row?.provider_reference;
}
