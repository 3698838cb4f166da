import assert from "node:assert/strict";
import { test } from "node:test";
import { Webhook } from "standardwebhooks";
import { newId } from "#kernel/ids";
import { type Db, system } from "#platform/db";
import { type ApiServer, createServer } from "#platform/http";
import { silentLog } from "#platform/log";
import { withTestDatabase } from "../../../../../tests/support/database.ts";
import { createWorld, placeOrder } from "../../../../../tests/support/world.ts";
import { reserveRefund } from "../../actions/reserve-refund.ts";
import { paymentNotices } from "./notices.ts";

const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const paid = 39_900n;

test("a signed notice of our own amount settles the share, once for ever; what is not signed changes nothing", async () => {
  await withNotices(async ({ db, share, tell }) => {
    const notice = { number: share, status: "succeeded", amount: paid.toString(), currency: "CNY", id: "prov-1" };

    assert.equal((await tell(notice, { key: `whsec_${Buffer.alloc(32, 8).toString("base64")}` })).statusCode, 401);
    assert.equal((await tell(notice, { agedMinutes: 6 })).statusCode, 401);
    assert.equal((await tell(undefined)).statusCode, 401);
    assert.deepEqual(await standing(db, share), { state: "reserved", lines: 0n });

    const event = newId();
    for (let again = 0; again < 3; again++) assert.equal((await tell(notice, { event })).statusCode, 204);
    assert.equal((await tell(notice)).statusCode, 204);
    assert.deepEqual(await standing(db, share), { state: "settled", lines: 2n });
  });
});

test("a notice of another amount settles nothing and is for a person to look at", async () => {
  await withNotices(async ({ db, share, tell }) => {
    const notice = { number: share, status: "succeeded", amount: "100", currency: "CNY", id: "prov-1" };
    assert.equal((await tell(notice)).statusCode, 204);
    assert.deepEqual(await standing(db, share), { state: "mismatched", lines: 0n });
  });
});

test("a notice about what we never sent is taken and changes nothing", async () => {
  await withNotices(async ({ db, share, tell }) => {
    for (const number of [newId(), "' or 1=1", ""]) {
      const notice = { number, status: "succeeded", amount: paid.toString(), currency: "CNY", id: "prov-1" };
      assert.equal((await tell(notice)).statusCode, 204);
    }
    assert.deepEqual(await standing(db, share), { state: "reserved", lines: 0n });
  });
});

type Tell = (
  data: Record<string, unknown> | undefined,
  how?: { key?: string; agedMinutes?: number; event?: string },
) => Promise<{ statusCode: number }>;

/** A refund of one share that waits for the provider's word, and a server that hears it. */
async function withNotices(look: (parts: { db: Db; share: string; tell: Tell }) => Promise<void>): Promise<void> {
  await withTestDatabase(async ({ db }) => {
    const server = await serverFor(db);
    const share = await refundShare(db);
    const tell: Tell = (data, { key = secret, agedMinutes = 0, event = newId() } = {}) => {
      const at = new Date(Date.now() - agedMinutes * 60_000);
      const payload = JSON.stringify({ type: "refund", timestamp: at.toISOString(), data });
      const headers = {
        "content-type": "application/json",
        "webhook-id": event,
        "webhook-timestamp": String(Math.floor(at.getTime() / 1_000)),
        "webhook-signature": new Webhook(key).sign(event, at, payload),
      };
      return server.fastify.inject({ method: "POST", url: "/api/v1/payments/notices", headers, payload });
    };
    try {
      await look({ db, share, tell });
    } finally {
      await server.fastify.close();
    }
  });
}

async function refundShare(db: Db): Promise<string> {
  const world = await createWorld(db);
  const { customerId, id: orderId } = await placeOrder(db, world, { lines: [{ list: paid }] });
  return db.withTx(system("test"), async (tx) => {
    const amount = { amount: "399.00", currency: "CNY" };
    const reserved = await reserveRefund(tx, {
      customerId,
      orderId,
      merchantId: world.merchantId,
      causeKind: "case",
      causeId: newId(),
      kind: "goods",
      amountMinor: paid,
      currency: "CNY",
      receipt: { steps: [], total: amount, shortfall: null },
    });
    assert.ok(reserved.ok);
    const share = await tx.one<{ id: string }>(
      "select id from payments.refund_part where customer_id = $1 and refund_id = $2",
      [customerId, reserved.value.id],
    );
    return share.id;
  });
}

function standing(db: Db, share: string): Promise<{ state: string; lines: bigint }> {
  return db.withTx(system("test"), (tx) =>
    tx.one<{ state: string; lines: bigint }>(
      `select state, (select count(*) from payments.ledger_line l where l.customer_id = p.customer_id and l.refund_id = p.refund_id) as lines
         from payments.refund_part p where id = $1`,
      [share],
    ),
  );
}

function serverFor(db: Db): Promise<ApiServer> {
  return createServer({
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
    plugins: [paymentNotices(db, secret, () => {})],
  });
}
