import type { CaseRow } from "../store/case.ts";

/**
 * Approved, and then handed to the platform: the parcel was never seen, or nothing of it was accepted. Anyone who decides
 * may still give the money; taking the approval back is the platform's alone.
 */
export function handedOver(row: Pick<CaseRow, "case_state" | "money_state" | "waiting_on">): boolean {
  return row.case_state === "approved" && row.money_state === "none" && row.waiting_on === "platform";
}
