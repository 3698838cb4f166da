import { newId } from "#kernel/ids";
import type { Recorder } from "#platform/action";
import type { Param, Tx } from "#platform/db";
import type { blames, rulings } from "../model.ts";
import type { CaseRow } from "./case.ts";

export type DisputeRow = {
  readonly opened_by: string;
  readonly opened_at: Temporal.Instant;
  readonly claim: string;
  readonly shopper_stated_at: Temporal.Instant | null;
  readonly merchant_stated_at: Temporal.Instant | null;
  readonly blame: (typeof blames)[number] | null;
  readonly ruling: (typeof rulings)[number] | null;
  readonly amount_minor: bigint | null;
  readonly ruling_note: string | null;
  readonly ruled_by: string | null;
  readonly ruled_at: Temporal.Instant | null;
  readonly appealed_by: "shopper" | "merchant" | null;
  readonly appealed_at: Temporal.Instant | null;
  readonly appeal_note: string | null;
  readonly closed_at: Temporal.Instant | null;
};

export function disputeOf(tx: Tx, customerId: string, caseId: string): Promise<DisputeRow | undefined> {
  return tx.maybe<DisputeRow>(
    `select opened_by, opened_at, claim, shopper_stated_at, merchant_stated_at, blame, ruling, amount_minor, ruling_note, ruled_by, ruled_at, appealed_by, appealed_at, appeal_note, closed_at
       from returns.dispute where customer_id = $1 and case_id = $2`,
    [customerId, caseId],
  );
}

export type StatementRow = {
  readonly side: "shopper" | "merchant";
  readonly words: string;
  readonly at: Temporal.Instant;
};

export function statementsOf(tx: Tx, customerId: string, caseId: string): Promise<StatementRow[]> {
  return tx.rows<StatementRow>(
    "select side, words, at from returns.statement where customer_id = $1 and case_id = $2 order by at, id",
    [customerId, caseId],
  );
}

export function insertDispute(record: Recorder, row: CaseRow, by: string, claim: string, now: Temporal.Instant): void {
  record.insert("returns.dispute (customer_id, case_id, order_id, merchant_id, opened_by, opened_at, claim)", [
    row.customer_id,
    row.id,
    row.order_id,
    row.merchant_id,
    by,
    now,
    claim,
  ]);
}

export function insertStatement(
  record: Recorder,
  row: CaseRow,
  statement: { readonly side: "shopper" | "merchant"; readonly words: string; readonly by: string },
  now: Temporal.Instant,
): void {
  record.insert("returns.statement (customer_id, id, case_id, order_id, merchant_id, side, words, said_by, at)", [
    row.customer_id,
    newId(),
    row.id,
    row.order_id,
    row.merchant_id,
    statement.side,
    statement.words,
    statement.by,
    now,
  ]);
}

/** Changes a dispute whose case is locked. */
export function changeDispute(
  record: Recorder,
  row: Pick<CaseRow, "customer_id" | "id">,
  changes: Partial<Omit<DisputeRow, "opened_by" | "opened_at" | "claim">>,
): void {
  const columns = Object.keys(changes) as (keyof typeof changes)[];
  record.change(
    `update returns.dispute set ${columns.map((column, i) => `${column} = $${i + 3}`).join(", ")} where customer_id = $1 and case_id = $2 returning 1`,
    [row.customer_id, row.id, ...columns.map((column) => changes[column] as Param)],
    { touch: 1, belief: "a case before the platform has its dispute" },
  );
}
