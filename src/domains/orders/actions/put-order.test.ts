import assert from "node:assert/strict";
import { test } from "node:test";
import { contactOf, saveMerchants, shopperPersonalData } from "#domains/parties";
import { newId } from "#kernel/ids";
import { createStoppedClock } from "#platform/clock";
import { type Db, type Principal, system, type Tx } from "#platform/db";
import { createPersonal, type Personal } from "#platform/personal";
import { withTestDatabase } from "../../../../tests/support/database.ts";
import { type OrderWords, orderWords } from "../../../../tests/support/order-input.ts";
import { written } from "../../../../tests/support/world.ts";
import { lockOrder } from "../store/lock-order.ts";
import { holdUnits } from "../store/units.ts";
import { putOrder } from "./put-order.ts";

const feeder: Principal = { kind: "staff", staffId: newId(), role: "operations", rights: new Set(["orders.write"]) };
const clock = createStoppedClock("2026-11-21T00:00:00Z");

type Shop = {
  readonly db: Db;
  readonly personal: Personal;
  put(words: OrderWords, as?: Principal): Promise<string>;
  read<R>(sql: string, params?: readonly string[]): Promise<R[]>;
  run<R>(work: (tx: Tx) => Promise<R>): Promise<R>;
};

async function withShop(work: (shop: Shop) => Promise<void>): Promise<void> {
  await withTestDatabase(
    async ({ db, secrets }) => {
      const personal = createPersonal(secrets);
      const put = putOrder(personal);
      const run: Shop["run"] = (job) => db.withTx(system("test"), job);
      await run((tx) =>
        saveMerchants(
          tx,
          ["M1", "M2"].map((number) => ({
            number,
            name: number,
            nameEn: number,
            returnAddress: { name: "", phone: "", address: "" },
            contactPhone: "",
            source: "test",
          })),
        ),
      );
      await work({
        db,
        personal,
        run,
        put: async (words, as = feeder) => {
          const { outcome } = await put.execute({ db, principal: as }, words);
          return outcome.ok ? outcome.value.result : outcome.code;
        },
        read: (sql, params = []) => run((tx) => tx.rows(sql, params)),
      });
    },
    { clock },
  );
}

test("an order put by a shop is there whole: shopper, lines, units, tenders, parcel, ways to find it, and a fact", async () => {
  await withShop(async ({ put, read }) => {
    assert.equal(await put(orderWords("SO-1")), "imported");
    const [order] = await read<Record<string, unknown>>(
      "select number, list_minor, freight_minor, paid_minor, policy_id, policy_version, context, recipient_name_mask, recipient_phone_mask, address_mask, recipient_region from orders.shop_order",
    );
    assert.deepEqual(order, {
      number: "SO-1",
      list_minor: 35000n,
      freight_minor: 600n,
      paid_minor: 32100n,
      policy_id: "built-in",
      policy_version: 1,
      context: { channel: "other", memberTier: "gold" },
      recipient_name_mask: "林*",
      recipient_phone_mask: "138****2207",
      address_mask: "上海市浦东新区****",
      recipient_region: "上海市",
    });
    assert.deepEqual(
      await read("select line_no, paid_minor, freight_minor, quantity from orders.line order by line_no"),
      [
        { line_no: 1, paid_minor: 13500n, freight_minor: 257n, quantity: 3 },
        { line_no: 2, paid_minor: 18000n, freight_minor: 343n, quantity: 1 },
      ],
    );
    assert.deepEqual(
      (
        await read<{ paid_minor: bigint }>(
          "select u.paid_minor from orders.unit u join orders.line l on l.id = u.line_id order by l.line_no, u.unit_no",
        )
      ).map((u) => u.paid_minor),
      [4500n, 4500n, 4500n, 18000n],
    );
    assert.deepEqual(await read("select kind, captured_minor from orders.tender"), [
      { kind: "wechat-pay", captured_minor: 32100n },
    ]);
    assert.deepEqual(await read("select parcel_no, tracking_number from orders.parcel"), [
      { parcel_no: 1, tracking_number: "SF-SO-1" },
    ]);
    assert.deepEqual(
      (await read<{ kind: string }>("select kind from platform.directory order by kind")).map((row) => row.kind),
      ["email", "order", "phone", "shopper", "tracking"],
    );
    assert.deepEqual(await read("select kind, payload from platform.outbox"), [
      { kind: "orders.imported", payload: { number: "SO-1", result: "imported" } },
    ]);
    assert.deepEqual(await read("select number, category_code from catalog.product order by number"), [
      { number: "P1", category_code: "kitchen" },
      { number: "P2", category_code: "bags" },
    ]);
  });
});

test("personal fields lie sealed in the database and open with the shopper's key", async () => {
  await withShop(async ({ put, read, run, personal }) => {
    await put(orderWords("SO-1"));
    const [shopper] = await read<{ customer_id: string; all: string }>(
      "select customer_id, to_json(s)::text as all from parties.shopper s",
    );
    const [order] = await read<{ all: string }>("select to_json(o)::text as all from orders.shop_order o");
    assert.ok(shopper !== undefined && order !== undefined);
    for (const secret of ["林晓梅", "13800002207", "138 0000 2207", "lin@x.cn", "张江路"]) {
      const hex = Buffer.from(secret).toString("hex");
      const rows: readonly string[] = [shopper.all, order.all];
      for (const row of rows) assert.ok(!row.includes(secret) && !row.includes(hex), secret);
    }
    assert.deepEqual(await run((tx) => contactOf(tx, personal, shopper.customer_id)), {
      name: "林晓梅",
      phone: "13800002207",
      email: "lin@x.cn",
      locale: "zh-CN",
    });
  });
});

test("told again it is unchanged, told anew it is updated under the same ids, told late it is refused", async () => {
  await withShop(async ({ put, read }) => {
    await put(orderWords("SO-1"));
    const before = await read<{ id: string }>("select id from orders.line order by line_no");
    assert.equal(await put(orderWords("SO-1")), "unchanged");
    const newer = orderWords("SO-1", {
      updatedAt: "2026-11-11T00:00:00Z",
      tenders: [{ kind: "card", reference: "C", amount: "320.00" }],
    });
    assert.equal(await put(newer), "updated");
    assert.equal(await put(orderWords("SO-1")), "order-older");
    assert.deepEqual(await read("select id from orders.line order by line_no"), before);
    assert.deepEqual(await read("select kind, captured_minor from orders.tender"), [
      { kind: "card", captured_minor: 32000n },
    ]);
    const [held] = await read<{ units: string }>("select sum(paid_minor)::text as units from orders.unit");
    assert.equal(held?.units, "31400");
    assert.equal((await read("select id from platform.outbox")).length, 2);
  });
});

test("once a case holds units, what was agreed stays and only delivery, recipient and context move", async () => {
  await withShop(async ({ put, read, run }) => {
    await put(orderWords("SO-1", { parcels: [] }));
    const [line] = await read<{ customer_id: string; order_id: string; id: string }>(
      "select customer_id, order_id, id from orders.line where line_no = 1",
    );
    assert.ok(line !== undefined);
    await run(async (tx) => {
      await lockOrder(tx, line.customer_id, "SO-1");
      written(tx, (record) => holdUnits(record, line.customer_id, newId(), [{ lineId: line.id, unitNos: [1] }]));
    });
    const words = orderWords("SO-1", {
      updatedAt: "2026-11-12T00:00:00Z",
      freight: "0.00",
      tenders: [{ kind: "cash", reference: "X", amount: "1.00" }],
      recipient: { name: "王强", address: "北京市朝阳区建国路 1 号" },
      context: { channel: "app" },
    });
    assert.equal(await put(words), "facts-updated");
    assert.deepEqual(
      await read(
        "select freight_minor, paid_minor, recipient_name_mask, recipient_phone_mask, address_mask, context->>'channel' as channel from orders.shop_order",
      ),
      [
        {
          freight_minor: 600n,
          paid_minor: 32100n,
          recipient_name_mask: "王*",
          recipient_phone_mask: "138****2207",
          address_mask: "北京市朝阳区****",
          channel: "app",
        },
      ],
    );
    assert.deepEqual(await read("select kind, captured_minor from orders.tender"), [
      { kind: "wechat-pay", captured_minor: 32100n },
    ]);
    const units = await read<{ case: boolean; parcel: boolean }>(
      "select case_id is not null as case, parcel_id is not null as parcel from orders.unit",
    );
    assert.equal(units.filter((unit) => unit.parcel).length, 4, "every unit found its parcel");
    assert.equal(units.filter((unit) => unit.case).length, 1);
    assert.equal(await put(words), "unchanged");
  });
});

test("an order number belongs to one shopper for ever, and an unknown merchant is refused", async () => {
  await withShop(async ({ put, read }) => {
    await put(orderWords("SO-1"));
    const other = orderWords("SO-1", { updatedAt: "2026-11-12T00:00:00Z", shopper: { externalId: "c2" } });
    assert.equal(await put(other), "order-belongs-to-other");
    const [line] = orderWords("SO-2").lines;
    assert.ok(line !== undefined);
    assert.equal(await put(orderWords("SO-2", { lines: [{ ...line, merchantNumber: "M9" }] })), "merchant-unknown");
    assert.equal(await put(orderWords("SO-3", { policyId: "nobody" })), "policy-unknown");
    assert.equal(
      (await read("select customer_id from parties.shopper")).length,
      1,
      "a refused order leaves no shopper behind",
    );
    assert.equal((await read("select key from platform.directory where kind = 'order'")).length, 1);
  });
});

test("only who may write orders puts them, and a merchant's own people do not", async () => {
  await withShop(async ({ put }) => {
    assert.equal(
      await put(orderWords("SO-1"), {
        kind: "staff",
        staffId: newId(),
        role: "agent",
        rights: new Set(["orders.read"]),
      }),
      "forbidden",
    );
    assert.equal(
      await put(orderWords("SO-1"), {
        kind: "merchant",
        staffId: newId(),
        merchantId: newId(),
        rights: new Set(["orders.write"]),
      }),
      "forbidden",
    );
    assert.equal(await put(orderWords("SO-1"), { kind: "shopper", customerId: newId() }), "forbidden");
    assert.equal(await put({ ...orderWords("SO-1"), number: "no blanks" }), "invalid-input");
  });
});

test("the same new order put by many at once is written once", async () => {
  await withShop(async ({ put, read }) => {
    const results = await Promise.all(Array.from({ length: 6 }, () => put(orderWords("SO-1"))));
    assert.deepEqual(results.toSorted(), ["imported", "unchanged", "unchanged", "unchanged", "unchanged", "unchanged"]);
    assert.equal((await read("select id from orders.shop_order")).length, 1);
    assert.equal((await read("select customer_id from parties.shopper")).length, 1);
    assert.equal((await read("select line_id from orders.unit")).length, 4);
  });
});

test("many orders of one new shopper put at once make one shopper", async () => {
  await withShop(async ({ put, read }) => {
    const results = await Promise.all(Array.from({ length: 6 }, (_, i) => put(orderWords(`SO-${i}`))));
    assert.deepEqual(new Set(results), new Set(["imported"]));
    assert.equal((await read("select customer_id from parties.shopper")).length, 1);
  });
});

test("a newer order tells of a new phone: the old one leads nowhere, the new one to the shopper", async () => {
  await withShop(async ({ put, read, personal }) => {
    await put(orderWords("SO-1"));
    await put(
      orderWords("SO-2", { updatedAt: "2026-11-15T00:00:00Z", shopper: { externalId: "c1", phone: "13900001111" } }),
    );
    await put(
      orderWords("SO-3", { updatedAt: "2026-11-09T00:00:00Z", shopper: { externalId: "c1", phone: "13700001111" } }),
    );
    assert.deepEqual(await read("select name_mask, phone_mask from parties.shopper"), [
      { name_mask: "林*", phone_mask: "139****1111" },
    ]);
    assert.deepEqual(await read("select key from platform.directory where kind = 'phone'"), [
      { key: personal.blindIndex("phone", "13900001111") },
    ]);
  });
});

test("an erased shopper stays erased, whatever the shop tells afterwards", async () => {
  await withShop(async ({ put, read, run, personal }) => {
    await put(orderWords("SO-1"));
    const [shopper] = await read<{ customer_id: string }>("select customer_id from parties.shopper");
    const customerId = shopper?.customer_id ?? "";
    await run((tx) => shopperPersonalData(personal).eraseFor(tx, customerId));
    assert.equal(
      await put(
        orderWords("SO-1", { updatedAt: "2026-11-20T00:00:00Z", recipient: { name: "林晓梅", phone: "13800002207" } }),
      ),
      "updated",
    );
    assert.equal(await put(orderWords("SO-2", { updatedAt: "2026-11-20T00:00:00Z" })), "imported");
    assert.deepEqual(await read("select name_mask, phone_index, email_enc from parties.shopper"), [
      { name_mask: null, phone_index: null, email_enc: null },
    ]);
    assert.deepEqual(
      await read("select recipient_name_mask, recipient_phone_index from orders.shop_order where number = 'SO-2'"),
      [{ recipient_name_mask: null, recipient_phone_index: null }],
    );
    assert.equal(await run((tx) => contactOf(tx, personal, customerId)), undefined);
    assert.equal((await read("select key from platform.directory where kind in ('phone', 'email')")).length, 0);
  });
});

test("an order pins the policy in force when it was placed, and keeps it", async () => {
  await withShop(async ({ put, read, run }) => {
    await put(orderWords("SO-0"));
    await run(async (tx) => {
      for (const [version, from] of [
        [1, "2026-01-01T00:00:00Z"],
        [2, "2026-11-05T00:00:00Z"],
      ] as const)
        tx.send(
          "insert into platform.policy (id, version, title, body, effective_from, published_at, published_by) values ('platform', $1, '{}', '{}', $2, $2, 'test')",
          [version, from],
        );
    });
    await put(orderWords("SO-1"));
    await put(orderWords("SO-2", { placedAt: "2026-11-06T00:00:00Z" }));
    await put(orderWords("SO-0", { updatedAt: "2026-11-20T00:00:00Z" }));
    assert.deepEqual(await read("select number, policy_id, policy_version from orders.shop_order order by number"), [
      { number: "SO-0", policy_id: "built-in", policy_version: 1 },
      { number: "SO-1", policy_id: "platform", policy_version: 1 },
      { number: "SO-2", policy_id: "platform", policy_version: 2 },
    ]);
  });
});

test("what was said before the purchase is kept with each line, and stays once a case exists", async () => {
  await withShop(async ({ put, read }) => {
    const [first, ...others] = orderWords("SO-1").lines;
    assert.ok(first);
    const promises = {
      by: "live-room",
      noReasonDays: 30,
      multiple: { times: 4 },
      snapshot: "live-20261101-2",
    } as const;
    const comparison = { price: "79.00", lowestDeal: "49.90" };
    const told = { withdrawal: { informed: false, at: "2026-11-05T08:00:00+08:00" }, liveRoom: { sellerShown: false } };
    const words = orderWords("SO-1", { ...told, lines: [{ ...first, promises, comparison }, ...others] });
    assert.equal(await put(words), "imported");
    const kept = await read<{ told: unknown }>("select told from orders.line order by line_no");
    const ofTheOrder = {
      withdrawal: { informed: false, at: "2026-11-05T00:00:00Z" },
      liveRoom: { sellerShown: false },
    };
    assert.deepEqual(
      kept.map((line) => line.told),
      [
        {
          promises: { ...promises, multiple: { times: 4, besideRefund: false } },
          comparison: {
            priceMinor: "7900",
            explained: "nothing",
            lowestDealMinor: "4990",
            lastDealMinor: null,
            markedUpFromMinor: null,
          },
          ...ofTheOrder,
        },
        ofTheOrder,
      ],
    );
    assert.equal(await put(orderWords("SO-2")), "imported");
    const [plain] = await read(
      "select l.told from orders.line l join orders.shop_order o on o.id = l.order_id where o.number = 'SO-2'",
    );
    assert.deepEqual(plain, { told: null });
    const wrong = orderWords("SO-3", { lines: [{ ...first, comparison: { price: "79.001" } }, ...others] });
    assert.equal(await put(wrong), "amount-invalid");
  });
});
