import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { postSafely, refusedAddress } from "./post-safely.ts";

const toHere = async () => [{ address: "127.0.0.1", family: 4 }];

test("a body arrives as it is, and 2xx is success", async () => {
  const seen: { headers: IncomingMessage["headers"]; body: string }[] = [];
  await serving(
    (request, response) => {
      void text(request).then((body) => {
        seen.push({ headers: request.headers, body });
        response.writeHead(202).end("thanks");
      });
    },
    async (port) => {
      const answer = await postSafely(`http://hooks.example:${port}/in?x=1`, { "webhook-id": "m" }, "你好", {
        anywhere: true,
        resolve: toHere,
      });
      assert.deepEqual([answer.status, answer.error], [202, undefined]);
      assert.equal(seen[0]?.body, "你好");
      assert.equal(seen[0]?.headers["webhook-id"], "m");
      assert.equal(seen[0]?.headers.host, `hooks.example:${port}`);
    },
  );
});

test("a redirect is a failure and is not followed", async () => {
  let visits = 0;
  await serving(
    (_request, response) => {
      visits += 1;
      response.writeHead(307, { location: "http://169.254.169.254/latest/meta-data/" }).end();
    },
    async (port) => {
      const answer = await postSafely(`http://127.0.0.1:${port}/`, {}, "{}", { anywhere: true });
      assert.deepEqual([answer.status, answer.error], [307, "307: redirects are not followed"]);
      assert.equal(visits, 1);
    },
  );
});

test("whoever answers too slowly, or never ends, does not hold us", async () => {
  const dribble = (response: ServerResponse) => {
    const timer = setInterval(() => response.write("x"), 20);
    response.on("close", () => clearInterval(timer));
  };
  await serving(
    (request, response) => {
      if (request.url === "/silent") return;
      response.writeHead(200);
      if (request.url === "/dribble") dribble(response);
      else for (let i = 0; i < 200; i++) response.write(Buffer.alloc(10_000));
    },
    async (port) => {
      const silent = await postSafely(`http://127.0.0.1:${port}/silent`, {}, "{}", { anywhere: true, timeoutMs: 150 });
      assert.deepEqual([silent.status, silent.error], [undefined, "no answer within 0.15 s"]);
      const started = performance.now();
      const slow = await postSafely(`http://127.0.0.1:${port}/dribble`, {}, "{}", { anywhere: true, timeoutMs: 150 });
      assert.ok(performance.now() - started < 1_500);
      assert.equal(slow.status, 200);
      const long = await postSafely(`http://127.0.0.1:${port}/endless`, {}, "{}", { anywhere: true });
      assert.equal(long.status, 200);
    },
  );
});

test("a name server that never answers does not hold us either", async () => {
  const answer = await postSafely("https://hooks.example/", {}, "{}", {
    anywhere: false,
    timeoutMs: 80,
    resolve: () => new Promise(() => {}),
  });
  assert.equal(answer.error, "no answer within 0.08 s");
});

test("names that lead inside are refused, also when only one of several answers does", async () => {
  let reached = 0;
  await serving(
    (_request, response) => {
      reached += 1;
      response.end();
    },
    async (port) => {
      for (const inner of ["127.0.0.1", "10.0.0.5", "169.254.169.254", "::1", "::ffff:127.0.0.1", "fd00::1"]) {
        const answer = await postSafely(`https://hooks.example:${port}/`, {}, "{}", {
          anywhere: false,
          resolve: async () => [
            { address: "93.184.216.34", family: 4 },
            { address: inner, family: inner.includes(":") ? 6 : 4 },
          ],
        });
        assert.equal(answer.error, "the address does not lead to the public internet", inner);
      }
      assert.equal(reached, 0);
    },
  );
});

test("the name is asked for once: a second answer cannot lead elsewhere", async () => {
  let asked = 0;
  await serving(
    (_request, response) => response.end(),
    async (port) => {
      const resolve = async () => {
        asked += 1;
        return [{ address: asked === 1 ? "127.0.0.1" : "127.0.0.2", family: 4 }];
      };
      assert.equal(
        (await postSafely(`http://hooks.example:${port}/`, {}, "{}", { anywhere: true, resolve })).status,
        200,
      );
      assert.equal(asked, 1);
    },
  );
});

test("an address is refused by its text where that is enough", () => {
  const refused = [
    "http://hooks.example/",
    "https://user:secret@hooks.example/",
    "https://127.0.0.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0177.0.0.1/",
    "https://127.1/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[fd00:ec2::254]/",
    "https://169.254.169.254/",
    "https://１２７.0.0.1/",
    "https://0/",
  ];
  for (const url of refused) assert.ok(refusedAddress(new URL(url), false), url);
  for (const url of ["https://hooks.example/", "https://93.184.216.34/", "https://hooks.example:8443/x"])
    assert.equal(refusedAddress(new URL(url), false), undefined, url);
  assert.equal(refusedAddress(new URL("http://localhost:3000/"), true), undefined);
  assert.ok(refusedAddress(new URL("http://user@localhost/"), true));
  assert.ok(refusedAddress(new URL("ftp://localhost/"), true));
});

test("trouble is told in words without the inner address", async () => {
  const nobody = await postSafely("http://hooks.example:9/", {}, "{}", { anywhere: true, resolve: toHere });
  assert.equal(nobody.error, "the connection was refused");
  const nowhere = await postSafely("https://hooks.invalid/", {}, "{}", {
    anywhere: false,
    resolve: () => Promise.reject(Object.assign(new Error("x"), { code: "ENOTFOUND" })),
  });
  assert.equal(nowhere.error, "the host name has no address");
  assert.equal((await postSafely("not an address", {}, "{}", { anywhere: true })).error, "the connection failed");
});

async function serving(listener: RequestListener, work: (port: number) => Promise<void>): Promise<void> {
  const server = createServer(listener);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  try {
    await work((server.address() as AddressInfo).port);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
