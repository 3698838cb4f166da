import { newId } from "#kernel/ids";
import type { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import type { Disposition } from "../model.ts";
import type { CaseRow } from "./case.ts";

type OfCase = Pick<CaseRow, "customer_id" | "id" | "order_id" | "merchant_id">;

const houseTable =
  "returns.goods_in_house (customer_id, case_id, line_id, disposition, order_id, merchant_id, quantity, since)";

/** Received and graded: from now on they stand somewhere. */
export function insertGoodsInHouse(
  record: Recorder,
  row: OfCase,
  lineId: string,
  disposition: string,
  quantity: number,
  now: Temporal.Instant,
): void {
  record.insert(houseTable, [
    row.customer_id,
    row.id,
    lineId,
    disposition,
    row.order_id,
    row.merchant_id,
    quantity,
    now,
  ]);
}

export type InHouse = { readonly line_id: string; readonly disposition: Disposition; readonly quantity: number };

export function goodsInHouse(tx: Tx, customerId: string, caseId: string): Promise<InHouse[]> {
  return tx.rows<InHouse>(
    "select line_id, disposition, quantity from returns.goods_in_house where customer_id = $1 and case_id = $2 and quantity > 0 order by line_id, since",
    [customerId, caseId],
  );
}

/** Under the lock of the case, which has seen that so many pieces stand there. */
export function moveInHouse(
  record: Recorder,
  row: OfCase,
  change: {
    readonly lineId: string;
    readonly from: Disposition;
    readonly to: Disposition;
    readonly quantity: number;
    readonly note: string;
    readonly by: string;
  },
  now: Temporal.Instant,
): void {
  const { lineId, from, to, quantity, note, by } = change;
  const key = [row.customer_id, row.id, lineId];
  record.change(
    "update returns.goods_in_house set quantity = quantity - $5 where customer_id = $1 and case_id = $2 and line_id = $3 and disposition = $4 and quantity >= $5 returning 1",
    [...key, from, quantity],
    { touch: 1, belief: "pieces leave where they were seen" },
  );
  record.change(
    `insert into returns.goods_in_house (customer_id, case_id, line_id, disposition, order_id, merchant_id, quantity, since)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (customer_id, case_id, line_id, disposition) do update set quantity = goods_in_house.quantity + excluded.quantity, since = excluded.since returning 1`,
    [...key, to, row.order_id, row.merchant_id, quantity, now],
    { touch: 1, belief: "pieces come to stand somewhere else" },
  );
  record.insert(
    "returns.disposition_change (customer_id, id, case_id, line_id, order_id, merchant_id, from_disposition, to_disposition, quantity, note, changed_by, at)",
    [
      row.customer_id,
      newId<"disposition-change">(),
      row.id,
      lineId,
      row.order_id,
      row.merchant_id,
      from,
      to,
      quantity,
      note,
      by,
      now,
    ],
  );
}

export type DispositionChange = {
  readonly line_id: string;
  readonly from_disposition: Disposition;
  readonly to_disposition: Disposition;
  readonly quantity: number;
  readonly note: string;
  readonly changed_by: string;
  readonly at: Temporal.Instant;
};

export function dispositionChanges(tx: Tx, customerId: string, caseId: string): Promise<DispositionChange[]> {
  return tx.rows<DispositionChange>(
    "select line_id, from_disposition, to_disposition, quantity, note, changed_by, at from returns.disposition_change where customer_id = $1 and case_id = $2 order by at, id",
    [customerId, caseId],
  );
}
