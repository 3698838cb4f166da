import type { RefundStanding } from "#domains/payments";
import type { WaitingOn } from "../model.ts";
import type { CaseRow } from "../store/case.ts";

type Waiting = Pick<CaseRow, "waiting_on" | "due_at" | "due_action">;

/** What happens when nobody finds another way for a refund, or says that a transfer has not come. */
export const ifNobodySeesToIt = { merchant: "refund-ahead", shopper: "refund-taken-as-here" } as const;

/** Whom a refund that moves, or will not move, waits for. */
export function refundWaitsFor({ state, detour }: Pick<RefundStanding, "state" | "detour">): Waiting {
  const until = (waiting_on: "merchant" | "shopper") =>
    ({ waiting_on, due_at: detour?.dueAt ?? null, due_action: ifNobodySeesToIt[waiting_on] }) as const;
  const nobodyBut = (waiting_on: WaitingOn) => ({ waiting_on, due_at: null, due_action: null }) as const;
  switch (detour?.state) {
    case "merchant":
      return until("merchant");
    case "proved":
      return until("shopper");
    case "retrying":
    case "wanted":
    case "received":
    case "paying":
      return nobodyBut("payment");
    default:
      return nobodyBut(state === "refused" || state === "mismatched" ? "platform" : "payment");
  }
}

/** Whether the clock of a case is that of its refund; otherwise whoever has the goods in hand is waited for. */
export function waitsForRefund({ due_at, due_action }: Pick<CaseRow, "due_at" | "due_action">): boolean {
  return due_at === null || due_action === ifNobodySeesToIt.merchant || due_action === ifNobodySeesToIt.shopper;
}
