import { system } from "#platform/db";
import type { Reaction } from "#platform/domain";
import { payCompensation } from "../actions/pay-compensation.ts";

/** People have agreed: the system puts the money aside. Told again, it finds it done. */
export const onCompensationApproved: Reaction = {
  name: "payments.on-compensation-approved",
  on: ["payments.compensation-moved"],
  react: async (app, fact) => {
    const { customerId, compensationId, state } = fact.payload as {
      customerId: string;
      compensationId: string;
      state: string;
    };
    if (state !== "approved") return;
    await payCompensation.execute(
      { db: app.db, principal: system("payments"), nudge: app.nudge },
      { customerId, compensationId },
    );
  },
};
