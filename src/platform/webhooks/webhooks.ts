import type { App, Domain } from "#platform/domain";
import { type ApiServer, get, post } from "#platform/http";
import type { Tap } from "#platform/outbox";
import { addWebhook } from "./managing/add-webhook.ts";
import { changeWebhook } from "./managing/change-webhook.ts";
import { listDeliveries } from "./managing/list-deliveries.ts";
import { listFactKinds } from "./managing/list-fact-kinds.ts";
import { listWebhooks } from "./managing/list-webhooks.ts";
import { resendDelivery } from "./managing/resend-delivery.ts";
import { testFact, testWebhook } from "./managing/test-webhook.ts";
import type { SecretKeys } from "./secret.ts";
import { clearDeliveriesJob } from "./sending/clear-deliveries.ts";
import { deliverJob } from "./sending/deliver.ts";
import { noteDeliveries, webhookBodyShape } from "./sending/note-deliveries.ts";
import { onDeliveryAsked } from "./sending/on-delivery-asked.ts";
import type { Resolve } from "./sending/post-safely.ts";
import { signedHeaders } from "./signature.ts";

export type Webhooks = Domain & {
  readonly tap: Tap;
  /** Tells the server's document what may be sent. */
  readonly plugin: (server: ApiServer) => Promise<void>;
};

export type WebhooksParts = {
  readonly app: () => App;
  /** The facts of all domains, by kind, with the shape of their payload. */
  readonly facts: NonNullable<Domain["facts"]>;
  readonly secrets: SecretKeys;
  /** Plain http and inner addresses too: development and sandbox only. */
  readonly anywhere: boolean;
  readonly resolve?: Resolve;
};

/** Facts sent to other systems by Standard Webhooks. The platform's webhooks hear all facts, a merchant's only its own. */
export function createWebhooks(parts: WebhooksParts): Webhooks {
  // What one part of the house asks of another is nobody else's business.
  const facts = Object.entries(parts.facts).filter(([kind]) => !kind.endsWith("-asked"));
  const factKinds = facts.map(([kind]) => kind);
  const add = addWebhook({ ...parts, factKinds });
  const [pause, resume, remove] = [changeWebhook("pause"), changeWebhook("resume"), changeWebhook("delete")];
  return {
    name: "webhooks",
    actions: [add, pause, resume, remove, testWebhook, resendDelivery],
    routes: [
      get("/webhooks", listWebhooks, "Webhooks, newest first"),
      post("/webhooks", add, "Add a webhook; its secret is shown once"),
      post("/webhooks/{id}/pause", pause, "Send nothing until it is resumed"),
      post("/webhooks/{id}/resume", resume, "Send again, first what waited"),
      post("/webhooks/{id}/delete", remove, "Delete a webhook"),
      post("/webhooks/{id}/test", testWebhook, "Send a fact of kind webhooks.test"),
      get("/webhooks/{id}/deliveries", listDeliveries, "What was sent and how it went, newest first"),
      post("/webhooks/deliveries/{id}/resend", resendDelivery, "Send one fact again, under its own id"),
      get("/facts", listFactKinds(factKinds), "Kinds of facts a webhook can ask for"),
    ],
    reactions: [onDeliveryAsked],
    jobs: [deliverJob(parts), clearDeliveriesJob],
    tap: noteDeliveries(parts.app),
    plugin: async (server) => {
      for (const [kind, data] of [...facts, ...Object.entries(testFact)])
        server.describeWebhook({
          name: kind,
          summary: `A fact of kind ${kind}, sent to the webhooks that ask for it`,
          headers: signedHeaders,
          body: webhookBodyShape(kind, data),
        });
    },
  };
}
