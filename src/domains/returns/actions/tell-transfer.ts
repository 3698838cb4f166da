import { z } from "zod";
import { refundStanding } from "#domains/payments";
import { currency, money, toWire } from "#kernel/money";
import { grant, refuse } from "#kernel/outcome";
import { action, systemOnly } from "#platform/action";
import { caseFact } from "../rules/case-fact.ts";
import { lockCaseById, moveCase } from "../store/case.ts";

/**
 * The shopper hears that a transfer is to have come, and until when to say that it has not; again while nobody has said a word. It
 * is the clock of the refund, also where the case itself waits for somebody else.
 */
export const tellTransfer = action({
  name: "returns.tell-transfer",
  input: z.strictObject({ customerId: z.string(), caseId: z.string(), again: z.boolean() }),
  output: z.object({ told: z.boolean() }),
  allow: systemOnly,
  idempotency: "none",
  audited: false,
  refusals: ["case-not-found"],
  subject: async (tx, { customerId, caseId }) => {
    const [row, refund] = await Promise.all([
      lockCaseById(tx, customerId, caseId),
      refundStanding(tx, customerId, caseId),
    ]);
    return row === undefined || refund === undefined ? refuse("case-not-found") : grant({ row, refund });
  },
  run: async ({ tx, input: { again }, subject: { row, refund }, record }) => {
    const { detour } = refund;
    if (detour?.state !== "proved" || detour.dueAt === null) return grant({ told: false });
    const dueAt = detour.dueAt.toString();
    const known = again
      ? undefined
      : await tx.maybe(
          `select 1 as there from platform.timeline
            where customer_id = $1 and subject_id = $2 and kind = 'transfer-to-confirm' and data ->> 'dueAt' = $3 limit 1`,
          [row.customer_id, row.id, dueAt],
        );
    if (known !== undefined) return grant({ told: false });
    record.about({
      kind: "case",
      id: row.id,
      customerId: row.customer_id,
      merchantId: row.merchant_id,
      orderId: row.order_id,
      seq: row.timeline_seq,
    });
    const amount = toWire(money(detour.amountMinor, currency(row.currency)));
    record.line(again ? "reminded" : "transfer-to-confirm", again ? { waitingOn: "shopper" } : { ...amount, dueAt });
    const fact = caseFact(again ? "returns.transfer-reminded" : "returns.transfer-to-confirm", row);
    record.fact({ ...fact, payload: { ...fact.payload, amount, waitingOn: "shopper", dueAt } });
    moveCase(row, record, {});
    return grant({ told: true });
  },
});
