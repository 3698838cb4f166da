import { system } from "#platform/db";
import type { Reaction } from "#platform/domain";
import { recordNews } from "../actions/record-news.ts";
import { partsOf } from "../store/refund.ts";
import { sendQueue } from "./send-refund.ts";

/** Refused shares count as on their way again; the job asks the provider before it sends anything. */
export const onRetryAsked: Reaction = {
  name: "payments.on-retry-asked",
  on: ["payments.retry-asked"],
  react: async (app, fact) => {
    const { customerId, refundId } = fact.payload as { customerId: string; refundId: string };
    await app.db.withTx(system("payments"), async (tx) => {
      for (const part of await partsOf(tx, customerId, refundId))
        if (part.state === "refused") await recordNews(tx, customerId, refundId, part.id, { is: "sending" });
      await app.jobs.send(tx, sendQueue, { customerId, refundId, attempt: 0 });
    });
    app.nudge();
  },
};
