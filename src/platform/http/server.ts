import { randomUUID } from "node:crypto";
import cookie from "@fastify/cookie";
import helmet from "@fastify/helmet";
import multipart from "@fastify/multipart";
import rateLimit from "@fastify/rate-limit";
import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import websocket from "@fastify/websocket";
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { z } from "zod";
import { type Outcome, refuse } from "#kernel/outcome";
import type { Answer, Caller } from "#platform/action";
import { type Db, OutcomeUnknown, type Principal, sqlState } from "#platform/db";
import type { Log } from "#platform/log";
import type { DescribedPath, DescribedWebhook } from "./described.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { openApiDocument } from "./openapi.ts";
import { problemOf } from "./problem.ts";
import type { Route } from "./route.ts";

/** Finds out who asks. `byCookie` requests are those a browser could be tricked into. */
export type SessionReader = (
  request: FastifyRequest,
) => Promise<{ principal: Principal; byCookie: boolean } | undefined>;

export type ServerParts = {
  readonly db: Db;
  readonly log: Log;
  readonly routes: readonly Route[];
  readonly readSession: SessionReader;
  readonly nudge: () => void;
  readonly limits: {
    bodyBytes: number;
    uploadBytes: number;
    uploadFiles: number;
    requestsPerMinute: number;
    requestTimeoutMs: number;
  };
  readonly trustProxy: boolean | number | string | string[];
  readonly secure: boolean;
  /** Ready to serve: database reachable, migrations applied. */
  readonly ready: () => Promise<boolean>;
  /** Further paths: sign-in, files, pages, live. They come with their own checks. */
  readonly plugins: readonly ((server: ApiServer) => Promise<void>)[];
};

export type ApiServer = {
  readonly fastify: FastifyInstance;
  readonly metrics: Metrics;
  /** The caller of this request; throws the problem when nobody is signed in. */
  callerOf(request: FastifyRequest): Promise<Caller>;
  /** The principal, or undefined for a visitor. */
  principalOf(request: FastifyRequest): Promise<Principal | undefined>;
  /** Refuses what another site could have sent in a signed-in browser. */
  guardCrossSite(request: FastifyRequest): void;
  answer(reply: FastifyReply, answer: Answer<unknown>): FastifyReply;
  /** Puts a path into the OpenAPI document and says where to register its handler. */
  describe(path: DescribedPath): { method: DescribedPath["method"]; url: string };
  describeWebhook(webhook: DescribedWebhook): void;
  /** OpenAPI 3.1 of everything that is answered and sent here. */
  document(): Record<string, unknown>;
};

/** An expected no on the way to a handler: becomes a problem document. */
export class Refusal extends Error {
  readonly refused: { code: string; params: Record<string, string | number | boolean | null> };
  constructor(code: string, params: Record<string, string | number | boolean | null> = {}) {
    super(code);
    this.refused = { code, params };
  }
}

const idempotencyKeyCharacters = 255;

export async function createServer(parts: ServerParts): Promise<ApiServer> {
  const { db, log } = parts;
  const metrics = createMetrics();
  const fastify = Fastify({
    logger: false,
    bodyLimit: parts.limits.bodyBytes,
    requestTimeout: parts.limits.requestTimeoutMs,
    trustProxy: parts.trustProxy as boolean,
    forceCloseConnections: "idle",
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: 300 },
  });

  await fastify.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "style-src-attr": ["'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],
        "media-src": ["'self'", "blob:"],
        "connect-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
      },
    },
    hsts: parts.secure ? { maxAge: 31_536_000 } : false,
    referrerPolicy: { policy: "same-origin" },
    crossOriginEmbedderPolicy: false,
  });
  await fastify.register(cookie);
  await fastify.register(rateLimit, {
    global: true,
    max: parts.limits.requestsPerMinute,
    timeWindow: 60_000,
    allowList: (request) => !request.url.startsWith("/api/"),
    errorResponseBuilder: (_request, context) =>
      new Refusal("too-many-requests", { retryAfterSeconds: Math.ceil(context.ttl / 1000) }),
  });
  await fastify.register(multipart, {
    limits: { fileSize: parts.limits.uploadBytes, files: parts.limits.uploadFiles, fields: 10, fieldSize: 2_000 },
  });
  await fastify.register(websocket, { options: { maxPayload: 4_096 } });

  const sessions = new WeakMap<FastifyRequest, ReturnType<SessionReader>>();
  const sessionOf = (request: FastifyRequest) => {
    const known = sessions.get(request);
    if (known !== undefined) return known;
    const read = parts.readSession(request);
    sessions.set(request, read);
    return read;
  };

  const described: DescribedPath[] = [];
  const webhooks: DescribedWebhook[] = [];
  const server: ApiServer = {
    fastify,
    metrics,
    principalOf: async (request) => (await sessionOf(request))?.principal,
    guardCrossSite: (request) => {
      // A form of another site can send neither this header nor, being simple, ask whether it may.
      if (request.headers["x-requested-with"] !== "aftercare")
        throw new Refusal("cross-site", { header: "X-Requested-With" });
      const origin = request.headers.origin;
      if (origin !== undefined && URL.parse(origin)?.host !== request.host) throw new Refusal("cross-site", { origin });
    },
    callerOf: async (request) => {
      const session = await sessionOf(request);
      if (session === undefined) throw new Refusal("not-signed-in");
      if (session.byCookie && request.method !== "GET") server.guardCrossSite(request);
      const key = request.headers["idempotency-key"];
      // Cut short, two long keys would be one.
      if (typeof key === "string" && key.length > idempotencyKeyCharacters)
        throw new Refusal("invalid-input", {
          fields: JSON.stringify([
            {
              field: "Idempotency-Key",
              rule: "too_big",
              detail: `at most ${idempotencyKeyCharacters} characters`,
            },
          ]),
        });
      return {
        db,
        principal: session.principal,
        requestId: request.id,
        nudge: parts.nudge,
        ...(typeof key === "string" && key.length > 0 ? { idempotencyKey: key } : {}),
      };
    },
    answer: (reply, answer) => sendAnswer(reply, answer),
    describe: (path) => {
      described.push(path);
      return { method: path.method, url: urlOf(path.path) };
    },
    describeWebhook: (webhook) => void webhooks.push(webhook),
    document: () => openApiDocument({ routes: parts.routes, paths: described, webhooks }),
  };

  fastify.setErrorHandler((error, request, reply) => {
    const refused = refusedBy(error, log, request);
    if (refused.code === "too-many-requests") reply.header("retry-after", refused.params["retryAfterSeconds"] ?? 60);
    if (refused.code === "temporarily-unavailable" || refused.code === "outcome-unknown")
      reply.header("retry-after", 2);
    return sendProblem(reply, refused);
  });
  fastify.addHook("onResponse", async (request, reply) => {
    metrics.requestSeconds.observe(
      { route: request.routeOptions.url ?? "none", method: request.method, status: String(reply.statusCode) },
      reply.elapsedTime / 1000,
    );
  });
  fastify.addHook("onRequest", async (_request, reply) => {
    reply.header("cache-control", "no-store");
  });
  // An empty body is no body: a verb without fields needs none.
  fastify.removeContentTypeParser("application/json");
  fastify.addContentTypeParser("application/json", { parseAs: "string" }, (_request, body, done) => {
    if (body === "") return done(null, {});
    try {
      done(null, JSON.parse(body as string, safeKey));
    } catch {
      done(new Refusal("malformed-body", { expected: "application/json" }));
    }
  });

  // Only here: elsewhere whoever serves pages answers with a page.
  await fastify.register(
    async (api) =>
      void api.setNotFoundHandler(() => {
        throw new Refusal("not-found");
      }),
    { prefix: "/api" },
  );

  for (const plugin of parts.plugins) await plugin(server);
  for (const route of parts.routes) register(server, route);
  await serveOurselves(server, parts.ready);
  return server;
}

const ourselves = {
  document: {
    method: "GET",
    path: "/api/openapi.json",
    name: "server.document",
    summary: "This document",
    proof: [],
    answers: { 200: { says: "OpenAPI 3.1", shape: z.record(z.string(), z.unknown()) } },
    refusals: [],
  },
  reader: {
    method: "GET",
    path: "/api/docs",
    name: "server.docs",
    summary: "This document as pages to read and try",
    proof: [],
    answers: { 200: { says: "A page", mediaTypes: ["text/html"] } },
    refusals: [],
  },
  alive: {
    method: "GET",
    path: "/healthz",
    name: "server.alive",
    summary: "Whether the process answers",
    proof: [],
    answers: { 200: { says: "It does", shape: z.object({ alive: z.literal(true) }) } },
    refusals: [],
  },
  ready: {
    method: "GET",
    path: "/readyz",
    name: "server.ready",
    summary: "Whether it can serve: the database answers",
    proof: [],
    answers: {
      200: { says: "It can", shape: z.object({ ready: z.literal(true) }) },
      503: { says: "Not now", shape: z.object({ ready: z.literal(false) }) },
    },
    refusals: [],
  },
  metrics: {
    method: "GET",
    path: "/metrics",
    name: "server.metrics",
    summary: "Prometheus metrics of this process",
    proof: [],
    answers: { 200: { says: "Text of Prometheus", mediaTypes: ["text/plain"] } },
    refusals: [],
  },
} as const satisfies Record<string, DescribedPath>;

/** Comes last: the document tells what all the others have described. */
async function serveOurselves(server: ApiServer, isReady: () => Promise<boolean>): Promise<void> {
  const { fastify, metrics } = server;
  fastify.route({ ...server.describe(ourselves.alive), handler: async () => ({ alive: true }) });
  fastify.route({
    ...server.describe(ourselves.ready),
    handler: async (_request, reply) => {
      const ready = await isReady().catch(() => false);
      return reply.status(ready ? 200 : 503).send({ ready });
    },
  });
  fastify.route({
    ...server.describe(ourselves.metrics),
    handler: async (_request, reply) => reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  });
  server.describe(ourselves.reader);
  const { method, url } = server.describe(ourselves.document);
  const document = server.document();
  fastify.route({
    method,
    url,
    handler: async (_request, reply) => reply.type("application/json").send(document),
  });
  await fastify.register(swagger, { mode: "static", specification: { document: document as never } });
  await fastify.register(swaggerUi, {
    routePrefix: ourselves.reader.path,
    staticCSP:
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; script-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
  });
}

function register(server: ApiServer, route: Route): void {
  server.fastify.route({
    method: route.method,
    url: urlOf(`/api/v1${route.path}`),
    handler: async (request, reply) => {
      if (route.visitors === true && isVisitor(request))
        return sendAnswer(reply, { outcome: { ok: true, value: null } });
      const caller = await server.callerOf(request);
      const input = {
        ...(route.method === "GET" ? (request.query as object) : bodyOf(request)),
        ...(request.params as object),
      };
      const answer =
        route.action !== undefined ? await route.action.execute(caller, input) : await route.query?.ask(caller, input);
      return sendAnswer(reply, answer ?? { outcome: refuse("not-found") });
    },
  });
}

/** As the router writes it. */
function urlOf(path: string): string {
  return path.replace(/\{(\w+)\}/g, ":$1");
}

/** Comes without any proof of who it is. A proof that is worth nothing is told so instead. */
function isVisitor({ headers }: FastifyRequest): boolean {
  return headers.cookie === undefined && headers["x-api-key"] === undefined;
}

function bodyOf(request: FastifyRequest): object {
  if (request.body === undefined || request.body === null) return {};
  if (typeof request.body !== "object" || Array.isArray(request.body))
    throw new Refusal("malformed-body", { expected: "object" });
  return request.body;
}

function sendAnswer(reply: FastifyReply, { outcome, text, replayed }: Answer<unknown>): FastifyReply {
  if (!outcome.ok) return sendProblem(reply, outcome);
  if (replayed === true) reply.header("idempotency-replayed", "true");
  return reply.type("application/json; charset=utf-8").send(text ?? JSON.stringify(outcome.value ?? null));
}

function sendProblem(reply: FastifyReply, refused: { code: string; params: Record<string, unknown> }): FastifyReply {
  const problem = problemOf(refused as Extract<Outcome<never>, { ok: false }>, reply.request.id);
  return reply.status(problem.status).type("application/problem+json; charset=utf-8").send(JSON.stringify(problem));
}

function refusedBy(
  error: unknown,
  log: Log,
  request: FastifyRequest,
): { code: string; params: Record<string, string | number | boolean | null> } {
  if (error instanceof Refusal) return error.refused;
  const code = (error as { code?: string }).code ?? "";
  const status = (error as { statusCode?: number }).statusCode;
  if (status === 413 || code === "FST_REQ_FILE_TOO_LARGE") return { code: "too-large", params: {} };
  if (status === 415) return { code: "media-type", params: {} };
  if (status === 400) return { code: "malformed-body", params: {} };
  if (status === 404) return { code: "not-found", params: {} };
  if (error instanceof OutcomeUnknown) return { code: "outcome-unknown", params: {} };
  if (unwritable.has(sqlState(error) ?? "")) return { code: "invalid-input", params: {} };
  if (unavailable(error)) {
    log.warn("the database did not answer", { error: (error as Error).message, requestId: request.id });
    return { code: "temporarily-unavailable", params: {} };
  }
  log.error("a request failed", { error, route: request.routeOptions.url, requestId: request.id });
  return { code: "internal-error", params: { requestId: request.id } };
}

/** Text that PostgreSQL cannot hold, such as a zero byte, plain or in JSON. */
const unwritable: ReadonlySet<string> = new Set(["22021", "22P05"]);

/** Lost or refused connections, a database that starts or stops, and waits that took too long: try again. */
function unavailable(error: unknown): boolean {
  const state = sqlState(error);
  if (state !== undefined)
    return (
      state.startsWith("08") ||
      state.startsWith("57P") ||
      state.startsWith("53") ||
      state === "55P03" ||
      state === "57014"
    );
  const message = (error as Error | undefined)?.message ?? "";
  return /ECONNREFUSED|ECONNRESET|Connection terminated|timeout exceeded when trying to connect|not queryable|server closed/i.test(
    message,
  );
}

/** Half of a character, which no database holds, becomes the sign for one that is not known. */
function safeKey(this: unknown, key: string, value: unknown): unknown {
  if (key === "__proto__") return undefined;
  return typeof value === "string" ? value.toWellFormed() : value;
}
