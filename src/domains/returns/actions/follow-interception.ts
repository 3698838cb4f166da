import { z } from "zod";
import { grant, refuse } from "#kernel/outcome";
import { action, systemOnly } from "#platform/action";
import { interceptionLifecycle } from "../model.ts";
import { caseFact } from "../rules/case-fact.ts";
import { lockCaseById, moveCase } from "../store/case.ts";

/** What the carrier said: it turned the parcel round, or could not. Either way the goods are waited for as those of a refused parcel. */
export const followInterception = action({
  name: "returns.follow-interception",
  input: z.strictObject({ customerId: z.string(), caseId: z.string(), word: z.enum(["confirmed", "failed"]) }),
  output: z.object({ moved: z.boolean() }),
  allow: systemOnly,
  idempotency: "none",
  refusals: ["case-not-found"],
  subject: async (tx, { customerId, caseId }) => {
    const row = await lockCaseById(tx, customerId, caseId);
    return row === undefined ? refuse("case-not-found") : grant(row);
  },
  run: async ({ input: { word }, subject: row, record }) => {
    const after = interceptionLifecycle.move(row.interception_state, word === "confirmed" ? "confirm" : "fail");
    if (after === undefined) return grant({ moved: false });
    record.about({
      kind: "case",
      id: row.id,
      customerId: row.customer_id,
      merchantId: row.merchant_id,
      orderId: row.order_id,
      seq: row.timeline_seq,
    });
    record.line(
      word === "confirmed" ? "interception-confirmed" : "interception-failed",
      {},
      { kind: "system", id: "carrier" },
    );
    const changes = { interception_state: after } as const;
    // Who has the goods in hand already, or took the request back, need not hear of it any more.
    if (row.closed_at === null && row.goods_state === "in-transit")
      record.fact(
        caseFact(word === "confirmed" ? "returns.interception-confirmed" : "returns.interception-failed", row),
      );
    moveCase(row, record, changes);
    return grant({ moved: true });
  },
});
