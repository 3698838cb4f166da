import { system } from "#platform/db";
import type { Job } from "#platform/domain";

const daysKept = 30;

/** Once a day: old deliveries, and those of deleted webhooks. */
export const clearDeliveriesJob: Job = {
  queue: "webhooks.clear",
  cron: "43 3 * * *",
  run: async (app) => {
    await app.db.withTx(system("webhooks"), (tx) =>
      tx.run(
        `delete from platform.webhook_delivery d using platform.webhook_endpoint e
          where e.id = d.endpoint_id and (d.created_at < $1 or e.state = 'deleted')`,
        [Temporal.Now.instant().subtract({ hours: 24 * daysKept })],
      ),
    );
  },
};
