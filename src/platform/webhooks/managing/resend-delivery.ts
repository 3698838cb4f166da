import { grant, refuse } from "#kernel/outcome";
import { action, holds } from "#platform/action";
import { deliveryAsked } from "../sending/on-delivery-asked.ts";
import { deliveryStateShape, webhookIdInput } from "../shapes.ts";
import { aboutWebhook } from "./webhook-row.ts";

/** Sends one fact again, also a delivered one, under its own id: the receiver knows it by that. The attempts start anew. */
export const resendDelivery = action({
  name: "webhooks.resend",
  input: webhookIdInput,
  output: deliveryStateShape,
  allow: holds("webhooks.manage"),
  idempotency: "optional",
  refusals: ["delivery-not-found"],
  subject: async (tx, { id }) => {
    const webhook = await tx.maybe<{ id: string; merchant_id: string | null }>(
      `select e.id, e.merchant_id from platform.webhook_delivery d join platform.webhook_endpoint e on e.id = d.endpoint_id
        where d.id = $1 and e.state <> 'deleted' for update of d`,
      [id],
    );
    return webhook === undefined ? refuse("delivery-not-found", { id }) : grant({ about: aboutWebhook(webhook) });
  },
  run: async ({ tx, input, record }) => {
    tx.send(
      "update platform.webhook_delivery set state = 'pending', attempts = 0, next_attempt_at = $2 where id = $1",
      [input.id, Temporal.Now.instant()],
    );
    record.fact({ kind: deliveryAsked, version: 1, payload: { deliveryId: input.id } });
    return grant({ id: input.id, state: "waiting" as const });
  },
});
