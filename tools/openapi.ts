import { openApiDocument } from "#platform/http";
import type { AssembledSystem } from "../src/server/system.ts";

/** The OpenAPI document as the server serves it, for docs/openapi.json. */
export function openApiText({ routes }: Pick<AssembledSystem, "routes">): string {
  return `${JSON.stringify(openApiDocument(routes), null, 2)}\n`;
}
