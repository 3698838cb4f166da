import { assert } from "#kernel/outcome";
import type { Money } from "./money.ts";

/**
 * Splits an amount by weight without losing or making a minor unit: every part is rounded towards zero and the units
 * left over go to the largest remainders, to the earlier part on a tie. A weight of zero gets nothing.
 *
 * @throws BrokenBelief for a negative weight, and for weights that are all zero while there is something to split
 */
export function allocate(total: Money, weights: readonly bigint[]): Money[] {
  assert(
    weights.every((weight) => weight >= 0n),
    "a weight is never negative",
  );
  const sumOfWeights = weights.reduce((sum, weight) => sum + weight, 0n);
  if (sumOfWeights === 0n) {
    assert(total.minor === 0n, "an amount is split over at least one positive weight");
    return weights.map(() => total);
  }
  const sign = total.minor < 0n ? -1n : 1n;
  const size = sign * total.minor;
  const parts = weights.map((weight) => (size * weight) / sumOfWeights);
  const left = Number(parts.reduce((left, part) => left - part, size));
  const byRemainder = weights
    .map((weight, index) => ({ index, remainder: (size * weight) % sumOfWeights }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder < b.remainder ? 1 : -1));
  const favoured = new Set(byRemainder.slice(0, left).map(({ index }) => index));
  return parts.map((part, index) => ({
    minor: sign * (favoured.has(index) ? part + 1n : part),
    currency: total.currency,
  }));
}

/**
 * What `more` units of a line of `quantity` are worth when `done` of them were settled before, in minor units:
 * round(T·(done+more)/q) − round(T·done/q). Whatever the steps, they add up to the total and never depend on the order.
 * Halves round away from zero, so that taking back an amount mirrors giving it.
 */
export function cumulativeShare(total: bigint, done: bigint, more: bigint, quantity: bigint): bigint {
  assert(quantity > 0n, "a line has at least one unit");
  assert(done >= 0n && more >= 0n && done + more <= quantity, "the units settled are within the line");
  return roundedShare(total, done + more, quantity) - roundedShare(total, done, quantity);
}

function roundedShare(total: bigint, units: bigint, quantity: bigint): bigint {
  const half = total < 0n ? -quantity : quantity;
  return (2n * total * units + half) / (2n * quantity);
}
