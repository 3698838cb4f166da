import type { CaseRow } from "../store/case.ts";

/** Whether goods are to be sent, or were sent, to the shopper under this case. */
export function goesOut({ outbound_state }: Pick<CaseRow, "outbound_state">): boolean {
  return outbound_state !== "none" && outbound_state !== "cancelled";
}

/**
 * Refused goods that were to go back to the shopper and are in the shop still: whoever decides may keep them and pay instead. Who
 * has had a replacement first has had what was asked for.
 */
export function notSentBack(
  row: Pick<CaseRow, "case_state" | "goods_state" | "outbound_state" | "money_state" | "ship_first">,
): boolean {
  const refused = row.case_state === "rejected" && row.goods_state === "inspected" && row.money_state === "none";
  return refused && row.outbound_state === "to-ship" && !row.ship_first;
}
