import assert from "node:assert/strict";
import { test } from "node:test";
import { saveMerchants } from "#domains/parties";
import { type Id, newId } from "#kernel/ids";
import { createStoppedClock } from "#platform/clock";
import { type Db, type Principal, system } from "#platform/db";
import { createPersonal } from "#platform/personal";
import { withTestDatabase } from "../../../../tests/support/database.ts";
import { type OrderWords, orderWords } from "../../../../tests/support/order-input.ts";
import { written } from "../../../../tests/support/world.ts";
import { putOrder } from "../actions/put-order.ts";
import { type Order, type OrderRow, orderPageShape, orderShape } from "../contract.ts";
import { ordersPersonalData } from "../store/personal-data.ts";
import { holdUnits, unitsGivenBack } from "../store/units.ts";
import { getOrder } from "./get-order.ts";
import { invariants } from "./invariants.ts";
import { listOrders } from "./list-orders.ts";

const staff: Principal = {
  kind: "staff",
  staffId: newId(),
  role: "agent",
  rights: new Set(["orders.read", "orders.write"]),
};
const clock = createStoppedClock("2026-11-21T00:00:00Z");

const [first, second] = orderWords("x").lines;
const line = (changes: Partial<OrderWords["lines"][number]>) =>
  ({ ...first, ...changes }) as OrderWords["lines"][number];

/** Shopper c1 has SO-1 (delivered), SO-2 (on its way), SO-3 (not sent, two merchants), SO-4 (cancelled); shopper c2 has TX-1. */
const shop: OrderWords[] = [
  orderWords("SO-1", { placedAt: "2026-11-01T00:00:00Z" }),
  orderWords("SO-2", {
    placedAt: "2026-11-02T00:00:00Z",
    parcels: [
      {
        trackingNumber: "YT-2",
        shippedAt: "2026-11-03T00:00:00Z",
        deliveredAt: "2026-11-25T00:00:00Z",
        promisedBy: "2026-11-26T00:00:00Z",
      },
    ],
  }),
  orderWords("SO-3", {
    placedAt: "2026-11-03T00:00:00Z",
    parcels: [],
    lines: [
      line({ title: "100%_纯棉\\T恤" }),
      line({ productNumber: "P9", merchantNumber: "M2", unitPrice: "20.00", quantity: 1 }),
    ],
    promotions: [],
    freight: "0",
    tenders: [{ kind: "card", reference: "R", amount: "175.00" }],
  }),
  orderWords("SO-4", { placedAt: "2026-11-04T00:00:00Z", cancelledAt: "2026-11-05T00:00:00Z" }),
  orderWords("TX-1", {
    placedAt: "2026-11-05T00:00:00Z",
    shopper: { externalId: "c2", phone: "13900001111" },
    lines: [second ?? line({})],
    promotions: [],
    tenders: [{ kind: "card", reference: "R", amount: "206.00" }],
  }),
];

type Asking = {
  readonly db: Db;
  readonly c1: Extract<Principal, { kind: "shopper" }>;
  readonly c2: Extract<Principal, { kind: "shopper" }>;
  readonly merchant: (number: string) => Principal;
  list(
    as: Principal,
    asked?: Record<string, unknown>,
  ): Promise<{ numbers: string; items: OrderRow[]; nextCursor: string | null }>;
  get(as: Principal, number: string): Promise<Order | string>;
};

async function withOrders(work: (asking: Asking) => Promise<void>): Promise<void> {
  await withTestDatabase(
    async ({ db, secrets }) => {
      const personal = createPersonal(secrets);
      const merchants = await db.withTx(system("test"), (tx) =>
        saveMerchants(
          tx,
          ["M1", "M2"].map((number) => ({
            number,
            name: `${number}旗舰店`,
            nameEn: `${number} store`,
            returnAddress: { name: "", phone: "", address: "" },
            contactPhone: "",
            source: "test",
          })),
        ),
      );
      const put = putOrder(personal);
      for (const words of shop) {
        const { outcome } = await put.execute({ db, principal: staff }, words);
        assert.ok(outcome.ok, JSON.stringify(outcome));
      }
      const shoppers = await db.withTx(system("test"), (tx) =>
        tx.rows<{ key: string; id: Id<"customer"> }>("select key, id from platform.directory where kind = 'shopper'"),
      );
      const shopper = (key: string) => {
        const found = shoppers.find((row) => row.key === key);
        assert.ok(found !== undefined);
        return { kind: "shopper" as const, customerId: found.id };
      };
      const one = getOrder(async () => []);
      await work({
        db,
        c1: shopper("shop:c1"),
        c2: shopper("shop:c2"),
        merchant: (number) => ({
          kind: "merchant",
          staffId: newId(),
          merchantId: merchants.get(number)?.id ?? newId(),
          rights: new Set(["orders.read"]),
        }),
        list: async (principal, asked = {}) => {
          const { outcome } = await listOrders.ask({ db, principal }, asked);
          assert.ok(outcome.ok, JSON.stringify(outcome));
          orderPageShape.parse(outcome.value);
          return { ...outcome.value, numbers: outcome.value.items.map((row) => row.number).join(" ") };
        },
        get: async (principal, number) => {
          const { outcome } = await one.ask({ db, principal }, { number });
          return outcome.ok ? orderShape.parse(outcome.value) : outcome.code;
        },
      });
      for (const { name, violations } of invariants)
        assert.deepEqual(await db.withTx(system("test"), (tx) => violations(tx)), [], name);
    },
    { clock },
  );
}

test("a shopper sees own orders, newest first, page by page; staff see all", async () => {
  await withOrders(async ({ c1, c2, list }) => {
    assert.equal((await list(c1)).numbers, "SO-4 SO-3 SO-2 SO-1");
    assert.equal((await list(c2)).numbers, "TX-1");
    assert.equal(
      (await list(c1, { customerId: c2.customerId })).numbers,
      "SO-4 SO-3 SO-2 SO-1",
      "whose orders is not for a shopper to choose",
    );
    assert.equal((await list(staff)).numbers, "TX-1 SO-4 SO-3 SO-2 SO-1");
    assert.equal((await list(staff, { customerId: c2.customerId })).numbers, "TX-1");
    const page = await list(c1, { limit: 3 });
    assert.equal(page.numbers, "SO-4 SO-3 SO-2");
    const rest = await list(c1, { limit: 3, cursor: page.nextCursor });
    assert.deepEqual([rest.numbers, rest.nextCursor], ["SO-1", null]);
  });
});

test("where the goods are follows the business clock: a delivery in the future has not happened", async () => {
  await withOrders(async ({ c1, list, get }) => {
    assert.deepEqual(
      (await list(c1)).items.map((row) => row.state),
      ["cancelled", "unshipped", "shipped", "delivered"],
    );
    assert.equal((await list(c1, { state: "shipped" })).numbers, "SO-2");
    assert.equal((await list(c1, { state: "unshipped" })).numbers, "SO-3");
    const order = await get(c1, "SO-2");
    assert.ok(typeof order === "object");
    assert.deepEqual(order.lines[0]?.delivery, {
      state: "shipped",
      shippedAt: "2026-11-03T00:00:00Z",
      deliveredAt: null,
      carrier: null,
      trackingNumber: "YT-2",
      promisedBy: "2026-11-26T00:00:00Z",
    });
  });
});

test("a shopper finds own orders by number, tracking number or words of a title, and nobody else's", async () => {
  await withOrders(async ({ c1, c2, list }) => {
    assert.equal((await list(c1, { q: "so-1" })).numbers, "SO-1");
    assert.equal((await list(c1, { q: "YT-2" })).numbers, "SO-2");
    assert.equal((await list(c1, { q: "保温" })).numbers, "SO-4 SO-3 SO-2 SO-1");
    assert.equal((await list(c1, { q: "THERMOS" })).numbers, "SO-4 SO-3 SO-2 SO-1");
    assert.equal((await list(c1, { q: "%_纯棉\\" })).numbers, "SO-3");
    assert.equal((await list(c1, { q: "TX-1" })).numbers, "");
    assert.equal((await list(c2, { q: "SO" })).numbers, "");
  });
});

test("staff find any order by number, the start of one, or tracking number", async () => {
  await withOrders(async ({ list }) => {
    assert.equal((await list(staff, { q: "SO-2" })).numbers, "SO-2");
    assert.equal((await list(staff, { q: "SO-" })).numbers, "SO-4 SO-3 SO-2 SO-1");
    assert.equal((await list(staff, { q: "YT-2" })).numbers, "SO-2");
    assert.equal((await list(staff, { q: "SF-TX-1" })).numbers, "TX-1");
    assert.equal((await list(staff, { q: "nothing" })).numbers, "");
  });
});

test("a merchant sees orders with its own lines, and of those only its own", async () => {
  await withOrders(async ({ merchant, list, get }) => {
    const rows = await list(merchant("M2"));
    assert.equal(rows.numbers, "SO-3");
    assert.deepEqual(
      rows.items[0]?.lines.map((row) => row.merchantName.en),
      ["M2 store"],
    );
    assert.deepEqual(
      rows.items[0]?.paid,
      { amount: "20.00", currency: "CNY" },
      "what others sold in the order is not shown",
    );
    assert.equal((await list(merchant("M1"))).numbers, "TX-1 SO-4 SO-3 SO-2 SO-1");
    const order = await get(merchant("M2"), "SO-3");
    assert.ok(typeof order === "object");
    assert.equal(order.lines.length, 1);
    assert.equal(await get(merchant("M2"), "SO-1"), "order-not-found");
  });
});

test("an order is read whole by its shopper, by a guest of that order, and by nobody else", async () => {
  await withOrders(async ({ db, c1, c2, list, get }) => {
    const order = await get(c1, "SO-1");
    assert.ok(typeof order === "object");
    assert.deepEqual(
      [order.list.amount, order.freight.amount, order.paid.amount, order.refunded.amount, order.state],
      ["350.00", "6.00", "321.00", "0.00", "delivered"],
    );
    assert.deepEqual(order.promotions, [
      {
        code: "MJ",
        label: "满减",
        funder: "platform",
        off: { amount: "35.00", currency: "CNY" },
        threshold: { amount: "300.00", currency: "CNY" },
        set: null,
      },
    ]);
    assert.deepEqual(
      order.lines.map((one) => [one.lineNo, one.paid.amount, one.units.free, one.discounts[0]?.amount.amount]),
      [
        [1, "135.00", 3, "15.00"],
        [2, "180.00", 1, "20.00"],
      ],
    );
    assert.deepEqual(
      order.policies.map(({ id, version, builtIn }) => [id, version, builtIn]),
      [["built-in", 1, true]],
    );
    assert.deepEqual(order.recipient, { nameMask: "林*", phoneMask: "138****2207", addressMask: "上海市浦东新区****" });
    assert.equal(await get(c2, "SO-1"), "order-not-found");
    const id = await db.withTx(system("test"), (tx) =>
      tx.one<{ id: Id<"order"> }>("select id from orders.shop_order where number = 'SO-1'"),
    );
    const guest: Principal = { ...c1, orderId: id.id };
    assert.equal(typeof (await get(guest, "SO-1")), "object");
    assert.equal(await get(guest, "SO-2"), "order-not-found");
    assert.equal((await list(guest)).numbers, "SO-1");
    assert.equal(typeof (await get(staff, "SO-1")), "object");
    assert.equal(await get({ ...staff, rights: new Set<string>() }, "SO-1"), "forbidden");
  });
});

test("units held by a case and units given back are counted apart", async () => {
  await withOrders(async ({ db, c1, list, get }) => {
    const [held, back] = [newId(), newId()];
    const [one] = await db.withTx(system("test"), (tx) =>
      tx.rows<{ order_id: string; id: string }>(
        "select l.order_id, l.id from orders.line l join orders.shop_order o on o.id = l.order_id where o.number = 'SO-1' and l.line_no = 1",
      ),
    );
    assert.ok(one !== undefined);
    await db.withTx(system("test"), async (tx) => {
      const [first, second] = [1, 2].map((no) => [{ lineId: one.id, unitNos: [no] }]);
      written(tx, (record) => holdUnits(record, c1.customerId, held, first ?? []));
      written(tx, (record) => holdUnits(record, c1.customerId, back, second ?? []));
      written(tx, (record) =>
        unitsGivenBack(record, c1.customerId, one.order_id, back, "changed-mind", second ?? [], tx.now),
      );
    });
    const order = await get(c1, "SO-1");
    assert.ok(typeof order === "object");
    assert.deepEqual(order.lines[0]?.units, { free: 1, held: 1, returned: 1 });
    assert.equal((await list(c1, { q: "SO-1" })).items[0]?.openCases, 1);
  });
});

test("an order exports its recipient in the clear, and erasing takes the recipient out while the trade stays", async () => {
  await withTestDatabase(
    async ({ db, secrets }) => {
      const personal = createPersonal(secrets);
      const run = <R>(work: Parameters<typeof db.withTx<R>>[1]) => db.withTx(system("privacy"), work);
      await run((tx) =>
        saveMerchants(tx, [
          {
            number: "M1",
            name: "M1",
            nameEn: "M1",
            returnAddress: { name: "", phone: "", address: "" },
            contactPhone: "",
            source: "test",
          },
        ]),
      );
      await putOrder(personal).execute({ db, principal: staff }, orderWords("SO-1"));
      const { customer_id: customerId } = await run((tx) =>
        tx.one<{ customer_id: string }>("select customer_id from parties.shopper"),
      );
      const data = ordersPersonalData(personal);
      const { orders, pieces, parcels, payments, ...beside } = (await run((tx) =>
        data.exportFor(tx, customerId),
      )) as Record<string, unknown[]>;
      assert.deepEqual([pieces?.length, parcels?.length, payments?.length], [4, 1, 1]);
      assert.deepEqual(beside, { confirmations: [], presents: [], replacements: [] });
      assert.deepEqual(orders, [
        {
          number: "SO-1",
          placedAt: "2026-11-01T00:00:00Z",
          currency: "CNY",
          paidMinor: "32100",
          goods: ["云雀保温杯", "山野背包"],
          recipient: { name: "林晓梅", phone: "138 0000 2207", address: "上海市浦东新区张江路 88 号" },
        },
      ]);
      const erased = await run((tx) => data.eraseFor(tx, customerId));
      assert.deepEqual(erased.kept, [{ what: "orders", until: "2029-11-03", because: "CN-PI-08" }]);
      assert.deepEqual(
        await run((tx) =>
          tx.rows(
            "select recipient_name_enc, recipient_phone_mask, recipient_phone_index, address_mask, paid_minor from orders.shop_order",
          ),
        ),
        [
          {
            recipient_name_enc: null,
            recipient_phone_mask: null,
            recipient_phone_index: null,
            address_mask: null,
            paid_minor: 32100n,
          },
        ],
      );
    },
    { clock },
  );
});
