import { system } from "#platform/db";
import type { Reaction } from "#platform/domain";
import { lockShares, takeNews } from "../actions/record-news.ts";
import { detourLifecycle } from "../model.ts";
import { sendQueue } from "./send-refund.ts";

/** Refused shares count as on their way again; the job asks the provider before it sends anything. */
export const onRetryAsked: Reaction = {
  name: "payments.on-retry-asked",
  on: ["payments.retry-asked"],
  react: async (app, fact) => {
    const { customerId, refundId } = fact.payload as { customerId: string; refundId: string };
    await app.db.withTx(system("payments"), async (tx) => {
      const known = await lockShares(tx, customerId, refundId);
      if (known === undefined) return;
      // Another way was chosen meanwhile.
      if (known.detour !== undefined && !detourLifecycle.can(known.detour.state, "send-again")) return;
      const refused = known.parts.filter(({ state }) => state === "refused").map(({ id }) => id);
      takeNews(tx, known, refused, { is: "sending" });
      await app.jobs.send(tx, sendQueue, { customerId, refundId, attempt: 0 });
    });
    app.nudge();
  },
};
