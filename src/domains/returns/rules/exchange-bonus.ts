import type { LoadedLine } from "#domains/orders";
import type { Handling } from "./handling.ts";

type Piece = { readonly line: Pick<LoadedLine, "units">; readonly unitNos: readonly number[] };

/** What the policy promises on top to who exchanges goods as they were bought: what was sent instead earns nothing a second time. */
export function exchangeBonus(
  { exchangeBonusMinor }: Pick<Handling, "exchangeBonusMinor">,
  pieces: readonly Piece[],
): bigint {
  const exchanged = pieces.some(({ line, unitNos }) =>
    line.units.some(({ no, replacements }) => unitNos.includes(no) && replacements.length > 0),
  );
  return exchanged ? 0n : BigInt(exchangeBonusMinor ?? 0);
}
