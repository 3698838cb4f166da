export type Telling = { readonly updatedAt: Temporal.Instant; readonly hash: string };
export type KnownTelling = { readonly updatedAt: Temporal.Instant; readonly hash: string; readonly hadCase: boolean };

/**
 * What becomes of an order told again: the same words change nothing, older words are not heard, newer ones replace what was
 * agreed, until a case exists: then what was agreed stays and only delivery, recipient and context move.
 */
export function compareTellings(told: Telling, known: KnownTelling): "unchanged" | "older" | "replace" | "facts-only" {
  if (told.hash === known.hash) return "unchanged";
  if (Temporal.Instant.compare(told.updatedAt, known.updatedAt) < 0) return "older";
  return known.hadCase ? "facts-only" : "replace";
}
