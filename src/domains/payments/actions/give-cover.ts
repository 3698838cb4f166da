import { newId } from "#kernel/ids";
import { grant, type Outcome, refuse } from "#kernel/outcome";
import type { Tx } from "#platform/db";
import { coverOf, type FreightCover, productAt } from "../queries/cover-of.ts";
import { type CoverRow, insertCover } from "../store/freight.ts";
import { chargePremium } from "./charge-premium.ts";

/** A cover as it is written down; `anew`: just now, and not by somebody else before. */
type Written = FreightCover & { readonly id: string; readonly anew: boolean };
type OfOrder = { readonly customerId: string; readonly orderId: string; readonly merchantId: string };

/** A merchant gives freight insurance, or a shopper buys it, for one merchant's part of an order. Giving it again changes nothing. */
export async function giveCover(
  tx: Tx,
  of: OfOrder & { readonly productId: string; readonly paidBy?: CoverRow["premium_payer"] },
): Promise<Outcome<Written, "insurance-not-sold">> {
  const cover = (await coverOf(tx, of)) ?? (await productAt(tx, of, of.productId, tx.now, of.paidBy));
  return cover === undefined
    ? refuse("insurance-not-sold", { product: of.productId })
    : grant(await write(tx, of, cover));
}

/**
 * The cover as a row: what was only told with the order is written down. The system charges the premium with it; where somebody
 * gives it, the fact of that has it charged.
 */
export async function write(tx: Tx, of: OfOrder, cover: FreightCover): Promise<Written> {
  if (cover.id !== null) return { ...cover, id: cover.id, anew: false };
  const anew = await insertCover(tx, {
    customer_id: of.customerId,
    id: newId<"freight-cover">(),
    order_id: of.orderId,
    merchant_id: of.merchantId,
    product_id: cover.productId,
    product_version: cover.productVersion,
    premium_minor: cover.premiumMinor,
    premium_payer: cover.premiumPayer,
    covered_from: cover.coveredFrom,
    covered_until: cover.coveredUntil,
  });
  const { id } = await tx.one<{ id: string }>(
    "select id from payments.freight_cover where customer_id = $1 and order_id = $2 and merchant_id = $3",
    [of.customerId, of.orderId, of.merchantId],
  );
  if (tx.principal.kind === "system") await chargePremium(tx, of.customerId, id);
  return { ...cover, id, anew };
}
