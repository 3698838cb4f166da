import { z } from "zod";
import { grant, refuse } from "#kernel/outcome";
import { action, systemOnly } from "#platform/action";
import { returnFreightMoved } from "../rules/facts.ts";
import { lockReturnFreight, moveReturnFreight } from "../store/return-freight.ts";
import { aboutFreight } from "./decide-return-freight.ts";
import { deductFromDeposit } from "./move-deposit.ts";
import { paymentOf, reservePayout } from "./reserve-payout.ts";

/** What was agreed to is put aside: a merchant's share out of its deposit, owed where it is too low, and the payout, in one commit. */
export const payReturnFreight = action({
  name: "payments.pay-return-freight",
  input: z.strictObject({ customerId: z.string(), returnFreightId: z.string() }),
  output: z.object({ state: z.string() }),
  allow: systemOnly,
  idempotency: "none",
  refusals: ["return-freight-not-found"],
  subject: async (tx, { customerId, returnFreightId }) => {
    const row = await lockReturnFreight(tx, customerId, returnFreightId);
    return row === undefined ? refuse("return-freight-not-found") : grant(row);
  },
  run: async ({ tx, subject: row, record, now }) => {
    if (row.state !== "approved") return grant({ state: row.state });
    const payment = await paymentOf(tx, row.customer_id, row.order_id);
    if (payment !== undefined) {
      if (row.payer === "merchant")
        await deductFromDeposit(tx, {
          merchantId: row.merchant_id,
          amountMinor: row.amount_minor,
          currency: row.currency,
          cause: { kind: "return-freight", id: row.id, number: row.case_number },
          mayOwe: true,
        });
      reservePayout(
        record,
        {
          customerId: row.customer_id,
          orderId: row.order_id,
          merchantId: row.merchant_id,
          causeKind: "return-freight",
          causeId: row.id,
          amountMinor: row.amount_minor,
          currency: row.currency,
          payer: row.payer,
          payment,
        },
        now,
      );
    }
    record.about(aboutFreight(row));
    const state = payment === undefined ? "refused" : "paying";
    moveReturnFreight(record, row, { state, refused_because: payment === undefined ? "no-way-to-pay" : null });
    record.fact(returnFreightMoved({ ...row, state }));
    record.detail({ state });
    return grant({ state });
  },
});
