import { z } from "zod";
import type { Route } from "./route.ts";

type Json = Record<string, unknown>;

/** OpenAPI 3.1 from the route table: the same schemas that parse the requests. */
export function openApiDocument(routes: readonly Route[], extra: Json = {}): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = `/api/v1${route.path}`;
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
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
    security: [{ session: [] }, { key: [] }],
    paths: { ...paths, ...(extra as Record<string, Json>) },
    components: {
      securitySchemes: {
        session: { type: "apiKey", in: "cookie", name: "aftercare_session" },
        key: { type: "apiKey", in: "header", name: "X-Api-Key" },
      },
      schemas: {},
    },
  };
}

function operation(route: Route): Json {
  const meta = route.action?.meta ?? route.query?.meta;
  if (meta === undefined) throw new Error(`${route.path} leads nowhere`);
  const input = schema(meta.input, "input");
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
  }
  const idempotency = route.action?.meta.idempotency ?? "none";
  if (idempotency !== "none")
    parameters.push({
      name: "Idempotency-Key",
      in: "header",
      required: idempotency === "required",
      schema: { type: "string", maxLength: 255 },
      description: "Same key and body, same answer, for 30 days",
    });
  const body = route.method !== "GET" && Object.keys(properties).length > 0;
  const refusals = route.action?.meta.refusals ?? [];
  return {
    operationId: meta.name,
    summary: route.summary,
    tags: [meta.name.split(".")[0] ?? "api"],
    description: `Permission: ${meta.allow.sentence}.${refusals.length > 0 ? ` May refuse with: ${refusals.join(", ")}.` : ""}`,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body
      ? {
          requestBody: {
            required: required.size > 0,
            content: { "application/json": { schema: { ...input, properties, required: [...required] } } },
          },
        }
      : {}),
    responses: {
      "200": { description: "Done", content: { "application/json": { schema: schema(meta.output, "output") } } },
      default: {
        description: "Refused",
        content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
      },
    },
  };
}

function schema(type: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _, ...json } = z.toJSONSchema(type, { io, unrepresentable: "any" }) as Json;
  return json;
}
