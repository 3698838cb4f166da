import { grant, refuse } from "#kernel/outcome";
import { action, all, holds, sameMerchant } from "#platform/action";
import { findInDirectory } from "#platform/directory";
import { coverGivenShape, giveFreightCoverInput } from "../contract.ts";
import { coverOf } from "../queries/cover-of.ts";
import { giveCover } from "./give-cover.ts";

/** Somebody who serves a shopper gives insurance of the way back as goodwill, from now on; a merchant gives only its own. */
export const giveFreightCover = action({
  name: "payments.give-freight-cover",
  input: giveFreightCoverInput,
  output: coverGivenShape,
  allow: all(holds("compensation.propose"), sameMerchant),
  idempotency: "required",
  refusals: ["order-not-found", "merchant-not-found", "payer-not-allowed", "insured-already", "insurance-not-sold"],
  subject: async (tx, { number, merchantId }) => {
    const found = await findInDirectory(tx, "order", number);
    const order =
      found === undefined
        ? undefined
        : await tx.maybe<{ merchant_ids: string[] }>(
            "select merchant_ids from orders.shop_order where customer_id = $1 and id = $2",
            [found.customerId, found.id],
          );
    if (found === undefined || order === undefined) return refuse("order-not-found", { number });
    if (!order.merchant_ids.includes(merchantId)) return refuse("merchant-not-found", { id: merchantId });
    const of = { customerId: found.customerId, orderId: found.id, merchantId };
    return grant({ of, merchantId, about: { kind: "order", id: found.id, ...of } });
  },
  run: async ({ tx, input, subject: { of }, principal, record }) => {
    if (principal.kind === "merchant" && input.payer !== "merchant") return refuse("payer-not-allowed");
    if ((await coverOf(tx, of)) !== undefined) return refuse("insured-already", { number: input.number });
    const given = await giveCover(tx, { ...of, productId: input.product, paidBy: input.payer });
    if (!given.ok) return given;
    // Somebody else gave it in the same moment.
    if (!given.value.anew) return refuse("insured-already", { number: input.number });
    record.fact({
      kind: "payments.cover-given",
      version: 1,
      payload: { ...of, coverId: given.value.id, product: input.product, payer: input.payer },
    });
    record.detail({ product: input.product, payer: input.payer });
    return grant({ product: input.product, coveredUntil: given.value.coveredUntil.toString() });
  },
});
