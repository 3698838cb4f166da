import type { CaseRow } from "../store/case.ts";

/** The money fell due and could not be put aside: it needs a person, and there is no refund that could be sent again. */
export function refundBlocked(row: Pick<CaseRow, "money_state">, hasRefund: boolean): boolean {
  return row.money_state === "attention" && !hasRefund;
}
