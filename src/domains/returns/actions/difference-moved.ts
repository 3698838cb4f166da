import { z } from "zod";
import { grant, refuse } from "#kernel/outcome";
import { action, systemOnly } from "#platform/action";
import { handlingOf } from "../queries/handling-of.ts";
import { caseFact } from "../rules/case-fact.ts";
import { lockCaseById, moveCase } from "../store/case.ts";
import { afterApproval } from "./approve-case.ts";

/** The shopper has paid what the replacement costs more: the exchange goes on. What comes after its end goes back by itself. */
export const differencePaid = action({
  name: "returns.difference-paid",
  input: z.strictObject({ customerId: z.string(), caseId: z.string() }),
  output: z.object({ goesOn: z.boolean() }),
  allow: systemOnly,
  idempotency: "none",
  refusals: ["case-not-found"],
  subject: async (tx, { customerId, caseId }) => {
    const row = await lockCaseById(tx, customerId, caseId);
    return row === undefined ? refuse("case-not-found") : grant(row);
  },
  run: async ({ tx, subject: row, record, now }) => {
    if (row.difference_state !== "asked" || row.case_state !== "approved") return grant({ goesOn: false });
    const handling = await handlingOf(tx, row);
    record.about({
      kind: "case",
      id: row.id,
      customerId: row.customer_id,
      merchantId: row.merchant_id,
      orderId: row.order_id,
      seq: row.timeline_seq,
    });
    record.cancelDeadlines();
    record.line("difference-paid", {});
    const changes = afterApproval({ ...row, difference_state: "paid" }, handling, record, now);
    record.fact(caseFact("returns.difference-paid", { ...row, ...changes }));
    moveCase(row, record, changes);
    return grant({ goesOn: true });
  },
});
