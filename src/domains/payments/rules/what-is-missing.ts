import type { RefundState } from "../model.ts";

export type Share = {
  readonly state: RefundState;
  readonly amountMinor: bigint;
  /** What the provider paid, where it was another sum; null: nothing that could be reckoned. */
  readonly paidMinor: bigint | null;
};

/**
 * What of a refund the provider will not bring: refused shares, and what it paid too little of others. Nothing while a share is
 * still on its way, and of a share that was paid in a way that cannot be reckoned only people know.
 */
export function whatIsMissing(shares: readonly Share[]): bigint {
  if (shares.some(({ state }) => state === "reserved" || state === "sending" || state === "unknown")) return 0n;
  return shares.reduce((sum, share) => sum + missingOf(share), 0n);
}

export function missingOf({ state, amountMinor, paidMinor }: Share): bigint {
  if (state === "refused") return amountMinor - (paidMinor ?? 0n);
  if (state !== "mismatched" || paidMinor === null || paidMinor > amountMinor) return 0n;
  return amountMinor - paidMinor;
}
