import { newId } from "#kernel/ids";
import { currency, money, negate } from "#kernel/money";
import type { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import type { DiscrepancyEnding, DiscrepancyKind } from "../contract.ts";
import type { DiscrepancyState } from "../model.ts";
import { post } from "./books.ts";

export type DiscrepancyRow = {
  readonly customer_id: string;
  readonly id: string;
  readonly number: string;
  readonly order_id: string;
  readonly merchant_id: string;
  readonly kind: DiscrepancyKind;
  readonly refund_id: string | null;
  readonly part_id: string | null;
  readonly collection_id: string | null;
  readonly payout_id: string | null;
  readonly payment: string;
  readonly state: DiscrepancyState;
  readonly came_minor: bigint;
  readonly amount_minor: bigint;
  readonly currency: string;
  readonly ending: DiscrepancyEnding | null;
  readonly reference: string;
  readonly note: string;
  /** What the first of two has said, where it is above every limit. */
  readonly agreed_ending: DiscrepancyEnding | null;
  readonly agreed_by: string | null;
  readonly opened_at: Temporal.Instant;
  readonly due_at: Temporal.Instant | null;
  readonly ended_at: Temporal.Instant | null;
  readonly version: number;
};

export const discrepancyColumns =
  "customer_id, id, number, order_id, merchant_id, kind, refund_id, part_id, collection_id, payout_id, payment, state, came_minor, amount_minor, currency, ending, reference, note, agreed_ending, agreed_by, opened_at, due_at, ended_at, version";

export function lockDiscrepancy(tx: Tx, customerId: string, id: string): Promise<DiscrepancyRow | undefined> {
  return tx.maybe<DiscrepancyRow>(
    `select ${discrepancyColumns} from payments.discrepancy where customer_id = $1 and id = $2 for update`,
    [customerId, id],
  );
}

export function readDiscrepancy(tx: Tx, customerId: string, id: string): Promise<DiscrepancyRow | undefined> {
  return tx.maybe<DiscrepancyRow>(
    `select ${discrepancyColumns} from payments.discrepancy where customer_id = $1 and id = $2`,
    [customerId, id],
  );
}

/** All of a refund, locked. */
export function lockDiscrepanciesOf(tx: Tx, customerId: string, refundId: string): Promise<DiscrepancyRow[]> {
  return tx.rows<DiscrepancyRow>(
    `select ${discrepancyColumns} from payments.discrepancy where customer_id = $1 and refund_id = $2 order by id for update`,
    [customerId, refundId],
  );
}

/** All of a payout, locked. */
export function lockDiscrepanciesOfPayout(tx: Tx, customerId: string, payoutId: string): Promise<DiscrepancyRow[]> {
  return tx.rows<DiscrepancyRow>(
    `select ${discrepancyColumns} from payments.discrepancy where customer_id = $1 and payout_id = $2 order by id for update`,
    [customerId, payoutId],
  );
}

export type NewDiscrepancy = Omit<
  DiscrepancyRow,
  "state" | "ending" | "reference" | "note" | "agreed_ending" | "agreed_by" | "opened_at" | "ended_at" | "version"
>;

export function insertDiscrepancy(record: Recorder, row: NewDiscrepancy, now: Temporal.Instant): void {
  record.insert(
    "payments.discrepancy (customer_id, id, number, order_id, merchant_id, kind, refund_id, part_id, collection_id, payout_id, payment, came_minor, amount_minor, currency, opened_at, due_at)",
    [
      row.customer_id,
      row.id,
      row.number,
      row.order_id,
      row.merchant_id,
      row.kind,
      row.refund_id,
      row.part_id,
      row.collection_id,
      row.payout_id,
      row.payment,
      row.came_minor,
      row.amount_minor,
      row.currency,
      now,
      row.due_at,
    ],
  );
  record.directory("discrepancy", row.number, row.customer_id, row.id);
}

export type DiscrepancyDecision = Pick<DiscrepancyRow, "reference" | "note"> & {
  readonly ending: DiscrepancyEnding;
  readonly by: string;
};

/** Somebody has said how it is put right; nobody who decides changes anything else of it. */
export function decideDiscrepancy(
  record: Recorder,
  row: DiscrepancyRow,
  { ending, reference, note, by }: DiscrepancyDecision,
  now: Temporal.Instant,
): void {
  record.change(
    `update payments.discrepancy set state = 'decided', ending = $4, reference = $5, note = $6, decided_by = $7, decided_at = $8, due_at = null, version = version + 1
      where customer_id = $1 and id = $2 and version = $3 and state = 'open' returning 1`,
    [row.customer_id, row.id, row.version, ending, reference, note, by, now],
    { touch: 1, belief: "how money that came wrong is put right is decided once" },
  );
}

/** Above every limit the first of two has said how; it stays open until another says the same. */
export function agreeToEnding(record: Recorder, row: DiscrepancyRow, ending: DiscrepancyEnding, by: string): void {
  record.change(
    `update payments.discrepancy set agreed_ending = $4, agreed_by = $5, version = version + 1
      where customer_id = $1 and id = $2 and version = $3 and state = 'open' returning 1`,
    [row.customer_id, row.id, row.version, ending, by],
    { touch: 1, belief: "the first of two agrees to the version that was read" },
  );
}

export function moveDiscrepancy(
  record: Recorder,
  row: DiscrepancyRow,
  changes: Partial<Pick<DiscrepancyRow, "state" | "ending" | "due_at" | "ended_at">>,
): void {
  const after = { ...row, ...changes };
  record.change(
    `update payments.discrepancy set state = $4, ending = $5, due_at = $6, ended_at = $7, version = version + 1
      where customer_id = $1 and id = $2 and version = $3 returning 1`,
    [row.customer_id, row.id, row.version, after.state, after.ending, after.due_at, after.ended_at],
    { touch: 1, belief: "a discrepancy moves from the version that was read" },
  );
}

/** What a shopper is asked for it under, and what a payout of it is of. */
export const discrepancyCause = "discrepancy";

/** What lies with the provider until it is put right; of what was paid twice, until it is back. */
export const clearing = "provider-clearing";

export function bookDiscrepancy(
  record: Recorder,
  row: Pick<DiscrepancyRow, "customer_id" | "id" | "order_id" | "merchant_id" | "amount_minor" | "currency">,
  from: string,
  to: string,
  now: Temporal.Instant,
): void {
  const amount = money(row.amount_minor, currency(row.currency));
  post(
    record,
    {
      postingId: newId(),
      customerId: row.customer_id,
      orderId: row.order_id,
      merchantId: row.merchant_id,
      discrepancyId: row.id,
    },
    [
      { account: from, amount: negate(amount) },
      { account: to, amount },
    ],
    now,
  );
}
