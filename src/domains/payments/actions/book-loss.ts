import { newId } from "#kernel/ids";
import { currency, money, negate } from "#kernel/money";
import { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import { lossBooked, post } from "../store/books.ts";

/**
 * Goods were lost or spoilt on the way, and the carrier or the platform bears it: the merchant, from whom the shopper was paid
 * or sent to again, gets it in the books. In the system role; told again, it finds it done.
 */
export async function bookLoss(
  tx: Tx,
  loss: {
    readonly lossId: string;
    readonly customerId: string;
    readonly orderId: string;
    readonly merchantId: string;
    readonly borneBy: "carrier" | "platform";
    readonly minor: bigint;
    readonly currency: string;
  },
): Promise<void> {
  if (loss.minor === 0n || (await lossBooked(tx, loss.customerId, loss.lossId))) return;
  const record = new Recorder();
  const amount = money(loss.minor, currency(loss.currency));
  post(
    record,
    {
      postingId: newId(),
      customerId: loss.customerId,
      orderId: loss.orderId,
      merchantId: loss.merchantId,
      lossId: loss.lossId,
    },
    [
      { account: loss.borneBy === "carrier" ? "carrier-claims" : "platform-losses", amount: negate(amount) },
      { account: "merchant-settlement", amount },
    ],
    tx.now,
  );
  record.write(tx, "payments.book-loss", false, undefined, undefined);
}
