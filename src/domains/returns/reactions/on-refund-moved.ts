import { system } from "#platform/db";
import type { Reaction } from "#platform/domain";
import { followRefund } from "../actions/follow-refund.ts";

/** The refund of a case moved, or who sees to it: its money axis follows. */
export const onRefundMoved: Reaction = {
  name: "returns.on-refund-moved",
  on: ["payments.refund-moved", "payments.detour-moved"],
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

/** Nobody is waited for because of the goods any more: what is left is the money, and whoever sees to it. */
export const onMoneyLeft: Reaction = {
  name: "returns.on-money-left",
  on: ["returns.inspected", "returns.lost", "returns.replacement-received"],
  react: async (app, fact) => {
    const { caseId } = fact.payload as { caseId: string };
    if (fact.customerId === null) return;
    await followRefund.execute(
      { db: app.db, principal: system("returns"), nudge: app.nudge },
      { customerId: fact.customerId, caseId },
    );
  },
};
