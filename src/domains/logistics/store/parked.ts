import type { Tx } from "#platform/db";
import type { ParkedState } from "../model.ts";

export type ParkedRow = {
  readonly id: string;
  readonly number: string;
  readonly merchant_id: string | null;
  readonly state: ParkedState;
  readonly carrier: string | null;
  readonly tracking_number: string | null;
  readonly slip_number: string | null;
  readonly sender_name_mask: string | null;
  readonly sender_name_index: string | null;
  readonly sender_last4_index: string | null;
  readonly shelf: string;
  readonly note: string;
  readonly subject_kind: string | null;
  readonly subject_number: string | null;
  readonly dispose_reason: string | null;
  readonly version: number;
  readonly found_by: string;
  readonly found_at: Temporal.Instant;
  readonly ended_at: Temporal.Instant | null;
};

export const parkedColumns =
  "id, number, merchant_id, state, carrier, tracking_number, slip_number, sender_name_mask, sender_name_index, sender_last4_index, shelf, note, subject_kind, subject_number, dispose_reason, version, found_by, found_at, ended_at";

export function lockParked(tx: Tx, number: string): Promise<ParkedRow | undefined> {
  return tx.maybe<ParkedRow>(`select ${parkedColumns} from logistics.parked_parcel where number = $1 for update`, [
    number,
  ]);
}

export type Ending = {
  readonly state: "matched" | "disposed";
  readonly by: string;
  readonly subject?: {
    readonly kind: string;
    readonly id: string;
    readonly number: string;
    readonly customerId: string;
  };
  readonly reason?: string;
};

/** Off the shelf: who sent it need not be looked for any more, so what was noted of the sender goes. */
export async function endParked(tx: Tx, row: ParkedRow, { state, by, subject, reason }: Ending): Promise<void> {
  await tx.one(
    `update logistics.parked_parcel set state = $3, subject_kind = $4, subject_id = $5, subject_number = $6, customer_id = $7, dispose_reason = $8, ended_by = $9, ended_at = $10,
            sender_name_mask = null, sender_name_index = null, sender_last4_index = null, version = version + 1
      where id = $1 and version = $2 returning 1 as ended`,
    [row.id, row.version, state, subject?.kind, subject?.id, subject?.number, subject?.customerId, reason, by, tx.now],
  );
}
