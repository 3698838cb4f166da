import { system } from "#platform/db";
import type { Reaction } from "#platform/domain";
import { writeOff } from "../actions/end-advance.ts";
import { discrepancyNotPaid } from "../actions/take-discrepancy.ts";
import { instantCause } from "../store/collection.ts";
import { discrepancyCause } from "../store/discrepancy.ts";

/**
 * What an instant refund lent was not paid back in time: written off. What came too much and was not paid back, or wrongly, waits
 * for the platform again. Told again, it finds it done.
 */
export const onCollectionOver: Reaction = {
  name: "payments.on-collection-over",
  on: ["payments.collection-moved"],
  react: async (app, fact) => {
    const { customerId, collectionId, causeKind, causeId, state } = fact.payload as {
      customerId: string;
      collectionId: string;
      causeKind: string;
      causeId: string;
      state: string;
    };
    const lent = causeKind === instantCause && state === "expired";
    const tooMuch = causeKind === discrepancyCause && (state === "expired" || state === "refunding");
    if (!lent && !tooMuch) return;
    await app.db.withTx(system("payments"), (tx) =>
      lent ? writeOff(tx, customerId, collectionId) : discrepancyNotPaid(tx, customerId, causeId),
    );
    app.nudge();
  },
};
