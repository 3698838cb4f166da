import type { OrderInput } from "../contract.ts";
import type { Told } from "../model.ts";
import type { ReadMinor } from "./price-line.ts";

/** What was said of a line's goods before they were bought; null: nobody told us of anything. */
export function toldBefore(
  input: Pick<OrderInput, "withdrawal" | "liveRoom">,
  line: OrderInput["lines"][number],
  field: string,
  minor: ReadMinor,
  at: (text: string | undefined, field: string) => Temporal.Instant | null,
): Told | null {
  const { withdrawal, liveRoom } = input;
  const { promises, comparison } = line;
  if (!withdrawal && !liveRoom && !promises && !comparison) return null;
  const maybe = (text: string | undefined, name: string) =>
    text === undefined ? null : minor(text, `${field}.comparison.${name}`).toString();
  return {
    ...(promises === undefined ? {} : { promises }),
    ...(comparison === undefined
      ? {}
      : {
          comparison: {
            priceMinor: minor(comparison.price, `${field}.comparison.price`).toString(),
            explained: comparison.explained,
            lowestDealMinor: maybe(comparison.lowestDeal, "lowestDeal"),
            lastDealMinor: maybe(comparison.lastDeal, "lastDeal"),
            markedUpFromMinor: maybe(comparison.markedUpFrom, "markedUpFrom"),
            snapshot: comparison.snapshot,
          },
        }),
    ...(withdrawal === undefined
      ? {}
      : { withdrawal: { ...withdrawal, at: at(withdrawal.at, "withdrawal.at")?.toString() ?? null } }),
    ...(liveRoom === undefined ? {} : { liveRoom }),
  };
}
