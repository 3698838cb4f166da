import { grant } from "#kernel/outcome";
import { action, holds } from "#platform/action";
import { deliveryAsked } from "../sending/on-delivery-asked.ts";
import { webhookIdInput, webhookStateShape } from "../shapes.ts";
import { lockWebhook } from "./webhook-row.ts";

const becomes = { pause: "paused", resume: "active", delete: "deleted" } as const;

/** Pauses, resumes or deletes a webhook; said again, it changes nothing. What waited while it was paused is sent on resuming. */
export function changeWebhook(verb: keyof typeof becomes) {
  return action({
    name: `webhooks.${verb}`,
    input: webhookIdInput,
    output: webhookStateShape,
    allow: holds("webhooks.manage"),
    idempotency: "optional",
    refusals: ["webhook-not-found"],
    subject: (tx, { id }) => lockWebhook(tx, id),
    run: async ({ tx, subject: { webhook }, record }) => {
      const state = becomes[verb];
      if (state === webhook.state) return grant({ id: webhook.id, state });
      await tx.run(`update platform.webhook_endpoint set state = $2, pause_reason = $3, paused_at = $4 where id = $1`, [
        webhook.id,
        state,
        ...(state === "paused" ? ["asked", Temporal.Now.instant()] : [null, null]),
      ]);
      if (state === "active") record.fact({ kind: deliveryAsked, version: 1, payload: { deliveryId: null } });
      return grant({ id: webhook.id, state });
    },
  });
}
