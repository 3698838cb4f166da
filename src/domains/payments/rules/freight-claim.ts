import { z } from "zod";
import { type Distance, distances } from "#kernel/region";
import type { Because } from "#platform/wire";
import { noFreightLoss } from "../contract.ts";

export const freightTermsShape = z.strictObject({
  zones: z.record(z.enum(distances), z.number().int().positive()),
  without: z.array(z.enum(noFreightLoss)),
  windowDays: z.number().int().positive(),
});
export type FreightTerms = z.infer<typeof freightTermsShape>;

export type FreightFacts = {
  readonly coveredFrom: Temporal.Instant;
  readonly coveredUntil: Temporal.Instant;
  /** When the goods came back. */
  readonly arrivedAt: Temporal.Instant;
  readonly why: "changed-mind" | "sellers-fault";
  /** Who paid the carrier: of a present that its recipient sent back, the recipient. */
  readonly paidBy: "shopper" | "seller" | "recipient";
  /** Null: the distance is not known. */
  readonly zone: Distance | null;
  /** What the shopper shows to have paid; null: the table counts. */
  readonly actualMinor: bigint | null;
};

export type FreightDecision = { readonly minor: bigint; readonly because: readonly Because[] };

/** What the insurance pays for the way back of one case: the table's amount for the distance, never more than it cost; nothing, with the reason, where nothing is insured. */
export function decideFreightClaim(terms: FreightTerms, facts: FreightFacts): FreightDecision {
  const because: Because[] = [];
  const refused = (code: string, params: Because["params"] = {}): FreightDecision => ({
    minor: 0n,
    because: [...because, { code, params }],
  });
  if (Temporal.Instant.compare(facts.arrivedAt, facts.coveredFrom) < 0)
    return refused("freight-before-cover", { from: facts.coveredFrom.toString() });
  if (Temporal.Instant.compare(facts.arrivedAt, facts.coveredUntil) >= 0)
    return refused("freight-cover-over", { until: facts.coveredUntil.toString() });
  // Money only goes along the payments of the order, to who paid for the goods and not for the way back.
  if (facts.paidBy === "recipient") return refused("freight-paid-by-recipient");
  if (facts.paidBy === "seller" && terms.without.includes("pickup-paid-by-seller"))
    return refused("freight-paid-by-seller");
  if (facts.why === "sellers-fault" && terms.without.includes("sellers-fault")) return refused("freight-sellers-fault");
  const covered = coveredFor(terms, facts.zone);
  because.push({
    code: facts.zone === null ? "freight-zone-unknown" : "freight-by-zone",
    params: { ...(facts.zone === null ? {} : { zone: facts.zone }), amount: yuan(covered), currency: "CNY" },
  });
  if (facts.actualMinor === null || facts.actualMinor >= covered) return { minor: covered, because };
  if (facts.actualMinor <= 0n) return refused("freight-cost-nothing");
  return {
    minor: facts.actualMinor,
    because: [...because, { code: "freight-as-paid", params: { amount: yuan(facts.actualMinor), currency: "CNY" } }],
  };
}

/** Without a distance the nearest counts: more is paid once it is known. */
function coveredFor({ zones }: FreightTerms, zone: Distance | null): bigint {
  const known = zone === null ? undefined : zones[zone];
  return BigInt(known ?? Math.min(...Object.values(zones)));
}

function yuan(minor: bigint): string {
  return `${minor / 100n}.${(minor % 100n).toString().padStart(2, "0")}`;
}
