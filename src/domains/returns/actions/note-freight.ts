import { z } from "zod";
import { currency, money, toWire } from "#kernel/money";
import { grant, refuse } from "#kernel/outcome";
import { action, systemOnly } from "#platform/action";
import { caseFact } from "../rules/case-fact.ts";
import { lockCaseById, moveCase } from "../store/case.ts";

const lines = {
  "to-decide": "freight-looked-at",
  paying: "freight-on-its-way",
  paid: "freight-paid-back",
} as const;

/** Both sides read when the return freight is looked at, and when it was paid back. */
export const noteFreight = action({
  name: "returns.note-freight",
  input: z.strictObject({
    customerId: z.string(),
    caseId: z.string(),
    state: z.enum(["to-decide", "paying", "paid"]),
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
  run: async ({ tx, input, subject: row, record }) => {
    const kind = lines[input.state];
    const known = await tx.maybe(
      "select 1 as there from platform.timeline where customer_id = $1 and subject_id = $2 and kind = $3 limit 1",
      [row.customer_id, row.id, kind],
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
    const { amount } = toWire(money(BigInt(input.amountMinor), currency(input.currency)));
    record.line(kind, { amount, currency: input.currency });
    if (input.state === "paid") record.fact(caseFact("returns.freight-paid", row));
    moveCase(row, record, {});
    return grant({ noted: true });
  },
});
