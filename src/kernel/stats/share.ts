import { assert } from "#kernel/outcome";

/** So many of so many, both whole numbers: 57 good of 60 rated. */
export type Share = { readonly hits: number; readonly of: number };

/** Both ends belong to it. */
export type Interval = { readonly low: number; readonly high: number };

/**
 * Where the true share may lie, as numbers from 0 to 1: Wilson's score interval without continuity correction (Wilson
 * 1927; method 3 of Newcombe 1998, Statistics in Medicine 17, 857). `z` is the normal quantile of the confidence, 1.96
 * for 95 %. Of nothing nothing is known: 0 to 1. No hits give a low end of exactly 0, nothing but hits a high end of 1.
 */
export function shareInterval({ hits, of }: Share, z: number): Interval {
  assert(Number.isSafeInteger(of) && Number.isSafeInteger(hits) && hits >= 0 && hits <= of, "hits are 0 to all");
  assert(Number.isFinite(z) && z > 0, "z is a quantile above 0");
  if (of === 0) return { low: 0, high: 1 };
  const square = z * z;
  const middle = hits + square / 2;
  const reach = z * Math.sqrt((hits * (of - hits)) / of + square / 4);
  return {
    low: hits === 0 ? 0 : (middle - reach) / (of + square),
    high: hits === of ? 1 : (middle + reach) / (of + square),
  };
}

/**
 * Where the difference of two true shares (the first less the second) may lie, from −1 to 1: Newcombe's hybrid of two
 * score intervals (method 10 of Newcombe 1998, Statistics in Medicine 17, 873). While either is a share of nothing,
 * nothing is known of the difference: −1 to 1.
 */
export function differenceInterval(first: Share, second: Share, z: number): Interval {
  const one = shareInterval(first, z);
  const other = shareInterval(second, z);
  if (first.of === 0 || second.of === 0) return { low: -1, high: 1 };
  const [p, q] = [first.hits / first.of, second.hits / second.of];
  return {
    low: Math.max(-1, p - q - Math.hypot(p - one.low, other.high - q)),
    high: Math.min(1, p - q + Math.hypot(one.high - p, q - other.low)),
  };
}
