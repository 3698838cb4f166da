import { system } from "#platform/db";
import type { Reaction } from "#platform/domain";
import { deliverQueue } from "./queue.ts";

export const deliveryAsked = "webhooks.delivery-asked";

const waitingAtOnce = 1_000;

/** Somebody resumed a webhook, tested it or wants a fact sent again: what waits for it is queued. */
export const onDeliveryAsked: Reaction = {
  name: "webhooks.queue-what-waits",
  on: [deliveryAsked],
  react: async (app, fact) => {
    await app.db.withTx(system("webhooks"), async (tx) => {
      const waiting = await tx.rows<{ id: string; attempts: number }>(
        `select id, attempts from platform.webhook_delivery
          where endpoint_id = $1 and state = 'pending' and ($2::uuid is null or id = $2) order by created_at, id limit ${waitingAtOnce}`,
        [fact.subjectId, fact.payload.deliveryId ?? null],
      );
      await Promise.all(
        waiting.map(({ id, attempts }) => app.jobs.send(tx, deliverQueue, { deliveryId: id, attempt: attempts })),
      );
    });
  },
};
