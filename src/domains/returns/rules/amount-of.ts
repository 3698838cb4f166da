import type { CaseRow } from "../store/case.ts";

type Standing = Pick<CaseRow, "requested_minor" | "approved_minor" | "money_state"> &
  Partial<Pick<CaseRow, "withheld_minor">>;

/**
 * What a case is about in money, in minor units: what was or is going to be paid as far as somebody has decided, and what is
 * asked for until then. `ruled`: what a ruling gives that can still be appealed against.
 */
export function amountOf(row: Standing, ruled: bigint | null = null): bigint {
  if (ruled !== null) return ruled;
  if (row.approved_minor === null) return row.requested_minor;
  // A refund that is put aside has left out what is withheld.
  const toCome = row.money_state === "none" || row.money_state === "due";
  const left = row.approved_minor - (toCome ? (row.withheld_minor ?? 0n) : 0n);
  return left > 0n ? left : 0n;
}
