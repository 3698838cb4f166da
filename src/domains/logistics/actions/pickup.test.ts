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
import { createPersonal, type Personal } from "#platform/personal";
import { withTestDatabase } from "../../../../tests/support/database.ts";
import { as, createWorld, placeOrder, shopper, staff, type World } from "../../../../tests/support/world.ts";
import { httpCarrierGateway } from "../adapters/carrier/index.ts";
import { type CarrierServer, createCarrierStandIn } from "../adapters/stand-in/carrier.ts";
import { getShipment } from "../queries/get-shipment.ts";
import { invariants } from "../queries/invariants.ts";
import { askCarriers } from "../reactions/ask-carriers.ts";
import { logistics } from "../routes.ts";
import { addReturnAddress } from "./add-return-address.ts";
import { bookPickup } from "./book-pickup.ts";
import { cancelPickup } from "./cancel-pickup.ts";
import { changePickup } from "./change-pickup.ts";
import { chooseDropOff } from "./choose-drop-off.ts";
import { handIn } from "./hand-in.ts";
import { openShipment } from "./open-shipment.ts";
import { putPickupArea } from "./put-pickup-area.ts";
import { setSlotCapacity } from "./set-slot-capacity.ts";

const key = Buffer.alloc(32, 5);
const area = "0195c0de-0000-7000-8000-000000000001";
const firstSlot = "2026-11-30T13:00:00+08:00";
const secondSlot = "2026-11-30T15:00:00+08:00";
const address = "上海市青浦区华新镇华隆路 1 号 3 幢 502";
const who = { name: "林晓", phone: "13812342207", address };

type Shop = { db: Db; world: World; personal: Personal; clock: ReturnType<typeof createStoppedClock> };

async function withShop(test: (shop: Shop) => Promise<void>, capacity = 2): Promise<void> {
  const clock = createStoppedClock("2026-11-30T10:00:00+08:00");
  await withTestDatabase(
    async ({ db, secrets }) => {
      const world = await createWorld(db);
      const personal = createPersonal(secrets);
      for (const customerId of [world.customerId, world.otherCustomerId]) {
        const { wrapped, masterVersion } = personal.newShopperKey();
        await db.withTx(system("test"), (tx) =>
          tx.run(
            "insert into parties.shopper_key (customer_id, master_version, wrapped_key, created_at) values ($1, $2, $3, $4)",
            [customerId, masterVersion, wrapped, tx.now],
          ),
        );
      }
      const put = await putPickupArea.execute(as(db, staff("pickups.manage")), {
        id: area,
        title: { zh: "上海", en: "Shanghai" },
        regions: ["上海市"],
        hours: "mon-sun=09:00-19:00",
        slotMinutes: 120,
        capacity,
      });
      assert.ok(put.outcome.ok, JSON.stringify(put.outcome));
      await test({ db, world, personal, clock });
      for (const invariant of invariants)
        assert.deepEqual(await db.withTx(system("verify"), (tx) => invariant.violations(tx)), [], invariant.name);
    },
    { clock },
  );
}

/** A parcel that is expected back, as a higher floor asks for it. */
async function expected({ db, world }: Shop, customerId = world.customerId): Promise<string> {
  const order = await placeOrder(db, world, { customerId });
  return db.withTx(system("test"), async (tx) => {
    const record = new Recorder();
    const subject = { kind: "case", id: newId(), number: `AS-${order.number}` };
    const wanted = {
      customerId,
      orderId: order.id,
      merchantId: world.merchantId,
      direction: "return",
      purpose: "return",
      subject,
      contents: [{ title: { zh: "降噪头戴耳机", en: "Headphones" }, quantity: 1 }],
      goods: { categories: ["general"], from: null },
    } as const;
    const opened = await openShipment(tx, record, wanted);
    record.write(tx, "test", false, undefined, undefined);
    return opened.number;
  });
}

const look = async ({ db, world }: Shop, number: string, customerId = world.customerId) => {
  const { outcome } = await getShipment(key).ask(as(db, shopper(customerId)), { number });
  assert.ok(outcome.ok, JSON.stringify(outcome));
  return outcome.value;
};

type Running = {
  standIn: CarrierServer;
  app: App;
  due: () => Promise<number>;
  until(what: string, holds: () => Promise<boolean>): Promise<void>;
};

async function withCarriers({ db, personal }: Shop, test: (running: Running) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "aftercare-carriers-"));
  const standIn = createCarrierStandIn({
    file: join(folder, "b.jsonl"),
    noticeUrl: undefined,
    noticeSecret: undefined,
  });
  await new Promise<void>((resolve) => standIn.server.listen(0, "127.0.0.1", resolve));
  const bound = standIn.server.address();
  const url = `http://127.0.0.1:${typeof bound === "object" ? bound?.port : 0}`;
  const domain = logistics({ personal, gateway: httpCarrierGateway(url, 400), dropOffKey: key });
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
    await test({
      standIn,
      app,
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
    standIn.server.closeAllConnections();
    await new Promise((resolve) => standIn.server.close(resolve));
    await rm(folder, { recursive: true, force: true });
  }
}

test("a parcel is expected once, goes to the merchant's own address, and may be sent any way", async () => {
  await withShop(async (shop) => {
    const number = await expected(shop);
    const parcel = await look(shop, number);
    assert.equal(parcel.state, "expected");
    assert.equal(parcel.goesTo?.address, "上海市青浦区");
    assert.equal(parcel.goesToBecause?.code, "address-of-merchant");
    assert.deepEqual(
      parcel.abilities.filter(({ allowed }) => allowed).map(({ action }) => action),
      ["book-pickup", "drop-off"],
    );
    const stranger = await getShipment(key).ask(as(shop.db, shopper(shop.world.otherCustomerId)), { number });
    assert.equal(!stranger.outcome.ok && stranger.outcome.code, "shipment-not-found");
  });
});

test("a courier who collects somewhere takes the goods to the address for that region", async () => {
  await withShop(async (shop) => {
    const { db, world, personal } = shop;
    const number = await expected(shop);
    const place = { name: "华东仓", phone: "021-1", address: "上海市嘉定区" };
    const added = await addReturnAddress.execute(as(db, staff("addresses.write")), {
      merchantId: world.merchantId,
      label: "华东仓",
      place,
      regions: ["上海市"],
    });
    assert.ok(added.outcome.ok);
    await bookPickup(personal).execute(as(db, shopper(world.customerId)), { number, slotFrom: firstSlot, ...who });
    const parcel = await look(shop, number);
    assert.deepEqual([parcel.goesTo, parcel.goesToBecause?.code], [place, "address-only-one"]);
  });
});

test("twenty shoppers want the last two places of a slot at once: two get them, and the slot is never overbooked", async () => {
  await withShop(async (shop) => {
    const { db, world, personal } = shop;
    const numbers: string[] = [];
    for (let n = 0; n < 20; n++) numbers.push(await expected(shop));
    const answers = await Promise.all(
      numbers.map((number) =>
        bookPickup(personal).execute(as(db, shopper(world.customerId)), { number, slotFrom: firstSlot, ...who }),
      ),
    );
    assert.equal(answers.filter(({ outcome }) => outcome.ok).length, 2);
    assert.deepEqual([...new Set(answers.map(({ outcome }) => (outcome.ok ? "booked" : outcome.code)))].sort(), [
      "booked",
      "slot-full",
    ]);
  });
});

test("a booking keeps name, phone and address sealed, shows them masked, and lets them go with the person", async () => {
  await withShop(async (shop) => {
    const { db, world, personal } = shop;
    const number = await expected(shop);
    const buyer = as(db, shopper(world.customerId));
    assert.ok((await bookPickup(personal).execute(buyer, { number, slotFrom: firstSlot, ...who })).outcome.ok);
    const { booking } = await look(shop, number);
    assert.equal(booking?.nameMask, "林*");
    assert.equal(booking?.phoneMask, "138****2207");
    assert.match(booking?.addressMask ?? "", /^上海市青浦区\*+$/);
    const data = logistics({ personal, gateway: httpCarrierGateway("http://127.0.0.1:9", 1), dropOffKey: key });
    const told = await db.withTx(
      system("test"),
      (tx) => data.personalData?.exportFor(tx, world.customerId) ?? assert.fail(),
    );
    assert.match(JSON.stringify(told), /华隆路 1 号/);
    await db.withTx(system("test"), (tx) => data.personalData?.eraseFor(tx, world.customerId) ?? assert.fail());
    const after = await look(shop, number);
    assert.deepEqual(
      [after.booking?.nameMask, after.booking?.phoneMask, after.booking?.addressMask],
      [null, null, null],
    );
  });
});

test("what nobody offers is refused with its reason: another city, a time outside the hours, a phone that is none", async () => {
  await withShop(async (shop) => {
    const { db, world, personal } = shop;
    const number = await expected(shop);
    const asked = async (change: object) => {
      const { outcome } = await bookPickup(personal).execute(as(db, shopper(world.customerId)), {
        number,
        slotFrom: firstSlot,
        ...who,
        ...change,
      });
      return outcome.ok ? "booked" : outcome.code;
    };
    assert.equal(await asked({ address: "北京市朝阳区" }), "pickup-not-offered");
    assert.equal(await asked({ slotFrom: "2026-11-30T20:00:00+08:00" }), "slot-not-offered");
    assert.equal(await asked({ slotFrom: "2026-11-30T09:00:00+08:00" }), "slot-not-offered");
    assert.equal(await asked({ phone: "12" }), "phone-odd");
  });
});

test("changing takes the new place before the old one is let go, calling off frees it, and then another way may be chosen", async () => {
  await withShop(async (shop) => {
    const { db, world, personal } = shop;
    const buyer = () => as(db, shopper(world.customerId));
    const number = await expected(shop);
    assert.ok((await bookPickup(personal).execute(buyer(), { number, slotFrom: firstSlot, ...who })).outcome.ok);
    const again = await bookPickup(personal).execute(buyer(), { number, slotFrom: secondSlot, ...who });
    assert.equal(!again.outcome.ok && again.outcome.code, "pickup-open-already");
    const shrunk = await setSlotCapacity.execute(as(db, staff("pickups.manage")), {
      id: area,
      from: firstSlot,
      capacity: 0,
    });
    assert.equal(!shrunk.outcome.ok && shrunk.outcome.code, "capacity-below-taken");
    assert.ok((await changePickup(personal).execute(buyer(), { number, slotFrom: secondSlot })).outcome.ok);
    const freed = await setSlotCapacity.execute(as(db, staff("pickups.manage")), {
      id: area,
      from: firstSlot,
      capacity: 0,
    });
    assert.deepEqual(freed.outcome.ok && freed.outcome.value, { capacity: 0, taken: 0 });
    assert.ok((await cancelPickup.execute(buyer(), { number })).outcome.ok);
  });
});

for (const mode of ["normal", "slow", "failing", "late", "never", "silent", "twice"] as const) {
  test(`carriers that are ${mode}: one booking under one id, told truthfully, and collected when scanned`, async () => {
    await withShop(async (shop) => {
      const { db, world, personal } = shop;
      const number = await expected(shop);
      await withCarriers(shop, async ({ standIn, app, until }) => {
        standIn.setMode(mode);
        const buyer = as(db, shopper(world.customerId));
        assert.ok((await bookPickup(personal).execute(buyer, { number, slotFrom: firstSlot, ...who })).outcome.ok);
        const state = async () => (await look(shop, number)).booking?.state;
        if (mode === "failing") await until("the trouble shows", async () => (await state()) === "unknown");
        if (mode !== "normal" && mode !== "twice") {
          await until("something was tried", async () => (await state()) !== "reserved");
          standIn.setMode("normal");
        }
        await until("the courier is booked", async () => (await state()) === "booked");
        assert.equal(standIn.bookings().length, 1);
        const { trackingNumber } = await look(shop, number);
        assert.equal(trackingNumber, standIn.bookings()[0]?.trackingNumber);
        await standIn.scan(trackingNumber ?? "", "picked-up", "2026-11-30T14:00:00+08:00");
        await standIn.scan(trackingNumber ?? "", "in-transit", "2026-11-30T18:00:00+08:00");
        shop.clock.forward(4 * 3600);
        await askCarriers(app, httpCarrierGateway(urlOf(standIn), 1_000));
        assert.equal(await state(), "collected");
        const parcel = await look(shop, number);
        assert.equal(parcel.state, "in-transit");
        assert.deepEqual(
          parcel.events.map((event) => event.state),
          ["in-transit", "picked-up"],
        );
      });
    });
  });
}

function urlOf(standIn: CarrierServer): string {
  const bound = standIn.server.address();
  return `http://127.0.0.1:${typeof bound === "object" ? bound?.port : 0}`;
}

test("a carrier that refuses: the place is free again and another way may be chosen", async () => {
  await withShop(async (shop) => {
    const { db, world, personal } = shop;
    const number = await expected(shop);
    await withCarriers(shop, async ({ standIn, until }) => {
      standIn.setMode("refusing");
      const buyer = as(db, shopper(world.customerId));
      assert.ok((await bookPickup(personal).execute(buyer, { number, slotFrom: firstSlot, ...who })).outcome.ok);
      await until("it is refused", async () => (await look(shop, number)).booking?.state === "refused");
      const parcel = await look(shop, number);
      assert.equal(parcel.way, null);
      assert.ok(parcel.abilities.find(({ action }) => action === "book-pickup")?.allowed);
    });
  });
});

test("a courier who does not come leaves the booking missed: then another slot, or one's own way", async () => {
  await withShop(async (shop) => {
    const { db, world, personal, clock } = shop;
    const number = await expected(shop);
    await withCarriers(shop, async ({ due, until }) => {
      const buyer = () => as(db, shopper(world.customerId));
      assert.ok((await bookPickup(personal).execute(buyer(), { number, slotFrom: firstSlot, ...who })).outcome.ok);
      await until("the courier is booked", async () => (await look(shop, number)).booking?.state === "booked");
      clock.set("2026-11-30T16:59:59+08:00");
      await due();
      assert.equal((await look(shop, number)).booking?.state, "booked");
      clock.set("2026-11-30T17:00:00+08:00");
      await due();
      const parcel = await look(shop, number);
      assert.equal(parcel.booking?.state, "missed");
      const tomorrow = "2026-12-01T09:00:00+08:00";
      assert.ok((await bookPickup(personal).execute(buyer(), { number, slotFrom: tomorrow, ...who })).outcome.ok);
    });
  });
});

test("a booked courier who is called off keeps the place until the carrier has said so", async () => {
  await withShop(async (shop) => {
    const { db, world, personal } = shop;
    const number = await expected(shop);
    await withCarriers(shop, async ({ standIn, until }) => {
      const buyer = () => as(db, shopper(world.customerId));
      const taken = () =>
        db.withTx(system("test"), (tx) => tx.one<{ taken: number }>("select taken from logistics.pickup_slot"));
      assert.ok((await bookPickup(personal).execute(buyer(), { number, slotFrom: firstSlot, ...who })).outcome.ok);
      await until("the courier is booked", async () => (await look(shop, number)).booking?.state === "booked");
      standIn.setMode("failing");
      assert.ok((await cancelPickup.execute(buyer(), { number })).outcome.ok);
      assert.deepEqual(await taken(), { taken: 1 });
      standIn.setMode("normal");
      await until("it is called off", async () => (await taken()).taken === 0);
      assert.equal(standIn.bookings()[0]?.status, "called-off");
      assert.equal((await look(shop, number)).booking?.state, "cancelled");
    });
  });
});

test("the code a shopper shows at a drop-off point hands the parcel in once; a forged one does nothing", async () => {
  await withShop(async (shop) => {
    const { db, world } = shop;
    const number = await expected(shop);
    const buyer = as(db, shopper(world.customerId));
    assert.ok((await chooseDropOff.execute(buyer, { number, way: "store" })).outcome.ok);
    const { dropOff } = await look(shop, number);
    assert.ok(dropOff !== null && dropOff.qr.size >= 21);
    const clerk = () => as(db, staff("parcels.receive"));
    const forged = await handIn(key).execute(clerk(), { code: `${number}-AAAAAAAA` });
    assert.equal(!forged.outcome.ok && forged.outcome.code, "drop-off-code-wrong");
    const notAllowed = await handIn(key).execute(buyer, { code: dropOff.code });
    assert.equal(!notAllowed.outcome.ok && notAllowed.outcome.code, "forbidden");
    for (let twice = 0; twice < 2; twice++) {
      const { outcome } = await handIn(key).execute(clerk(), { code: dropOff.code.toLowerCase(), weightGrams: 740 });
      assert.equal(outcome.ok && outcome.value.state, "handed-in");
    }
    const scans = await db.withTx(system("test"), (tx) => tx.rows("select step, weight_grams from logistics.custody"));
    assert.deepEqual(scans, [{ step: "handed-in", weight_grams: 740 }]);
    assert.equal((await look(shop, number)).dropOff, null);
  });
});
