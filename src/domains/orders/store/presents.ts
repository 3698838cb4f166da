import type { Recorder } from "#platform/action";
import type { Param, Tx } from "#platform/db";

export type PresentRow = {
  readonly customer_id: string;
  readonly id: string;
  readonly order_id: string;
  /** Null: every line of the order. */
  readonly line_nos: readonly number[] | null;
  readonly code_no: number;
  readonly made_by: "shopper" | "shop";
  readonly made_at: Temporal.Instant;
  readonly ended_at: Temporal.Instant | null;
};

const columns = "customer_id, id, order_id, line_nos, code_no, made_by, made_at, ended_at";

/** The present of an order, ended or not: there is one at most. */
export function presentOf(tx: Tx, customerId: string, orderId: string): Promise<PresentRow | undefined> {
  return tx.maybe<PresentRow>(`select ${columns} from orders.present where customer_id = $1 and order_id = $2`, [
    customerId,
    orderId,
  ]);
}

const table = "orders.present (customer_id, id, order_id, merchant_ids, line_nos, code_no, made_by, made_at, ended_at)";

export function insertPresent(record: Recorder, row: PresentRow, merchantIds: readonly string[]): void {
  record.insert(table, [
    ...[row.customer_id, row.id, row.order_id, merchantIds, row.line_nos, row.code_no, row.made_by, row.made_at],
    row.ended_at,
  ]);
}

/** Changes the present of an order that this transaction has locked. */
export function changePresent(
  record: Recorder,
  row: PresentRow,
  changes: Partial<Pick<PresentRow, "line_nos" | "code_no" | "ended_at">>,
): PresentRow {
  const after = { ...row, ...changes };
  record.change(
    `update orders.present set line_nos = $4, code_no = $5, ended_at = $6
      where customer_id = $1 and id = $2 and code_no = $3 returning 1`,
    [row.customer_id, row.id, row.code_no, after.line_nos as Param, after.code_no, after.ended_at],
    { touch: 1, belief: "a present changes from what was read" },
  );
  return after;
}

type Told = {
  readonly customerId: string;
  readonly orderId: string;
  readonly id: string;
  readonly merchantIds: readonly string[];
  readonly lineNos: readonly number[] | null;
};

/** Presents the shop told of with its orders. What was made, changed or ended before stays as it is. */
export function tellPresents(tx: Tx, told: readonly Told[]): void {
  for (const { customerId, id, orderId, merchantIds, lineNos } of told)
    tx.send(
      `insert into orders.present (customer_id, id, order_id, merchant_ids, line_nos, made_by, made_at)
       values ($1, $2, $3, $4, $5, 'shop', $6) on conflict (customer_id, order_id) do nothing`,
      [customerId, id, orderId, merchantIds, lineNos, tx.now],
    );
}
