import { z } from "zod";
import { grant, refuse } from "#kernel/outcome";
import { action, systemOnly } from "#platform/action";
import { caseFact } from "../rules/case-fact.ts";
import { lockCaseById, moveCase } from "../store/case.ts";

/** Whoever is waited for hears that time runs out, if they are still waited for. */
export const remind = action({
  name: "returns.remind",
  input: z.strictObject({ customerId: z.string(), caseId: z.string(), dueAt: z.string() }),
  output: z.object({ reminded: z.boolean() }),
  allow: systemOnly,
  idempotency: "none",
  audited: false,
  refusals: ["case-not-found"],
  subject: async (tx, { customerId, caseId }) => {
    const row = await lockCaseById(tx, customerId, caseId);
    return row === undefined ? refuse("case-not-found") : grant(row);
  },
  run: async ({ input, subject: row, record }) => {
    if (row.closed_at !== null || row.due_at?.toString() !== input.dueAt) return grant({ reminded: false });
    record.about({
      kind: "case",
      id: row.id,
      customerId: row.customer_id,
      merchantId: row.merchant_id,
      orderId: row.order_id,
      seq: row.timeline_seq,
    });
    record.line("reminded", { waitingOn: row.waiting_on });
    record.fact(caseFact("returns.reminded", row));
    moveCase(row, record, {});
    return grant({ reminded: true });
  },
});
