import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { newId } from "#kernel/ids";
import { Recorder } from "#platform/action";
import { createStoppedClock } from "#platform/clock";
import { type Db, system } from "#platform/db";
import { watchDeadlines } from "#platform/deadlines";
import type { App } from "#platform/domain";
import { createJobs } from "#platform/jobs";
import { silentLog } from "#platform/log";
import { createRelay } from "#platform/outbox";
import { createPersonal } from "#platform/personal";
import { withTestDatabase } from "../../../../tests/support/database.ts";
import { createWorld, placeOrder } from "../../../../tests/support/world.ts";
import { httpCarrierGateway } from "../adapters/carrier/index.ts";
import { type CarrierMode, type CarrierServer, createCarrierStandIn } from "../adapters/stand-in/carrier.ts";
import { logistics } from "../routes.ts";
import { interceptionsOf } from "../store/interceptions.ts";
import { askToIntercept } from "./ask-to-intercept.ts";
import { openShipment } from "./open-shipment.ts";
import { recordInterceptionNews } from "./record-interception-news.ts";

test("a parcel is turned round once, however the carrier answers, and what it says later changes nothing", async () => {
  for (const [mode, word] of [
    ["normal", "confirmed"],
    ["silent", "confirmed"],
    ["refusing", "failed"],
    ["never", "confirmed"],
  ] as const)
    await inTransit(mode, async ({ db, subject, standIn, until }) => {
      assert.equal(await db.withTx(system("test"), (tx) => askToIntercept(tx, subject)), 1);
      // Said twice, it is one wish.
      assert.equal(await db.withTx(system("test"), (tx) => askToIntercept(tx, subject)), 0);
      if (mode === "never") {
        await until("it was tried", async () => standIn.interceptions().length === 1);
        standIn.setMode("normal");
      }
      await until(`it is ${word}`, async () => (await states(db, subject))[0] === word);
      const [one] = await db.withTx(system("test"), (tx) =>
        tx.rows<{ id: string; customer_id: string }>("select id, customer_id from logistics.interception"),
      );
      const late = word === "confirmed" ? ({ is: "failed", error: "late" } as const) : ({ is: "confirmed" } as const);
      await db.withTx(system("test"), (tx) => recordInterceptionNews(tx, one?.customer_id ?? "", one?.id ?? "", late));
      assert.deepEqual(await states(db, subject), [word]);
      assert.ok(standIn.interceptions().length <= 1);
    });
});

test("a carrier that says nothing has said no when its time is over", async () => {
  await inTransit("failing", async ({ db, subject, clock, due }) => {
    await db.withTx(system("test"), (tx) => askToIntercept(tx, subject));
    clock.forward(23 * 3_600);
    await due();
    assert.deepEqual(await states(db, subject), ["asked"]);
    clock.forward(2 * 3_600);
    await due();
    assert.deepEqual(await states(db, subject), ["failed"]);
  });
});

type Subject = { readonly customerId: string; readonly subjectId: string };

const states = (db: Db, subject: Subject) => db.withTx(system("test"), (tx) => interceptionsOf(tx, subject));

type Place = {
  readonly db: Db;
  readonly subject: Subject;
  readonly standIn: CarrierServer;
  readonly clock: { forward(seconds: number): void };
  readonly due: () => Promise<number>;
  until(what: string, holds: () => Promise<boolean>): Promise<void>;
};

/** A parcel of a refused delivery that is still on its way, and a carrier in this mode. */
async function inTransit(mode: CarrierMode, work: (place: Place) => Promise<void>): Promise<void> {
  const clock = createStoppedClock("2026-11-30T10:00:00+08:00");
  const folder = await mkdtemp(join(tmpdir(), "aftercare-turned-"));
  const standIn = createCarrierStandIn({
    file: join(folder, "b.jsonl"),
    noticeUrl: undefined,
    noticeSecret: undefined,
  });
  await new Promise<void>((resolve) => standIn.server.listen(0, "127.0.0.1", resolve));
  standIn.setMode(mode);
  const bound = standIn.server.address();
  const url = `http://127.0.0.1:${typeof bound === "object" ? bound?.port : 0}`;
  try {
    await withTestDatabase(
      async ({ db, secrets }) => {
        const world = await createWorld(db);
        const order = await placeOrder(db, world, { onTheWay: true });
        const subject = { kind: "case", id: newId(), number: `AS-${order.number}` };
        await db.withTx(system("test"), async (tx) => {
          const record = new Recorder();
          await openShipment(tx, record, {
            customerId: order.customerId,
            orderId: order.id,
            merchantId: world.merchantId,
            direction: "return",
            purpose: "return",
            subject,
            contents: [{ title: { zh: "降噪头戴耳机", en: "Headphones" }, quantity: 1 }],
            goods: { categories: ["general"], from: null },
            sent: { way: "refusal", carrier: "sf", trackingNumber: "SF1234567890123" },
          });
          record.write(tx, "test", false, undefined, undefined);
        });
        const gateway = httpCarrierGateway(url, 400);
        const domain = logistics({ personal: createPersonal(secrets), gateway, dropOffKey: Buffer.alloc(32, 5) });
        let app: App | undefined;
        const theApp = () => app ?? assert.fail("not started");
        const relay = createRelay({ db, log: silentLog, app: theApp, taps: [], reactions: domain.reactions ?? [] });
        const declared = [...(domain.jobs ?? []), relay.retryJob];
        const jobs = await createJobs(db, silentLog, declared);
        app = { db, log: silentLog, jobs: { send: jobs.send }, nudge: () => relay.nudge() };
        const deadlines = watchDeadlines(db, silentLog, theApp, domain.deadlines ?? {});
        await jobs.work(app, declared);
        relay.start();
        try {
          await work({
            db,
            subject: { customerId: order.customerId, subjectId: subject.id },
            standIn,
            clock,
            due: () => deadlines.fireDue(),
            until: async (what, holds) => {
              const end = Date.now() + 25_000;
              while (!(await holds())) {
                if (Date.now() > end) throw new Error(`waited in vain until ${what}`);
                relay.nudge();
                jobs.nudge();
                await new Promise((resolve) => setTimeout(resolve, 25));
              }
            },
          });
        } finally {
          await deadlines.stop();
          await relay.stop();
          await jobs.stop();
        }
      },
      { clock },
    );
  } finally {
    standIn.server.closeAllConnections();
    await new Promise((resolve) => standIn.server.close(resolve));
    await rm(folder, { recursive: true, force: true });
  }
}
