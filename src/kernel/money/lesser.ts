/** The lesser of two amounts in minor units. */
export function lesser(a: bigint, b: bigint): bigint {
  return a > b ? b : a;
}
