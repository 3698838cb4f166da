/** Providers of this kind count in minor units, as decimal text so that no reader rounds it. */
export const formatMinor = (minor: bigint): string => minor.toString();

export function parseMinor(value: unknown): bigint | undefined {
  return typeof value === "string" && /^\d{1,18}$/.test(value) ? BigInt(value) : undefined;
}
