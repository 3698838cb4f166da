import { allocate, type Currency, money } from "#kernel/money";
import type { PricedLine } from "./price-line.ts";
import { Unfit } from "./unfit.ts";

/**
 * The freight charged, line by line: as the shop states it, the rest by list price over the lines without a statement; gifts
 * travel for free. An order that states no freight of its own costs what its lines state.
 */
export function shareFreight(lines: readonly PricedLine[], chargedMinor: bigint, code: Currency): bigint[] {
  const stated = lines.reduce((sum, line) => sum + (line.statedFreightMinor ?? 0n), 0n);
  const rest = chargedMinor === 0n ? 0n : chargedMinor - stated;
  const silent = lines.map((line) => line.statedFreightMinor === undefined);
  if (rest < 0n || (rest > 0n && !silent.includes(true)))
    throw new Unfit("freight-differs", "freight", { statedMinor: stated.toString() });
  const parts = allocate(money(rest, code), weights(lines, silent));
  return lines.map((line, i) => line.statedFreightMinor ?? parts[i]?.minor ?? 0n);
}

function weights(lines: readonly PricedLine[], silent: readonly boolean[]): bigint[] {
  const byPrice = lines.map((line, i) => (silent[i] === true && !line.source.isGift ? line.listMinor : 0n));
  if (byPrice.some((weight) => weight > 0n)) return byPrice;
  // Goods without a price are shared by the piece.
  return lines.map((line, i) => (silent[i] === true ? BigInt(line.source.quantity) : 0n));
}
