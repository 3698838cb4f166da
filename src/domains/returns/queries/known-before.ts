import type { Tx } from "#platform/db";
import type { Reason } from "../model.ts";
import type { PublishedPause } from "../rules/handling.ts";
import type { PastRepair } from "../rules/repair.ts";
import type { Signal } from "../rules/risk-signals.ts";
import { type PauseInJson, pausesAsJson, rememberPauses, toPause } from "./handling-of.ts";
import { settledSum, theOrder } from "./settled-before.ts";

/** What is known before anything new is asked about an order. */
export type KnownBefore = {
  /** See `settledBefore`. */
  readonly refundedBefore: bigint;
  /** Which pieces were mended before, from when they were sent in until they were back. */
  readonly repairs: readonly PastRepair[];
  /** What a shopper did elsewhere is no merchant's to read: empty for them. */
  readonly signals: readonly Signal[];
  readonly pauses: readonly PublishedPause[];
};

/** One statement: each of these is small, and a statement more costs more than what it reads. */
export async function knownBefore(tx: Tx, customerId: string, orderNumber: string): Promise<KnownBefore> {
  const row = await tx.one<{
    settled: bigint;
    repairs: RepairInJson[] | null;
    signals: Signal[] | null;
    pauses: PauseInJson[] | null;
  }>(tx.principal.kind === "merchant" ? statement("null") : statement(signals), [customerId, orderNumber, tx.now]);
  const pauses = (row.pauses ?? []).map(toPause);
  void rememberPauses(tx, Promise.resolve(pauses));
  return {
    refundedBefore: row.settled,
    repairs: (row.repairs ?? []).map(({ from, until, ...repair }) => ({
      ...repair,
      from: Temporal.Instant.from(from),
      until: until === null ? null : Temporal.Instant.from(until),
    })),
    signals: row.signals ?? [],
    pauses,
  };
}

type RepairInJson = {
  readonly lineId: string;
  readonly unitNo: number;
  readonly reason: Reason;
  readonly from: string;
  readonly until: string | null;
};

const signals = "(select signals from returns.risk_standing where customer_id = $1)";

function statement(signalsOfShopper: string): string {
  return `with ${theOrder}
     select ${settledSum} as settled, ${signalsOfShopper} as signals, ${pausesAsJson("$3")} as pauses,
            (select jsonb_agg(jsonb_build_object('lineId', l.line_id, 'unitNo', l.unit_nos[1], 'reason', c.reason, 'from', coalesce(c.shipped_at, c.arrived_at), 'until', c.outbound_delivered_at) order by c.arrived_at, c.id)
               from returns.return_case c join returns.case_line l on l.customer_id = c.customer_id and l.case_id = c.id
              where c.customer_id = $1 and c.order_number = $2 and c.repair_outcome in ('repaired', 'parts-replaced') and c.arrived_at is not null) as repairs`;
}
