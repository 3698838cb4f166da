import { z } from "zod";
import { newId } from "#kernel/ids";
import type { App, PublishedFact } from "#platform/domain";
import type { Tap } from "#platform/outbox";
import { instantShape, uuidShape } from "#platform/wire";
import { deliverQueue } from "./queue.ts";

/** Notes which fact goes to which webhook, once for each pair however often the fact comes, and queues the sending. */
export function noteDeliveries(app: () => App): Tap {
  return async (tx, facts) => {
    const webhooks = await tx.rows<{ id: string; merchant_id: string | null; facts: string[] }>(
      "select id, merchant_id, facts from platform.webhook_endpoint where state = 'active' and facts && $1::text[]",
      [[...new Set(facts.map((fact) => fact.kind))]],
    );
    const wanted = webhooks.flatMap((webhook) =>
      facts
        .filter((fact) => webhook.facts.includes(fact.kind))
        .filter((fact) => webhook.merchant_id === null || webhook.merchant_id === fact.merchantId)
        .map((fact) => ({ webhookId: webhook.id, fact })),
    );
    if (wanted.length === 0) return;
    const noted = await tx.rows<{ id: string }>(
      `insert into platform.webhook_delivery (id, endpoint_id, fact_id, fact_kind, body, state, created_at, next_attempt_at)
       select d.id, d.endpoint_id, d.fact_id, d.fact_kind, d.body, 'pending', $6, $6
         from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[]) d (id, endpoint_id, fact_id, fact_kind, body)
       on conflict (endpoint_id, fact_id) do nothing returning id`,
      [
        wanted.map(() => newId<"delivery">()),
        wanted.map(({ webhookId }) => webhookId),
        wanted.map(({ fact }) => fact.id),
        wanted.map(({ fact }) => fact.kind),
        wanted.map(({ fact }) => webhookBody(fact)),
        Temporal.Now.instant(),
      ],
    );
    await Promise.all(noted.map(({ id }) => app().jobs.send(tx, deliverQueue, { deliveryId: id, attempt: 0 })));
  };
}

/** What is sent, word for word the same at every attempt: the signature covers it. */
export function webhookBody(fact: Pick<PublishedFact, "id" | "kind" | "version" | "at" | "payload">): string {
  return JSON.stringify({
    id: fact.id,
    type: fact.kind,
    version: fact.version,
    timestamp: fact.at.toString(),
    data: fact.payload,
  });
}

/** The shape of that body, for a kind whose facts carry `data`. Every kind is in its first version. */
export function webhookBodyShape(kind: string, data: z.ZodType) {
  return z.object({
    id: uuidShape.meta({ description: "Of the fact; the webhook-id header is the same" }),
    type: z.literal(kind),
    version: z.literal(1).meta({ description: "A change of the shape of `data` is a new version" }),
    timestamp: instantShape.meta({ description: "When it happened" }),
    data,
  });
}
