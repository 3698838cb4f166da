import type { Told } from "../model.ts";
import type { LoadedLine, LoadedParcel, LoadedUnit } from "../queries/load-for-case.ts";

/** What a piece is still worth: what was paid for it in all, exchanges included, less what was paid back while it stayed. */
export function worthOf(unit: LoadedUnit): bigint {
  return BigInt(unit.paid) - BigInt(unit.allowance) + surchargeOf(unit);
}

/** What was paid more for a piece than its order says, and has not been given back. */
function surchargeOf({ replacements }: LoadedUnit): bigint {
  return replacements.reduce((sum, { surcharge }) => sum + surcharge, 0n);
}

/**
 * A line as the shopper holds it in these pieces: after an exchange the goods are the replacement's. What was confirmed at
 * purchase, and promised of them, was said of the goods that were bought, and of no others.
 */
export function goodsHeld(line: LoadedLine, unit: LoadedUnit | undefined): LoadedLine {
  const goods = unit?.replacements.find((one) => one.goods !== null)?.goods ?? null;
  if (goods === null) return line;
  const same = goods.product_number === line.product_number;
  return same ? { ...line, ...goods } : { ...line, ...goods, confirmation: null, told: ofTheOrder(line.told) };
}

/** What was said of the whole order holds for whatever came of it. */
function ofTheOrder(told: Told | null): Told | null {
  const { promises: _promises, comparison: _comparison, ...rest } = told ?? {};
  return Object.keys(rest).length === 0 ? null : rest;
}

/** The parcel that brought a piece as the shopper holds it: the replacement's own, where there was one. */
export function parcelHeld(unit: LoadedUnit | undefined, parcels: readonly LoadedParcel[]): LoadedParcel | undefined {
  const bought = parcels.find(({ id }) => id === unit?.parcel);
  const [latest] = unit?.replacements ?? [];
  if (latest === undefined) return bought;
  const { shipped_at, delivered_at } = latest;
  return (
    bought && {
      ...bought,
      shipped_at,
      delivered_at,
      picked_up_at: null,
      signed_by: null,
      promised_by: null,
      lost_at: null,
      installed_at: null,
    }
  );
}
