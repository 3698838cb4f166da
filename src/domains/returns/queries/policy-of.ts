import { type LockedOrder, pinOf } from "#domains/orders";
import { assert } from "#kernel/outcome";
import { builtInPolicy } from "#law";
import type { Tx } from "#platform/db";
import type { ShopPolicies } from "../rules/assess.ts";
import { builtInHandling, type PolicyBody, policyBodySchema } from "../rules/handling.ts";

/** What an order pins where no policy was in force at purchase: the statute, and the default handling. */
export const builtInBody: PolicyBody = { policy: builtInPolicy, handling: builtInHandling };

const published = new Map<string, PolicyBody>();
const cacheLimit = 1_000;

/** The pinned policy version. Published versions never change, so each is read and parsed once per process. */
export async function policyOf(tx: Tx, id: string, version: number): Promise<PolicyBody> {
  if (id === builtInPolicy.id) return builtInBody;
  const key = `${id}@${version}`;
  const known = published.get(key);
  if (known !== undefined) return known;
  const { body } = await tx.one<{ body: unknown }>("select body from platform.policy where id = $1 and version = $2", [
    id,
    version,
  ]);
  const parsed = policyBodySchema.parse(body);
  if (published.size >= cacheLimit) published.clear();
  published.set(key, parsed);
  return parsed;
}

/** What these shops of an order promised at purchase. */
export async function shopPolicies(
  tx: Tx,
  order: Pick<LockedOrder, "policy_id" | "policy_version" | "shop_policies">,
  merchantIds: readonly string[],
): Promise<ShopPolicies> {
  const bodies = new Map<string, PolicyBody>();
  for (const merchantId of new Set(merchantIds)) {
    const { id, version } = pinOf(order, merchantId);
    bodies.set(merchantId, await policyOf(tx, id, version));
  }
  return {
    of: (merchantId) => {
      const body = bodies.get(merchantId);
      assert(body !== undefined, "the promises of every shop asked about were read");
      return body;
    },
  };
}
