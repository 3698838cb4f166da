import { z } from "zod";
import { releaseUnits } from "#domains/orders";
import { grant, refuse } from "#kernel/outcome";
import { action, systemOnly } from "#platform/action";
import { markFired } from "#platform/deadlines";
import { type DeadlineKind, deadlineKinds } from "../model.ts";
import { policyOf } from "../queries/policy-of.ts";
import { caseFact } from "../rules/case-fact.ts";
import { lockCaseById, moveCase } from "../store/case.ts";
import { approvedChanges } from "./approve-case.ts";
import { handedToPlatform } from "./hand-to-platform.ts";
import { refundFallsDue, takenForLost } from "./refund-falls-due.ts";

/** A deadline is due: the case is locked and looked at again, and only what is still waited for is acted upon. */
export const timeOut = action({
  name: "returns.time-out",
  input: z.strictObject({
    customerId: z.string(),
    caseId: z.string(),
    deadlineId: z.string(),
    kind: z.enum(deadlineKinds),
  }),
  output: z.object({ acted: z.boolean() }),
  allow: systemOnly,
  idempotency: "none",
  refusals: ["case-not-found"],
  subject: async (tx, { customerId, caseId }) => {
    const row = await lockCaseById(tx, customerId, caseId);
    return row === undefined ? refuse("case-not-found") : grant(row);
  },
  run: async ({ tx, input, subject: row, record, now }) => {
    const waited = stillWaited[input.kind](row);
    if (!(await markFired(tx, input.deadlineId)) || !waited) return grant({ acted: false });
    record.about({
      kind: "case",
      id: row.id,
      customerId: row.customer_id,
      merchantId: row.merchant_id,
      orderId: row.order_id,
      seq: row.timeline_seq,
    });
    record.line("deadline-passed", { kind: input.kind, waitedFor: row.waiting_on });
    switch (input.kind) {
      case "merchant-answers": {
        const { handling } = await policyOf(tx, row.policy_id, row.policy_version);
        if (row.due_action === "hand-to-platform") {
          record.line("arrival-disputed", {});
          moveCase(row, record, handedToPlatform(row, handling, record, now));
        } else moveCase(row, record, approvedChanges(row, handling, record, now, "deadline"));
        break;
      }
      case "goods-arrive": {
        // What was promised when the goods were sent is kept: the case carries it.
        if (row.due_action === "hand-to-platform") {
          const { handling } = await policyOf(tx, row.policy_id, row.policy_version);
          record.line("parcel-unconfirmed", {});
          moveCase(row, record, handedToPlatform(row, handling, record, now));
        } else moveCase(row, record, takenForLost(row, record));
        break;
      }
      case "platform-decides": {
        const { handling } = await policyOf(tx, row.policy_id, row.policy_version);
        record.line("platform-late", {});
        moveCase(row, record, handedToPlatform(row, handling, record, now));
        break;
      }
      case "goods-inspected":
        record.line("accepted-by-deadline", {});
        moveCase(row, record, refundFallsDue(row, record, now));
        break;
      case "shopper-sends":
      case "shopper-resubmits": {
        const changes = {
          case_state: "closed",
          goods_state: row.goods_state === "awaiting-shipment" ? "not-sent" : row.goods_state,
          waiting_on: "nobody",
          due_at: null,
          due_action: null,
          closed_at: now,
        } as const;
        record.line("closed", {});
        record.fact(caseFact("returns.closed", { ...row, ...changes }));
        releaseUnits(record, row.customer_id, row.order_id, row.id);
        moveCase(row, record, changes);
      }
    }
    return grant({ acted: true });
  },
});

type Row = { case_state: string; goods_state: string; money_state: string; waiting_on: string };
const stillWaited: Readonly<Record<DeadlineKind, (row: Row) => boolean>> = {
  "merchant-answers": (row) => row.case_state === "submitted",
  "shopper-sends": (row) => row.case_state === "approved" && row.goods_state === "awaiting-shipment",
  "goods-arrive": (row) => row.case_state === "approved" && row.goods_state === "in-transit",
  "goods-inspected": (row) =>
    row.case_state === "approved" && row.goods_state === "arrived" && row.money_state === "none",
  "shopper-resubmits": (row) => row.case_state === "rejected",
  "platform-decides": (row) => row.waiting_on === "platform" && row.money_state === "none",
};
