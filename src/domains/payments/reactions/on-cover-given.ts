import { system } from "#platform/db";
import type { Reaction } from "#platform/domain";
import { chargePremium } from "../actions/charge-premium.ts";

/** Somebody gave freight insurance: whoever pays the premium is charged, once. */
export const onCoverGiven: Reaction = {
  name: "payments.on-cover-given",
  on: ["payments.cover-given"],
  react: async (app, fact) => {
    const { customerId, coverId } = fact.payload as { customerId: string; coverId: string };
    await app.db.withTx(system("payments"), (tx) => chargePremium(tx, customerId, coverId));
    app.nudge();
  },
};
