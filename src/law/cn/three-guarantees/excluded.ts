import type { Facts } from "../../facts.ts";

/** Why the guarantee does not cover the fault, so that repair is paid for (CN-SB-07); undefined where nothing speaks against. */
export function exclusionOf({ defect, condition, guarantee, goods }: Facts): string | undefined {
  if (defect.cause === "shopper") return "misuse";
  if (condition.repairedWithoutAuthority) return "opened-by-others";
  if (condition.labelsAltered || guarantee.papers === "mismatched") return "serial-number";
  // A phone without papers is dated by its IMEI (CN-SB-05).
  if (guarantee.papers === "lost" && goods.listedAs !== "mobile-phone") return "no-papers";
  return guarantee.forceMajeure ? "force-majeure" : undefined;
}
