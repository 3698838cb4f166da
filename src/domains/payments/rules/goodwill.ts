import type { compensationKinds } from "../contract.ts";

/** Goodwill of one case, and of one shopper in one month, never exceeds these, in minor units; what the law gives is not counted. */
export const goodwillLimits = { perCase: 500_000n, perMonth: 1_000_000n } as const;

export type GoodwillScope = { readonly scope: string; readonly limitMinor: bigint };

/** What the law gives or the policy promised is owed: no limit of goodwill holds it back, and no empty deposit. */
export function isOwed(kind: (typeof compensationKinds)[number]): boolean {
  return kind === "statutory" || kind === "promised";
}

/** What a goodwill counts against. Currencies are counted apart, because they are never added. */
export function goodwillScopes(caseId: string, month: string, currency: string): readonly GoodwillScope[] {
  return [
    { scope: `case:${caseId}:${currency}`, limitMinor: goodwillLimits.perCase },
    { scope: `month:${month}:${currency}`, limitMinor: goodwillLimits.perMonth },
  ];
}

/** The share of what was paid, in ten-thousandths, to the nearest unit; halves go to the shopper. */
export function percentOfPaid(paidMinor: bigint, basisPoints: number): bigint {
  return (2n * paidMinor * BigInt(basisPoints) + 10_000n) / 20_000n;
}
