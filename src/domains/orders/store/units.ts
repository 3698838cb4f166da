import type { Tx } from "#platform/db";

export type HeldUnits = { readonly lineId: string; readonly unitNos: readonly number[] };

/** A case takes hold of free units; one that is held or already back aborts the transaction. Freezes the allocation of the order. */
export function holdUnits(
  tx: Tx,
  customerId: string,
  orderId: string,
  caseId: string,
  held: readonly HeldUnits[],
): void {
  const flat = held.flatMap(({ lineId, unitNos }) => unitNos.map((no) => ({ lineId, no })));
  tx.send(
    `with taken as (
       update orders.unit u set case_id = $2 from unnest($3::uuid[], $4::int[]) w (line_id, unit_no)
        where u.customer_id = $1 and u.line_id = w.line_id and u.unit_no = w.unit_no and u.case_id is null and u.returned_at is null returning 1
     ), frozen as (
       update orders.shop_order set has_case = true where customer_id = $1 and id = $6 and not has_case
     )
     select platform.expect((select count(*) from taken), $5, 'a unit is asked back by one case at a time')`,
    [customerId, caseId, flat.map((u) => u.lineId), flat.map((u) => u.no), flat.length, orderId],
  );
}

/** The case is over without these units coming back: they are free again. */
export function releaseUnits(tx: Tx, customerId: string, orderId: string, caseId: string): void {
  tx.send(
    "update orders.unit set case_id = null where customer_id = $1 and order_id = $2 and case_id = $3 and returned_at is null",
    [customerId, orderId, caseId],
  );
}

/**
 * These units are given back for good, for a change of mind or because of the seller's failure (which re-prices nothing); the
 * others of the case become free again.
 */
export function unitsGivenBack(
  tx: Tx,
  customerId: string,
  orderId: string,
  caseId: string,
  why: "changed-mind" | "sellers-fault",
  back: readonly HeldUnits[],
): void {
  const flat = back.flatMap(({ lineId, unitNos }) => unitNos.map((no) => ({ lineId, no })));
  tx.send(
    `update orders.unit u set returned_at = $5, returned_for = $6 from unnest($3::uuid[], $4::int[]) w (line_id, unit_no)
      where u.customer_id = $1 and u.line_id = w.line_id and u.unit_no = w.unit_no and u.case_id = $2 and u.returned_at is null`,
    [customerId, caseId, flat.map((u) => u.lineId), flat.map((u) => u.no), tx.now, why],
  );
  releaseUnits(tx, customerId, orderId, caseId);
}
