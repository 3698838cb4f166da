import { system } from "#platform/db";
import type { Reaction } from "#platform/domain";
import { payRest } from "../actions/pay-rest.ts";
import { recordPayoutNews } from "../actions/record-payout-news.ts";
import { payoutQueue } from "./send-payout.ts";

/**
 * A payout was reserved, or one that did not go is to be tried again: the job sends it, and asks before it sends a second time. Of
 * one that came short only the rest goes out.
 */
export const onPayoutMoved: Reaction = {
  name: "payments.on-payout-moved",
  on: ["payments.payout-moved", "payments.payout-retry-asked"],
  react: async (app, fact) => {
    const { customerId, payoutId, state } = fact.payload as { customerId: string; payoutId: string; state: string };
    const again = fact.kind === "payments.payout-retry-asked";
    if (!again && state !== "reserved") return;
    await app.db.withTx(system("payments"), async (tx) => {
      if (again) {
        await payRest(tx, customerId, payoutId);
        await recordPayoutNews(tx, customerId, payoutId, { is: "sending" });
      }
      await app.jobs.send(tx, payoutQueue, { customerId, payoutId, attempt: 0 });
    });
    app.nudge();
  },
};
