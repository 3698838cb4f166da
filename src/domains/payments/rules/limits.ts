import type { LimitedBy } from "../contract.ts";

/** The limits in force, in minor units of each currency. */
export type Limits = {
  /** Up to how much this role decides alone, or so much goodwill there is; undefined: nothing was ever said of it. */
  of(what: string, currency: string): bigint | undefined;
};

export type LimitRow = { readonly what: LimitedBy; readonly currency: string; readonly limit_minor: bigint };

export function limitsOf(rows: readonly LimitRow[]): Limits {
  const known = new Map(rows.map((row) => [`${row.what} ${row.currency}`, row.limit_minor]));
  return { of: (what, currency) => known.get(`${what} ${currency}`) };
}
