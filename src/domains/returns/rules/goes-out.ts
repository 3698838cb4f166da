import type { CaseRow } from "../store/case.ts";
import { handedOver } from "./handed-over.ts";

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

type Parcel = Pick<CaseRow, "case_state" | "goods_state" | "outbound_state" | "ship_first" | "due_action">;

/**
 * Whether what goes out are the shopper's own goods, refused for good. As long as a refusal can be answered (else the case
 * closes) nothing goes back, and what is out is the replacement that was sent first.
 */
export function ownGoodsGoBack(row: Parcel): boolean {
  if (!goesOut(row)) return false;
  if (row.case_state === "rejected") return row.due_action !== "close";
  return row.case_state === "closed" && (!row.ship_first || row.goods_state === "inspected");
}

/**
 * Whether the replacement went out first and what was to come for it was not accepted, or nobody has said yet that it was. What is
 * heard of its parcel then is written down and decides nothing: who has the replacement has not won.
 */
export function sentTooSoon(row: Parcel & Pick<CaseRow, "kind" | "money_state" | "waiting_on" | "instant">): boolean {
  if (row.kind !== "exchange" || !row.ship_first || !goesOut(row) || ownGoodsGoBack(row)) return false;
  return row.case_state === "approved" ? row.goods_state === "inspected" && handedOver(row) : true;
}

/**
 * Whether goods that go out leave nothing to bring before the platform: a refusal that is carried out, or a replacement for which
 * nothing was ever sent in.
 */
export function leavesNothingToHear(row: Parameters<typeof sentTooSoon>[0]): boolean {
  return goesOut(row) && (!sentTooSoon(row) || row.goods_state === "awaiting-shipment");
}
