import { z } from "zod";
import type { Tx } from "#platform/db";
import { type FreightTerms, freightTermsShape } from "../rules/freight-claim.ts";
import type { CoverRow } from "../store/freight.ts";

/** Freight insurance of one merchant's part of an order. */
export type FreightCover = {
  /** Null: told with the order, and written down with the first claim. */
  readonly id: string | null;
  readonly productId: string;
  readonly productVersion: number;
  readonly title: { readonly zh: string; readonly en: string };
  readonly premiumMinor: bigint;
  readonly premiumPayer: CoverRow["premium_payer"];
  readonly currency: string;
  readonly terms: FreightTerms;
  readonly coveredFrom: Temporal.Instant;
  readonly coveredUntil: Temporal.Instant;
};

/** How a shop tells with an order that it is insured (`context.freightInsurance`). */
const toldShape = z.object({ product: z.string(), paidBy: z.enum(["shopper", "merchant", "platform"]).optional() });

/** The insurance of an order for a merchant's goods: as bought or given, or as the shop told it with the order; undefined: none. */
export async function coverOf(
  tx: Tx,
  of: { readonly customerId: string; readonly orderId: string; readonly merchantId: string },
): Promise<FreightCover | undefined> {
  const [written, order] = await Promise.all([
    tx.maybe<CoverRow & ProductRow>(
      `select c.id, c.product_id, c.product_version, c.premium_minor, c.premium_payer, c.covered_from, c.covered_until, p.title, p.currency, p.terms
         from payments.freight_cover c join payments.freight_product p on p.id = c.product_id and p.version = c.product_version
        where c.customer_id = $1 and c.order_id = $2 and c.merchant_id = $3`,
      [of.customerId, of.orderId, of.merchantId],
    ),
    tx.maybe<{ told: unknown; placed_at: Temporal.Instant }>(
      "select context -> 'freightInsurance' as told, placed_at from orders.shop_order where customer_id = $1 and id = $2",
      [of.customerId, of.orderId],
    ),
  ]);
  if (written !== undefined)
    return {
      id: written.id,
      productId: written.product_id,
      productVersion: written.product_version,
      title: written.title,
      premiumMinor: written.premium_minor,
      premiumPayer: written.premium_payer,
      currency: written.currency,
      terms: freightTermsShape.parse(written.terms),
      coveredFrom: written.covered_from,
      coveredUntil: written.covered_until,
    };
  const told = toldShape.safeParse(order?.told);
  if (order === undefined || !told.success) return undefined;
  return productAt(tx, of, told.data.product, order.placed_at, told.data.paidBy);
}

type ProductRow = {
  title: { zh: string; en: string };
  currency: string;
  terms: unknown;
};

/** The cover that a product gives an order from an instant on, by the version in force then; undefined: not sold in its currency. */
export async function productAt(
  tx: Tx,
  of: { readonly customerId: string; readonly orderId: string },
  productId: string,
  from: Temporal.Instant,
  paidBy?: CoverRow["premium_payer"],
): Promise<FreightCover | undefined> {
  const row = await tx.maybe<
    ProductRow & { version: number; premium_minor: bigint; premium_payer: CoverRow["premium_payer"] }
  >(
    `select version, title, premium_minor, premium_payer, currency, terms from payments.freight_product
      where id = $1 and effective_from <= $2 and currency = (select o.currency from orders.shop_order o where o.customer_id = $3 and o.id = $4)
      order by version desc limit 1`,
    [productId, from, of.customerId, of.orderId],
  );
  if (row === undefined) return undefined;
  const terms = freightTermsShape.parse(row.terms);
  return {
    id: null,
    productId,
    productVersion: row.version,
    title: row.title,
    premiumMinor: row.premium_minor,
    premiumPayer: paidBy ?? row.premium_payer,
    currency: row.currency,
    terms,
    coveredFrom: from,
    coveredUntil: from.add({ hours: 24 * terms.windowDays }),
  };
}
