import type { PolicyCaseChange } from "../contract.ts";

/** A changed case as a row of a table that people open in a spreadsheet; codes, because programs read it too. */
export const changeHeadings = [
  "case",
  "kind",
  "reason",
  "category",
  "was",
  "would",
  "was_route",
  "would_route",
  "was_freight",
  "would_freight",
  "costs",
  "currency",
  "why",
  "clause",
] as const;

export function changeCells({ number, kind, reason, category, was, would, costs, why }: PolicyCaseChange): string[] {
  return [
    number,
    kind,
    reason,
    category,
    was.outcome,
    would.outcome,
    was.route ?? "",
    would.route ?? "",
    was.freightPayer ?? "",
    would.freightPayer ?? "",
    costs.amount,
    costs.currency,
    why.code,
    why.rule ?? "",
  ];
}
