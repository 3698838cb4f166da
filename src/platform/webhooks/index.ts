export { type IncomingWebhook, verifyIncoming } from "./verify-incoming.ts";
export { createWebhooks, type Webhooks, type WebhooksParts } from "./webhooks.ts";
