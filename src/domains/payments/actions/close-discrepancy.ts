import { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import { discrepancyMoved } from "../rules/facts.ts";
import { bookDiscrepancy, clearing, type DiscrepancyRow, moveDiscrepancy } from "../store/discrepancy.ts";
import { aboutDiscrepancy } from "./open-discrepancy.ts";

/**
 * The provider says other than it did: what was thought of this payment is over, and taken off the books; where the platform bore
 * it already, it bears it no more.
 */
export function putRight(tx: Tx, row: DiscrepancyRow): void {
  const borne = row.state === "ended" && row.ending === "borne";
  closeDiscrepancy(tx, { ...row, ending: "put-right" }, ["paid-too-much", borne ? "platform-compensation" : clearing]);
}

/** It is over as its ending says; `accounts`: what makes up in the books for what came too much, where that is not there yet. */
export function closeDiscrepancy(
  tx: Tx,
  row: DiscrepancyRow,
  accounts: readonly [from: string, to: string] | undefined,
): void {
  const record = new Recorder();
  if (accounts !== undefined) bookDiscrepancy(record, row, ...accounts, tx.now);
  finish(record, row, "ended", tx.now);
  record.write(tx, "payments.discrepancy-moved", true, undefined, undefined);
}

/** From here on nobody of the platform is waited for. */
export function finish(record: Recorder, row: DiscrepancyRow, state: "asked" | "ended", now: Temporal.Instant): void {
  const { ending } = row;
  record.about(aboutDiscrepancy(row));
  record.cancelDeadlines();
  moveDiscrepancy(record, row, { state, ending, due_at: null, ended_at: state === "ended" ? now : null });
  record.fact(discrepancyMoved({ ...row, state }));
  record.detail({ state, ending, amountMinor: row.amount_minor.toString(), currency: row.currency });
}
