import { system } from "#platform/db";
import type { Reaction } from "#platform/domain";
import { writeOff } from "../actions/end-advance.ts";
import { instantCause } from "../store/collection.ts";

/** What an instant refund lent was not paid back in time: written off. Told again, it finds it done. */
export const onCollectionOver: Reaction = {
  name: "payments.on-collection-over",
  on: ["payments.collection-moved"],
  react: async (app, fact) => {
    const { customerId, collectionId, causeKind, state } = fact.payload as {
      customerId: string;
      collectionId: string;
      causeKind: string;
      state: string;
    };
    if (causeKind !== instantCause || state !== "expired") return;
    await app.db.withTx(system("payments"), (tx) => writeOff(tx, customerId, collectionId));
    app.nudge();
  },
};
