import type { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import type { InterceptionState } from "../model.ts";

export type InterceptionRow = {
  readonly customer_id: string;
  readonly id: string;
  readonly shipment_id: string;
  readonly order_id: string;
  readonly merchant_id: string;
  readonly state: InterceptionState;
  readonly asked_at: Temporal.Instant;
};

const columns = "customer_id, id, shipment_id, order_id, merchant_id, state, asked_at";

export function insertInterception(record: Recorder, row: InterceptionRow): void {
  record.insert(`logistics.interception (${columns})`, [
    ...[row.customer_id, row.id, row.shipment_id, row.order_id, row.merchant_id, row.state, row.asked_at],
  ]);
  // The carrier's notices carry only our number.
  record.directory("interception", row.id, row.customer_id, row.id);
}

export function lockInterception(tx: Tx, customerId: string, id: string): Promise<InterceptionRow | undefined> {
  return tx.maybe<InterceptionRow>(
    `select ${columns} from logistics.interception where customer_id = $1 and id = $2 for update`,
    [customerId, id],
  );
}

/** What became of those of one subject. */
export async function interceptionsOf(
  tx: Tx,
  { customerId, subjectId }: { readonly customerId: string; readonly subjectId: string },
): Promise<InterceptionState[]> {
  const rows = await tx.rows<{ state: InterceptionState }>(
    `select i.state from logistics.interception i join logistics.shipment s on s.customer_id = i.customer_id and s.id = i.shipment_id
      where i.customer_id = $1 and s.subject_id = $2`,
    [customerId, subjectId],
  );
  return rows.map(({ state }) => state);
}

export function answerInterception(
  record: Recorder,
  row: InterceptionRow,
  state: Exclude<InterceptionState, "asked">,
  error: string | null,
  at: Temporal.Instant,
): InterceptionRow {
  record.change(
    `update logistics.interception set state = $3, answered_at = $4, last_error = coalesce($5, last_error)
      where customer_id = $1 and id = $2 and state = 'asked' returning 1`,
    [row.customer_id, row.id, state, at, error],
    { touch: 1, belief: "an interception is answered once" },
  );
  return { ...row, state };
}

export function noteAttempt(tx: Tx, row: Pick<InterceptionRow, "customer_id" | "id">, error: string | null): void {
  tx.send(
    "update logistics.interception set attempts = attempts + 1, last_error = $3 where customer_id = $1 and id = $2 and state = 'asked'",
    [row.customer_id, row.id, error],
  );
}
