import { sendQueue } from "#domains/payments";
import { system } from "#platform/db";
import type { Reaction } from "#platform/domain";
import { reserveCaseRefund } from "../actions/reserve-case-refund.ts";

/** Money fell due: reserve it and, in the same commit, leave the job that sends it. */
export const onRefundDue: Reaction = {
  name: "returns.on-refund-due",
  on: ["returns.refund-due"],
  react: async (app, fact) => {
    const customerId = fact.customerId ?? "";
    const { caseId, orderNumber } = fact.payload as { caseId: string; orderNumber: string };
    const refundId = await app.db.withTx(system("returns"), async (tx) => {
      const reserved = await reserveCaseRefund.within(tx, { customerId, caseId, orderNumber, instant: false });
      const id = reserved.ok ? reserved.value.refundId : null;
      if (id !== null) await app.jobs.send(tx, sendQueue, { customerId, refundId: id, attempt: 0 });
      return id;
    });
    if (refundId !== null) app.nudge();
  },
};
