import type { LockedOrder } from "#domains/orders";
import type { Principal } from "#platform/db";

/**
 * Whether somebody sees everything that an amount is computed from. Thresholds, freight and what was refunded before are those of
 * the whole order; a merchant who shares it sees the own part, and would compute another amount than the one that is paid.
 */
export function seesWholeOrder(principal: Principal, order: Pick<LockedOrder, "merchant_ids">): boolean {
  return principal.kind !== "merchant" || order.merchant_ids.length === 1;
}
