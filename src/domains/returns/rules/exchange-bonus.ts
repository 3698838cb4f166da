import type { LoadedLine } from "#domains/orders";
import type { Handling } from "./handling.ts";

type Piece = { readonly line: Pick<LoadedLine, "units">; readonly unitNos: readonly number[] };

/**
 * What the policy promises on top to who exchanges: once for an exchange, however many goods it is of, as long as one of them is as it
 * was bought. What was sent instead earns nothing a second time, so that no unit ever earns it twice.
 */
export function exchangeBonus(
  { exchangeBonusMinor }: Pick<Handling, "exchangeBonusMinor">,
  pieces: readonly Piece[],
): bigint {
  const earns = pieces.some(({ line, unitNos }) =>
    line.units.some(({ no, replacements }) => unitNos.includes(no) && replacements.length === 0),
  );
  return earns ? BigInt(exchangeBonusMinor ?? 0) : 0n;
}
