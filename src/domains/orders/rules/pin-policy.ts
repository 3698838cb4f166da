import { grant, type Outcome, refuse } from "#kernel/outcome";

export type PublishedPolicy = {
  readonly id: string;
  readonly version: number;
  /** Null: the platform's own. */
  readonly merchantId: string | null;
  readonly effectiveFrom: Temporal.Instant;
};
export type PolicyPin = { readonly id: string; readonly version: number };
/** `shops`: where shops of one order promise different things, each one's; null: the same for all. */
export type OrderPins = { readonly pin: PolicyPin; readonly shops: Readonly<Record<string, PolicyPin>> | null };

/** Promises only the statute. */
export const builtInPolicy: PolicyPin = { id: "built-in", version: 1 };

/**
 * The policy version in force at purchase: the one the shop names, else the merchant's, else the platform's, else the built-in.
 * In an order of several merchants each keeps its own; a named one binds the merchant it is of, the platform's everybody.
 */
export function pinPolicy(
  policies: readonly PublishedPolicy[],
  order: {
    readonly policyId: string | null;
    readonly merchantIds: readonly string[];
    readonly placedAt: Temporal.Instant;
  },
): Outcome<OrderPins, "policy-unknown"> {
  const inForce = policies
    .filter((policy) => Temporal.Instant.compare(policy.effectiveFrom, order.placedAt) <= 0)
    .sort((a, b) => Temporal.Instant.compare(b.effectiveFrom, a.effectiveFrom) || b.version - a.version);
  const pin = (policy: PublishedPolicy | undefined) =>
    policy === undefined ? builtInPolicy : { id: policy.id, version: policy.version };
  if (order.policyId === builtInPolicy.id) return grant({ pin: builtInPolicy, shops: null });
  const named = order.policyId === null ? undefined : inForce.find((policy) => policy.id === order.policyId);
  if (order.policyId !== null && named === undefined)
    return refuse("policy-unknown", { field: "policyId", policyId: order.policyId });
  const ofPlatform = pin(inForce.find((policy) => policy.merchantId === null));
  const [only, ...others] = order.merchantIds;
  if (named !== undefined && (named.merchantId === null || others.length === 0))
    return grant({ pin: pin(named), shops: null });
  const ofShop = (merchantId: string) => {
    if (named?.merchantId === merchantId) return pin(named);
    const own = inForce.find((policy) => policy.merchantId === merchantId);
    return own === undefined ? ofPlatform : pin(own);
  };
  if (others.length === 0) return grant({ pin: only === undefined ? ofPlatform : ofShop(only), shops: null });
  const shops = Object.fromEntries(order.merchantIds.map((merchantId) => [merchantId, ofShop(merchantId)]));
  const same = Object.values(shops).every(({ id, version }) => id === ofPlatform.id && version === ofPlatform.version);
  return grant({ pin: ofPlatform, shops: same ? null : shops });
}

/** The policy a shop's part of an order pinned. */
export function pinOf(
  order: {
    readonly policy_id: string;
    readonly policy_version: number;
    readonly shop_policies: OrderPins["shops"];
  },
  merchantId: string,
): PolicyPin {
  return order.shop_policies?.[merchantId] ?? { id: order.policy_id, version: order.policy_version };
}
