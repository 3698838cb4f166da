import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "#kernel/ids";
import { type Principal, system } from "#platform/db";
import type { App } from "#platform/domain";
import { createServer } from "#platform/http";
import { silentLog } from "#platform/log";
import { createRelay } from "#platform/outbox";
import { withTestDatabase } from "../../../../../tests/support/database.ts";
import {
  as,
  createWorld,
  merchant,
  placeOrder,
  shopper,
  staff,
  type World,
} from "../../../../../tests/support/world.ts";
import { publishPolicy } from "../../actions/publish-policy.ts";
import { requestReturn } from "../../actions/request-return.ts";
import { savePolicyDraft } from "../../actions/save-policy-draft.ts";
import { startPolicyReplay } from "../../actions/start-policy-replay.ts";
import { onReplayAsked, replayJob } from "../../reactions/on-replay-asked.ts";
import { policyPapers } from "./index.ts";

const operations = () => staff("policies.write");

test("a replay that was asked for is worked once, and its cases are sent as a table to whoever may see them", () =>
  inShop(async ({ app, world, get, work }) => {
    const delivered = app.db.clock.now().subtract({ hours: 48 }).toString();
    const order = await placeOrder(app.db, world, { deliveredAt: delivered });
    const asked = await requestReturn.execute(as(app.db, shopper(world.customerId)), {
      number: order.number,
      kind: "return-and-refund",
      reason: "no-longer-wanted",
      lines: [{ lineId: order.lineIds[0], quantity: 1 }],
    });
    assert.ok(asked.outcome.ok, JSON.stringify(asked.outcome));
    const id = await draft(app, "free-return", null);
    const started = await startPolicyReplay.execute(as(app.db, operations()), { id });
    assert.ok(started.outcome.ok);
    await work();
    const path = `/api/v1/policy-replays/${started.outcome.value.id}/changes.csv`;
    const table = await get(path, operations());
    assert.deepEqual([table.status, table.type], [200, "text/csv; charset=utf-8"]);
    const rows = table.body.trim().split("\n");
    const number = asked.outcome.value.cases[0]?.number;
    assert.match(rows[0] ?? "", /case,kind,reason,category,was,would,.*,costs,currency,why,clause$/);
    assert.deepEqual(rows.slice(1), [
      `${number},return-and-refund,no-longer-wanted,other,agreed,agreed,no-reason,promise,shopper,seller,10.00,CNY,clause-applies,return-window`,
    ]);
    assert.equal((await get(path, staff("policies.read"))).status, 403);
    assert.equal((await get(path, merchant(world.merchantId, "policies.write"))).status, 404);
    assert.equal((await get("/api/v1/policy-replays/none/changes.csv", operations())).status, 404);
  }));

test("anybody reads a shop's return policy in force: its own, else the platform's, else what the law gives", () =>
  inShop(async ({ app, world, get }) => {
    const days = async (number: string) => {
      const { status, type, body } = await get(`/api/v1/merchants/${number}/return-policy`, undefined);
      assert.deepEqual([status, type], [200, "application/ld+json; charset=utf-8"]);
      const [general] = JSON.parse(body)["@graph"];
      assert.equal(general["@id"], `https://aftercare.example/api/v1/merchants/${number}/return-policy`);
      return general.merchantReturnDays;
    };
    assert.equal(await days("M001"), 7);
    await publish(app, await draft(app, "platform", null));
    assert.deepEqual([await days("M001"), await days("M002")], [15, 15]);
    await publish(app, await draft(app, "lark", world.merchantId, 30));
    assert.deepEqual([await days("M001"), await days("M002")], [30, 15]);
    const later = app.db.clock.now().add({ hours: 24 }).toString();
    await publish(app, await draft(app, "lark", world.merchantId, 60), later);
    assert.equal(await days("M001"), 30);
    assert.equal((await get("/api/v1/merchants/M999/return-policy", undefined)).status, 404);
  }));

type Shop = {
  readonly app: App;
  readonly world: World;
  get(path: string, by: Principal | undefined): Promise<{ status: number; type: unknown; body: string }>;
  /** Relays what happened and works the queue. */
  work(): Promise<void>;
};

async function draft(app: App, policyId: string, merchantId: string | null, days = 15): Promise<string> {
  const id = newId();
  const clause = {
    id: "return-window",
    reasons: ["no-longer-wanted"],
    remedies: ["return"],
    window: { days, from: "delivered" },
    conditions: ["intact"],
    freight: "seller",
  };
  const policy = { id: policyId, version: "draft", effectiveFrom: "2026-01-01", clauses: [clause] };
  const { outcome } = await savePolicyDraft.execute(as(app.db, operations()), {
    id,
    version: 0,
    policyId,
    merchantId,
    title: { zh: policyId, en: policyId },
    body: { policy, handling: {} },
  });
  assert.ok(outcome.ok, JSON.stringify(outcome));
  return id;
}

async function publish(app: App, id: string, effectiveFrom?: string): Promise<void> {
  const when = effectiveFrom === undefined ? {} : { effectiveFrom };
  const { outcome } = await publishPolicy.execute(as(app.db, operations()), { id, version: 1, ...when });
  assert.ok(outcome.ok, JSON.stringify(outcome));
}

function inShop(test: (shop: Shop) => Promise<void>): Promise<void> {
  return withTestDatabase(async ({ db }) => {
    const queue: Record<string, unknown>[] = [];
    const app: App = {
      db,
      log: silentLog,
      nudge: () => {},
      jobs: { send: async (_tx, _queue, data) => void queue.push({ ...data }) },
    };
    const relay = createRelay({ db, log: silentLog, app: () => app, taps: [], reactions: [onReplayAsked] });
    let caller: Principal | undefined = system("test");
    const { fastify } = await createServer({
      db,
      log: silentLog,
      routes: [],
      nudge: () => {},
      trustProxy: false,
      secure: false,
      ready: async () => true,
      readSession: async () => (caller === undefined ? undefined : { principal: caller, byCookie: false }),
      limits: {
        bodyBytes: 1_000_000,
        uploadBytes: 1_000_000,
        uploadFiles: 1,
        requestsPerMinute: 100_000,
        requestTimeoutMs: 30_000,
      },
      plugins: [policyPapers(db, "https://aftercare.example")],
    });
    try {
      await test({
        app,
        world: await createWorld(db),
        get: async (path, by) => {
          caller = by;
          const { statusCode, headers, body } = await fastify.inject({ method: "GET", url: path });
          return { status: statusCode, type: headers["content-type"], body };
        },
        work: async () => {
          await relay.drain();
          for (const data of queue.splice(0)) await replayJob.run(app, data);
        },
      });
    } finally {
      await relay.stop();
      await fastify.close();
    }
  });
}
