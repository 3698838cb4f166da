import { z } from "zod";
import { refundStanding } from "#domains/payments";
import { grant, refuse } from "#kernel/outcome";
import { action, systemOnly } from "#platform/action";
import type { MoneyState } from "../model.ts";
import { caseFact } from "../rules/case-fact.ts";
import { isOver } from "../rules/is-over.ts";
import { refundWaitsFor, waitsForRefund } from "../rules/refund-waits-for.ts";
import { type CaseRow, lockCaseById, moveCase } from "../store/case.ts";
import { completed, replaced } from "./refund-falls-due.ts";

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
    const waits = waitsForRefund(row) ? refundWaitsFor(refund) : {};
    if (row.money_state === "settled" || (state === row.money_state && asItIs(row, waits)))
      return grant({ moneyState: row.money_state });
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
      const changes = { ...paid, ...waits, ...(over ? completed(record, now) : {}) };
      record.fact(caseFact(over ? "returns.completed" : "returns.money-moved", { ...row, ...changes }));
      if (over) replaced(record, { ...row, ...changes });
      moveCase(row, record, changes);
    } else {
      if (state !== row.money_state) record.line(lineOf(state), { number: refund.number });
      // A proved transfer has a line of its own, with its time.
      if (refund.detour !== null && refund.detour.state !== "proved" && state === "attention")
        record.line(`refund-detour-${refund.detour.state}`, {});
      const changes = { money_state: state, ...waits } as const;
      record.fact(caseFact("returns.money-moved", { ...row, ...changes }));
      moveCase(row, record, changes);
    }
    return grant({ moneyState: state });
  },
});

function lineOf(state: MoneyState): string {
  return state === "attention" ? "refund-attention" : state === "unknown" ? "refund-unknown" : "refund-sending";
}

function asItIs(row: CaseRow, waits: Partial<CaseRow>): boolean {
  return (
    (waits.waiting_on === undefined || waits.waiting_on === row.waiting_on) &&
    (waits.due_action === undefined || waits.due_action === row.due_action) &&
    (waits.due_at === undefined || waits.due_at?.epochMilliseconds === row.due_at?.epochMilliseconds)
  );
}
