import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "#kernel/ids";
import { deviceSeconds } from "#platform/auth";
import { createStoppedClock } from "#platform/clock";
import { system } from "#platform/db";
import { silentLog } from "#platform/log";
import { withTestDatabase } from "../../../tests/support/database.ts";
import { type Browser, type Door, presentKey, withDoor } from "../../../tests/support/door.ts";
import { as, createWorld, placeOrder } from "../../../tests/support/world.ts";
import { presentCode } from "../orders/actions/present-code.ts";
import { shopperPersonalData } from "./actions/erase-shopper.ts";
import { devicesKept, rememberDevice } from "./actions/remember-device.ts";
import { everyNightForgetDevices } from "./reactions/every-night-forget-devices.ts";

const [phone, stranger] = ["13800002207", "13911112222"];

test("a sign-in marks a browser once, whoever signs in there later, and only a keyed hash of the mark is kept", async () => {
  await withDoor(
    async (door) => {
      const [lin, zhou] = [await door.shopper({ phone }), await door.shopper({ phone: stranger })];
      const tablet = door.browser();
      await tablet.ask("GET", "/api/v1/sign-in/demo");
      assert.deepEqual(marksOf(tablet), [], "nobody is marked before a sign-in");
      await signIn(tablet, "13700001000", 409);
      assert.deepEqual(marksOf(tablet), [], "nor by one that fails");
      const set = String((await signIn(tablet, phone)).raw.headers["set-cookie"]);
      assert.match(set, /__Host-aftercare_device=[\w-]{43}; Max-Age=15552000; Path=\/; HttpOnly; Secure; SameSite=Lax/);
      const [mark] = marksOf(tablet);
      assert.ok(mark);
      assert.doesNotMatch(String((await signIn(tablet, stranger)).raw.headers["set-cookie"]), /_device=/);
      const { url } = await door.auth.handovers.make(lin, "/");
      await tablet.ask("GET", new URL(url).pathname + new URL(url).search);
      assert.deepEqual(marksOf(tablet), [mark]);
      const kept = await devices(door);
      assert.deepEqual(kept.map(({ customer_id }) => customer_id).sort(), [lin, zhou].sort());
      assert.deepEqual(new Set(kept.map(({ device_index }) => device_index)), new Set([index(door, mark)]));

      const forged = door.browser();
      forged.cookies.set("__Host-aftercare_device", "of my own making");
      await signIn(forged, phone);
      assert.match(marksOf(forged)[0] ?? "", /^[\w-]{43}$/, "what we did not make is replaced");
    },
    { demo: true, publicUrl: "https://shop.example" },
  );
});

test("nothing is noted of the devices of guests and of recipients of presents", async () => {
  await withDoor(
    async (door) => {
      const world = await createWorld(door.db);
      const customerId = await door.shopper({ phone });
      const order = await placeOrder(door.db, world, { customerId });
      const presentId = newId();
      const guest = door.browser();
      const asked = await guest.ask("POST", "/api/v1/guest/code", { orderNumber: order.number, phone });
      const code = asked.body["demoCode"];
      const entered = await guest.ask("POST", "/api/v1/guest/enter", { orderNumber: order.number, phone, code });
      await door.db.withTx(system("test"), (tx) =>
        tx.run(
          "insert into orders.present (customer_id, id, order_id, merchant_ids, made_by, made_at) values ($1, $2, $3, $4, 'shopper', $5)",
          [customerId, presentId, order.id, [world.merchantId], tx.now],
        ),
      );
      const receiver = door.browser();
      const received = await receiver.ask("POST", "/api/v1/present/enter", {
        orderNumber: order.number,
        code: presentCode(presentKey, presentId, 1),
      });
      assert.deepEqual([entered.status, received.status], [200, 200]);
      assert.deepEqual([marksOf(guest), marksOf(receiver), await devices(door)], [[], [], []]);
    },
    { demo: true },
  );
});

test("the twenty devices used last are kept, each for half a year after its last sign-in", async () => {
  const clock = createStoppedClock("2026-11-21T02:00:00Z");
  await withTestDatabase(
    async ({ db }) => {
      const { customerId } = await createWorld(db);
      const signIns = async (deviceIndex: string) => {
        assert.ok((await rememberDevice.execute(as(db, system("test")), { customerId, deviceIndex })).outcome.ok);
        clock.forward(3_600);
      };
      const kept = async () =>
        (await devices({ db })).map(({ device_index }) => device_index).toSorted((a, b) => Number(a) - Number(b));
      for (let n = 0; n <= devicesKept; n++) await signIns(String(n));
      await signIns("1");
      assert.deepEqual(
        await kept(),
        Array.from({ length: devicesKept }, (_, n) => String(n + 1)),
      );
      const forget = () =>
        everyNightForgetDevices.run({ db, log: silentLog, jobs: { send: async () => {} }, nudge: () => {} }, {});
      clock.forward(deviceSeconds - 5_400);
      await forget();
      assert.deepEqual(await kept(), ["1"]);
      clock.forward(3_600);
      await forget();
      assert.deepEqual(await kept(), []);
    },
    { clock },
  );
});

test("who asks is told when devices were seen and not which; erasing forgets them, and a late sign-in brings none back", async () => {
  await withDoor(
    async (door) => {
      const customerId = await door.shopper({ phone });
      const tablet = door.browser();
      await signIn(tablet, phone);
      const { exportFor, eraseFor } = shopperPersonalData(door.personal);
      const told = await door.db.withTx(system("test"), (tx) => exportFor(tx, customerId));
      const [device, ...more] = told["devices"] as object[];
      assert.deepEqual([Object.keys(device ?? {}), more], [["first_seen_at", "last_seen_at"], []]);
      const { erased } = await door.db.withTx(system("test"), (tx) => eraseFor(tx, customerId));
      assert.ok(erased.includes("devices"));
      assert.deepEqual(await devices(door), []);
      const late = { customerId, deviceIndex: index(door, marksOf(tablet)[0] ?? "") };
      await rememberDevice.execute(as(door.db, system("test")), late);
      assert.deepEqual(await devices(door), []);
    },
    { demo: true },
  );
});

test("where devices are not marked a sign-in sets no cookie and keeps nothing, and the page says so", async () => {
  await withDoor(
    async (door) => {
      await door.shopper({ phone });
      const phoneBrowser = door.browser();
      const shown = await phoneBrowser.ask("GET", "/api/v1/sign-in/demo");
      assert.equal(shown.body["marksDevices"], false);
      await signIn(phoneBrowser, phone);
      assert.deepEqual([marksOf(phoneBrowser), await devices(door)], [[], []]);
    },
    { demo: true, marksDevices: false },
  );
});

function marksOf({ cookies }: Browser): string[] {
  return [...cookies].filter(([name]) => name.endsWith("_device")).map(([, value]) => value);
}

function index({ personal }: Door, mark: string): string {
  const found = personal.blindIndex("device", mark);
  assert.ok(found);
  return found;
}

async function signIn(browser: Browser, number: string, status = 200) {
  const { body } = await browser.ask("POST", "/api/v1/sign-in/code", { phone: number });
  const code = body["demoCode"] ?? "000000";
  const entered = await browser.ask("POST", "/api/v1/sign-in/enter", { phone: number, code });
  assert.equal(entered.status, status, JSON.stringify(entered.body));
  return entered;
}

function devices({ db }: Pick<Door, "db">) {
  return db.withTx(system("test"), (tx) =>
    tx.rows<{ customer_id: string; device_index: string }>("select customer_id, device_index from parties.device"),
  );
}
