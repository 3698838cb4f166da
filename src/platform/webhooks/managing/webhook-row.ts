import { grant, type Outcome, refuse } from "#kernel/outcome";
import type { About } from "#platform/action";
import type { Tx } from "#platform/db";
import type { WebhookOnWire } from "../shapes.ts";

export type WebhookRow = {
  id: string;
  merchant_id: string | null;
  url: string;
  facts: string[];
  state: "active" | "paused" | "deleted";
  pause_reason: "asked" | "failing" | null;
  last_attempt_at: Temporal.Instant | null;
  last_status: number | null;
  created_at: Temporal.Instant;
};
export const webhookColumns =
  "id, merchant_id, url, facts, state, pause_reason, last_attempt_at, last_status, created_at";

export type WebhookSubject = { readonly webhook: WebhookRow; readonly about: About };

/** A merchant finds only its own, by row security; the platform's people find all. */
export async function lockWebhook(tx: Tx, id: string): Promise<Outcome<WebhookSubject, "webhook-not-found">> {
  const webhook = await tx.maybe<WebhookRow>(
    `select ${webhookColumns} from platform.webhook_endpoint where id = $1 and state <> 'deleted' for update`,
    [id],
  );
  return webhook === undefined ? refuse("webhook-not-found", { id }) : grant({ webhook, about: aboutWebhook(webhook) });
}

export function aboutWebhook(webhook: { id: string; merchant_id: string | null }): About {
  return {
    kind: "webhook",
    id: webhook.id,
    ...(webhook.merchant_id === null ? {} : { merchantId: webhook.merchant_id }),
  };
}

export function webhookOnWire(row: WebhookRow): WebhookOnWire {
  return {
    id: row.id,
    url: row.url,
    facts: row.facts,
    state: row.state === "active" ? "active" : "paused",
    pauseReason: row.pause_reason,
    createdAt: row.created_at.toString(),
    lastDeliveryAt: row.last_attempt_at?.toString() ?? null,
    lastStatus: row.last_status,
  };
}
