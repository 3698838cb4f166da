import { disputeLifecycle } from "../model.ts";
import type { CaseRow } from "../store/case.ts";
import { inTrouble } from "./outbound-trouble.ts";

/**
 * Approved, and then handed to the platform: the parcel was never seen, or nothing of it was accepted. Anyone who decides
 * may still give the money; taking the approval back is the platform's alone. What went wrong on the way out is made good
 * by `make-good` instead.
 */
export function handedOver(
  row: Pick<CaseRow, "case_state" | "money_state" | "outbound_state" | "waiting_on" | "instant">,
): boolean {
  return (
    row.case_state === "approved" &&
    notPaidFor(row) &&
    row.waiting_on === "platform" &&
    row.money_state !== "attention" &&
    !inTrouble(row)
  );
}

/** Nothing was paid for these goods, or it was only lent until they are here. */
export function notPaidFor(row: Pick<CaseRow, "money_state" | "instant">): boolean {
  return row.money_state === "none" || row.instant;
}

/** The platform hears both sides, or the appeal of one of them: a side may still give in, and whoever judges rules. */
export function beforeThePlatform({ dispute_state }: Pick<CaseRow, "dispute_state">): boolean {
  return dispute_state !== "ruled" && disputeLifecycle.can(dispute_state, "settle");
}
