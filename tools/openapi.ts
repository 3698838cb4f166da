import { standInCashier } from "#domains/payments";
import { createServer } from "#platform/http";
import { silentLog } from "#platform/log";
import { sandboxPlugin } from "../src/server/sandbox.ts";
import type { House } from "../tests/architecture/house.ts";

/** The server with all it can answer, the sandbox too, for docs/openapi.json; it does not listen. */
export async function wholeServer({ system, database: { db } }: House, plugins: typeof system.plugins = []) {
  return createServer({
    db,
    log: silentLog,
    routes: system.routes,
    readSession: system.auth.readSession,
    nudge: () => {},
    limits: {
      bodyBytes: 1_000_000,
      uploadBytes: 1_000_000,
      uploadFiles: 1,
      requestsPerMinute: 10_000,
      requestTimeoutMs: 30_000,
    },
    trustProxy: false,
    secure: false,
    ready: async () => true,
    plugins: [...plugins, ...system.plugins, standInCashier(db, undefined), sandboxPlugin(db, {}, async () => 0)],
  });
}

/** The OpenAPI document as a sandbox serves it. */
export async function openApiText(house: House): Promise<string> {
  const server = await wholeServer(house);
  try {
    return `${JSON.stringify(server.document(), null, 2)}\n`;
  } finally {
    await server.fastify.close();
  }
}
