import { z } from "zod";
import { lockTenders } from "#domains/orders";
import { humanNumber, newId } from "#kernel/ids";
import { currency } from "#kernel/money";
import { grant, type Outcome } from "#kernel/outcome";
import { dateOfDay } from "#kernel/time";
import { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import { receiptShape } from "../contract.ts";
import { spreadOverTenders } from "../rules/spread-over-tenders.ts";
import { insertRefund, type RefundRow, refundByCause } from "../store/refund.ts";

export const reserveRefundInput = z.strictObject({
  customerId: z.string(),
  orderId: z.string(),
  merchantId: z.string(),
  causeKind: z.string(),
  causeId: z.string(),
  kind: z.enum(["goods", "freight", "goodwill", "allowance"]),
  amountMinor: z.bigint().positive(),
  currency: z.string(),
  receipt: receiptShape,
  /** Paid before the goods came: `takeInstant` says so. */
  instant: z.boolean().default(false),
});
export type ReserveRefund = z.input<typeof reserveRefundInput>;
export type Reserved = Pick<RefundRow, "id" | "number" | "state" | "amount_minor">;

/**
 * Takes the room for a refund off the tenders, in the transaction of the case it belongs to, because both books must balance
 * in one commit. The same cause gets the same refund: calling again changes nothing. The send job is the caller's next line.
 */
export async function reserveRefund(tx: Tx, wanted: ReserveRefund): Promise<Outcome<Reserved, "refund-exceeds-paid">> {
  const tenders = await lockTenders(tx, wanted.customerId, wanted.orderId);
  const known = await refundByCause(tx, wanted.customerId, wanted.causeId, wanted.kind);
  if (known !== undefined) return grant(known);
  const shares = spreadOverTenders(wanted.amountMinor, currency(wanted.currency), tenders);
  if (!shares.ok) return shares;
  const id = newId<"refund">();
  const number = humanNumber("RF", dateOfDay(Math.floor(tx.now.epochMilliseconds / 86_400_000)));
  const parts = shares.value.map((share) => ({ ...share, id: newId<"refund-part">() }));
  const record = new Recorder();
  insertRefund(
    record,
    {
      customer_id: wanted.customerId,
      id,
      number,
      order_id: wanted.orderId,
      merchant_id: wanted.merchantId,
      cause_kind: wanted.causeKind,
      cause_id: wanted.causeId,
      kind: wanted.kind,
      amount_minor: wanted.amountMinor,
      currency: wanted.currency,
      receipt: wanted.receipt,
      instant: wanted.instant ?? false,
    },
    parts,
    tx.now,
  );
  record.about({
    kind: "refund",
    id,
    customerId: wanted.customerId,
    merchantId: wanted.merchantId,
    orderId: wanted.orderId,
  });
  record.directory("refund", number, wanted.customerId, id);
  // The provider's notices carry only the number of the share.
  for (const part of parts) record.directory("refund-part", part.id, wanted.customerId, id);
  record.detail({
    causeKind: wanted.causeKind,
    causeId: wanted.causeId,
    amountMinor: wanted.amountMinor.toString(),
    currency: wanted.currency,
  });
  record.write(tx, "payments.reserve-refund", true, undefined, undefined);
  return grant({ id, number, state: "reserved", amount_minor: wanted.amountMinor });
}
