import { z } from "zod";
import { releaseUnits } from "#domains/orders";
import { assert, grant, refuse } from "#kernel/outcome";
import { action, type Recorder, systemOnly } from "#platform/action";
import type { Tx } from "#platform/db";
import { markFired } from "#platform/deadlines";
import { type DeadlineKind, deadlineKinds } from "../model.ts";
import { handlingOf } from "../queries/handling-of.ts";
import { caseFact } from "../rules/case-fact.ts";
import { notPaidFor } from "../rules/handed-over.ts";
import { type CaseHandling, ifMerchantIsSilent } from "../rules/handling.ts";
import { inTrouble } from "../rules/outbound-trouble.ts";
import { type CaseRow, lockCaseById, moveCase } from "../store/case.ts";
import { changeDispute, disputeOf } from "../store/dispute.ts";
import { closeOffer } from "../store/offer.ts";
import { answered } from "./answered.ts";
import { approvedChanges } from "./approve-case.ts";
import { replacementArrived } from "./confirm-replacement.ts";
import { enforced, sentBack } from "./enforce-ruling.ts";
import { handedToPlatform } from "./hand-to-platform.ts";
import { goodsAccepted, takenForLost } from "./refund-falls-due.ts";
import { refundInstead } from "./refund-instead.ts";
import { replacementInTrouble } from "./replacement-in-trouble.ts";
import { nobody, waitFor } from "./wait-for.ts";

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
    const handling = await handlingOf(tx, row);
    const changes = await whatHappens(tx, input.kind, row, handling, record, now);
    const late = input.kind === "merchant-answers" ? answered(row, "clock", now) : undefined;
    moveCase(row, record, { ...changes, ...late });
    return grant({ acted: true });
  },
});

/** What was promised when the waiting began is kept: the case carries it as `due_action`. */
async function whatHappens(
  tx: Tx,
  kind: DeadlineKind,
  row: CaseRow,
  handling: CaseHandling,
  record: Recorder,
  now: Temporal.Instant,
): Promise<Partial<CaseRow>> {
  if (row.due_action === "hand-to-platform") {
    const why = whyHandedOver[kind];
    if (why !== undefined)
      record.line(row.kind === "repair" && kind === "offer-answered" ? "repair-unanswered" : why, {});
    if (kind === "offer-answered") closeOffer(record, row, "expired", now);
    return handedToPlatform(row, handling, record, now);
  }
  const waiting = { version: row.version, handling, now };
  switch (kind) {
    case "merchant-answers":
      if (row.case_state === "negotiating") closeOffer(record, row, "expired", now);
      return approvedChanges(row, handling, record, now, "deadline");
    case "offer-answered": {
      closeOffer(record, row, "expired", now);
      const changes = {
        case_state: "submitted",
        ...waitFor(record, "merchant-answers", ifMerchantIsSilent(row.kind, row.reason, row.verdict), {
          ...waiting,
          about: "after-offer",
        }),
      } as const;
      record.fact(caseFact("returns.offer-declined", { ...row, ...changes }));
      return changes;
    }
    case "goods-arrive":
      return takenForLost(row, handling, record, now);
    case "platform-decides":
      record.line("platform-late", {});
      return handedToPlatform(row, handling, record, now);
    case "goods-inspected":
      record.line("accepted-by-deadline", {});
      return goodsAccepted(row, handling, record, now);
    case "goods-repaired":
      record.line("repair-overdue", {});
      return goodsAccepted(row, handling, record, now);
    case "replacement-sent":
      return refundInstead(row, "deadline", handling, record, now);
    case "trouble-answered":
      record.line("trouble-unanswered", {});
      return handedToPlatform(row, handling, record, now);
    case "replacement-received":
      // Nobody has said that it is there, and the shopper's silence is no word of it.
      if (row.outbound_state === "shipped") {
        record.line("replacement-unconfirmed", {});
        return replacementInTrouble(row, "unconfirmed", handling, record, now);
      }
      record.line("replacement-received", {});
      return replacementArrived(row, handling, record, now);
    case "evidence-given": {
      record.line("heard", {});
      const changes = { dispute_state: "review", ...waitFor(record, "platform-decides", null, waiting) } as const;
      record.fact(caseFact("returns.stated", { ...row, ...changes }));
      return changes;
    }
    case "ruling-appealed": {
      const dispute = await disputeOf(tx, row.customer_id, row.id);
      assert(dispute !== undefined, "a ruled case has its dispute");
      changeDispute(record, row, { closed_at: now });
      return enforced(tx, row, dispute, handling, record, now);
    }
    case "difference-paid":
    case "shopper-sends":
    case "shopper-resubmits":
      return row.goods_state === "inspected"
        ? sentBack(tx, row, handling, record, now)
        : closedUnanswered(row, record, now);
  }
}

function closedUnanswered(row: CaseRow, record: Recorder, now: Temporal.Instant): Partial<CaseRow> {
  const changes = {
    case_state: "closed",
    goods_state: row.goods_state === "awaiting-shipment" ? "not-sent" : row.goods_state,
    closed_at: now,
    ...nobody,
  } as const;
  record.line("closed", {});
  record.fact(caseFact("returns.closed", { ...row, ...changes }));
  releaseUnits(record, row.customer_id, row.order_id, row.id);
  return changes;
}

const whyHandedOver: Readonly<Partial<Record<DeadlineKind, string>>> = {
  "merchant-answers": "arrival-disputed",
  "goods-arrive": "parcel-unconfirmed",
  "offer-answered": "deduction-unanswered",
  "shopper-sends": "goods-not-sent",
  "replacement-sent": "replacement-not-sent",
  "trouble-answered": "trouble-unanswered",
};

type Row = Pick<
  CaseRow,
  | "case_state"
  | "goods_state"
  | "money_state"
  | "outbound_state"
  | "difference_state"
  | "dispute_state"
  | "waiting_on"
  | "instant"
>;
const stillWaited: Readonly<Record<DeadlineKind, (row: Row) => boolean>> = {
  "merchant-answers": (row) => row.case_state === "submitted" || row.case_state === "negotiating",
  "offer-answered": (row) =>
    row.case_state === "negotiating" || (row.case_state === "approved" && row.goods_state === "inspected"),
  "difference-paid": (row) => row.difference_state === "asked",
  "shopper-sends": (row) => row.case_state === "approved" && row.goods_state === "awaiting-shipment",
  "goods-arrive": (row) => row.case_state === "approved" && row.goods_state === "in-transit",
  "goods-inspected": (row) => row.case_state === "approved" && row.goods_state === "arrived" && notPaidFor(row),
  "goods-repaired": (row) => row.case_state === "approved" && row.goods_state === "arrived" && notPaidFor(row),
  "replacement-sent": (row) => row.outbound_state === "to-ship",
  "replacement-received": (row) => row.outbound_state === "shipped" || row.outbound_state === "arrived",
  "trouble-answered": inTrouble,
  "shopper-resubmits": (row) => row.case_state === "rejected",
  "evidence-given": (row) => row.dispute_state === "evidence",
  "ruling-appealed": (row) => row.dispute_state === "ruled",
  "platform-decides": (row) => row.waiting_on === "platform" && notPaidFor(row),
};
