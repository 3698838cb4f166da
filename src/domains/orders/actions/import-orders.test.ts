import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import pg from "pg";
import { createStoppedClock } from "#platform/clock";
import { type Db, system } from "#platform/db";
import { createPersonal, type Personal } from "#platform/personal";
import { withTestDatabase } from "../../../../tests/support/database.ts";
import { type OrderWords, orderWords } from "../../../../tests/support/order-input.ts";
import { SourceError } from "../adapters/source/index.ts";
import { invariants } from "../queries/invariants.ts";
import { type ImportProgress, type ImportReport, type ImportSource, importOrders } from "./import-orders.ts";

const root = join(import.meta.dirname, "../../../..");
const olist = join(process.env.AFTERCARE_SHARED ?? join(root, "../shared"), "data/olist_sample_10k");
const now = "2026-11-21T12:00:00Z";

type Desk = {
  readonly db: Db;
  readonly personal: Personal;
  readonly folder: string;
  readonly adminUrl: string;
  file(name: string, content: string | Buffer): string;
  take(source: ImportSource, options?: { shift?: "auto" | number; country?: string }): Promise<ImportReport>;
  read<R>(sql: string, params?: readonly string[]): Promise<R[]>;
};

async function withDesk(work: (desk: Desk) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "aftercare-import-"));
  try {
    await withTestDatabase(
      async ({ db, secrets, adminUrl }) => {
        const personal = createPersonal(secrets);
        await work({
          db,
          personal,
          folder,
          adminUrl,
          file: (name, content) => {
            const path = join(folder, name);
            writeFileSync(path, content);
            return path;
          },
          take: async (source, options = {}) => {
            const told: ImportProgress[] = [];
            const rejectsFolder = join(folder, "rejects");
            const report = await importOrders(db, personal, source, { ...options, rejectsFolder }, (progress) =>
              told.push(progress),
            );
            const { bytesRead, bytesTotal } = told.at(-1) ?? { bytesRead: 0, bytesTotal: 0 };
            assert.ok(bytesTotal > 0);
            assert.equal(bytesRead, bytesTotal, "each file is read once, and whole");
            return report;
          },
          read: (sql, params = []) => db.withTx(system("test"), (tx) => tx.rows(sql, params)),
        });
        for (const { name, violations } of invariants)
          assert.deepEqual(await db.withTx(system("test"), (tx) => violations(tx)), [], name);
      },
      { clock: createStoppedClock(now) },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const lines = (orders: readonly object[]) => orders.map((order) => JSON.stringify(order)).join("\n");
const of = (read: number, result: "imported" | "updated" | "unchanged" | "rejected") => ({
  read,
  imported: 0,
  updated: 0,
  unchanged: 0,
  rejected: 0,
  [result]: read,
});

test("a file read twice is imported once; a newer version updates, an older one is not heard", async () => {
  await withDesk(async ({ file, take, read }) => {
    const path = file(
      "orders.jsonl",
      lines([orderWords("SO-1"), orderWords("SO-2"), orderWords("SO-3", { shopper: { externalId: "c2" } })]),
    );
    const { seconds, ...first } = await take({ format: "jsonl", path });
    assert.ok(seconds > 0);
    assert.deepEqual(first, {
      orders: of(3, "imported"),
      lines: of(6, "imported"),
      payments: of(3, "imported"),
      customers: { read: 3, imported: 2, updated: 0, unchanged: 1, rejected: 0 },
      merchants: of(1, "imported"),
      products: of(2, "imported"),
      rejectsFile: null,
    });
    const again = await take({ format: "jsonl", path });
    assert.deepEqual(
      [again.orders, again.lines, again.payments, again.customers],
      [of(3, "unchanged"), of(6, "unchanged"), of(3, "unchanged"), of(3, "unchanged")],
    );
    const changed = [
      orderWords("SO-1", { updatedAt: "2026-11-12T00:00:00Z", freight: "7.00" }),
      orderWords("SO-2", { updatedAt: "2026-11-01T00:00:00Z", freight: "8.00" }),
      orderWords("SO-3", { shopper: { externalId: "c2" } }),
    ];
    const third = await take({ format: "jsonl", path: file("later.jsonl", lines(changed)) });
    assert.deepEqual(third.orders, { read: 3, imported: 0, updated: 1, unchanged: 2, rejected: 0 });
    assert.deepEqual(await read("select number, freight_minor from orders.shop_order order by number"), [
      { number: "SO-1", freight_minor: 700n },
      { number: "SO-2", freight_minor: 600n },
      { number: "SO-3", freight_minor: 600n },
    ]);
    assert.equal((await read("select id from platform.outbox")).length, 0, "a bulk import tells no facts");
    const runs = await read<Record<string, unknown>>(
      "select format, source, state, rows_read, counts->'orders'->>'read' as read from orders.import_run order by id",
    );
    const whole = runs.filter(({ source, read }) => source === "orders.jsonl" && read === "3");
    assert.deepEqual(whole[0], { format: "jsonl", source: "orders.jsonl", state: "done", rows_read: 3n, read: "3" });
  });
});

test("bad rows are set aside with file, line and reason, and the rest is imported", async () => {
  await withDesk(async ({ file, take, read }) => {
    const [line] = orderWords("SO-1").lines;
    const bad = [
      JSON.stringify(orderWords("SO-1")),
      "{ not json",
      '["an", "array"]',
      "",
      JSON.stringify({ ...orderWords("SO-2"), tenders: [] }),
      JSON.stringify(orderWords("SO-3", { promotions: [{ code: "X", label: "X", funder: "shop", off: "999.00" }] })),
      JSON.stringify(orderWords("SO-4", { lines: [{ ...line, title: "nul \u0000" } as OrderWords["lines"][number]] })),
      JSON.stringify({ ...orderWords("=cmd()"), surprise: 1 }),
      JSON.stringify(
        orderWords("SO-1", { updatedAt: "2026-11-20T00:00:00Z", shopper: { externalId: "someone else" } }),
      ),
      JSON.stringify(orderWords("SO-9")),
    ].join("\n");
    const report = await take({ format: "jsonl", path: file("bad.jsonl", bad) });
    assert.deepEqual(report.orders, { read: 9, imported: 2, updated: 0, unchanged: 0, rejected: 7 });
    assert.ok(report.rejectsFile !== null);
    assert.deepEqual(readFileSync(report.rejectsFile, "utf8").trimEnd().split("\n"), [
      "file,line,number,code,detail",
      "bad.jsonl,2,,row-unreadable,not a JSON object",
      "bad.jsonl,3,,row-unreadable,not a JSON object",
      "bad.jsonl,5,SO-2,invalid-input,field=tenders rule=too_small",
      "bad.jsonl,6,SO-3,discounts-exceed,field=promotions.0.off code=X",
      "bad.jsonl,7,SO-4,invalid-input,field= rule=no-nul-character",
      "bad.jsonl,8,'=cmd(),invalid-input,field=number rule=invalid_format",
      "bad.jsonl,9,SO-1,order-belongs-to-other,number=SO-1",
    ]);
    assert.deepEqual(await read("select number from orders.shop_order order by number"), [
      { number: "SO-1" },
      { number: "SO-9" },
    ]);
  });
});

test("a row that only the database refuses is found in its batch and set aside", async () => {
  await withDesk(async ({ file, take, read, adminUrl }) => {
    const admin = new pg.Client({ connectionString: adminUrl });
    await admin.connect();
    await admin.query("alter table orders.line add constraint no_spoiled_title check (title <> 'spoiled')");
    await admin.end();
    const [line] = orderWords("SO-1").lines;
    const orders = Array.from({ length: 20 }, (_, i) =>
      orderWords(`SO-${i}`, {
        shopper: { externalId: `c${i % 7}` },
        lines: [{ ...line, title: i === 5 || i === 13 ? "spoiled" : "fine" } as OrderWords["lines"][number]],
      }),
    );
    const report = await take({ format: "jsonl", path: file("spoiled.jsonl", lines(orders)) });
    assert.deepEqual(report.orders, { read: 20, imported: 18, updated: 0, unchanged: 0, rejected: 2 });
    assert.match(readFileSync(report.rejectsFile ?? "", "utf8"), /SO-5,database-refused,23514 no_spoiled_title/);
    assert.equal((await read("select id from orders.shop_order")).length, 18);
  });
});

test("the example of the documentation is the same order as jsonl, as csv, and gzipped", async () => {
  await withDesk(async ({ file, take, read }) => {
    const page = readFileSync(join(root, "docs/import-formats.md"), "utf8");
    const example = (language: string) => new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(page)?.[1] ?? "";
    const jsonl = await take({ format: "jsonl", path: file("example.jsonl", example("json")) });
    assert.deepEqual(jsonl.orders, of(1, "imported"));
    assert.deepEqual(await read("select paid_minor from orders.shop_order"), [{ paid_minor: 28700n }]);
    const csv = await take({ format: "csv", path: file("example.csv.gz", gzipSync(`\uFEFF${example("csv")}`)) });
    assert.deepEqual(
      [csv.orders, csv.lines, csv.payments],
      [of(1, "unchanged"), of(2, "unchanged"), of(1, "unchanged")],
    );
  });
});

test("rows of a flat file are grouped by order; one with a broken row is set aside whole", async () => {
  await withDesk(async ({ file, take, read }) => {
    const header =
      "number,updated_at,placed_at,shopper_id,product_number,title,merchant_number,category,quantity,unit_price,tender_kind,tender_amount,is_gift,tracking_number";
    const head = (number: string) => `${number},2026-11-05T10:00:00Z,2026-11-01T20:15:00Z,c1`;
    const rows = [
      header,
      `${head("A")},P1,"杯, 大",M1,kitchen,2,10.00,cash,25.00,,T1`,
      "A,,,,P2,赠品,M1,kitchen,1,5.00,,,yes,T2",
      "A,,,,,,,,,,voucher,1.00,,",
      `${head("B")},P1,杯,M1,kitchen,1`,
      `${head("B")},P1,杯,M1,kitchen,1,10.00,cash,10.00,,`,
      `${head("C")},P1,杯,M1,kitchen,many,10.00,cash,10.00,,`,
      `${head("D")},P1,杯,M1,kitchen,1,10.00,cash,10.00,,`,
    ];
    const report = await take({ format: "csv", path: file("flat.csv", rows.join("\r\n")) }, { country: "CN" });
    assert.deepEqual(report.orders, { read: 4, imported: 2, updated: 0, unchanged: 0, rejected: 2 });
    assert.deepEqual(
      await read(
        "select number, paid_minor, (select count(*)::int from orders.line l where l.order_id = o.id) as lines, (select count(*)::int from orders.parcel p where p.order_id = o.id) as parcels from orders.shop_order o order by number",
      ),
      [
        { number: "A", paid_minor: 2600n, lines: 3, parcels: 2 },
        { number: "D", paid_minor: 1000n, lines: 1, parcels: 0 },
      ],
    );
    assert.deepEqual(
      readFileSync(report.rejectsFile ?? "", "utf8")
        .trimEnd()
        .split("\n")
        .slice(1),
      [
        "flat.csv,5,B,row-unreadable,line 5: 9 columns instead of 14",
        "flat.csv,7,C,invalid-input,field=lines.0.quantity rule=invalid_type",
      ],
    );
  });
});

test("a source that is not there, or not what it says, is named with what to do", async () => {
  await withDesk(async ({ file, take, read, folder }) => {
    await assert.rejects(
      take({ format: "csv", path: file("wrong.csv", "a,b\n1,2\n") }),
      /wrong\.csv has no column number/,
    );
    await assert.rejects(take({ format: "csv", path: file("empty.csv", "") }), /empty/);
    for (const format of ["jsonl", "csv"] as const) {
      const missing = { format, path: join(folder, `missing.${format}`) };
      await assert.rejects(
        take(missing),
        new SourceError(`missing.${format} cannot be read: there is no such file; name another file`),
      );
      await assert.rejects(take({ format, path: folder }), /cannot be read: it is a folder/);
    }
    await assert.rejects(take({ format: "olist", path: folder }), /olist_customers_dataset\.csv or .* is missing in/);
    await assert.rejects(
      take({ format: "jsonl", path: file("cut.jsonl.gz", gzipSync(lines([orderWords("SO-1")])).subarray(0, 60)) }),
      /cannot be read past line/,
    );
    assert.deepEqual(await read("select distinct state from orders.import_run"), [{ state: "failed" }]);
  });
});

test("an Olist folder becomes orders: equal items one line, wall time of São Paulo, payments that differ an adjustment", async () => {
  await withDesk(async ({ file, take, read, folder }) => {
    file(
      "olist_customers_dataset.csv",
      "customer_id,customer_unique_id,customer_zip_code_prefix,customer_city,customer_state\nk1,u1,14409,franca,SP\nk2,u1,14409,franca,SP\nk3,u3,9790,sao bernardo do campo,SP\n",
    );
    file(
      "olist_sellers_dataset.csv",
      "seller_id,seller_zip_code_prefix,seller_city,seller_state\n3442f8959a84dea7,1,a,SP\nd1b65fc7debc3361,2,b,SP\n",
    );
    file(
      "olist_products_dataset.csv.gz",
      gzipSync(
        '"product_id","product_category_name","product_photos_qty"\n"7634da152a4610f1","beleza_saude",1\n"1e9e8ef04dbcff45","novidade",1\n"00000000aaaaaaaa","",1\n"00000000aaaaaaaa","",1\n"spoilt\u0000","",1\n',
      ),
    );
    file(
      "product_category_name_translation.csv",
      "\uFEFFproduct_category_name,product_category_name_english\r\nbeleza_saude,health_beauty\r\n",
    );
    file(
      "olist_orders_dataset.csv",
      [
        "order_id,customer_id,order_status,order_purchase_timestamp,order_approved_at,order_delivered_carrier_date,order_delivered_customer_date,order_estimated_delivery_date",
        "o1,k1,delivered,2018-03-27 18:00:43,2018-03-29 03:28:47,2018-03-29 21:48:48,2018-04-06 02:32:49,2018-04-18 00:00:00",
        // Summer time: clocks showed 02:00 off UTC; and one order that never arrived.
        "o2,k2,shipped,2017-11-30 13:37:52,2017-11-30 13:56:33,2017-12-01 22:22:31,,2017-12-27 00:00:00",
        "o3,k3,canceled,2018-01-01 00:00:00,,,,2018-02-01 00:00:00",
        "o4,k9,delivered,2018-01-01 00:00:00,,,,",
        "",
      ].join("\n"),
    );
    file(
      "olist_order_items_dataset.csv",
      [
        "order_id,order_item_id,product_id,seller_id,shipping_limit_date,price,freight_value",
        "o1,2,7634da152a4610f1,3442f8959a84dea7,x,12.99,2.80",
        "o1,1,7634da152a4610f1,3442f8959a84dea7,x,12.99,2.79",
        "o1,3,1e9e8ef04dbcff45,d1b65fc7debc3361,x,100,10",
        "o2,1,7634da152a4610f1,3442f8959a84dea7,x,12.99,0",
        "o3,1,7634da152a4610f1,d1b65fc7debc3361,x,12.99,0",
        "o4,1,7634da152a4610f1,3442f8959a84dea7,x,12.99,0",
        "o9,1,7634da152a4610f1,3442f8959a84dea7,x,1,0",
      ].join("\n"),
    );
    file(
      "olist_order_payments_dataset.csv",
      [
        "order_id,payment_sequential,payment_type,payment_installments,payment_value",
        "o1,2,voucher,1,41.57",
        "o1,1,credit_card,8,100.00",
        "o2,1,boleto,1,12.99",
        "o3,1,not_defined,0,0.00",
        "o4,1,debit_card,1,12.99",
      ].join("\n"),
    );

    const report = await take({ format: "olist", path: folder }, { shift: "auto" });
    assert.deepEqual(report.orders, { read: 4, imported: 3, updated: 0, unchanged: 0, rejected: 1 });
    assert.deepEqual(report.lines, { read: 7, imported: 5, updated: 0, unchanged: 0, rejected: 2 });
    assert.deepEqual(report.payments, { read: 5, imported: 4, updated: 0, unchanged: 0, rejected: 1 });
    assert.deepEqual(report.customers, { read: 4, imported: 2, updated: 0, unchanged: 1, rejected: 1 });
    assert.deepEqual(
      [report.merchants, report.products],
      [of(2, "imported"), { read: 5, imported: 3, updated: 0, unchanged: 1, rejected: 1 }],
    );
    assert.deepEqual(
      readFileSync(report.rejectsFile ?? "", "utf8")
        .trimEnd()
        .split("\n")
        .slice(1)
        .sort(),
      [
        "olist_order_items_dataset.csv,8,o9,order-not-in-source,",
        "olist_orders_dataset.csv,5,o4,invalid-input,field=shopper.externalId rule=too_small",
        "olist_products_dataset.csv.gz,0,spoilt ,database-refused,22021",
      ],
    );
    assert.deepEqual(
      await read(
        "select line_no, quantity, unit_list_minor, l.freight_minor, l.paid_minor, title, title_en, category_code, is_adjustment from orders.line l join orders.shop_order o on o.id = l.order_id where number = 'o1' order by line_no",
      ),
      [
        {
          line_no: 1,
          quantity: 2,
          unit_list_minor: 1299n,
          freight_minor: 559n,
          paid_minor: 2598n,
          title: "Health beauty 商品 7634da15",
          title_en: "Health beauty product 7634da15",
          category_code: "health_beauty",
          is_adjustment: false,
        },
        {
          line_no: 2,
          quantity: 1,
          unit_list_minor: 10000n,
          freight_minor: 1000n,
          paid_minor: 10000n,
          title: "Novidade 商品 1e9e8ef0",
          title_en: "Novidade product 1e9e8ef0",
          category_code: "novidade",
          is_adjustment: false,
        },
      ],
    );
    assert.deepEqual(
      await read(
        "select kind, captured_minor, installments from orders.tender t join orders.shop_order o on o.id = t.order_id where number = 'o1' order by tender_no",
      ),
      [
        { kind: "card", captured_minor: 10000n, installments: 8 },
        { kind: "voucher", captured_minor: 4157n, installments: 1 },
      ],
    );
    const times = await read<Record<string, Temporal.Instant | null>>(
      "select number, placed_at, cancelled_at from orders.shop_order order by number",
    );
    // The newest was placed on 27 March 2018 there, today is 21 November 2026: 3161 days.
    assert.deepEqual(
      times.map((row) => [row.placed_at?.toString(), row.cancelled_at?.toString()]),
      [
        ["2026-11-21T21:00:43Z", undefined],
        ["2026-07-27T15:37:52Z", undefined],
        ["2026-08-28T02:00:00Z", "2026-08-28T02:00:00Z"],
      ],
    );
    assert.deepEqual(await read("select number, name, name_en from parties.merchant order by number"), [
      { number: "3442f8959a84dea7", name: "Olist 卖家 3442f895", name_en: "Olist seller 3442f895" },
      { number: "d1b65fc7debc3361", name: "Olist 卖家 d1b65fc7", name_en: "Olist seller d1b65fc7" },
    ]);
    assert.deepEqual(
      await read("select number, merchant_id is null as unsold, list_minor from catalog.product order by number"),
      [
        { number: "00000000aaaaaaaa", unsold: true, list_minor: null },
        { number: "1e9e8ef04dbcff45", unsold: false, list_minor: 10000n },
        { number: "7634da152a4610f1", unsold: false, list_minor: 1299n },
      ],
    );
    const again = await take({ format: "olist", path: folder }, { shift: "auto" });
    assert.deepEqual(again.orders, { read: 4, imported: 0, updated: 0, unchanged: 3, rejected: 1 });
    assert.deepEqual(
      (await read<{ shift_days: number }>("select distinct shift_days from orders.import_run")).map(
        (row) => row.shift_days,
      ),
      [3161],
    );
  });
});

test("the 10,000 orders of the Olist sample are imported whole, twice without a duplicate", {
  skip: existsSync(olist) ? false : "the sample is not here",
}, async () => {
  await withDesk(async ({ take, read }) => {
    const report = await take({ format: "olist", path: olist });
    assert.deepEqual(report.orders, of(10_000, "imported"));
    assert.deepEqual(report.lines, of(11_513, "imported"));
    assert.deepEqual(report.payments, of(10_415, "imported"));
    assert.deepEqual(report.customers, { read: 10_000, imported: 9_957, updated: 0, unchanged: 43, rejected: 0 });
    assert.deepEqual([report.merchants, report.products], [of(3_095, "imported"), of(32_951, "imported")]);
    assert.equal(report.rejectsFile, null);
    const [stored] = await read(
      "select (select count(*)::int from orders.shop_order) as orders, (select count(*)::int from orders.unit) as units, (select count(*)::int from orders.tender) as tenders, (select count(*)::int from orders.line where is_adjustment) as above, (select count(*)::int from (select distinct order_id from orders.line, jsonb_array_elements(discounts) d where d->>'code' = 'adjustment') x) as below, (select count(distinct order_id)::int from orders.parcel where delivered_at is null) as undelivered",
    );
    assert.deepEqual(stored, { orders: 10_000, units: 11_513, tenders: 10_415, above: 38, below: 28, undelivered: 1 });
    const again = await take({ format: "olist", path: olist });
    assert.deepEqual(
      [again.orders, again.merchants, again.products],
      [of(10_000, "unchanged"), of(3_095, "unchanged"), of(32_951, "unchanged")],
    );
  });
});

test("two imports of the same file at once make each order once", async () => {
  await withDesk(async ({ file, take, read }) => {
    const path = file(
      "twice.jsonl",
      lines(
        Array.from({ length: 800 }, (_, i) =>
          orderWords(`T-${i}`, {
            shopper: { externalId: `c${i % 90}`, phone: `138${String(i % 90).padStart(8, "0")}` },
          }),
        ),
      ),
    );
    const [a, b] = await Promise.all([take({ format: "jsonl", path }), take({ format: "jsonl", path })]);
    assert.equal(a.orders.imported + b.orders.imported, 800);
    assert.equal(a.orders.unchanged + b.orders.unchanged, 800);
    assert.equal((await read("select customer_id from parties.shopper")).length, 90);
  });
});
