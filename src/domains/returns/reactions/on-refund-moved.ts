import { system } from "#platform/db";
import type { Reaction } from "#platform/domain";
import { followRefund } from "../actions/follow-refund.ts";

/** The refund of a case moved: its money axis follows. */
export const onRefundMoved: Reaction = {
  name: "returns.on-refund-moved",
  on: ["payments.refund-moved"],
  follows: true,
  react: async (app, fact) => {
    const { causeKind, causeId } = fact.payload as { causeKind: string; causeId: string };
    if (causeKind !== "case" || fact.customerId === null) return;
    await followRefund.execute(
      { db: app.db, principal: system("returns"), nudge: app.nudge },
      { customerId: fact.customerId, caseId: causeId },
    );
  },
};
