import type { CaseRow } from "../store/case.ts";

/** Whether goods are to be sent, or were sent, to the shopper under this case. */
export function goesOut({ outbound_state }: Pick<CaseRow, "outbound_state">): boolean {
  return outbound_state !== "none" && outbound_state !== "cancelled";
}
