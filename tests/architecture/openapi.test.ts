import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { openApiText, wholeServer } from "../../tools/openapi.ts";
import { withHouse } from "./house.ts";
import { codeOf, root, sources } from "./sources.ts";

type Operation = {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly security?: readonly Record<string, unknown>[];
  readonly parameters?: readonly { readonly in?: string; readonly name?: string }[];
  readonly responses: Record<string, { readonly content?: unknown; readonly $ref?: string }>;
  readonly requestBody?: { readonly content: Record<string, { readonly schema: Schema }> };
};
type Schema = { readonly required?: readonly string[]; readonly properties?: Record<string, Record<string, unknown>> };
type Document = {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly webhooks: Record<string, { readonly post: Operation }>;
  readonly components: { readonly securitySchemes: Record<string, unknown> };
};

let text = "";
let document: Document;
/** `GET /api/v1/orders/{number}`, as the router has them. */
const answered = new Set<string>();
let unknown: { status: number; type: string; code: string }[] = [];
let kinds: string[] = [];

before(() =>
  withHouse(async (house) => {
    text = await openApiText(house);
    document = JSON.parse(text) as Document;
    kinds = house.system.domains.flatMap(({ facts }) => Object.keys(facts ?? {}));
    const server = await wholeServer(house, [
      async ({ fastify }) =>
        void fastify.addHook("onRoute", ({ method, url }) => {
          for (const verb of [method].flat())
            if (verb !== "HEAD") answered.add(`${verb} ${url.replace(/:(\w+)/g, "{$1}")}`);
        }),
    ]);
    const asked = ["GET /api", "GET /api/v1/nothing-here", "PUT /api/v1/cases", "POST /api/auth/sign-up/email"];
    unknown = await Promise.all(
      asked.map(async (one) => {
        const [method = "", url = ""] = one.split(" ");
        const answer = await server.fastify.inject({ method: method as "GET", url });
        return { status: answer.statusCode, type: String(answer.headers["content-type"]), code: answer.json().code };
      }),
    );
    await server.fastify.close();
  }),
);

test("docs/openapi.json shows what the server answers to", () => {
  assert.ok(
    readFileSync(join(root, "docs/openapi.json"), "utf8") === text,
    "docs/openapi.json is out of date: run npm run documents",
  );
});

test("The server answers every path of the OpenAPI document, and no other", () => {
  const told = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  // What the reader of the document is made of belongs to its library.
  const ours = [...answered].filter((path) => !path.startsWith("GET /api/docs/"));
  assert.ok(ours.length > 80, `${ours.length} paths`);
  assert.deepEqual(ours.toSorted(), told.toSorted());
});

test("A path under /api that nothing answers is told so by a problem document, also where no pages are served", () => {
  for (const { status, type, code } of unknown)
    assert.deepEqual([status, type, code], [404, "application/problem+json; charset=utf-8", "not-found"]);
  assert.equal(unknown.length, 4);
});

test("Every operation has a name of its own, a sentence, a tag, known proofs, all its parts, answers and the problem", () => {
  const operations = Object.entries(document.paths).flatMap(([path, byMethod]) =>
    Object.values(byMethod).map((operation) => ({ path, operation })),
  );
  const names = operations.map(({ operation }) => operation.operationId);
  assert.deepEqual(
    names.filter((name, at) => names.indexOf(name) !== at),
    [],
  );
  for (const { path, operation } of operations) {
    assert.ok(operation.summary !== "" && operation.tags.length === 1, path);
    for (const proof of operation.security ?? [])
      for (const name of Object.keys(proof)) assert.ok(name in document.components.securitySchemes, path);
    const parts = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const inPath = (operation.parameters ?? []).filter((one) => one.in === "path").map(({ name }) => name);
    assert.deepEqual(inPath.toSorted(), parts.toSorted(), path);
    const { default: refused, ...answers } = operation.responses;
    assert.equal(refused?.$ref, "#/components/responses/Refused", path);
    assert.ok(Object.keys(answers).length > 0, path);
  }
});

test("Every kind of fact that webhooks may ask for is told with its body, headers and version", () => {
  const asked = kinds.filter((kind) => !kind.endsWith("-asked"));
  assert.deepEqual(Object.keys(document.webhooks).toSorted(), [...asked, "webhooks.test"].toSorted());
  for (const [kind, { post }] of Object.entries(document.webhooks)) {
    const body = post.requestBody?.content["application/json"]?.schema;
    assert.deepEqual(body?.required, ["id", "type", "version", "timestamp", "data"], kind);
    assert.equal(body?.properties?.type?.const, kind);
    assert.deepEqual(
      post.parameters?.map(({ name }) => name),
      ["webhook-id", "webhook-timestamp", "webhook-signature"],
    );
  }
});

test("Facts are published in the version that the document tells", () => {
  const published = sources("src/domains").flatMap((source) =>
    [...codeOf(source).matchAll(/\bkind(?:: "[\w.-]+")?,\s*version: (\d+)/g)].map(([, version]) => version),
  );
  assert.ok(published.length >= 7, `${published.length} facts`);
  assert.deepEqual([...new Set(published)], ["1"]);
});

test("Every reference of the OpenAPI document leads to something in it", () => {
  const named = new Set([...text.matchAll(/"\$ref": "([^"]+)"/g)].map(([, ref = ""]) => ref));
  assert.ok(named.size > 20);
  const whole: unknown = JSON.parse(text);
  const lost = [...named].filter((ref) => {
    const parts = ref.split("/").slice(1);
    return !ref.startsWith("#/") || parts.reduce<unknown>((at, part) => Object(at)[part], whole) === undefined;
  });
  assert.deepEqual(lost, []);
});
