import { z } from "zod";
import { newId } from "#kernel/ids";
import { grant } from "#kernel/outcome";
import { action, holds } from "#platform/action";
import { uuidShape } from "#platform/wire";
import { webhookBody } from "../sending/note-deliveries.ts";
import { deliveryAsked } from "../sending/on-delivery-asked.ts";
import { deliveryStateShape, webhookIdInput } from "../shapes.ts";
import { lockWebhook } from "./webhook-row.ts";

const kind = "webhooks.test";
/** The kind that is sent without being asked for, and what it carries. */
export const testFact = { [kind]: z.object({ webhookId: uuidShape }) };

/** Sends something harmless, signed and logged like any fact. */
export const testWebhook = action({
  name: "webhooks.test",
  input: webhookIdInput,
  output: deliveryStateShape,
  allow: holds("webhooks.manage"),
  idempotency: "optional",
  refusals: ["webhook-not-found"],
  subject: (tx, { id }) => lockWebhook(tx, id),
  run: async ({ tx, subject: { webhook }, record, now }) => {
    const [id, factId] = [newId<"delivery">(), newId<"fact">()];
    const body = webhookBody({ id: factId, kind, version: 1, at: now, payload: { webhookId: webhook.id } });
    tx.send(
      `insert into platform.webhook_delivery (id, endpoint_id, fact_id, fact_kind, body, state, created_at, next_attempt_at)
       values ($1, $2, $3, $4, $5, 'pending', $6, $6)`,
      [id, webhook.id, factId, kind, body, Temporal.Now.instant()],
    );
    record.fact({ kind: deliveryAsked, version: 1, payload: { deliveryId: id } });
    return grant({ id, state: "waiting" as const });
  },
});
