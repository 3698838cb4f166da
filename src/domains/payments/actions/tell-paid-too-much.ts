import { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import { paidTooMuchOf } from "../queries/paid-too-much.ts";
import type { RefundRow } from "../store/refund.ts";

/**
 * A refund that took another way came twice, or in part: who looks after money is woken, with the sum to ask back. `by` is the
 * payment that was one too many. Nothing where the shopper has no more than was due.
 */
export async function tellPaidTooMuch(
  tx: Tx,
  of: Pick<RefundRow, "customer_id" | "order_id" | "merchant_id" | "number" | "currency">,
  by: string,
): Promise<void> {
  const minor = await paidTooMuchOf(tx, of);
  if (minor === 0n) return;
  const record = new Recorder();
  record.about({
    kind: "refund-paid-too-much",
    id: by,
    customerId: of.customer_id,
    merchantId: of.merchant_id,
    orderId: of.order_id,
  });
  record.fact({
    kind: "payments.paid-too-much",
    version: 1,
    payload: {
      number: of.number,
      customerId: of.customer_id,
      orderId: of.order_id,
      merchantId: of.merchant_id,
      amountMinor: minor.toString(),
      currency: of.currency,
    },
  });
  record.detail({ number: of.number, amountMinor: minor.toString(), currency: of.currency });
  record.write(tx, "payments.paid-too-much", true, undefined, undefined);
}
