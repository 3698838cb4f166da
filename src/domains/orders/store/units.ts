import type { Tx } from "#platform/db";

export type HeldUnits = { readonly lineId: string; readonly unitNos: readonly number[] };

/** A case takes hold of free units; one that is held or already back aborts the transaction. Freezes the allocation of the order. */
export function holdUnits(tx: Tx, customerId: string, orderId: string, caseId: string, held: readonly HeldUnits[]): void {
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
  tx.send("update orders.unit set case_id = null where customer_id = $1 and order_id = $2 and case_id = $3 and returned_at is null", [customerId, orderId, caseId]);
}

/** These units are back (or refunded for good); the others of the case become free again. */
export function unitsCameBack(tx: Tx, customerId: string, orderId: string, caseId: string, back: readonly HeldUnits[]): void {
  const flat = back.flatMap(({ lineId, unitNos }) => unitNos.map((no) => ({ lineId, no })));
  tx.send(
    `update orders.unit u set returned_at = case when w.line_id is null then null else $5::timestamptz end, case_id = case when w.line_id is null then null else u.case_id end
       from orders.unit v left join unnest($3::uuid[], $4::int[]) w (line_id, unit_no) on w.line_id = v.line_id and w.unit_no = v.unit_no
      where u.customer_id = $1 and v.customer_id = $1 and u.line_id = v.line_id and u.unit_no = v.unit_no and u.order_id = $6 and u.case_id = $2 and u.returned_at is null`,
    [customerId, caseId, flat.map((u) => u.lineId), flat.map((u) => u.no), tx.now, orderId],
  );
}
