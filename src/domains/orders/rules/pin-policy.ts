import { grant, type Outcome, refuse } from "#kernel/outcome";

export type PublishedPolicy = {
  readonly id: string;
  readonly version: number;
  /** Null: the platform's own. */
  readonly merchantId: string | null;
  readonly effectiveFrom: Temporal.Instant;
};
export type PolicyPin = { readonly id: string; readonly version: number };

/** Promises only the statute. */
export const builtInPolicy: PolicyPin = { id: "built-in", version: 1 };

/**
 * The policy version in force at purchase: the one the shop names, else the merchant's, else the platform's, else the built-in.
 * An order of several merchants has no single merchant's policy.
 */
export function pinPolicy(
  policies: readonly PublishedPolicy[],
  order: {
    readonly policyId: string | null;
    readonly merchantIds: readonly string[];
    readonly placedAt: Temporal.Instant;
  },
): Outcome<PolicyPin, "policy-unknown"> {
  const inForce = policies
    .filter((policy) => Temporal.Instant.compare(policy.effectiveFrom, order.placedAt) <= 0)
    .sort((a, b) => Temporal.Instant.compare(b.effectiveFrom, a.effectiveFrom) || b.version - a.version);
  const pin = (policy: PublishedPolicy) => ({ id: policy.id, version: policy.version });
  if (order.policyId !== null && order.policyId !== builtInPolicy.id) {
    const named = inForce.find((policy) => policy.id === order.policyId);
    return named === undefined
      ? refuse("policy-unknown", { field: "policyId", policyId: order.policyId })
      : grant(pin(named));
  }
  if (order.policyId === builtInPolicy.id) return grant(builtInPolicy);
  const [merchantId, ...others] = order.merchantIds;
  const ofMerchant = others.length > 0 ? undefined : inForce.find((policy) => policy.merchantId === merchantId);
  const found = ofMerchant ?? inForce.find((policy) => policy.merchantId === null);
  return grant(found === undefined ? builtInPolicy : pin(found));
}
