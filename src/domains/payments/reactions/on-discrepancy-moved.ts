import { system } from "#platform/db";
import type { Reaction } from "#platform/domain";
import { takeDiscrepancy } from "../actions/take-discrepancy.ts";

/**
 * Money came wrong: no program takes it back by itself, so somebody is woken and finds it in the desk's list. Once a person has
 * said how it is put right, the system does it; told twice, it finds it done.
 */
export const onDiscrepancyMoved: Reaction = {
  name: "payments.on-discrepancy-moved",
  on: ["payments.discrepancy-moved"],
  react: async (app, fact) => {
    const { customerId, discrepancyId, number, kind, state, amountMinor, currency } = fact.payload as Record<
      string,
      string
    >;
    if (state === "open")
      app.log.error("money came wrong and waits for the platform", { number, kind, amountMinor, currency });
    if (state !== "decided") return;
    await app.db.withTx(system("payments"), (tx) => takeDiscrepancy(tx, String(customerId), String(discrepancyId)));
    app.nudge();
  },
};
