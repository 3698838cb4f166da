import type { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import type { LossBearer } from "../model.ts";
import type { CaseRow } from "./case.ts";

export type LossRow = {
  direction: "return" | "outbound";
  borne_by: LossBearer;
  amount_minor: bigint;
  at: Temporal.Instant;
};

const lossTable =
  "returns.loss (customer_id, id, case_id, order_id, merchant_id, direction, borne_by, amount_minor, currency, decided_by, at, carrier, tracking_number)";

export function insertLoss(
  record: Recorder,
  row: CaseRow,
  loss: {
    readonly id: string;
    readonly direction: "return" | "outbound";
    readonly borneBy: LossBearer;
    readonly minor: bigint;
    readonly by: string;
    readonly now: Temporal.Instant;
  },
): void {
  record.insert(lossTable, [
    row.customer_id,
    loss.id,
    row.id,
    row.order_id,
    row.merchant_id,
    loss.direction,
    loss.borneBy,
    loss.minor,
    row.currency,
    loss.by,
    loss.now,
    loss.direction === "return" ? row.carrier : row.outbound_carrier,
    loss.direction === "return" ? row.tracking_number : row.outbound_tracking,
  ]);
}

export function lossesOf(tx: Tx, customerId: string, caseId: string): Promise<LossRow[]> {
  return tx.rows<LossRow>(
    "select direction, borne_by, amount_minor, at from returns.loss where customer_id = $1 and case_id = $2 order by at",
    [customerId, caseId],
  );
}
