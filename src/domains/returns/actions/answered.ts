import type { CaseRow } from "../store/case.ts";

/** Only the first answer counts: what comes after a new request or a ruling is measured by no shop's clock. */
export function answered(
  { answered_at }: Pick<CaseRow, "answered_at">,
  by: "person" | "policy" | "clock",
  now: Temporal.Instant,
): Pick<CaseRow, "answered_at" | "answered_by"> | undefined {
  return answered_at === null ? { answered_at: now, answered_by: by } : undefined;
}
