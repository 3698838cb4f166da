import { z } from "zod";
import { currency, money, toWire } from "#kernel/money";
import { grant, refuse } from "#kernel/outcome";
import { action, systemOnly } from "#platform/action";
import { caseFact } from "../rules/case-fact.ts";
import { lockCaseById, moveCase } from "../store/case.ts";

/** Which line of the story says it, and what the shopper is told where money has come. */
const tellings = {
  "freight-to-decide": { line: "freight-looked-at" },
  "freight-paying": { line: "freight-on-its-way" },
  "freight-paid": { line: "freight-paid-back", fact: "returns.freight-paid" },
  "insurance-paid": { line: "freight-insurance-paid", fact: "returns.insurance-paid" },
  "compensation-paid": { line: "compensation-paid", fact: "returns.compensation-paid" },
} as const;
export const noted = [
  "freight-to-decide",
  "freight-paying",
  "freight-paid",
  "insurance-paid",
  "compensation-paid",
] as const;

/** Both sides read what is paid beside the refund: return freight, its insurance, a compensation. */
export const notePayment = action({
  name: "returns.note-payment",
  input: z.strictObject({
    customerId: z.string(),
    caseId: z.string(),
    what: z.enum(noted),
    /** Of what is paid; one line for each of them. */
    number: z.string(),
    amountMinor: z.string(),
    currency: z.string(),
  }),
  output: z.object({ noted: z.boolean() }),
  allow: systemOnly,
  idempotency: "none",
  audited: false,
  refusals: ["case-not-found"],
  subject: async (tx, { customerId, caseId }) => {
    const row = await lockCaseById(tx, customerId, caseId);
    return row === undefined ? refuse("case-not-found") : grant(row);
  },
  run: async ({ tx, input: { what, number, ...input }, subject: row, record }) => {
    const telling = tellings[what];
    const known = await tx.maybe(
      `select 1 as there from platform.timeline
        where customer_id = $1 and subject_id = $2 and kind = $3 and data ->> 'number' = $4 limit 1`,
      [row.customer_id, row.id, telling.line, number],
    );
    if (known !== undefined) return grant({ noted: false });
    record.about({
      kind: "case",
      id: row.id,
      customerId: row.customer_id,
      merchantId: row.merchant_id,
      orderId: row.order_id,
      seq: row.timeline_seq,
    });
    const paid = toWire(money(BigInt(input.amountMinor), currency(input.currency)));
    record.line(telling.line, { ...paid, number });
    if ("fact" in telling) {
      const fact = caseFact(telling.fact, row);
      record.fact({ ...fact, payload: { ...fact.payload, amount: paid } });
    }
    moveCase(row, record, {});
    return grant({ noted: true });
  },
});
