import { grant, type Outcome, refuse } from "#kernel/outcome";
import { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import { offerInstant } from "../queries/instant-signals.ts";
import { giveCreditBack, insertAdvance, lockAdvanceOfCause, takeCredit } from "../store/advance.ts";
import { refundByCause } from "../store/refund.ts";
import { type Reserved, type ReserveRefund, reserveRefund } from "./reserve-refund.ts";

/**
 * Reserves a refund before the goods are here, out of the shopper's credit, in the transaction of the case and in the system
 * role. The limit is looked at again and the credit taken in one guarded statement, so that two at once never go beyond it.
 * The send job is the caller's next line, as with any refund. The same cause is lent to once.
 */
export async function takeInstant(
  tx: Tx,
  wanted: Omit<ReserveRefund, "instant"> & { readonly causeNumber: string },
): Promise<Outcome<Reserved, "refund-exceeds-paid" | "instant-not-offered" | "refunded-already">> {
  const { causeNumber, ...refund } = wanted;
  const [known, earlier] = await Promise.all([
    lockAdvanceOfCause(tx, wanted.customerId, wanted.causeId),
    refundByCause(tx, wanted.customerId, wanted.causeId, wanted.kind),
  ]);
  if (earlier !== undefined) return known === undefined ? refuse("refunded-already") : grant(earlier);
  const offer = await offerInstant(tx, wanted);
  const credit = { limitMinor: offer.limitMinor, minor: wanted.amountMinor, currency: wanted.currency };
  if (!offer.offered || !(await takeCredit(tx, wanted.customerId, credit)))
    return refuse("instant-not-offered", { because: offer.because.at(-1)?.code ?? "instant-above-limit" });
  const reserved = await reserveRefund(tx, { ...refund, instant: true });
  const record = new Recorder();
  if (!reserved.ok) {
    giveCreditBack(record, wanted.customerId, wanted.amountMinor, tx.now);
    record.write(tx, "payments.take-instant", false, undefined, undefined);
    return reserved;
  }
  insertAdvance(
    record,
    {
      customer_id: wanted.customerId,
      refund_id: reserved.value.id,
      cause_id: wanted.causeId,
      cause_number: causeNumber,
      order_id: wanted.orderId,
      merchant_id: wanted.merchantId,
      amount_minor: wanted.amountMinor,
      currency: wanted.currency,
    },
    tx.now,
  );
  record.about({
    kind: "refund",
    id: reserved.value.id,
    customerId: wanted.customerId,
    merchantId: wanted.merchantId,
    orderId: wanted.orderId,
  });
  record.detail({ amountMinor: wanted.amountMinor.toString(), limitMinor: offer.limitMinor.toString() });
  record.write(tx, "payments.take-instant", true, undefined, undefined);
  return reserved;
}
