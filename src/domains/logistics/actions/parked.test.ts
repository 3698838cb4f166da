import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "#kernel/ids";
import { Recorder } from "#platform/action";
import { createStoppedClock } from "#platform/clock";
import { type Db, type Principal, principalName, system } from "#platform/db";
import { createPersonal, type Personal } from "#platform/personal";
import { withTestDatabase } from "../../../../tests/support/database.ts";
import {
  as,
  createWorld,
  merchant,
  type Order,
  placeOrder,
  staff,
  type World,
} from "../../../../tests/support/world.ts";
import { listCustody } from "../queries/custody-of.ts";
import { invariants } from "../queries/invariants.ts";
import { listReturnAddresses } from "../queries/list-return-addresses.ts";
import { getParked, listParked } from "../queries/parked-parcels.ts";
import { addReturnAddress } from "./add-return-address.ts";
import { changeReturnAddress } from "./change-return-address.ts";
import { disposeParcel } from "./dispose-parcel.ts";
import { matchParcel } from "./match-parcel.ts";
import { openShipment } from "./open-shipment.ts";
import { parkParcel } from "./park-parcel.ts";
import { scanParcel } from "./scan-parcel.ts";
import { scanShipment } from "./scan-shipment.ts";

type Shop = { db: Db; world: World; personal: Personal; clock: ReturnType<typeof createStoppedClock> };

async function withShop(test: (shop: Shop) => Promise<void>): Promise<void> {
  const clock = createStoppedClock("2026-11-30T10:00:00+08:00");
  await withTestDatabase(
    async ({ db, secrets }) => {
      await test({ db, world: await createWorld(db), personal: createPersonal(secrets), clock });
      for (const invariant of invariants)
        assert.deepEqual(await db.withTx(system("verify"), (tx) => invariant.violations(tx)), [], invariant.name);
    },
    { clock },
  );
}

const keeper = () => staff("parcels.receive", "parcels.dispose", "addresses.write");
const noCases = async () => [];

async function awaited({ db, world }: Shop, order: Order, trackingNumber: string): Promise<string> {
  return db.withTx(system("test"), async (tx) => {
    const record = new Recorder();
    const opened = await openShipment(tx, record, {
      customerId: order.customerId,
      orderId: order.id,
      merchantId: world.merchantId,
      direction: "return",
      purpose: "return",
      subject: { kind: "case", id: newId(), number: `AS-${order.number}` },
      contents: [],
      goods: { categories: ["general"], from: "上海市青浦区" },
      sent: { way: "self-ship", carrier: "sf", trackingNumber },
    });
    record.write(tx, "test", false, undefined, undefined);
    return opened.number;
  });
}

async function park({ db, personal }: Shop, said: object): Promise<string> {
  const { outcome } = await parkParcel(personal).execute(as(db, keeper()), { shelf: "W-01", ...said });
  assert.ok(outcome.ok, JSON.stringify(outcome));
  return outcome.value.number;
}

/** As an upload leaves it. */
async function photographed({ db }: Shop, by: Principal, sha256: string): Promise<string> {
  const id = newId();
  const merchantId = by.kind === "merchant" ? by.merchantId : null;
  await db.withTx(by, (tx) =>
    tx.run(
      `insert into platform.parcel_photo (id, merchant_id, media_type, bytes, width, height, sha256, uploaded_by, at)
       values ($1, $2, 'image/jpeg', 1000, 640, 480, $3, $4, $5)`,
      [id, merchantId, sha256, principalName(by), tx.now],
    ),
  );
  return id;
}

const look = async ({ db }: Shop, number: string) => {
  const { outcome } = await getParked(noCases).ask(as(db, keeper()), { number });
  assert.ok(outcome.ok, JSON.stringify(outcome));
  return outcome.value;
};

test("a parcel without a case is found by tracking number, slip, name and digits, and whoever waits for it hears", async () => {
  await withShop(async (shop) => {
    const { db, world, personal } = shop;
    const order = await placeOrder(db, world);
    await awaited(shop, order, "SF1412345678821");
    await db.withTx(system("test"), (tx) =>
      tx.run("update parties.shopper set name_index = $2, phone_last4_index = $3 where customer_id = $1", [
        world.customerId,
        personal.blindIndex("name", "林晓"),
        personal.blindIndex("phone-last4", "2207"),
      ]),
    );
    const number = await park(shop, {
      trackingNumber: "sf 1412345678821",
      slipNumber: order.number,
      senderName: "林晓",
      senderPhone: "13812342207",
      weightGrams: 820,
    });
    const { candidates, senderMask, custody } = await look(shop, number);
    assert.equal(senderMask, "林*");
    assert.deepEqual(candidates[0]?.reasons, ["tracking-number", "phone-last4", "sender-name"]);
    assert.equal(candidates[0]?.subject.number, `AS-${order.number}`);
    assert.ok(candidates.some(({ subject }) => subject.kind === "order" && subject.number === order.number));
    assert.deepEqual(
      custody.map(({ step, weightGrams, photos }) => [step, weightGrams, photos.length]),
      [["found", 820, 0]],
    );
    const matched = await matchParcel.execute(as(db, keeper()), {
      number,
      subjectKind: "order",
      subjectNumber: order.number,
    });
    assert.ok(matched.outcome.ok, JSON.stringify(matched.outcome));
    const [fact] = await db.withTx(system("test"), (tx) =>
      tx.rows<{ payload: Record<string, unknown> }>(
        "select payload from platform.outbox where kind = 'logistics.parcel-matched'",
      ),
    );
    assert.equal(fact?.payload["subjectNumber"], order.number);
    assert.equal(fact?.payload["customerId"], world.customerId);
    const again = await matchParcel.execute(as(db, keeper()), {
      number,
      subjectKind: "order",
      subjectNumber: order.number,
    });
    assert.equal(!again.outcome.ok && again.outcome.code, "parcel-not-parked");
  });
});

test("what a parcel looked like is shown to who may see the parcel, with the fingerprint as proof, and used once", async () => {
  await withShop(async (shop) => {
    const { db, world, personal } = shop;
    const order = await placeOrder(db, world);
    const own = merchant(world.merchantId, "parcels.receive");
    const other = merchant(world.otherMerchantId, "parcels.receive");
    const [print, opened] = ["a".repeat(64), "b".repeat(64)];
    const photos = [await photographed(shop, own, print)];
    const parking = (by: Principal) => parkParcel(personal).execute(as(db, by), { shelf: "W-01", photos });
    const foreign = await parking(other);
    assert.equal(!foreign.outcome.ok && foreign.outcome.code, "evidence-not-found");
    const { outcome } = await parking(own);
    assert.ok(outcome.ok, JSON.stringify(outcome));
    const { number } = outcome.value;
    const again = await parking(own);
    assert.equal(!again.outcome.ok && again.outcome.code, "evidence-not-found");
    const scan = { number, step: "opened", place: "W-01", photos: [await photographed(shop, own, opened)] };
    assert.ok((await scanParcel.execute(as(db, own), scan)).outcome.ok);

    const seen = async (by: Principal) => {
      const found = await getParked(noCases).ask(as(db, by), { number });
      return found.outcome.ok ? found.outcome.value.custody.map((line) => line.photos) : found.outcome.code;
    };
    assert.equal(await seen(other), "parked-parcel-not-found");
    const pictures = await seen(own);
    assert.ok(typeof pictures !== "string");
    assert.deepEqual(
      pictures.flat().map(({ sha256, url, thumbnailUrl }) => [sha256, url !== null, thumbnailUrl !== null]),
      [print, opened].map((each) => [each, true, true]),
    );

    const [first] = await db.withTx(system("test"), (tx) =>
      tx.rows<{ of: string | null }>("select distinct customer_id as of from platform.parcel_photo"),
    );
    assert.equal(first?.of, null, "nobody's yet");
    const match = { number, subjectKind: "order", subjectNumber: order.number };
    const matched = await matchParcel.execute(as(db, own), match);
    assert.ok(matched.outcome.ok, JSON.stringify(matched.outcome));
    const of = await db.withTx(system("test"), (tx) =>
      tx.rows<{ of: string }>("select distinct customer_id as of from platform.parcel_photo"),
    );
    assert.deepEqual(of, [{ of: world.customerId }]);
  });
});

test("a parcel on its way shows what it looked like at every hand", async () => {
  await withShop(async (shop) => {
    const { db, world } = shop;
    const number = await awaited(shop, await placeOrder(db, world), "SF1412345678821");
    const photos = [await photographed(shop, keeper(), "c".repeat(64))];
    const by = staff("parcels.receive", "cases.read");
    const foreign = await scanShipment.execute(as(db, by), { number, step: "received", place: "A-01", photos });
    assert.equal(!foreign.outcome.ok && foreign.outcome.code, "evidence-not-found");
    const own = [await photographed(shop, by, "c".repeat(64))];
    const scanned = await scanShipment.execute(as(db, by), { number, step: "received", place: "A-01", photos: own });
    assert.ok(scanned.outcome.ok, JSON.stringify(scanned.outcome));
    const { outcome } = await listCustody.ask(as(db, by), { number });
    assert.ok(outcome.ok);
    const [photo] = outcome.value.items[0]?.photos ?? [];
    assert.equal(photo?.sha256, "c".repeat(64));
    assert.match(photo?.url ?? "", /^\/files\//);
  });
});

test("the same tracking number is on the shelf once, though two people scan it at the same moment", async () => {
  await withShop(async ({ db, personal }) => {
    const answers = await Promise.all(
      Array.from({ length: 6 }, () =>
        parkParcel(personal).execute(as(db, keeper()), { shelf: "W-01", trackingNumber: "SF1412345678821" }),
      ),
    );
    assert.equal(answers.filter(({ outcome }) => outcome.ok).length, 1);
  });
});

test("what lies on one shop's shelf is not told to another: the same number is parked there as well", async () => {
  await withShop(async ({ db, world, personal }) => {
    const park = async (merchantId: string) => {
      const who = merchant(merchantId, "parcels.receive");
      const { outcome } = await parkParcel(personal).execute(as(db, who), {
        shelf: "W-01",
        trackingNumber: "SF1412345678821",
      });
      return outcome.ok ? "done" : outcome.code;
    };
    assert.deepEqual(
      [await park(world.merchantId), await park(world.otherMerchantId), await park(world.merchantId)],
      ["done", "done", "parcel-parked-already"],
    );
  });
});

test("nobody's parcel is kept sixty days; what spoils may go at once, with its reason", async () => {
  await withShop(async (shop) => {
    const { db, clock } = shop;
    const number = await park(shop, {});
    const dispose = async (which: string, reason: string) => {
      const { outcome } = await disposeParcel.execute(as(db, keeper()), { number: which, reason });
      return outcome.ok ? outcome.value.state : outcome.code;
    };
    assert.equal(await dispose(number, "nobody-asked"), "dispose-too-early");
    assert.equal(await dispose(await park(shop, {}), "perishable"), "disposed");
    clock.set("2027-01-29T10:00:00+08:00");
    assert.equal(await dispose(number, "nobody-asked"), "disposed");
    assert.equal((await look(shop, number)).custody.at(-1)?.step, "disposed");
  });
});

test("a parcel that was moved lies where it was scanned last, and is found by its new shelf", async () => {
  await withShop(async (shop) => {
    const { db, personal } = shop;
    const number = await park(shop, {});
    const moved = await scanParcel.execute(as(db, keeper()), { number, step: "moved", place: "B-07" });
    assert.ok(moved.outcome.ok);
    const { outcome } = await listParked(personal).ask(as(db, keeper()), { q: "b-07" });
    assert.ok(outcome.ok);
    assert.deepEqual(
      outcome.value.items.map((item) => item.number),
      [number],
    );
  });
});

test("a merchant's people see and change their own shelf and addresses only", async () => {
  await withShop(async (shop) => {
    const { db, world, personal } = shop;
    const rights = ["parcels.receive", "parcels.dispose", "addresses.write"];
    const theirs = () => merchant(world.merchantId, ...rights);
    const others = () => merchant(world.otherMerchantId, ...rights);
    const parked = await parkParcel(personal).execute(as(db, theirs()), { shelf: "M-01" });
    assert.ok(parked.outcome.ok);
    const { number } = parked.outcome.value;
    const seen = await getParked(noCases).ask(as(db, others()), { number });
    assert.equal(!seen.outcome.ok && seen.outcome.code, "parked-parcel-not-found");
    const place = { name: "退货组", phone: "021-5555", address: "上海市青浦区" };
    const added = await addReturnAddress.execute(as(db, theirs()), {
      merchantId: world.merchantId,
      label: "仓",
      place,
    });
    assert.ok(added.outcome.ok);
    const { id } = added.outcome.value;
    const foreign = await addReturnAddress.execute(as(db, others()), {
      merchantId: world.merchantId,
      label: "x",
      place,
    });
    assert.equal(!foreign.outcome.ok && foreign.outcome.code, "forbidden");
    const changed = await changeReturnAddress.execute(as(db, others()), { id, version: 1, label: "x", place });
    assert.equal(!changed.outcome.ok && changed.outcome.code, "return-address-not-found");
    const list = await listReturnAddresses.ask(as(db, others()), {});
    assert.deepEqual(list.outcome.ok && list.outcome.value.items, []);
  });
});

test("goods go to the address that takes them, and the parcel keeps the reason", async () => {
  await withShop(async (shop) => {
    const { db, world } = shop;
    const place = (address: string) => ({ name: "退货组", phone: "021-5555", address });
    const add = async (label: string, takes: object) => {
      const body = { merchantId: world.merchantId, label, place: place(label), ...takes };
      assert.ok((await addReturnAddress.execute(as(db, keeper()), body)).outcome.ok);
    };
    await add("北京仓", { regions: ["北京市"] });
    await add("青浦仓", { regions: ["上海市"] });
    await add("总仓", {});
    await awaited(shop, await placeOrder(db, world), "SF1412345678822");
    const [row] = await db.withTx(system("test"), (tx) =>
      tx.rows<{ goes_to: { address: string }; goes_to_because: { code: string } }>(
        "select goes_to, goes_to_because from logistics.shipment",
      ),
    );
    assert.equal(row?.goes_to.address, "青浦仓");
    assert.equal(row?.goes_to_because.code, "address-for-region");
  });
});
