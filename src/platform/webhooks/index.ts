export { verifyIncoming } from "./verify-incoming.ts";
export { createWebhooks } from "./webhooks.ts";
