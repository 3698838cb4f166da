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
