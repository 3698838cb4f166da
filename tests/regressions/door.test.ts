import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "#kernel/ids";
import type { Principal } from "#platform/db";
import { createServer } from "#platform/http";
import { silentLog } from "#platform/log";
import { withHouse } from "../architecture/house.ts";
import { createWorld, merchant, placeOrder, shopper, type World } from "../support/world.ts";

// What could be had elsewhere by going past the page and straight to the door: each test is named after the bug, with the place
// where it was told in brackets, and asks our real routes over HTTP.

test("Nobody who is not signed in asks, receives, counts or pays [medusa POST /store/returns, medusa PR#16360]", () =>
  atTheDoor(async ({ changes, post }) => {
    assert.ok(changes.includes("/api/v1/orders/X/cases") && changes.includes("/api/v1/cases/X/receive"));
    for (const url of changes) assert.equal((await post(url, {})).status, 401, url);
  }));

test("A request over HTTP cannot say that it has arrived, what it is worth or where it goes [medusa POST /store/returns]", () =>
  atTheDoor(async ({ world, number, lineId, post }) => {
    const request = {
      kind: "return-and-refund",
      reason: "no-longer-wanted",
      lines: [{ lineId, quantity: 1 }],
    };
    const url = `/api/v1/orders/${number}/cases`;
    for (const more of [
      { receive_now: true },
      { return_shipping: { price: 0 } },
      { location_id: "x" },
      { amount: "9" },
    ]) {
      const { status, code } = await post(url, { ...request, ...more }, shopper(world.customerId));
      assert.deepEqual([status, code], [422, "invalid-input"], JSON.stringify(more));
    }
    assert.equal((await post(url, request, shopper(world.customerId))).status, 200);
  }));

test("The rules hold without the page: what the page would not offer is refused at the door [loopreturns-bypass]", () =>
  atTheDoor(async ({ world, number, lineId, post }) => {
    const url = `/api/v1/orders/${number}/cases`;
    const cancelled = { kind: "cancel-before-shipment", reason: "no-longer-wanted", lines: [{ lineId, quantity: 1 }] };
    const { status, code } = await post(url, cancelled, shopper(world.customerId));
    assert.deepEqual([status, code], [409, "kind-not-offered"]);
  }));

test("A shopper decides nothing, another shopper and another shop find nothing [lilishop complete(sn)]", () =>
  atTheDoor(async ({ world, number, lineId, post }) => {
    const request = { kind: "return-and-refund", reason: "no-longer-wanted", lines: [{ lineId, quantity: 1 }] };
    const asked = await post(`/api/v1/orders/${number}/cases`, request, shopper(world.customerId));
    const [found] = asked.body["cases"] as { number: string }[];
    const approve = (who: Principal) => post(`/api/v1/cases/${found?.number}/approve`, {}, who);
    assert.equal((await approve(shopper(world.customerId))).code, "forbidden");
    assert.equal((await approve(merchant(world.otherMerchantId))).code, "case-not-found");
    const theirs = await post(`/api/v1/cases/${found?.number}/withdraw`, {}, shopper(world.otherCustomerId));
    assert.equal(theirs.code, "case-not-found");
    assert.equal((await approve(merchant(world.merchantId))).status, 200);
  }));

type Reply = { readonly status: number; readonly code: unknown; readonly body: Record<string, unknown> };
type AtTheDoor = {
  readonly world: World;
  /** An order that has arrived, and its one line. */
  readonly number: string;
  readonly lineId: string;
  /** Every path of cases, orders and refunds that changes something. */
  readonly changes: readonly string[];
  post(url: string, body: object, who?: Principal): Promise<Reply>;
};

/** The routes of the whole house behind a real server; who asks is told by the test, as sign-in would have found it out. */
async function atTheDoor(work: (door: AtTheDoor) => Promise<void>): Promise<void> {
  await withHouse(async ({ system, database: { db } }) => {
    const world = await createWorld(db);
    const order = await placeOrder(db, world);
    const visitors = new Map<string, Principal>();
    const server = await createServer({
      db,
      log: silentLog,
      routes: system.routes,
      readSession: async ({ headers }) => {
        const principal = visitors.get(String(headers["x-visitor"]));
        return principal === undefined ? undefined : { principal, byCookie: false };
      },
      nudge: () => {},
      limits: {
        bodyBytes: 1_000_000,
        uploadBytes: 1_000_000,
        uploadFiles: 1,
        requestsPerMinute: 100_000,
        requestTimeoutMs: 30_000,
      },
      trustProxy: false,
      secure: false,
      ready: async () => true,
      plugins: [],
    });
    const changes = system.routes
      .filter(({ action, method }) => action !== undefined && method === "POST")
      .map(({ path }) => `/api/v1${path.replaceAll(/\{\w+\}/g, "X")}`)
      .filter((url) => /\/(cases|orders|refunds)\//.test(url));
    try {
      await work({
        world,
        number: order.number,
        lineId: order.lineIds[0] ?? "",
        changes,
        post: async (url, body, who) => {
          const visitor = newId();
          if (who !== undefined) visitors.set(visitor, who);
          const answer = await server.fastify.inject({
            method: "POST",
            url,
            payload: body,
            headers: { "x-visitor": visitor, "idempotency-key": newId(), "x-requested-with": "aftercare" },
          });
          const told = JSON.parse(answer.body || "{}") as Record<string, unknown>;
          return { status: answer.statusCode, code: told["code"], body: told };
        },
      });
    } finally {
      await server.fastify.close();
    }
  });
}
