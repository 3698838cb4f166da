export type ToldField = { readonly index: string | null; readonly mask: string };
export type KnownField = { readonly index: string | null; readonly mask: string | null };

/**
 * Whether what a shop tells of a person differs from what is known: by blind index, so that nothing is decrypted to compare, or
 * by mask where a value has no index. Not told is not changed.
 */
export function fieldChanges(told: ToldField | undefined, known: KnownField): told is ToldField {
  if (told === undefined) return false;
  return told.index !== known.index || (told.index === null && told.mask !== known.mask);
}
