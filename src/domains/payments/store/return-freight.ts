import type { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import type { ReturnFreightState } from "../model.ts";

export type ReturnFreightRow = {
  customer_id: string;
  id: string;
  number: string;
  order_id: string;
  merchant_id: string;
  case_id: string;
  case_number: string;
  state: ReturnFreightState;
  paid_by_shopper_minor: bigint;
  /** Paid whoever looks at the rest. */
  at_once_minor: bigint;
  amount_minor: bigint;
  currency: string;
  payer: "merchant" | "platform";
  decided_by_kind: "policy" | "person" | "clock" | null;
  note: string;
  refused_because: string | null;
  due_at: Temporal.Instant | null;
  decided_at: Temporal.Instant | null;
  paid_at: Temporal.Instant | null;
  version: number;
};

export const returnFreightColumns =
  "customer_id, id, number, order_id, merchant_id, case_id, case_number, state, paid_by_shopper_minor, at_once_minor, amount_minor, currency, payer, decided_by_kind, note, refused_because, due_at, decided_at, paid_at, version";

export function lockReturnFreight(tx: Tx, customerId: string, id: string): Promise<ReturnFreightRow | undefined> {
  return tx.maybe<ReturnFreightRow>(
    `select ${returnFreightColumns} from payments.return_freight where customer_id = $1 and id = $2 for update`,
    [customerId, id],
  );
}

export function readReturnFreight(tx: Tx, customerId: string, id: string): Promise<ReturnFreightRow | undefined> {
  return tx.maybe<ReturnFreightRow>(
    `select ${returnFreightColumns} from payments.return_freight where customer_id = $1 and id = $2`,
    [customerId, id],
  );
}

export type NewReturnFreight = Omit<ReturnFreightRow, "note" | "refused_because" | "paid_at" | "version">;

export function insertReturnFreight(record: Recorder, row: NewReturnFreight, now: Temporal.Instant): void {
  record.insert(
    "payments.return_freight (customer_id, id, number, order_id, merchant_id, case_id, case_number, state, paid_by_shopper_minor, at_once_minor, amount_minor, currency, payer, decided_by_kind, asked_at, due_at, decided_at)",
    [
      row.customer_id,
      row.id,
      row.number,
      row.order_id,
      row.merchant_id,
      row.case_id,
      row.case_number,
      row.state,
      row.paid_by_shopper_minor,
      row.at_once_minor,
      row.amount_minor,
      row.currency,
      row.payer,
      row.decided_by_kind,
      now,
      row.due_at,
      row.decided_at,
    ],
  );
  record.directory("return-freight", row.number, row.customer_id, row.id);
}

export type FreightDecision = {
  readonly amountMinor: bigint;
  readonly kind: "person" | "clock";
  readonly by: string;
  readonly note: string;
};

/** Somebody has looked, or nobody has in time: nobody who decides changes anything else of it. */
export function decideReturnFreight(
  record: Recorder,
  row: ReturnFreightRow,
  { amountMinor, kind, by, note }: FreightDecision,
  now: Temporal.Instant,
): void {
  record.change(
    `update payments.return_freight set state = 'approved', amount_minor = $4, decided_by_kind = $5, decided_by = $6, note = $7, due_at = null, decided_at = $8, version = version + 1
      where customer_id = $1 and id = $2 and version = $3 and state = 'to-decide' returning 1`,
    [row.customer_id, row.id, row.version, amountMinor, kind, by, note, now],
    { touch: 1, belief: "freight is decided once" },
  );
}

export function moveReturnFreight(
  record: Recorder,
  row: ReturnFreightRow,
  changes: Partial<Pick<ReturnFreightRow, "state" | "refused_because" | "paid_at">>,
): void {
  const after = { ...row, ...changes };
  record.change(
    `update payments.return_freight set state = $4, refused_because = $5, paid_at = $6, version = version + 1
      where customer_id = $1 and id = $2 and version = $3 returning 1`,
    [row.customer_id, row.id, row.version, after.state, after.refused_because, after.paid_at],
    { touch: 1, belief: "freight moves from the version that was read" },
  );
}
