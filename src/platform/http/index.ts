export { type ApiServer, createServer, Refusal, type ServerParts } from "./server.ts";
export { del, get, post, put, type Route } from "./route.ts";
export { problemOf, statusOf } from "./problem.ts";
export { openApiDocument } from "./openapi.ts";
export type { SessionReader } from "./server.ts";
