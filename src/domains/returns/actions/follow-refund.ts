import { z } from "zod";
import { releaseUnits } from "#domains/orders";
import { refundStanding } from "#domains/payments";
import { grant, refuse } from "#kernel/outcome";
import { action, systemOnly } from "#platform/action";
import type { MoneyState } from "../model.ts";
import { caseFact } from "../rules/case-fact.ts";
import { isOver } from "../rules/is-over.ts";
import { lockCaseById, moveCase } from "../store/case.ts";
import { completed, moneyWaitsFor } from "./refund-falls-due.ts";

const moneyStateOf = {
  reserved: "reserved",
  sending: "sending",
  unknown: "unknown",
  settled: "settled",
  refused: "attention",
  mismatched: "attention",
} as const satisfies Record<string, MoneyState>;

/** Mirrors where the refund stands now, read afresh: facts may come late or twice. A settled refund completes the case. */
export const followRefund = action({
  name: "returns.follow-refund",
  input: z.strictObject({ customerId: z.string(), caseId: z.string() }),
  output: z.object({ moneyState: z.string() }),
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
  run: async ({ subject: { row, refund }, record, now }) => {
    const state = moneyStateOf[refund.state];
    if (state === row.money_state || row.money_state === "settled") return grant({ moneyState: row.money_state });
    record.about({
      kind: "case",
      id: row.id,
      customerId: row.customer_id,
      merchantId: row.merchant_id,
      orderId: row.order_id,
      seq: row.timeline_seq,
    });
    if (state === "settled") {
      record.line("refund-settled", { number: refund.number });
      const paid = { money_state: "settled", refunded_minor: refund.amountMinor } as const;
      const over = isOver({ ...row, ...paid });
      const changes = { ...paid, ...(over ? completed(record, now) : {}) };
      record.fact(caseFact(over ? "returns.completed" : "returns.money-moved", { ...row, ...changes }));
      if (over) releaseUnits(record, row.customer_id, row.order_id, row.id);
      moveCase(row, record, changes);
    } else {
      record.line(
        state === "attention" ? "refund-attention" : state === "unknown" ? "refund-unknown" : "refund-sending",
        { number: refund.number },
      );
      const changes = {
        money_state: state,
        ...moneyWaitsFor(row, state === "attention" ? "platform" : "payment"),
      } as const;
      record.fact(caseFact("returns.money-moved", { ...row, ...changes }));
      moveCase(row, record, changes);
    }
    return grant({ moneyState: state });
  },
});
