import { z } from "zod";
import { linesForCase, lockOrder, unitsGivenBack } from "#domains/orders";
import { refundedMinor, refundStanding, reserveRefund } from "#domains/payments";
import { grant, refuse } from "#kernel/outcome";
import { action, systemOnly } from "#platform/action";
import { causeOf, moneyLifecycle } from "../model.ts";
import { caseFact } from "../rules/case-fact.ts";
import { receiptOf, refundAmount } from "../rules/refund-amount.ts";
import { caseLines, lockCaseById, moveCase } from "../store/case.ts";

/**
 * The money of a case falls due: under the lock of the order, what comes back now is priced against everything given back
 * before, the room is taken off the tenders, and the units are given back for good. One commit for both books.
 */
export const reserveCaseRefund = action({
  name: "returns.reserve-refund",
  input: z.strictObject({ customerId: z.string(), caseId: z.string(), orderNumber: z.string() }),
  output: z.object({ refundId: z.string().nullable() }),
  allow: systemOnly,
  idempotency: "none",
  refusals: ["case-not-found"],
  subject: async (tx, { customerId, caseId, orderNumber }) => {
    const [order, row, lines, held, refundedBefore, refund] = await Promise.all([
      lockOrder(tx, customerId, orderNumber),
      lockCaseById(tx, customerId, caseId),
      linesForCase(tx, customerId, orderNumber),
      caseLines(tx, customerId, caseId),
      refundedMinor(tx, customerId, orderNumber),
      refundStanding(tx, customerId, caseId),
    ]);
    return order === undefined || row === undefined
      ? refuse("case-not-found")
      : grant({ order, row, lines, held, refundedBefore, refund });
  },
  run: async ({ tx, subject: { order, row, lines, held, refundedBefore, refund }, record, now }) => {
    // A fact that comes once more finds the refund of the first time; where it was refused, it has its own retry.
    if (refund !== undefined || !moneyLifecycle.can(row.money_state, "reserve")) return grant({ refundId: null });
    const why = causeOf(row.reason);
    const coming = held
      .map((line) => ({ lineId: line.line_id, quantity: line.accepted_quantity ?? line.quantity }))
      .filter((line) => line.quantity > 0);
    const entitled = refundAmount(order, lines, coming, why, {
      refundedBefore,
      freightComesBack: why === "sellers-fault" || row.kind === "cancel-before-shipment",
    });
    record.about({
      kind: "case",
      id: row.id,
      customerId: row.customer_id,
      merchantId: row.merchant_id,
      orderId: row.order_id,
      seq: row.timeline_seq,
    });
    const giveBack = () =>
      unitsGivenBack(
        record,
        row.customer_id,
        row.order_id,
        row.id,
        why,
        held.map((line) => ({
          lineId: line.line_id,
          unitNos: line.unit_nos.slice(0, line.accepted_quantity ?? line.quantity),
        })),
        now,
      );
    if (entitled.refund === 0n) {
      giveBack();
      record.line("nothing-to-refund", { shortfall: entitled.shortfall.toString() });
      const changes = {
        case_state: "completed",
        money_state: "settled",
        approved_minor: 0n,
        waiting_on: "nobody",
        due_at: null,
        due_action: null,
        closed_at: now,
      } as const;
      record.fact(caseFact("returns.completed", { ...row, ...changes }));
      moveCase(row, record, changes);
      return grant({ refundId: null });
    }
    const receipt = receiptOf(entitled, refundedBefore, row.currency, lines);
    const reserved = await reserveRefund(tx, {
      customerId: row.customer_id,
      orderId: row.order_id,
      merchantId: row.merchant_id,
      causeKind: "case",
      causeId: row.id,
      kind: "goods",
      amountMinor: entitled.refund,
      currency: row.currency,
      receipt,
    });
    if (!reserved.ok) {
      // The units stay with the case: they count as given back only when their money is put aside.
      record.line("refund-blocked", reserved.params);
      const changes = { money_state: "attention", waiting_on: "platform" } as const;
      record.fact(caseFact("returns.money-moved", { ...row, ...changes }));
      moveCase(row, record, changes);
      return grant({ refundId: null });
    }
    giveBack();
    record.line("refund-reserved", { number: reserved.value.number, amount: receipt.total });
    const changes = {
      money_state: "reserved",
      approved_minor: reserved.value.amount_minor,
      waiting_on: "payment",
    } as const;
    record.fact(caseFact("returns.money-moved", { ...row, ...changes }));
    moveCase(row, record, changes);
    return grant({ refundId: reserved.value.id });
  },
});
