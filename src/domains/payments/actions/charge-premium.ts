import { newId } from "#kernel/ids";
import { currency, money, negate } from "#kernel/money";
import { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import { post } from "../store/books.ts";
import { type CoverRow, markCharged } from "../store/freight.ts";
import { deductFromDeposit } from "./move-deposit.ts";

type Payer = CoverRow["premium_payer"];

/** Whose books the premium goes off: a shopper paid it to the shop with the order. */
const accountOf: Readonly<Record<Payer, string>> = {
  shopper: "shopper-payment",
  merchant: "merchant-settlement",
  platform: "platform-compensation",
};

/**
 * The insurer has the premium of a cover, from who pays it; a merchant's is taken off its deposit, and owed where that is too low.
 * Claims are paid out of the same account. In the system role, once for each cover, however often it is told.
 */
export async function chargePremium(tx: Tx, customerId: string, coverId: string): Promise<void> {
  const cover = await markCharged(tx, customerId, coverId);
  if (cover === undefined || cover.premium_minor === 0n) return;
  if (cover.premium_payer === "merchant")
    await deductFromDeposit(tx, {
      merchantId: cover.merchant_id,
      amountMinor: cover.premium_minor,
      currency: cover.currency,
      cause: { kind: "freight-premium", id: coverId, number: cover.order_number },
      mayOwe: true,
    });
  const premium = money(cover.premium_minor, currency(cover.currency));
  const record = new Recorder();
  post(
    record,
    { postingId: newId(), customerId, orderId: cover.order_id, merchantId: cover.merchant_id, coverId },
    [
      { account: accountOf[cover.premium_payer], amount: negate(premium) },
      { account: "freight-insurance", amount: premium },
    ],
    tx.now,
  );
  const about = { customerId, merchantId: cover.merchant_id, orderId: cover.order_id };
  record.about({ kind: "freight-cover", id: coverId, ...about });
  record.detail({ payer: cover.premium_payer, amountMinor: cover.premium_minor.toString(), currency: cover.currency });
  record.write(tx, "payments.charge-premium", true, undefined, undefined);
}
