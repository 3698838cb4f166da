import { z } from "zod";
import { grant, refuse } from "#kernel/outcome";
import { action, systemOnly } from "#platform/action";
import type { Tx } from "#platform/db";
import { limitsNow } from "../queries/limits-now.ts";
import { compensationMoved } from "../rules/facts.ts";
import { goodwillScopes, isOwed } from "../rules/goodwill.ts";
import { monthOf } from "../rules/month.ts";
import {
  type CompensationRow,
  lockCompensation,
  moveCompensation,
  spendGoodwill,
  unspendGoodwill,
} from "../store/compensation.ts";
import { deductFromDeposit } from "./move-deposit.ts";
import { paymentOf, reservePayout } from "./reserve-payout.ts";

/**
 * What people approved is put aside: goodwill within its limits, a merchant's share out of its deposit, and the payout, in one
 * commit. What the law gives or the policy promised is owed even where the deposit is too low, and the platform pays it ahead;
 * goodwill a merchant cannot pay is refused.
 */
export const payCompensation = action({
  name: "payments.pay-compensation",
  input: z.strictObject({ customerId: z.string(), compensationId: z.string() }),
  output: z.object({ state: z.string() }),
  allow: systemOnly,
  idempotency: "none",
  refusals: ["compensation-not-found"],
  subject: async (tx, { customerId, compensationId }) => {
    const row = await lockCompensation(tx, customerId, compensationId);
    return row === undefined ? refuse("compensation-not-found") : grant(row);
  },
  run: async ({ tx, subject: row, record, now }) => {
    if (row.state !== "approved") return grant({ state: row.state });
    const payment = await paymentOf(tx, row.customer_id, row.order_id);
    const because = payment === undefined ? "no-way-to-pay" : await spend(tx, row);
    if (payment !== undefined && because === undefined)
      reservePayout(
        record,
        {
          customerId: row.customer_id,
          orderId: row.order_id,
          merchantId: row.merchant_id,
          causeKind: "compensation",
          causeId: row.id,
          amountMinor: row.amount_minor,
          currency: row.currency,
          payer: row.payer,
          payment,
        },
        now,
      );
    record.about({
      kind: "compensation",
      id: row.id,
      customerId: row.customer_id,
      merchantId: row.merchant_id,
      orderId: row.order_id,
    });
    const state = because === undefined ? "paying" : "refused";
    moveCompensation(record, row, { state, refused_because: because ?? null });
    record.fact(compensationMoved(row, state));
    record.detail({ state, ...(because === undefined ? {} : { because }) });
    return grant({ state });
  },
});

/** Spends goodwill and deposit, or neither and says why not. */
async function spend(tx: Tx, row: CompensationRow): Promise<string | undefined> {
  const scopes = isOwed(row.kind)
    ? []
    : goodwillScopes(row.case_id, monthOf(row.proposed_at), row.currency, await limitsNow(tx));
  if (!(await spendGoodwill(tx, row.customer_id, scopes, row.amount_minor))) return "goodwill-limit-reached";
  if (row.payer !== "merchant") return undefined;
  const deducted = await deductFromDeposit(tx, {
    merchantId: row.merchant_id,
    amountMinor: row.amount_minor,
    currency: row.currency,
    cause: { kind: "compensation", id: row.id, number: row.case_number },
    mayOwe: isOwed(row.kind),
  });
  if (deducted.ok) return undefined;
  unspendGoodwill(tx, row.customer_id, scopes, row.amount_minor);
  return deducted.code;
}
