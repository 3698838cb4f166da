import type { Tx } from "#platform/db";
import type { Reason } from "../model.ts";
import type { PastRepair } from "../rules/repair.ts";

/** Which pieces of an order were mended before, from when they were sent in until they were back. */
export async function repairsOf(tx: Tx, customerId: string, orderNumber: string): Promise<PastRepair[]> {
  const rows = await tx.rows<{
    line_id: string;
    unit_no: number;
    reason: Reason;
    from_at: Temporal.Instant;
    until_at: Temporal.Instant | null;
  }>(
    `select l.line_id, l.unit_nos[1] as unit_no, c.reason, coalesce(c.shipped_at, c.arrived_at) as from_at, c.outbound_delivered_at as until_at
       from returns.return_case c join returns.case_line l on l.customer_id = c.customer_id and l.case_id = c.id
      where c.customer_id = $1 and c.order_number = $2 and c.repair_outcome in ('repaired', 'parts-replaced') and c.arrived_at is not null
      order by c.arrived_at, c.id`,
    [customerId, orderNumber],
  );
  return rows.map(({ line_id, unit_no, reason, from_at, until_at }) => ({
    lineId: line_id,
    unitNo: unit_no,
    reason,
    from: from_at,
    until: until_at,
  }));
}
