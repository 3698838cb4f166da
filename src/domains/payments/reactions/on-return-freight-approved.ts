import { system } from "#platform/db";
import type { Reaction } from "#platform/domain";
import { payReturnFreight } from "../actions/pay-return-freight.ts";

/** It is agreed that the way back is paid: the system puts the money aside. Told again, it finds it done. */
export const onReturnFreightApproved: Reaction = {
  name: "payments.on-return-freight-approved",
  on: ["payments.return-freight-moved"],
  react: async (app, fact) => {
    const { customerId, returnFreightId, state } = fact.payload as Record<string, string>;
    if (state !== "approved") return;
    await payReturnFreight.execute(
      { db: app.db, principal: system("payments"), nudge: app.nudge },
      { customerId, returnFreightId },
    );
  },
};
