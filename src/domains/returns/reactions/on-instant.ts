import { unitsKeptAfterAll } from "#domains/orders";
import { advanceUndone, goodsCame, goodsNeverCame, sendQueue } from "#domains/payments";
import { Recorder } from "#platform/action";
import { system, type Tx } from "#platform/db";
import type { Reaction } from "#platform/domain";
import { reserveCaseRefund } from "../actions/reserve-case-refund.ts";
import { causeOf } from "../model.ts";
import { type CaseRow, lockCaseById, moveCase } from "../store/case.ts";

/** The goods are handed in: where policy and credit allow, the money goes back before they are here. */
export const onInstantWanted: Reaction = {
  name: "returns.on-instant-wanted",
  on: ["returns.instant-wanted"],
  react: async (app, fact) => {
    const customerId = fact.customerId ?? "";
    const { caseId, orderNumber } = fact.payload as { caseId: string; orderNumber: string };
    const refundId = await app.db.withTx(system("returns"), async (tx) => {
      const reserved = await reserveCaseRefund.within(tx, { customerId, caseId, orderNumber, instant: true });
      const id = reserved.ok ? reserved.value.refundId : null;
      if (id !== null) await app.jobs.send(tx, sendQueue, { customerId, refundId: id, attempt: 0 });
      return id;
    });
    if (refundId !== null) app.nudge();
  },
};

/** What was lent is earned when the goods are here or count as lost, and asked back when a person says that they never came. */
export const onInstantEnds: Reaction = {
  name: "returns.on-instant-ends",
  on: ["returns.completed", "returns.rejected", "returns.closed"],
  react: async (app, fact) => {
    const { caseId } = fact.payload as { caseId: string };
    await app.db.withTx(system("returns"), async (tx) => {
      const row = await lockCaseById(tx, fact.customerId ?? "", caseId);
      if (row?.instant !== true) return;
      const of = { customerId: row.customer_id, causeId: row.id };
      if (row.case_state === "completed") await goodsCame(tx, of);
      else
        await goodsNeverCame(tx, {
          ...of,
          dueByLaw: row.verdict === "ALLOW" && causeOf(row.reason) === "sellers-fault",
        });
      await freeWhenBack(tx, row);
    });
    app.nudge();
  },
};

/** What was lent is back: the goods of a case that is over may be asked about again. */
export const onAdvanceBack: Reaction = {
  name: "returns.on-advance-back",
  on: ["payments.advance-moved"],
  react: async (app, fact) => {
    const { customerId, causeId, state } = fact.payload as { customerId: string; causeId: string; state: string };
    if (state !== "recovered") return;
    await app.db.withTx(system("returns"), async (tx) => {
      const row = await lockCaseById(tx, customerId, causeId);
      if (row !== undefined) await freeWhenBack(tx, row);
    });
    app.nudge();
  },
};

/** While the case is open it may still turn, and until what was lent is back nothing else is paid for these goods: they stay held. */
async function freeWhenBack(tx: Tx, row: CaseRow): Promise<void> {
  if (row.closed_at === null || row.case_state === "completed") return;
  if (!(await advanceUndone(tx, { customerId: row.customer_id, causeId: row.id }))) return;
  const record = new Recorder();
  record.about({
    kind: "case",
    id: row.id,
    customerId: row.customer_id,
    merchantId: row.merchant_id,
    orderId: row.order_id,
    seq: row.timeline_seq,
  });
  record.line("instant-paid-back", {});
  unitsKeptAfterAll(record, row.customer_id, row.order_id, row.id);
  moveCase(row, record, {});
  record.write(tx, "returns.instant-paid-back", false, undefined, undefined);
}
