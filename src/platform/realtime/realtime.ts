import type { FastifyRequest } from "fastify";
import type { WebSocket } from "ws";
import type { Db, Principal, Tx } from "#platform/db";
import type { Job, PublishedFact } from "#platform/domain";
import { type ApiServer, type DescribedPath, Refusal, type SessionReader, signedIn } from "#platform/http";
import type { Log } from "#platform/log";
import type { Tap } from "#platform/outbox";
import { clearStreamsJob } from "./clear-streams.ts";
import { askedShape, connect, connectionLimits, toldShape } from "./connection.ts";
import { createHub } from "./hub.ts";
import { type Viewer, viewersOf } from "./presence.ts";
import { writeStreams } from "./write-streams.ts";

export type RealtimeParts = {
  readonly db: Db;
  readonly log: Log;
  /** Who opens a socket. */
  readonly readSession: SessionReader;
  /** Whose socket it still is: read afresh, and the session's idle time is left alone. */
  readonly peekSession: SessionReader;
  /** How colleagues see a member of staff. */
  readonly nameOf: (tx: Tx, staffId: string) => Promise<string | undefined>;
};

export type Realtime = {
  readonly tap: Tap;
  /** What was just relayed is looked for at once; other processes find it within a second. */
  readonly afterRelay: (facts: readonly PublishedFact[]) => void;
  readonly plugin: (server: ApiServer) => Promise<void>;
  readonly jobs: readonly Job[];
  /** Closes the sockets that this process holds for a member of staff or a merchant's person. */
  readonly endStaff: (staffId: string) => void;
  /** The staff who look at a case now. */
  readonly viewersOf: (tx: Tx, caseId: string) => Promise<Viewer[]>;
};

/**
 * WebSocket /api/v1/live: tells a page that something it shows has changed. Events are numbered for each subject, so that
 * a client that comes back is given what it missed, or told to ask anew. They say what to ask for, never what it says.
 */
export function createRealtime(parts: RealtimeParts): Realtime {
  const hub = createHub(parts.db, parts.log);
  const admitted = new WeakMap<FastifyRequest, Principal>();
  return {
    tap: writeStreams,
    afterRelay: () => hub.wake(),
    jobs: [clearStreamsJob],
    endStaff: hub.endThoseOfStaff,
    viewersOf: (tx, caseId) => viewersOf(tx, `case:${caseId}`),
    plugin: async (server) => {
      const { fastify } = server;
      fastify.route({
        ...server.describe(path),
        websocket: true,
        preValidation: async (request) => {
          const session = await parts.readSession(request);
          if (session === undefined) throw new Refusal("not-signed-in");
          // A page of another site may open a socket with this site's cookie; it cannot lie about where it comes from.
          if (session.byCookie && URL.parse(request.headers.origin ?? "")?.host !== request.host)
            throw new Refusal("cross-site", { origin: request.headers.origin ?? null });
          if (hub.countOf(session.principal) >= connectionLimits.perPrincipal || hub.count() >= connectionLimits.inAll)
            throw new Refusal("too-many-requests", { limit: connectionLimits.perPrincipal });
          admitted.set(request, session.principal);
        },
        handler: (socket: WebSocket, request: FastifyRequest) => {
          const principal = admitted.get(request);
          if (principal !== undefined) connect(socket, request, principal, hub, parts);
          else socket.close();
        },
      });
      fastify.addHook("onResponse", async (request) => {
        if (request.routeOptions.url === "/api/v1/sign-out") hub.recheckThoseOf(request.headers.cookie);
      });
      fastify.addHook("onReady", async () => hub.start());
      fastify.addHook("preClose", async () => hub.stop());
    },
  };
}

const path: DescribedPath = {
  method: "GET",
  path: "/api/v1/live",
  name: "live.connect",
  summary: "WebSocket that tells when something a page shows has changed",
  description:
    "A browser's Origin must be ours. Follow `case:<number>`, `inbox` or `queue`; after `reset` ask for everything anew, else come back with the last `seq` seen.",
  proof: signedIn,
  answers: { 101: { says: "The socket is open" } },
  refusals: ["not-signed-in", "cross-site", "too-many-requests"],
  socket: { fromClient: askedShape, fromServer: toldShape },
};
