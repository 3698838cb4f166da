import type { Recorder } from "#platform/action";

export type HeldUnits = { readonly lineId: string; readonly unitNos: readonly number[] };

/** A case takes hold of free units, which freezes what was agreed for the order; one that is held or already back aborts the transaction. */
export function holdUnits(record: Recorder, customerId: string, caseId: string, held: readonly HeldUnits[]): void {
  const flat = held.flatMap(({ lineId, unitNos }) => unitNos.map((no) => ({ lineId, no })));
  record.change(
    `update orders.unit u set case_id = $2, had_case = true from unnest($3::uuid[], $4::int[]) w (line_id, unit_no)
      where u.customer_id = $1 and u.line_id = w.line_id and u.unit_no = w.unit_no and u.case_id is null and u.returned_at is null returning 1`,
    [customerId, caseId, flat.map((u) => u.lineId), flat.map((u) => u.no)],
    { touch: flat.length, belief: "a unit is asked back by one case at a time" },
  );
}

/** The case is over without these units coming back: they are free again. */
export function releaseUnits(record: Recorder, customerId: string, orderId: string, caseId: string): void {
  record.change(
    "update orders.unit set case_id = null where customer_id = $1 and order_id = $2 and case_id = $3 and returned_at is null",
    [customerId, orderId, caseId],
  );
}

/**
 * These units are given back for good, for a change of mind or because of the seller's failure (which re-prices nothing); the
 * others of the case become free again.
 */
export function unitsGivenBack(
  record: Recorder,
  customerId: string,
  orderId: string,
  caseId: string,
  why: "changed-mind" | "sellers-fault",
  back: readonly HeldUnits[],
  at: Temporal.Instant,
): void {
  const flat = back.flatMap(({ lineId, unitNos }) => unitNos.map((no) => ({ lineId, no })));
  record.change(
    `update orders.unit u set (case_id, returned_at, returned_for) = (
        select case when back then u.case_id end, case when back then $6::timestamptz end, case when back then $7 end
          from (select (u.line_id, u.unit_no) in (select * from unnest($4::uuid[], $5::int[])) as back) b)
      where u.customer_id = $1 and u.order_id = $2 and u.case_id = $3 and u.returned_at is null`,
    [customerId, orderId, caseId, flat.map((u) => u.lineId), flat.map((u) => u.no), at, why],
  );
}

/**
 * Units stay with the shopper at a lower price, each by its share; the case lets go of them unless it has more to do. Never
 * below nothing: a constraint holds the sum of all reductions to what was paid for the unit.
 */
export function unitsKeptForLess(
  record: Recorder,
  customerId: string,
  caseId: string,
  shares: readonly { readonly lineId: string; readonly unitNo: number; readonly minor: bigint }[],
  hold: "let-go" | "still-held",
): void {
  record.change(
    `update orders.unit u set allowance_minor = u.allowance_minor + s.minor${hold === "let-go" ? ", case_id = null" : ""}
       from unnest($3::uuid[], $4::int[], $5::bigint[]) s (line_id, unit_no, minor)
      where u.customer_id = $1 and u.case_id = $2 and u.line_id = s.line_id and u.unit_no = s.unit_no and u.returned_at is null returning 1`,
    [
      customerId,
      caseId,
      shares.map(({ lineId }) => lineId),
      shares.map(({ unitNo }) => unitNo),
      shares.map(({ minor }) => minor),
    ],
    { touch: shares.length, belief: "a reduction is paid on units that its case holds" },
  );
}
