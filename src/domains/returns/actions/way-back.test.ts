import assert from "node:assert/strict";
import { test } from "node:test";
import { Webhook } from "standardwebhooks";
import { carrierNotices } from "#domains/logistics";
import { newId } from "#kernel/ids";
import { type Db, type Principal, system } from "#platform/db";
import { createServer } from "#platform/http";
import { silentLog } from "#platform/log";
import { inTrade, type Trade } from "../../../../tests/support/trade.ts";
import { returns } from "../routes.ts";

test("a number typed on the page is tracked: the carrier's word that it came sets the seller's clock, and silence then pays", () =>
  inTrade(async (trade) => {
    const { ask, does, page, pass, settled, buyer, db, running } = trade;
    const asked = await ask("return-and-refund");
    await does(asked, "approve");
    await running.until("a parcel is expected", async () => (await parcels(db)).length === 1);
    await overHttp(trade, async ({ post, notice }) => {
      const sent = { way: "self-ship", carrier: "顺丰速运", trackingNumber: "sf1412345678821" };
      assert.equal(await post(`/cases/${asked.number}/ship`, sent, buyer), 200);
      const [parcel] = await parcels(db);
      assert.deepEqual(
        [parcel?.way, parcel?.carrier, parcel?.tracking_number, parcel?.asked],
        ["self-ship", "sf", "SF1412345678821", true],
      );
      const shown = await page(asked);
      assert.deepEqual([shown.wayBack.carrier, shown.wayBack.trackingNumber], ["sf", "SF1412345678821"]);
      assert.equal(shown.dueAction, "hand-to-platform", "a typed number proves no parcel");
      assert.equal(await notice("SF1412345678821", "301"), 204);
    });
    await running.until("the case has heard it", async () => (await page(asked)).dueAction === "refund");
    await pass({ days: 10 });
    const over = await settled(asked);
    assert.deepEqual([over.caseState, over.refunded.amount], ["completed", "399.00"]);
  }));

test("sent before the parcel was expected, it is one parcel all the same; received, it has arrived", () =>
  inTrade(async ({ ask, does, db, running }) => {
    const asked = await ask("return-and-refund");
    await does(asked, "approve", "ship");
    await running.relay.drain();
    assert.deepEqual(
      (await parcels(db)).map(({ way, state }) => [way, state]),
      [["self-ship", "expected"]],
    );
    await does(asked, "receive");
    assert.deepEqual(
      (await parcels(db)).map(({ state, arrived }) => [state, arrived]),
      [["delivered", true]],
    );
  }));

test("a number whose check digit does not fit is asked for again", () =>
  inTrade(async ({ ask, does, act }) => {
    const asked = await ask("return-and-refund");
    await does(asked, "approve");
    const odd = { carrier: "royal-mail", trackingNumber: "RB123456786GB" };
    assert.equal(await act(asked, "ship", odd), "tracking-number-mistyped");
  }));

test("refused at the door: the parcel is followed under the number it went out by, and has come when it is returned", () =>
  inTrade(async (trade) => {
    const { ask, does, page, db, running, world } = trade;
    const asked = await ask("refuse-delivery");
    await db.withTx(system("test"), (tx) =>
      tx.run(
        "update orders.parcel set carrier = '京东快递', tracking_number = 'JDVB12345678901' where customer_id = $1",
        [world.customerId],
      ),
    );
    await does(asked, "approve");
    await running.until("a parcel is expected", async () => (await parcels(db)).length === 1);
    const [parcel] = await parcels(db);
    assert.deepEqual([parcel?.way, parcel?.carrier, parcel?.tracking_number], ["refusal", "jd", "JDVB12345678901"]);
    await overHttp(trade, async ({ notice }) => {
      await notice("JDVB12345678901", "5");
      await notice("JDVB12345678901", "6");
      await notice("JDVB12345678901", "4");
    });
    await running.until("the case has heard it", async () => (await page(asked)).dueAction === "refund");
  }));

test("withdrawn: nobody waits for the parcel any longer", () =>
  inTrade(async ({ ask, does, db, running }) => {
    const asked = await ask("return-and-refund");
    await does(asked, "approve");
    await running.until("a parcel is expected", async () => (await parcels(db)).length === 1);
    await does(asked, "withdraw");
    await running.until("it is called off", async () => (await parcels(db))[0]?.state === "cancelled");
  }));

type Parcel = {
  way: string | null;
  state: string;
  carrier: string | null;
  tracking_number: string | null;
  asked: boolean;
  arrived: boolean;
};

function parcels(db: Db): Promise<Parcel[]> {
  return db.withTx(system("test"), (tx) =>
    tx.rows<Parcel>(
      "select way, state, carrier, tracking_number, ask_at is not null as asked, arrived_at is not null as arrived from logistics.shipment order by id",
    ),
  );
}

type Http = {
  post(path: string, body: object, who: Principal): Promise<number>;
  notice(trackingNumber: string, code: string): Promise<number>;
};

/** Our routes and the door of the carriers behind a real server; who asks is told by the test. */
async function overHttp({ db, clock, running }: Trade, work: (http: Http) => Promise<void>): Promise<void> {
  const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
  let visitor: Principal | undefined;
  const server = await createServer({
    db,
    log: silentLog,
    routes: returns({ findShoppers: async () => [], viewersOf: async () => [] }).routes ?? [],
    readSession: async () => (visitor === undefined ? undefined : { principal: visitor, byCookie: false }),
    nudge: running.app.nudge,
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
    plugins: [carrierNotices(db, secret, running.app.nudge)],
  });
  let told = 0;
  try {
    await work({
      post: async (path, body, who) => {
        visitor = who;
        const headers = { "idempotency-key": newId(), "x-requested-with": "aftercare" };
        return (await server.fastify.inject({ method: "POST", url: `/api/v1${path}`, payload: body, headers }))
          .statusCode;
      },
      notice: async (trackingNumber, code) => {
        told += 1;
        const at = clock.now().add({ seconds: told }).toString();
        const event = { key: `scan-${told}`, code, at, place: "杭州" };
        const payload = JSON.stringify({
          type: "parcel",
          data: { trackingNumber, codeSet: "kuaidi100", events: [event] },
        });
        const [id, sentAt] = [newId(), new Date()];
        const headers = {
          "content-type": "application/json",
          "webhook-id": id,
          "webhook-timestamp": String(Math.floor(sentAt.getTime() / 1_000)),
          "webhook-signature": new Webhook(secret).sign(id, sentAt, payload),
        };
        return (await server.fastify.inject({ method: "POST", url: "/api/v1/logistics/notices", headers, payload }))
          .statusCode;
      },
    });
  } finally {
    await server.fastify.close();
  }
}
