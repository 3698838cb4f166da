import { goodsCame, goodsNeverCame, sendQueue } from "#domains/payments";
import { system } from "#platform/db";
import type { Reaction } from "#platform/domain";
import { reserveCaseRefund } from "../actions/reserve-case-refund.ts";
import { causeOf } from "../model.ts";
import { lockCaseById } from "../store/case.ts";

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
    });
    app.nudge();
  },
};
