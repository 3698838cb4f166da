import { z } from "zod";
import { problemShape } from "#platform/wire";
import type { Route } from "./route.ts";

type Json = Record<string, unknown>;

/** OpenAPI 3.1 from the route table: the same schemas that parse the requests. */
export function openApiDocument(routes: readonly Route[], extra: Json = {}): Json {
  const paths: Record<string, Json> = {};
  const shapes: Json = {};
  const problem = schema(problemShape, "output", shapes);
  for (const route of routes) {
    const path = `/api/v1${route.path}`;
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route, problem, shapes) };
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
      schemas: shapes,
    },
  };
}

function operation(route: Route, problem: Json, shapes: Json): Json {
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
      "200": {
        description: "Done",
        content: { "application/json": { schema: schema(meta.output, "output", shapes) } },
      },
      default: {
        description: "Refused",
        content: { "application/problem+json": { schema: problem } },
      },
    },
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
