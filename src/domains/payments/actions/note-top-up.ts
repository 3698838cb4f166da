import { z } from "zod";
import { newId } from "#kernel/ids";
import { fromWire } from "#kernel/money";
import { grant, refuse } from "#kernel/outcome";
import { action, all, holds, is, not } from "#platform/action";
import { principalName } from "#platform/db";
import { topUpDepositInput } from "../contract.ts";

/** Staff note that a merchant's money has come in; the system books it, once for each reference of the bank. */
export const noteTopUp = action({
  name: "payments.note-top-up",
  input: topUpDepositInput,
  output: z.object({ reference: z.string() }),
  allow: all(holds("deposits.manage"), not(is("merchant"))),
  idempotency: "required",
  refusals: ["merchant-not-found", "top-up-known", "amount-not-positive"],
  subject: async (tx, { merchantId, reference }) => {
    const [merchant, known] = await Promise.all([
      tx.maybe<{ id: string }>("select id from parties.merchant where id = $1", [merchantId]),
      tx.maybe<{ at: Temporal.Instant }>(
        "select at from payments.deposit_posting where merchant_id = $1 and cause_kind = 'bank-transfer' and cause_id = $2 and kind = 'top-up'",
        [merchantId, reference],
      ),
    ]);
    if (merchant === undefined) return refuse("merchant-not-found");
    return known === undefined ? grant({ merchantId }) : refuse("top-up-known", { reference, at: known.at.toString() });
  },
  run: async ({ input, principal, record }) => {
    const amount = fromWire(input.amount);
    if (amount.minor <= 0n) return refuse("amount-not-positive");
    record.about({ kind: "deposit", id: newId<"top-up">(), merchantId: input.merchantId });
    record.fact({
      kind: "payments.top-up-noted",
      version: 1,
      payload: {
        merchantId: input.merchantId,
        amountMinor: amount.minor.toString(),
        currency: amount.currency,
        reference: input.reference,
        note: input.note ?? "",
        by: principalName(principal),
      },
    });
    record.detail({ amountMinor: amount.minor.toString(), currency: amount.currency, reference: input.reference });
    return grant({ reference: input.reference });
  },
});
