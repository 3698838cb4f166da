import { system } from "#platform/db";
import type { Reaction } from "#platform/domain";
import { collectQueue } from "./carry-collection.ts";

/** The shopper tapped "pay", or nobody may pay any more: the job opens the charge, or closes it. */
export const onPaymentWanted: Reaction = {
  name: "payments.on-payment-wanted",
  on: ["payments.payment-wanted", "payments.collection-moved"],
  react: async (app, fact) => {
    const { customerId, collectionId, state } = fact.payload as {
      customerId: string;
      collectionId: string;
      state?: string;
    };
    if (fact.kind === "payments.collection-moved" && state !== "cancelled" && state !== "expired") return;
    await app.db.withTx(system("payments"), (tx) =>
      app.jobs.send(tx, collectQueue, { customerId, collectionId, attempt: 0 }),
    );
    app.nudge();
  },
};
