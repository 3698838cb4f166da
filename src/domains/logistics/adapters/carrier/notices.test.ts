import assert from "node:assert/strict";
import { test } from "node:test";
import { Webhook } from "standardwebhooks";
import { newId } from "#kernel/ids";
import { Recorder } from "#platform/action";
import { createStoppedClock } from "#platform/clock";
import { type Db, system } from "#platform/db";
import { createServer } from "#platform/http";
import { silentLog } from "#platform/log";
import { withTestDatabase } from "../../../../../tests/support/database.ts";
import { createWorld, placeOrder } from "../../../../../tests/support/world.ts";
import { openShipment } from "../../actions/open-shipment.ts";
import { carrierNotices } from "./notices.ts";

const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const trackingNumber = "SF1412345678821";
const scan = (key: string, code: string, at: string) => ({ key, code, at, place: "上海" });
const told = (...events: object[]) => ({ trackingNumber, codeSet: "kuaidi100", events });

test("a signed notice moves the parcel, once for ever; what is not signed, or old, changes nothing", async () => {
  await withNotices(async ({ db, tell }) => {
    const notice = told(scan("1", "103", "2026-11-30T09:00:00Z"));
    assert.equal((await tell(notice, { key: `whsec_${Buffer.alloc(32, 8).toString("base64")}` })).statusCode, 401);
    assert.equal((await tell(notice, { agedMinutes: 6 })).statusCode, 401);
    assert.deepEqual(await standing(db), { state: "expected", events: 0n, facts: 0n });
    const event = newId();
    for (let again = 0; again < 3; again++) assert.equal((await tell(notice, { event })).statusCode, 204);
    assert.equal((await tell(notice)).statusCode, 204);
    assert.deepEqual(await standing(db), { state: "picked-up", events: 1n, facts: 1n });
  });
});

test("events out of order and told again leave the parcel where it was scanned last", async () => {
  await withNotices(async ({ db, tell }) => {
    const delivered = scan("3", "301", "2026-12-02T09:00:00Z");
    await tell(told(delivered, scan("1", "103", "2026-11-30T09:00:00Z")));
    await tell(told(scan("2", "0", "2026-12-01T09:00:00Z"), delivered));
    assert.deepEqual(await standing(db), { state: "delivered", events: 3n, facts: 1n });
  });
});

test("a refusal at the door and a parcel on its way back to its sender are told apart from delivery", async () => {
  await withNotices(async ({ db, tell }) => {
    await tell(told(scan("1", "203", "2026-12-01T09:00:00Z")));
    assert.equal((await standing(db)).state, "refused");
    await tell(told(scan("2", "6", "2026-12-02T09:00:00Z")));
    assert.equal((await standing(db)).state, "returning");
  });
});

test("a notice that makes no sense, or is about what we never sent, is taken and changes nothing", async () => {
  await withNotices(async ({ db, tell }) => {
    for (const notice of [
      { trackingNumber: "' or 1=1", codeSet: "kuaidi100", events: [scan("1", "301", "2026-12-01T09:00:00Z")] },
      { trackingNumber, codeSet: "unheard-of", events: [scan("1", "301", "2026-12-01T09:00:00Z")] },
      { trackingNumber, codeSet: "kuaidi100", events: "none" },
      { trackingNumber, codeSet: "kuaidi100", events: [null, { key: "1" }, scan("1", "301", "yesterday")] },
    ])
      assert.equal((await tell(notice)).statusCode, 204);
    assert.deepEqual(await standing(db), { state: "expected", events: 0n, facts: 0n });
  });
});

type Tell = (
  data: object,
  how?: { key?: string; agedMinutes?: number; event?: string },
) => Promise<{ statusCode: number }>;

/** A parcel sent under a number, and a server that hears carriers. */
async function withNotices(look: (parts: { db: Db; tell: Tell }) => Promise<void>): Promise<void> {
  await withTestDatabase(
    async ({ db }) => {
      await sentParcel(db);
      const server = await createServer({
        db,
        log: silentLog,
        routes: [],
        readSession: async () => undefined,
        nudge: () => {},
        limits: {
          bodyBytes: 100_000,
          uploadBytes: 100_000,
          uploadFiles: 1,
          requestsPerMinute: 1_000,
          requestTimeoutMs: 30_000,
        },
        trustProxy: false,
        secure: false,
        ready: async () => true,
        plugins: [carrierNotices(db, secret, () => {})],
      });
      const tell: Tell = (data, { key = secret, agedMinutes = 0, event = newId() } = {}) => {
        const at = new Date(Date.now() - agedMinutes * 60_000);
        const payload = JSON.stringify({ type: "parcel", data });
        const headers = {
          "content-type": "application/json",
          "webhook-id": event,
          "webhook-timestamp": String(Math.floor(at.getTime() / 1_000)),
          "webhook-signature": new Webhook(key).sign(event, at, payload),
        };
        return server.fastify.inject({ method: "POST", url: "/api/v1/logistics/notices", headers, payload });
      };
      try {
        await look({ db, tell });
      } finally {
        await server.fastify.close();
      }
    },
    { clock: createStoppedClock("2026-11-30T02:00:00Z") },
  );
}

async function sentParcel(db: Db): Promise<void> {
  const world = await createWorld(db);
  const { customerId, id: orderId } = await placeOrder(db, world);
  await db.withTx(system("test"), async (tx) => {
    const record = new Recorder();
    await openShipment(tx, record, {
      customerId,
      orderId,
      merchantId: world.merchantId,
      direction: "return",
      purpose: "return",
      subject: { kind: "case", id: newId(), number: "AS-1" },
      contents: [],
      goods: { categories: [], from: null },
      sent: { way: "self-ship", carrier: "sf", trackingNumber },
    });
    record.write(tx, "test", false, undefined, undefined);
  });
}

function standing(db: Db): Promise<{ state: string; events: bigint; facts: bigint }> {
  return db.withTx(system("test"), (tx) =>
    tx.one<{ state: string; events: bigint; facts: bigint }>(
      `select state, (select count(*) from logistics.tracking_event) as events,
              (select count(*) from platform.outbox where kind = 'logistics.shipment-moved') as facts from logistics.shipment`,
    ),
  );
}
