import { z } from "zod";
import { instantShape, pageOf, pageQuery, uuidShape } from "#platform/wire";

export const webhookLimits = { urlLength: 2_000, factsPerWebhook: 100, webhooksPerOwner: 20 } as const;

export const webhookShape = z
  .object({
    id: uuidShape,
    url: z.string(),
    facts: z.array(z.string()),
    state: z.enum(["active", "paused"]),
    /** asked: by somebody; failing: nothing arrived for days, or the address said it is gone. */
    pauseReason: z.enum(["asked", "failing"]).nullable(),
    createdAt: instantShape,
    lastDeliveryAt: instantShape.nullable(),
    lastStatus: z.number().int().nullable(),
  })
  .meta({ id: "Webhook" });
export type WebhookOnWire = z.infer<typeof webhookShape>;
export const webhookPageShape = pageOf(webhookShape);
export const webhookListQuery = z.strictObject(pageQuery);

/** POST /api/v1/webhooks — the secret is shown here and never again. */
export const addWebhookInput = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).max(webhookLimits.urlLength),
  facts: z.array(z.string().max(80)).min(1).max(webhookLimits.factsPerWebhook),
});
export const addedWebhookShape = webhookShape.extend({ secret: z.string() });

export const webhookIdInput = z.strictObject({ id: uuidShape });
export const webhookStateShape = z.object({ id: uuidShape, state: z.enum(["active", "paused", "deleted"]) });

export const deliveryShape = z
  .object({
    id: uuidShape,
    fact: z.string(),
    state: z.enum(["waiting", "delivered", "failed"]),
    attempts: z.number().int(),
    /** The HTTP status of the last attempt; null where none came. */
    status: z.number().int().nullable(),
    error: z.string().nullable(),
    at: instantShape,
    nextAt: instantShape.nullable(),
    milliseconds: z.number().int().nullable(),
  })
  .meta({ id: "WebhookDelivery" });
export const deliveryPageShape = pageOf(deliveryShape);
export const deliveryListQuery = z.strictObject({ id: uuidShape, ...pageQuery });
export const deliveryStateShape = z.object({ id: uuidShape, state: z.literal("waiting") });

export const factKindsShape = z.object({ items: z.array(z.object({ kind: z.string() })) });
