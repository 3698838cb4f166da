import type { Tx } from "#platform/db";
import type { PublishedPolicy } from "../rules/pin-policy.ts";

/** All published versions: a few rows, read once for each batch of orders. */
export async function publishedPolicies(tx: Tx): Promise<PublishedPolicy[]> {
  const rows = await tx.rows<{
    id: string;
    version: number;
    merchant_id: string | null;
    effective_from: Temporal.Instant;
  }>("select id, version, merchant_id, effective_from from platform.policy");
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    merchantId: row.merchant_id,
    effectiveFrom: row.effective_from,
  }));
}
