import type { Recorder } from "#platform/action";
import { caseFact } from "../rules/case-fact.ts";
import type { CaseRow } from "../store/case.ts";

/** The goods are accepted: by the bench, by the platform, or because nobody looked in time. */
export function refundFallsDue(row: CaseRow, record: Recorder, now: Temporal.Instant) {
  const changes = { goods_state: "inspected", inspected_at: row.inspected_at ?? now, ...due } as const;
  record.fact(caseFact("returns.inspected", { ...row, ...changes }));
  record.fact(caseFact("returns.refund-due", { ...row, ...changes }));
  return changes;
}

/** The parcel never came, and the shopper is paid all the same. */
export function takenForLost(row: CaseRow, record: Recorder) {
  record.line("taken-for-lost", {});
  const changes = { goods_state: "lost", ...due } as const;
  record.fact(caseFact("returns.lost", { ...row, ...changes }));
  record.fact(caseFact("returns.refund-due", { ...row, ...changes }));
  return changes;
}

const due = { money_state: "due", waiting_on: "payment", due_at: null, due_action: null } as const;
