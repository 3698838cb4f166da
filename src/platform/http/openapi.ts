import { z } from "zod";
import { problemShape } from "#platform/wire";
import type { DescribedAnswer, DescribedPath, DescribedWebhook, Proof } from "./described.ts";
import { statusOf } from "./problem.ts";
import type { Route } from "./route.ts";

type Json = Record<string, unknown>;

export type Described = {
  readonly routes: readonly Route[];
  readonly paths: readonly DescribedPath[];
  readonly webhooks: readonly DescribedWebhook[];
};

/** OpenAPI 3.1 of the route table, of what plugins answer and of what we send: the same schemas that parse the requests. */
export function openApiDocument({ routes, paths, webhooks }: Described): Json {
  const shapes: Json = {};
  const problem = schema(problemShape, "output", shapes);
  const told = [
    ...routes.map((route) => ({
      path: `/api/v1${route.path}`,
      method: route.method,
      operation: operationOfRoute(route, shapes),
    })),
    ...paths.map((path) => ({ ...path, operation: operationOfPath(path, shapes) })),
  ];
  const byPath: Record<string, Json> = {};
  for (const { path, method, operation } of told) byPath[path] = { ...byPath[path], [method.toLowerCase()]: operation };
  return {
    openapi: "3.1.0",
    info: {
      title: "Aftercare",
      version: "1",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
      description:
        "After-sales API. Errors are RFC 9457 problem documents with a stable code; writes take an Idempotency-Key; lists go by cursor.",
    },
    servers: [{ url: "/" }],
    security: securityOf(["session", "key"]),
    tags: tagsOf(told.map(({ operation }) => operation)),
    paths: byPath,
    webhooks: Object.fromEntries(
      webhooks.map((webhook) => [webhook.name, { post: operationOfWebhook(webhook, shapes) }]),
    ),
    components: {
      securitySchemes,
      parameters: { FromOurPages: fromOurPages(false), OnlyFromOurPages: fromOurPages(true) },
      responses: {
        Refused: {
          description: `A problem document. Any path may answer ${anywhere.map(withStatus).join(", ")}; one that reads fields invalid-input (422) or malformed-body (400); one that asks who you are not-signed-in (401), forbidden (403) or cross-site (403); one with an Idempotency-Key idempotency-key-missing (400) or idempotency-key-reused (422).`,
          headers: {
            "Retry-After": { description: "With 429 and 503: seconds to wait", schema: { type: "integer" } },
          },
          content: { "application/problem+json": { schema: problem } },
        },
      },
      schemas: shapes,
    },
  };
}

const anywhere = ["too-many-requests", "temporarily-unavailable", "outcome-unknown", "internal-error"];

const securitySchemes: Record<Proof, Json> = {
  session: {
    type: "apiKey",
    in: "cookie",
    name: "aftercare_session",
    description: "Over https the name is __Host-aftercare_session. Writes also carry X-Requested-With: aftercare.",
  },
  key: { type: "apiKey", in: "header", name: "X-Api-Key" },
  signature: {
    type: "apiKey",
    in: "header",
    name: "webhook-signature",
    description: "Standard Webhooks: HMAC-SHA-256 over id, timestamp and body with the secret both sides share.",
  },
};

function operationOfRoute(route: Route, shapes: Json): Json {
  const meta = route.action?.meta ?? route.query?.meta;
  if (meta === undefined) throw new Error(`${route.path} leads nowhere`);
  const input = schema(meta.input, "input", shapes);
  const properties = { ...((input["properties"] as Json | undefined) ?? {}) };
  const required = new Set((input["required"] as string[] | undefined) ?? []);
  const names = [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
  const parameters: Json[] = names.map((name) => ({
    name,
    in: "path",
    required: true,
    schema: properties[name] ?? { type: "string" },
  }));
  for (const name of names) {
    delete properties[name];
    required.delete(name);
  }
  if (route.method === "GET") {
    for (const [name, property] of Object.entries(properties))
      parameters.push({ name, in: "query", required: required.has(name), schema: property });
  } else parameters.push({ $ref: "#/components/parameters/FromOurPages" });
  const idempotency = route.action?.meta.idempotency ?? "none";
  if (idempotency !== "none") parameters.push(idempotencyKey(idempotency));
  const body = route.method !== "GET" && Object.keys(properties).length > 0;
  const output = schema(meta.output, "output", shapes);
  return {
    ...heading(meta.name, route.summary),
    description: `Permission: ${meta.allow.sentence}.${sentenceOf(route.action?.meta.refusals ?? [])}`,
    ...(route.visitors === true ? { security: [...securityOf(["session", "key"]), {}] } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body
      ? {
          requestBody: {
            required: required.size > 0,
            content: { "application/json": { schema: { ...input, properties, required: [...required] } } },
          },
        }
      : {}),
    responses: responses({
      "200": {
        description: "Done",
        content: {
          "application/json": {
            schema: route.visitors === true ? { anyOf: [output, { type: "null" }] } : output,
          },
        },
      },
    }),
  };
}

function operationOfPath(path: DescribedPath, shapes: Json): Json {
  const parameters = [
    ...parametersOf(path.params, "path", shapes),
    ...parametersOf(path.query, "query", shapes),
    ...parametersOf(path.headers, "header", shapes),
    ...(path.fromOurPages === true ? [{ $ref: "#/components/parameters/OnlyFromOurPages" }] : []),
    ...(path.method !== "GET" && path.proof.includes("session") && path.fromOurPages !== true
      ? [{ $ref: "#/components/parameters/FromOurPages" }]
      : []),
    ...(path.idempotency === undefined ? [] : [idempotencyKey(path.idempotency)]),
  ];
  const description = `${path.description ?? ""}${sentenceOf(path.refusals)}`.trim();
  return {
    ...heading(path.name, path.summary),
    ...(description === "" ? {} : { description }),
    security: securityOf(path.proof),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...requestOf(path, shapes),
    responses: responses(
      Object.fromEntries(Object.entries(path.answers).map(([status, answer]) => [status, answerOf(answer, shapes)])),
    ),
    ...(path.socket === undefined
      ? {}
      : {
          "x-websocket": {
            fromClient: schema(path.socket.fromClient, "input", shapes),
            fromServer: schema(path.socket.fromServer, "output", shapes),
          },
        }),
  };
}

function operationOfWebhook({ name, summary, headers, body }: DescribedWebhook, shapes: Json): Json {
  return {
    ...heading(`told.${name}`, summary),
    tags: ["webhooks"],
    security: securityOf(["signature"]),
    parameters: parametersOf(headers, "header", shapes),
    requestBody: { required: true, content: { "application/json": { schema: schema(body, "output", shapes) } } },
    responses: {
      "2XX": { description: "Taken; the answer's body is not looked at" },
      "410": { description: "Gone: the webhook is paused" },
      default: { description: "Tried again with back-off for about three days, under the same id" },
    },
  };
}

function heading(name: string, summary: string): Json {
  return { operationId: name, summary, tags: [name.split(".")[0] ?? "api"] };
}

function tagsOf(operations: readonly Json[]): Json[] {
  return [...new Set(operations.flatMap((operation) => operation["tags"] as string[]))]
    .sort()
    .map((name) => ({ name }));
}

function securityOf(proof: readonly Proof[]): Json[] {
  return proof.map((one) => ({ [one]: [] }));
}

function sentenceOf(refusals: readonly string[]): string {
  return refusals.length === 0 ? "" : ` May refuse with: ${refusals.map(withStatus).join(", ")}.`;
}

function withStatus(code: string): string {
  return `${code} (${statusOf(code)})`;
}

function responses(answers: Json): Json {
  return { ...answers, default: { $ref: "#/components/responses/Refused" } };
}

function answerOf({ says, shape, mediaTypes }: DescribedAnswer, shapes: Json): Json {
  if (shape === undefined && mediaTypes === undefined) return { description: says };
  const told = shape === undefined ? {} : { schema: schema(shape, "output", shapes) };
  const content = Object.fromEntries((mediaTypes ?? ["application/json"]).map((type) => [type, told]));
  return { description: says, content };
}

function requestOf({ body, form }: DescribedPath, shapes: Json): Json {
  const shape = body ?? form;
  if (shape === undefined) return {};
  const json = schema(shape, "input", shapes);
  const required = json["type"] !== "object" || ((json["required"] as string[] | undefined) ?? []).length > 0;
  const type = body === undefined ? "multipart/form-data" : "application/json";
  return { requestBody: { required, content: { [type]: { schema: json } } } };
}

function parametersOf(shape: z.ZodObject | undefined, place: "path" | "query" | "header", shapes: Json): Json[] {
  if (shape === undefined) return [];
  const { properties = {}, required = [] } = schema(shape, "input", shapes) as {
    properties?: Json;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: required.includes(name),
    schema: property,
  }));
}

function idempotencyKey(idempotency: "optional" | "required"): Json {
  return {
    name: "Idempotency-Key",
    in: "header",
    required: idempotency === "required",
    schema: { type: "string", maxLength: 255 },
    description: "Same key and body, same answer, for 30 days",
  };
}

function fromOurPages(always: boolean): Json {
  return {
    name: "X-Requested-With",
    in: "header",
    required: always,
    schema: { type: "string", const: "aftercare" },
    description: `${always ? "Needed" : "Needed with a session cookie"}, because no form of another site can send it`,
  };
}

/**
 * Shapes with a name (`.meta({ id })`) become components. Read and written they differ, since defaults fill in what is left out;
 * an input as a whole is none, because its parts are spread over path, query and body.
 */
function schema(type: z.ZodType, io: "input" | "output", shapes: Json): Json {
  const { $schema: _, $defs = {}, ...json } = z.toJSONSchema(type, { io, unrepresentable: "any" }) as Json;
  const suffix = io === "input" ? "Input" : "";
  const placed = <T>(part: T): T =>
    JSON.parse(JSON.stringify(part).replaceAll(/"#\/\$defs\/(\w+)"/g, `"#/components/schemas/$1${suffix}"`)) as T;
  const whole = io === "input" ? String(json["$ref"] ?? "").replace("#/$defs/", "") : "";
  for (const [name, shape] of Object.entries($defs as Json))
    if (name !== whole) shapes[`${name}${suffix}`] = placed(shape);
  return placed(whole === "" ? json : (($defs as Record<string, Json>)[whole] ?? {}));
}
