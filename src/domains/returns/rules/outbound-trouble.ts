import type { CaseRow } from "../store/case.ts";

/** What was sent did not come, or is not taken: who sent it sends again, or pays. */
export function inTrouble({ outbound_state }: Pick<CaseRow, "outbound_state">): boolean {
  return outbound_state === "lost" || outbound_state === "refused";
}

/** Refused goods that are lost on their way back cannot be sent once more; they can be paid for. */
export function canBeSentAgain({
  case_state,
  outbound_state,
}: Pick<CaseRow, "case_state" | "outbound_state">): boolean {
  return !(case_state === "rejected" && outbound_state === "lost");
}

/** What goes out next is another parcel than one that went out before: what was known of that one does not hold for it. */
export function anotherParcel({
  outbound_attempt,
  outbound_shipped_at,
}: Partial<Pick<CaseRow, "outbound_attempt" | "outbound_shipped_at">>) {
  const wentOut = outbound_attempt !== undefined && (outbound_shipped_at ?? null) !== null;
  return {
    ...(wentOut ? { outbound_attempt: outbound_attempt + 1 } : {}),
    outbound_trouble: null,
    outbound_carrier: null,
    outbound_tracking: null,
    outbound_shipped_at: null,
    outbound_delivered_at: null,
  } as const;
}
