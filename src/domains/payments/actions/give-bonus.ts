import { z } from "zod";
import { humanNumber, newId } from "#kernel/ids";
import { currency, money } from "#kernel/money";
import { grant } from "#kernel/outcome";
import { localDateAt, zone } from "#kernel/time";
import { action, systemOnly } from "#platform/action";
import { compensationMoved } from "../rules/facts.ts";
import { insertCompensation, type NewCompensation } from "../store/compensation.ts";

/**
 * What a merchant's policy promised to who exchanges instead of sending back: agreed to with the policy, owed by the merchant
 * and given once for a case.
 */
export const giveBonus = action({
  name: "payments.give-bonus",
  input: z.strictObject({
    customerId: z.string(),
    orderId: z.string(),
    merchantId: z.string(),
    caseId: z.string(),
    caseNumber: z.string(),
    minor: z.bigint().positive(),
    currency: z.string(),
  }),
  output: z.object({ given: z.boolean() }),
  allow: systemOnly,
  idempotency: "none",
  refusals: [],
  subject: async (tx, { customerId, caseId }) =>
    grant({
      before: await tx.maybe(
        "select 1 from payments.compensation where customer_id = $1 and case_id = $2 and ground = $3",
        [customerId, caseId, bonusGround],
      ),
    }),
  run: async ({ input, subject: { before }, record, now }) => {
    if (before !== undefined) return grant({ given: false });
    const amount = money(input.minor, currency(input.currency));
    const row: NewCompensation = {
      customer_id: input.customerId,
      id: newId<"compensation">(),
      number: humanNumber("CP", localDateAt(now, zone("Asia/Shanghai"))),
      order_id: input.orderId,
      merchant_id: input.merchantId,
      case_id: input.caseId,
      case_number: input.caseNumber,
      kind: "promised",
      ground: bonusGround,
      rule: null,
      reckoning: {},
      state: "approved",
      amount_minor: amount.minor,
      currency: amount.currency,
      payer: "merchant",
      note: "",
      approvals_needed: 0,
      proposed_by: null,
      proposed_role: "policy",
    };
    insertCompensation(record, row, now);
    record.about({
      kind: "compensation",
      id: row.id,
      customerId: row.customer_id,
      merchantId: row.merchant_id,
      orderId: row.order_id,
    });
    record.directory("compensation", row.number, row.customer_id, row.id);
    record.fact(compensationMoved(row, row.state));
    record.detail({ case: row.case_number, ground: row.ground, amountMinor: row.amount_minor.toString() });
    return grant({ given: true });
  },
});

const bonusGround = "exchange-bonus";
