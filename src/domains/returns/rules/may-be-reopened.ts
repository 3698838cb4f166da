import { disputeLifecycle, limits } from "../model.ts";
import type { CaseRow } from "../store/case.ts";
import { goesOut } from "./goes-out.ts";

type Closed = Pick<
  CaseRow,
  "case_state" | "goods_state" | "outbound_state" | "difference_state" | "dispute_state" | "closed_at"
>;

/**
 * Closed because nothing was sent in time: the shopper may still bring it before the platform for a while, which asks for the
 * goods again if it grants. Where a difference was paid and given back the exchange is over for good, and so
 * it is where its goods went out first.
 */
export function mayBeReopened(row: Closed, now: Temporal.Instant): boolean {
  return (
    row.case_state === "closed" &&
    row.goods_state === "not-sent" &&
    row.difference_state === "none" &&
    !goesOut(row) &&
    disputeLifecycle.can(row.dispute_state, "escalate") &&
    row.closed_at !== null &&
    Temporal.Instant.compare(now, row.closed_at.add({ hours: 24 * limits.reopenDays })) < 0
  );
}
