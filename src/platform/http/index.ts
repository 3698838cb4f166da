export { type DescribedPath, type DescribedWebhook, signedIn } from "./described.ts";
export { get, post, put, type Route } from "./route.ts";
export type { SessionReader } from "./server.ts";
export { type ApiServer, createServer, Refusal, type ServerParts } from "./server.ts";
