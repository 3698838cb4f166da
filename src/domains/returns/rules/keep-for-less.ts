import { type Reason, termsOf } from "../contract/reasons.ts";
import type { AssessedLine } from "./assess.ts";
import type { Handling } from "./handling.ts";

export type KeepOffer = { readonly percent: number; readonly minor: bigint };

/**
 * What the merchant's policy pays for goods that stay with the shopper: a share of what they are still worth, to the nearest fen,
 * halves to the shopper. A choice beside what the law gives and never instead of it: what is wrong with the goods later is asked
 * about as before, for the rest of the price.
 */
export function keepOffer(
  { keepForLess }: Pick<Handling, "keepForLess">,
  reason: Reason,
  lines: readonly Pick<AssessedLine, "paidMinor">[],
): KeepOffer | null {
  // How many pieces of which goods stay is said of one line.
  const [line, ...more] = lines;
  const entry = keepForLess.find(({ reasons }) => reasons.includes(reason));
  if (entry === undefined || line === undefined || more.length > 0 || !mayBeKept(reason)) return null;
  const minor = (2n * line.paidMinor * BigInt(entry.percent) + 100n) / 200n;
  return minor > 0n ? { percent: entry.percent, minor } : null;
}

/** Only what has come can be kept. */
export function isHere({ where }: Pick<AssessedLine, "where">): boolean {
  return where === "delivered";
}

/** Goods that came and may be used. Nobody is paid to keep a fake, spoiled food, or a parcel that is not there. */
export function mayBeKept(reason: Reason): boolean {
  const { claim, wrong } = termsOf(reason);
  return wrong === undefined && !neverKept.has(claim);
}

const neverKept: ReadonlySet<string> = new Set([
  "not-received",
  "late-delivery",
  "counterfeit",
  "spoiled",
  "price-drop",
]);
