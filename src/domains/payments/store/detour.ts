import type { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import type { DetourState } from "../model.ts";

export type DetourRow = {
  readonly customer_id: string;
  readonly refund_id: string;
  readonly order_id: string;
  readonly merchant_id: string;
  readonly state: DetourState;
  readonly amount_minor: bigint;
  readonly currency: string;
  readonly way: "payout" | "transfer" | null;
  readonly tender_id: string | null;
  readonly reference: string;
  readonly note: string;
  readonly proof: readonly string[];
  readonly chosen_by: string | null;
  /** Paid by the platform and taken from the merchant's deposit. */
  readonly ahead: boolean;
  readonly payout_id: string | null;
  readonly due_at: Temporal.Instant | null;
  readonly version: number;
};

const columns =
  "customer_id, refund_id, order_id, merchant_id, state, amount_minor, currency, way, tender_id, reference, note, proof, chosen_by, ahead, payout_id, due_at, version";

export function lockDetour(tx: Tx, customerId: string, refundId: string): Promise<DetourRow | undefined> {
  return tx.maybe<DetourRow>(
    `select ${columns} from payments.detour where customer_id = $1 and refund_id = $2 for update`,
    [customerId, refundId],
  );
}

export function readDetour(tx: Tx, customerId: string, refundId: string): Promise<DetourRow | undefined> {
  return tx.maybe<DetourRow>(`select ${columns} from payments.detour where customer_id = $1 and refund_id = $2`, [
    customerId,
    refundId,
  ]);
}

export function insertDetour(
  record: Recorder,
  row: Pick<
    DetourRow,
    "customer_id" | "refund_id" | "order_id" | "merchant_id" | "amount_minor" | "currency" | "due_at"
  >,
  now: Temporal.Instant,
): void {
  record.insert(
    "payments.detour (customer_id, refund_id, order_id, merchant_id, state, amount_minor, currency, due_at, opened_at, moved_at)",
    [
      row.customer_id,
      row.refund_id,
      row.order_id,
      row.merchant_id,
      "merchant",
      row.amount_minor,
      row.currency,
      row.due_at,
      now,
      now,
    ],
  );
}

export type DetourChanges = Partial<
  Pick<
    DetourRow,
    | "amount_minor"
    | "way"
    | "tender_id"
    | "reference"
    | "note"
    | "proof"
    | "chosen_by"
    | "ahead"
    | "payout_id"
    | "due_at"
  >
> & { readonly state: DetourState };

/** A change from the version that was read; nobody waits by a time any more unless it is said. */
export function moveDetour(
  record: Recorder,
  row: DetourRow,
  { due_at = null, ...changes }: DetourChanges,
  now: Temporal.Instant,
): void {
  const written = { ...changes, due_at, moved_at: now };
  const names = Object.keys(written) as (keyof typeof written)[];
  record.change(
    `update payments.detour set ${names.map((name, i) => `${name} = $${i + 4}`).join(", ")}, version = version + 1
      where customer_id = $1 and refund_id = $2 and version = $3 returning 1`,
    [row.customer_id, row.refund_id, row.version, ...names.map((name) => written[name])],
    { touch: 1, belief: "a detour moves from the version that was read" },
  );
}
