import type { compensationKinds } from "../contract.ts";
import type { Limits } from "./limits.ts";

export type GoodwillScope = { readonly scope: string; readonly limitMinor: bigint };

/** What the law gives or the policy promised is owed: no limit of goodwill holds it back, and no empty deposit. */
export function isOwed(kind: (typeof compensationKinds)[number]): boolean {
  return kind === "statutory" || kind === "promised";
}

/**
 * What a goodwill counts against: its case, and its shopper's month; what the law gives is not counted. Currencies are counted
 * apart, because they are never added; where nothing was ever said of one there is none.
 */
export function goodwillScopes(
  caseId: string,
  month: string,
  currency: string,
  limits: Limits,
): readonly [ofCase: GoodwillScope, ofMonth: GoodwillScope] {
  return [
    { scope: `case:${caseId}:${currency}`, limitMinor: limits.of("per-case", currency) ?? 0n },
    { scope: `month:${month}:${currency}`, limitMinor: limits.of("per-month", currency) ?? 0n },
  ];
}

/** The share of what was paid, in ten-thousandths, to the nearest unit; halves go to the shopper. */
export function percentOfPaid(paidMinor: bigint, basisPoints: number): bigint {
  return (2n * paidMinor * BigInt(basisPoints) + 10_000n) / 20_000n;
}
