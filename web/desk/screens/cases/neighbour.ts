/**
 * The row one step down (1) or up (-1) from the one the address names. The address is the one asked for last, not the one on
 * screen: while a case still loads, a second key must walk on from where the first one goes. Nothing chosen: the first row.
 */
export function neighbour<Row extends { readonly number: string }>(
  rows: readonly Row[],
  pathname: string,
  step: 1 | -1,
): Row | undefined {
  const named = decodeURIComponent(pathname.split("/").at(-1) ?? "");
  const at = rows.findIndex((row) => row.number === named);
  return at < 0 ? rows[0] : (rows[at + step] ?? rows[at]);
}
