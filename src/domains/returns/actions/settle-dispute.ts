import type { Recorder } from "#platform/action";
import { disputeLifecycle } from "../model.ts";
import type { CaseRow } from "../store/case.ts";
import { changeDispute } from "../store/dispute.ts";

/** The sides agree, or one gives in, while the platform still hears them: the dispute is over without a ruling. */
export function settleDispute(
  row: Pick<CaseRow, "customer_id" | "id" | "dispute_state">,
  record: Recorder,
  now: Temporal.Instant,
): { dispute_state?: "closed" } {
  if (!disputeLifecycle.can(row.dispute_state, "settle")) return {};
  record.line("dispute-settled", {});
  changeDispute(record, row, { closed_at: now });
  return { dispute_state: "closed" };
}
