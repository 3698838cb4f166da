import type { Tx } from "#platform/db";
import type { Discount, FrozenPromotion } from "../model.ts";
import type { OrderPins } from "../rules/pin-policy.ts";

/** An order under lock: what a case needs to know of it. */
export type LockedOrder = {
  readonly id: string;
  readonly number: string;
  readonly merchant_ids: readonly string[];
  readonly placed_at: Temporal.Instant;
  readonly cancelled_at: Temporal.Instant | null;
  readonly country: string;
  readonly zone: string;
  readonly currency: string;
  readonly freight_minor: bigint;
  readonly paid_minor: bigint;
  readonly context: OrderContext;
  readonly promotions: readonly StoredPromotion[];
  readonly policy_id: string;
  readonly policy_version: number;
  /** Where several shops of the order pinned different policies, each one's. */
  readonly shop_policies: OrderPins["shops"];
  readonly consumer_purchase: boolean;
  readonly recipient_name_mask: string | null;
  /** Province and city: "广东省广州市". */
  readonly recipient_region: string | null;
};

export type OrderContext = {
  readonly channel?: string;
  readonly memberTier?: string;
  readonly campaign?: string;
  readonly liveSession?: string;
  readonly host?: string;
  readonly freeFreight?: { readonly thresholdMinor: string; readonly freightMinor: string };
};

/** Promotions and discounts as they lie in the row: amounts in minor units as text. */
export type StoredPromotion = Omit<FrozenPromotion, "offMinor" | "thresholdMinor"> & {
  readonly offMinor: string;
  readonly thresholdMinor: string | null;
};
export type StoredDiscount = Omit<Discount, "minor"> & { readonly minor: string };

/** The columns of a locked order, for those that read it without the lock. */
export const lockedColumns =
  "id, number, merchant_ids, placed_at, cancelled_at, country, zone, currency, freight_minor, paid_minor, context, promotions, policy_id, policy_version, shop_policies, consumer_purchase, recipient_name_mask, recipient_region";

/**
 * Locks the order, so that two requests for it, or a request and an import, wait for each other. Send it first; the reads of
 * its contents may travel with it.
 */
export function lockOrder(tx: Tx, customerId: string, number: string): Promise<LockedOrder | undefined> {
  return tx.maybe<LockedOrder>(
    `select ${lockedColumns} from orders.shop_order where customer_id = $1 and number = $2 for no key update`,
    [customerId, number],
  );
}
