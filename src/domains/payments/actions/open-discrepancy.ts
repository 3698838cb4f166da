import { humanNumber, newId } from "#kernel/ids";
import { localDateAt, zone } from "#kernel/time";
import { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import { limits } from "../model.ts";
import { cameBesides } from "../queries/came-besides.ts";
import { discrepancyMoved } from "../rules/facts.ts";
import type { CameWrong } from "../rules/what-came-wrong.ts";
import type { CollectionRow } from "../store/collection.ts";
import {
  bookDiscrepancy,
  clearing,
  type DiscrepancyRow,
  insertDiscrepancy,
  type NewDiscrepancy,
} from "../store/discrepancy.ts";
import type { PayoutRow } from "../store/payout.ts";
import type { PartRow, RefundRow } from "../store/refund.ts";

/** The provider paid more of a share than was asked, or in another currency. Under the lock of its refund. */
export function openWrongShare(tx: Tx, refund: RefundRow, part: PartRow, wrong: CameWrong, payment: string): void {
  const of = {
    kind: wrong.kind,
    refund_id: refund.id,
    part_id: part.id,
    collection_id: null,
    payout_id: null,
    payment,
  };
  const sums = { came_minor: wrong.cameMinor, amount_minor: wrong.tooMuchMinor, currency: wrong.currency };
  open(tx, { ...ownerOf(refund), ...of, ...sums }, [clearing, "paid-too-much"]);
}

/** The same of a payout, under its lock. */
export function openWrongPayout(tx: Tx, payout: PayoutRow, wrong: CameWrong, payment: string): void {
  const { id, refund_id } = payout;
  const of = { kind: wrong.kind, refund_id, part_id: null, collection_id: null, payout_id: id, payment };
  const sums = { came_minor: wrong.cameMinor, amount_minor: wrong.tooMuchMinor, currency: wrong.currency };
  open(tx, { ...ownerOf(payout), ...of, ...sums }, [clearing, "paid-too-much"]);
}

/**
 * A refund that took another way came twice, or in part. `payment` is the one that was one too many. Nothing where the shopper has
 * no more than was due, or where it is known. Under the lock of the refund. The merchant's books bear the refund once; what came
 * besides lies with the provider until it is put right.
 */
export async function openBesides(tx: Tx, refund: RefundRow, payment: string): Promise<void> {
  const minor = await cameBesides(tx, refund);
  if (minor === 0n) return;
  const of = {
    kind: "besides",
    refund_id: refund.id,
    part_id: null,
    collection_id: null,
    payout_id: null,
    payment,
  } as const;
  const sums = { came_minor: minor, amount_minor: minor, currency: refund.currency };
  open(tx, { ...ownerOf(refund), ...of, ...sums }, [clearing, "merchant-settlement"]);
}

/** What was asked of a shopper was paid a second time. Under the lock of the collection; told again, it is known. */
export async function openPaidTwice(
  tx: Tx,
  collection: CollectionRow,
  came: { readonly payment: string; readonly amountMinor: bigint; readonly currency: string },
): Promise<void> {
  const known = await tx.maybe(
    "select 1 as there from payments.discrepancy where customer_id = $1 and collection_id = $2 and payment = $3",
    [collection.customer_id, collection.id, came.payment],
  );
  if (known !== undefined || came.amountMinor <= 0n) return;
  const of = {
    kind: "paid-twice",
    refund_id: null,
    part_id: null,
    collection_id: collection.id,
    payout_id: null,
  } as const;
  const sums = { came_minor: came.amountMinor, amount_minor: came.amountMinor, currency: came.currency };
  open(tx, { ...ownerOf(collection), ...of, ...sums, payment: came.payment }, [
    "shopper-payment",
    "collections-received",
  ]);
}

function open(
  tx: Tx,
  what: Omit<NewDiscrepancy, "id" | "number" | "due_at">,
  [from, to]: readonly [from: string, to: string],
): void {
  const record = new Recorder();
  const row: NewDiscrepancy = {
    ...what,
    id: newId<"discrepancy">(),
    number: humanNumber("DC", localDateAt(tx.now, zone("Asia/Shanghai"))),
    due_at: dueAt(tx.now),
  };
  insertDiscrepancy(record, row, tx.now);
  bookDiscrepancy(record, row, from, to, tx.now);
  record.about(aboutDiscrepancy(row));
  waitForPlatform(record, 1, tx.now);
  record.fact(discrepancyMoved({ ...row, state: "open", ending: null }));
  record.detail({
    kind: row.kind,
    number: row.number,
    amountMinor: row.amount_minor.toString(),
    currency: row.currency,
  });
  record.write(tx, "payments.open-discrepancy", true, undefined, undefined);
}

export const dueAt = (now: Temporal.Instant): Temporal.Instant => now.add({ hours: limits.discrepancyHours });

/** The platform has a time to say how it is put right. `epoch`: the version that waits. */
export function waitForPlatform(record: Recorder, epoch: number, now: Temporal.Instant): void {
  record.deadline({
    kind: "discrepancy-open",
    epoch,
    waitingOn: "platform",
    dueAt: dueAt(now),
    calendar: "plain",
  });
}

export function aboutDiscrepancy(
  row: Pick<DiscrepancyRow, "id" | "customer_id" | "merchant_id" | "order_id">,
): Parameters<Recorder["about"]>[0] {
  return {
    kind: "discrepancy",
    id: row.id,
    customerId: row.customer_id,
    merchantId: row.merchant_id,
    orderId: row.order_id,
  };
}

const ownerOf = ({ customer_id, order_id, merchant_id }: RefundRow | CollectionRow | PayoutRow) => ({
  customer_id,
  order_id,
  merchant_id,
});
