export { signedHeaders } from "./signature.ts";
export { verifyIncoming } from "./verify-incoming.ts";
export { createWebhooks } from "./webhooks.ts";
