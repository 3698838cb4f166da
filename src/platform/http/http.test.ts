import assert from "node:assert/strict";
import { test } from "node:test";
import type { InjectOptions } from "fastify";
import { z } from "zod";
import { newId } from "#kernel/ids";
import { grant, refuse } from "#kernel/outcome";
import { action, holds, query } from "#platform/action";
import { type ApiServer, createServer, get, post } from "#platform/http";
import { silentLog } from "#platform/log";
import { withTestDatabase } from "../../../tests/support/database.ts";
import { merchant, shopper } from "../../../tests/support/world.ts";

test("a body that is no JSON, no object, or of another kind is refused before anything runs", () =>
  atTheDoor(async ({ send, done }) => {
    for (const [payload, status, code] of [
      ['{"words":', 400, "malformed-body"],
      ['[{"words":"a"}]', 400, "malformed-body"],
      ['"words"', 400, "malformed-body"],
      ["", 422, "invalid-input"],
    ] as const) {
      const answer = await send({ payload });
      assert.deepEqual([answer.statusCode, answer.json().code], [status, code], payload);
    }
    const plain = await send({ payload: "words=a", headers: { "content-type": "text/plain" } });
    assert.notEqual(plain.statusCode, 200);
    const form = await send({
      payload: "words=a",
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
    assert.deepEqual([form.statusCode, form.json().code], [415, "media-type"]);
    assert.equal(done(), 0);
  }));

test("a body above the limit is too large, and one just below is read", () =>
  atTheDoor(async ({ send, done }) => {
    const large = await send({ payload: JSON.stringify({ words: "a".repeat(bodyBytes) }) });
    assert.deepEqual([large.statusCode, large.json().code], [413, "too-large"]);
    assert.equal(done(), 0);
    const fits = await send({ payload: `${" ".repeat(bodyBytes - 20)}${JSON.stringify({ words: "a" })}` });
    assert.equal(fits.statusCode, 200, fits.body);
  }));

test("a wrong or unknown field is named, in a problem document a machine can read", () =>
  atTheDoor(async ({ send }) => {
    const wrong = await send({ payload: { words: 3 } });
    assert.equal(wrong.statusCode, 422);
    assert.match(String(wrong.headers["content-type"]), /^application\/problem\+json/);
    const problem = wrong.json();
    assert.deepEqual(
      [problem.type, problem.title, problem.status, problem.errors[0].field, problem.errors[0].rule],
      ["urn:aftercare:problem:invalid-input", "invalid input", 422, "words", "invalid_type"],
    );
    assert.match(problem.requestId, /^[0-9a-f-]{36}$/);
    const unknown = await send({ payload: { words: "a", wrods: "b" } });
    assert.equal(unknown.statusCode, 422);
    assert.match(JSON.stringify(unknown.json().errors), /wrods/);
  }));

test("__proto__ and constructor in a body change nothing for anybody", () =>
  atTheDoor(async ({ send }) => {
    const poisoned = await send({ payload: '{"words":"a","__proto__":{"polluted":true}}' });
    assert.equal(poisoned.statusCode, 200, poisoned.body);
    const deeper = await send({ payload: '{"words":"a","constructor":{"prototype":{"polluted":true}}}' });
    assert.equal(deeper.statusCode, 422);
    assert.equal(Reflect.get({}, "polluted"), undefined);
    assert.deepEqual(JSON.parse(poisoned.body), { said: "a", times: 1 });
  }));

test("half a character in a body is read as the sign for one that is not known", () =>
  atTheDoor(async ({ send }) => {
    assert.equal((await send({ payload: '{"words":"a\\ud83d"}' })).json().said, "a\ufffd");
  }));

test("a write needs an idempotency key; the same key is answered word for word", () =>
  atTheDoor(async ({ send }) => {
    const missing = await send({ key: "" });
    assert.deepEqual([missing.statusCode, missing.json().code], [400, "idempotency-key-missing"]);
    const first = await send({ key: "k1" });
    const again = await send({ key: "k1" });
    assert.deepEqual([first.statusCode, again.statusCode, again.body], [200, 200, first.body]);
    assert.deepEqual(
      [first.headers["idempotency-replayed"], again.headers["idempotency-replayed"]],
      [undefined, "true"],
    );
    const other = await send({ key: "k2" });
    assert.notEqual(other.body, first.body);
    const reused = await send({ key: "k1", payload: { words: "b" } });
    assert.deepEqual([reused.statusCode, reused.json().code], [422, "idempotency-key-reused"]);
  }));

test("a key that is too long is refused by its name: cut short, two would be one", () =>
  atTheDoor(async ({ send, done }) => {
    const long = await send({ key: "k".repeat(256) });
    assert.deepEqual([long.statusCode, long.json().code, done()], [422, "invalid-input", 0]);
    assert.match(long.body, /Idempotency-Key/);
    assert.equal((await send({ key: "k".repeat(255) })).statusCode, 200);
  }));

test("the key of one person says nothing to another", () =>
  atTheDoor(async ({ send }) => {
    const first = await send({ key: "k1" });
    const another = await send({ key: "k1", headers: { "x-who": "merchant" } });
    assert.equal(first.statusCode, 200);
    assert.equal(another.headers["idempotency-replayed"], undefined);
  }));

test("nobody signed in: 401; without the right: 403; not there: 404; a no that may change: 409", () =>
  atTheDoor(async ({ send, server }) => {
    const nobody = await send({ headers: { "x-who": "nobody" } });
    assert.deepEqual([nobody.statusCode, nobody.json().code], [401, "not-signed-in"]);
    const asks = await server.fastify.inject({ url: "/api/v1/words?about=a", headers: { "x-who": "nobody" } });
    assert.equal(asks.statusCode, 401);
    const forbidden = await send({ url: "/api/v1/words/secret" });
    assert.deepEqual([forbidden.statusCode, forbidden.json().params.needs], [403, "holds words.keep"]);
    const absent = await send({ payload: { words: "absent" } });
    assert.deepEqual([absent.statusCode, absent.json().code], [404, "word-not-found"]);
    const taken = await send({ payload: { words: "taken" } });
    assert.deepEqual([taken.statusCode, taken.json().params], [409, { by: "somebody" }]);
  }));

test("what another site could send in a signed-in browser is refused", () =>
  atTheDoor(async ({ send, server, done }) => {
    const simple = await send({ headers: { "x-requested-with": "" } });
    assert.deepEqual([simple.statusCode, simple.json().code], [403, "cross-site"]);
    for (const origin of ["https://evil.test", "null", "https://aftercare.test.evil.test"]) {
      const foreign = await send({ headers: { origin } });
      assert.deepEqual([foreign.statusCode, foreign.json().code], [403, "cross-site"], origin);
    }
    assert.equal(done(), 0);
    assert.equal((await send({ headers: { origin: "https://aftercare.test" } })).statusCode, 200);
    const key = await send({ headers: { "x-who": "api-key", "x-requested-with": "" } });
    assert.equal(key.statusCode, 200, "a key is sent on purpose, never by a browser");
    assert.equal((await server.fastify.inject({ url: "/api/v1/words?about=a" })).statusCode, 200);
  }));

test("a question takes its fields from path and query, as text, and checks them", () =>
  atTheDoor(async ({ server }) => {
    const told = await server.fastify.inject({ url: "/api/v1/words/%E5%AE%89%E5%BF%83?limit=3" });
    assert.deepEqual(told.json(), { about: "安心", limit: 3 });
    const wrong = await server.fastify.inject({ url: "/api/v1/words/a?limit=three" });
    assert.deepEqual([wrong.statusCode, wrong.json().errors[0].field], [422, "limit"]);
    const zero = await server.fastify.inject({ url: "/api/v1/words?about=a%00b" });
    assert.deepEqual([zero.statusCode, zero.json().code], [422, "invalid-input"], "text the database cannot hold");
  }));

test("every answer carries the headers that keep a page from being framed, sniffed or stored", () =>
  atTheDoor(async ({ server, send }) => {
    for (const answer of [await send({}), await server.fastify.inject({ url: "/healthz" }), await send({ key: "" })]) {
      const policy = String(answer.headers["content-security-policy"]);
      for (const part of ["default-src 'self'", "script-src 'self'", "object-src 'none'", "frame-ancestors 'none'"])
        assert.ok(policy.includes(part), policy);
      assert.equal(/script-src[^;]*unsafe/.test(policy), false);
      assert.equal(answer.headers["x-content-type-options"], "nosniff");
      assert.equal(answer.headers["referrer-policy"], "same-origin");
      assert.equal(answer.headers["cache-control"], "no-store");
      assert.match(String(answer.headers["strict-transport-security"]), /max-age=31536000/);
      assert.equal(answer.headers["x-powered-by"], undefined);
    }
  }));

test("alive and ready are two questions: a server without its database is alive, and not ready", () =>
  atTheDoor(async ({ server, readiness }) => {
    const ask = async (url: string) => {
      const answer = await server.fastify.inject({ url });
      return [answer.statusCode, answer.json()];
    };
    assert.deepEqual(await ask("/healthz"), [200, { alive: true }]);
    assert.deepEqual(await ask("/readyz"), [200, { ready: true }]);
    for (const state of ["not yet", "broken"] as const) {
      readiness.now = state;
      assert.deepEqual(await ask("/healthz"), [200, { alive: true }]);
      assert.deepEqual(await ask("/readyz"), [503, { ready: false }]);
    }
  }));

test("metrics tell how long requests took, by route and not by what was asked for", () =>
  atTheDoor(async ({ server, send }) => {
    await send({});
    await server.fastify.inject({ url: "/api/v1/words/zzz-personal" });
    const metrics = await server.fastify.inject({ url: "/metrics" });
    assert.match(String(metrics.headers["content-type"]), /^text\/plain/);
    assert.match(
      metrics.body,
      /aftercare_request_seconds_count\{route="\/api\/v1\/words",method="POST",status="200"\} 1/,
    );
    assert.equal(metrics.body.includes("zzz-personal"), false);
  }));

test("an unknown path, and an unknown verb of a known one, is not found", () =>
  atTheDoor(async ({ server }) => {
    for (const [method, url] of [
      ["GET", "/api/v1/nothing-here"],
      ["GET", "/nothing-here"],
      ["PUT", "/api/v1/words"],
    ] as const) {
      const answer = await server.fastify.inject({ method, url });
      assert.equal(answer.statusCode, 404, url);
      if (!url.startsWith("/api/")) continue;
      assert.match(String(answer.headers["content-type"]), /^application\/problem\+json/);
      assert.deepEqual([answer.json().code, answer.json().status], ["not-found", 404]);
    }
  }));

test("a broken belief is told as a number to ask about, without a word of what broke", () =>
  atTheDoor(async ({ send }) => {
    const broken = await send({ payload: { words: "broken" } });
    assert.deepEqual([broken.statusCode, broken.json().code], [500, "internal-error"]);
    assert.equal(broken.body.includes("secret detail"), false);
    assert.equal(broken.json().params.requestId, broken.json().requestId);
  }));

test("too many requests are told when to come back", () =>
  atTheDoor(
    async ({ send, server }) => {
      for (let i = 0; i < 3; i++) assert.equal((await send({})).statusCode, 200);
      const much = await send({});
      assert.deepEqual([much.statusCode, much.json().code], [429, "too-many-requests"]);
      assert.ok(Number(much.headers["retry-after"]) > 0);
      assert.equal((await server.fastify.inject({ url: "/healthz" })).statusCode, 200);
    },
    { requestsPerMinute: 3 },
  ));

const bodyBytes = 2_000;

type AtTheDoor = {
  readonly server: ApiServer;
  /** POST /api/v1/words as a signed-in shopper of our own pages, changed as the test says. */
  send(change: {
    url?: string;
    key?: string;
    payload?: string | object;
    headers?: Record<string, string>;
  }): ReturnType<typeof inject>;
  /** How often the action has run to its end. */
  done(): number;
  readonly readiness: { now: "ready" | "not yet" | "broken" };
};

function inject(server: ApiServer, options: InjectOptions) {
  return server.fastify.inject(options);
}

async function atTheDoor(work: (door: AtTheDoor) => Promise<void>, limits: { requestsPerMinute?: number } = {}) {
  await withTestDatabase(async ({ db }) => {
    let times = 0;
    const say = action({
      name: "test.say",
      input: z.strictObject({ words: z.string() }),
      output: z.object({ said: z.string(), times: z.number() }),
      allow: { sentence: "is signed in", permits: () => true },
      idempotency: "required",
      refusals: ["word-not-found", "word-taken"],
      audited: false,
      subject: async () => grant(undefined),
      run: async ({ input }) => {
        if (input.words === "absent") return refuse("word-not-found");
        if (input.words === "taken") return refuse("word-taken", { by: "somebody" });
        if (input.words === "broken") throw new Error("secret detail");
        times += 1;
        return grant({ said: input.words, times });
      },
    });
    const keep = action({
      name: "test.keep",
      input: z.strictObject({ words: z.string() }),
      output: z.null(),
      allow: holds("words.keep"),
      idempotency: "none",
      refusals: [],
      audited: false,
      subject: async () => grant(undefined),
      run: async () => grant(null),
    });
    const told = query({
      name: "test.told",
      input: z.object({ about: z.string(), limit: z.coerce.number().int().default(20) }),
      output: z.object({ about: z.string(), limit: z.number() }),
      allow: { sentence: "is signed in", permits: () => true },
      run: async (tx, { about, limit }) =>
        grant({ ...(await tx.one<{ about: string }>("select $1::text as about", [about])), limit }),
    });
    const people = { shopper: shopper(newId()), merchant: merchant(newId()), "api-key": shopper(newId()) };
    const readiness: AtTheDoor["readiness"] = { now: "ready" };
    const server = await createServer({
      db,
      log: silentLog,
      routes: [
        post("/words", say, "Says words"),
        post("/words/secret", keep, "Keeps words"),
        get("/words", told, "What was said"),
        get("/words/{about}", told, "What was said of one"),
      ],
      readSession: async ({ headers }) => {
        const who = headers["x-who"] ?? "shopper";
        return who === "shopper" || who === "merchant" || who === "api-key"
          ? { principal: people[who], byCookie: who !== "api-key" }
          : undefined;
      },
      nudge: () => {},
      limits: {
        bodyBytes,
        uploadBytes: 1_000,
        uploadFiles: 1,
        requestsPerMinute: limits.requestsPerMinute ?? 1_000,
        requestTimeoutMs: 30_000,
      },
      trustProxy: false,
      secure: true,
      ready: async () => {
        if (readiness.now === "broken") throw new Error("no database");
        return readiness.now === "ready";
      },
      plugins: [],
    });
    try {
      await work({
        server,
        readiness,
        done: () => times,
        send: ({ url = "/api/v1/words", key = newId(), payload = { words: "a" }, headers = {} }) =>
          inject(server, {
            method: "POST",
            url,
            payload,
            headers: {
              host: "aftercare.test",
              "content-type": "application/json",
              "x-requested-with": "aftercare",
              "idempotency-key": key,
              ...headers,
            },
          }),
      });
    } finally {
      await server.fastify.close();
    }
  });
}
