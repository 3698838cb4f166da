import { z } from "zod";
import { addDifferenceTender, lockTenders, type TenderRoom } from "#domains/orders";
import { humanNumber, newId } from "#kernel/ids";
import { currency } from "#kernel/money";
import { grant, type Outcome, refuse } from "#kernel/outcome";
import { localDateAt, zone } from "#kernel/time";
import { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import { receiptShape } from "../contract.ts";
import { type Share, spreadOverTenders } from "../rules/spread-over-tenders.ts";
import { lockCollectionOfCause } from "../store/collection.ts";
import { insertRefund, type RefundRow, refundByCause } from "../store/refund.ts";

export const reserveRefundInput = z.strictObject({
  customerId: z.string(),
  orderId: z.string(),
  merchantId: z.string(),
  causeKind: z.string(),
  causeId: z.string(),
  kind: z.enum(["goods", "allowance"]),
  amountMinor: z.bigint().positive(),
  currency: z.string(),
  receipt: receiptShape,
  /** Paid before the goods came: `takeInstant` says so. */
  instant: z.boolean().default(false),
  /** Of the amount: what was paid as the differences of these exchanges, and goes back along those payments. */
  differences: z.array(z.strictObject({ caseId: z.string(), minor: z.bigint().positive() })).default([]),
});
export type ReserveRefund = z.input<typeof reserveRefundInput>;
export type Reserved = Pick<RefundRow, "id" | "number" | "state" | "amount_minor">;

/**
 * Takes the room for a refund off the tenders, in the transaction of the case it belongs to, because both books must balance
 * in one commit. The same cause gets the same refund: calling again changes nothing. The send job is the caller's next line.
 */
export async function reserveRefund(tx: Tx, wanted: ReserveRefund): Promise<Outcome<Reserved, "refund-exceeds-paid">> {
  const differences = wanted.differences ?? [];
  const collections = new Map<string, string>();
  for (const { caseId } of differences) {
    const collection = await differenceTaken(tx, wanted, caseId);
    if (collection !== undefined) collections.set(caseId, collection);
  }
  const tenders = await lockTenders(tx, wanted.customerId, wanted.orderId);
  const known = await refundByCause(tx, wanted.customerId, wanted.causeId, wanted.kind);
  if (known !== undefined) return grant(known);
  const fixed = differenceShares(differences, collections, tenders);
  if (!fixed.ok) return fixed;
  const rest = fixed.value.reduce((left, { minor }) => left - minor, wanted.amountMinor);
  const bought = tenders.filter(({ differenceOf }) => differenceOf === undefined);
  const spread = spreadOverTenders(rest, currency(wanted.currency), bought);
  if (!spread.ok) return spread;
  const id = newId<"refund">();
  const number = humanNumber("RF", localDateAt(tx.now, zone("Asia/Shanghai")));
  const parts = [...spread.value, ...fixed.value].map((share) => ({ ...share, id: newId<"refund-part">() }));
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

/** What was paid for an exchange is a tender of the order from the first time that something of it goes back. Answers its collection. */
async function differenceTaken(tx: Tx, wanted: ReserveRefund, caseId: string): Promise<string | undefined> {
  const row = await lockCollectionOfCause(tx, wanted.customerId, "case", caseId);
  if (row?.state !== "paid") return undefined;
  await addDifferenceTender(tx, {
    customerId: row.customer_id,
    orderId: row.order_id,
    merchantId: row.merchant_id,
    collectionId: row.id,
    reference: row.provider_charge_id ?? row.charge_id,
    minor: row.received_minor ?? row.amount_minor,
  });
  return row.id;
}

function differenceShares(
  differences: NonNullable<ReserveRefund["differences"]>,
  collections: ReadonlyMap<string, string>,
  tenders: readonly TenderRoom[],
): Outcome<Share[], "refund-exceeds-paid"> {
  const shares: Share[] = [];
  for (const { caseId, minor } of differences) {
    const tender = tenders.find(
      ({ differenceOf }) => differenceOf !== undefined && differenceOf === collections.get(caseId),
    );
    const room = tender === undefined ? 0n : tender.capturedMinor - tender.reservedMinor - tender.refundedMinor;
    if (tender === undefined || minor > room)
      return refuse("refund-exceeds-paid", { amountMinor: minor.toString(), roomMinor: room.toString() });
    shares.push({ tenderId: tender.id, minor });
  }
  return grant(shares);
}
