import type { Words } from "../../shared/text/index.ts";

/** A carrier by its known name, or as the shop wrote it. */
export function carrierSays(of: Words["of"], carrier: string): string {
  const known = of("carrier", carrier);
  return known === of("carrier", "other") ? carrier : known;
}
