import { type Id, newId } from "#kernel/ids";
import { type Caller, Recorder } from "#platform/action";
import { type Db, type Principal, system, type Tx, toJson } from "#platform/db";

/** A shop, a shopper and an order written straight into the tables: for tests that start after the import. */
export type World = {
  readonly merchantId: string;
  readonly otherMerchantId: string;
  readonly customerId: string;
  readonly otherCustomerId: string;
};

export type OrderSketch = {
  readonly number?: string;
  readonly customerId?: string;
  readonly placedAt?: string;
  /** Null: not shipped yet. */
  readonly deliveredAt?: string | null;
  /** Shipped, and not delivered yet. */
  readonly onTheWay?: boolean;
  readonly policyId?: string;
  readonly lines?: readonly {
    readonly list: bigint;
    readonly paid?: bigint;
    readonly quantity?: number;
    readonly merchantId?: string;
    readonly category?: string;
    /** What was said of it before it was bought, as it lies in the row. */
    readonly told?: object;
  }[];
  readonly tenders?: readonly { readonly kind: string; readonly captured: bigint }[];
  readonly freight?: bigint;
  /** From a threshold on, or for a set of so many units of each line, by number. */
  readonly promotions?: readonly ({ readonly code: string; readonly off: bigint; readonly coupon?: string } & (
    | { readonly threshold: bigint }
    | { readonly set: readonly { readonly lineNo: number; readonly units: number }[] }
  ))[];
  readonly country?: string;
  readonly zone?: string;
  readonly currency?: string;
};

export type Order = {
  readonly id: string;
  readonly number: string;
  readonly customerId: string;
  readonly lineIds: readonly string[];
};

export async function createWorld(db: Db): Promise<World> {
  const world: World = { merchantId: newId(), otherMerchantId: newId(), customerId: newId(), otherCustomerId: newId() };
  await db.withTx(system("test"), async (tx) => {
    for (const [id, number, name] of [
      [world.merchantId, "M001", "云雀旗舰店"],
      [world.otherMerchantId, "M002", "山野旗舰店"],
    ] as const)
      tx.send(
        "insert into parties.merchant (id, number, name, name_en, return_address, contact_phone, state, source, created_at, updated_at) values ($1, $2, $3, $2, $4, '400', 'open', 'test', $5, $5)",
        [id, number, name, { name: "退货组", phone: "021-5555", address: "上海市青浦区" }, tx.now],
      );
    for (const id of [world.customerId, world.otherCustomerId])
      tx.send(
        "insert into parties.shopper (customer_id, name_mask, phone_mask, source, created_at, updated_at) values ($1, '林*', '138****2207', 'test', $2, $2)",
        [id, tx.now],
      );
    for (const [code, law] of [
      ["general", "other"],
      ["clothing", "clothing"],
      ["electronics", "electronics"],
    ])
      tx.send("insert into catalog.category (code, name, name_en, law_category) values ($1, $1, $1, $2)", [code, law]);
  });
  return world;
}

let orders = 0;

export async function placeOrder(db: Db, world: World, sketch: OrderSketch = {}): Promise<Order> {
  const id = newId();
  orders += 1;
  const number = sketch.number ?? `T${String(orders).padStart(6, "0")}`;
  const customerId = sketch.customerId ?? world.customerId;
  const placedAt = sketch.placedAt ?? "2026-11-10T10:00:00+08:00";
  const delivered = sketch.deliveredAt === undefined ? "2026-11-18T10:00:00+08:00" : sketch.deliveredAt;
  const lines = (sketch.lines ?? [{ list: 39_900n }]).map((line) => {
    const quantity = line.quantity ?? 1;
    return {
      id: newId(),
      quantity,
      list: line.list,
      paid: line.paid ?? line.list * BigInt(quantity),
      merchantId: line.merchantId ?? world.merchantId,
      category: line.category ?? "general",
      told: line.told ?? null,
    };
  });
  const goods = lines.reduce((sum, line) => sum + line.paid, 0n);
  const freight = sketch.freight ?? 0n;
  const tenders = sketch.tenders ?? [{ kind: "wechat-pay", captured: goods + freight }];
  const merchantIds = [...new Set(lines.map((line) => line.merchantId))];
  await db.withTx(system("test"), async (tx) => {
    tx.send(
      `insert into orders.shop_order (customer_id, id, number, source, source_updated_at, source_hash, merchant_ids, placed_at, paid_at, country, zone, currency, list_minor, freight_minor, paid_minor, context, promotions, policy_id, policy_version, recipient_name_mask, imported_at)
       values ($1, $2, $3, 'test', $4, 'x', $5, $4, $4, $6, $14, $7, $8, $9, $10, '{}', $11, $13, 1, '林*', $12)`,
      [
        customerId,
        id,
        number,
        placedAt,
        merchantIds,
        sketch.country ?? "CN",
        sketch.currency ?? "CNY",
        lines.reduce((s, l) => s + l.list * BigInt(l.quantity), 0n),
        freight,
        tenders.reduce((s, t) => s + t.captured, 0n),
        toJson(
          (sketch.promotions ?? []).map((p) => ({
            code: p.code,
            label: p.code,
            funder: "shop",
            offMinor: p.off,
            ...("set" in p
              ? { thresholdMinor: null, lineNos: p.set.map(({ lineNo }) => lineNo), set: p.set }
              : { thresholdMinor: p.threshold, lineNos: null }),
            ...(p.coupon === undefined ? {} : { coupon: p.coupon }),
            afterPartialReturn: "re-price",
          })),
        ),
        tx.now,
        sketch.policyId ?? "built-in",
        sketch.zone ?? "Asia/Shanghai",
      ],
    );
    tx.send("insert into platform.directory (kind, key, customer_id, id) values ('order', $1, $2, $3)", [
      number,
      customerId,
      id,
    ]);
    const parcels = new Map<string, string>();
    for (const merchantId of merchantIds) {
      if (delivered === null) continue;
      const parcel = newId();
      parcels.set(merchantId, parcel);
      tx.send(
        "insert into orders.parcel (customer_id, id, order_id, parcel_no, merchant_id, carrier, tracking_number, shipped_at, delivered_at, signed_by) values ($1, $2, $3, $8, $4, '顺丰', $5, $6, $7, 'consignee')",
        [
          customerId,
          parcel,
          id,
          merchantId,
          `SF${number}`,
          placedAt,
          sketch.onTheWay === true ? null : delivered,
          parcels.size,
        ],
      );
    }
    for (const [i, line] of lines.entries()) {
      const discount = line.list * BigInt(line.quantity) - line.paid;
      tx.send(
        `insert into orders.line (customer_id, id, order_id, line_no, merchant_id, product_number, title, title_en, category_code, quantity, unit_list_minor, list_minor, paid_minor, discounts, told)
         values ($1, $2, $3, $4, $5, 'P1', '降噪头戴耳机', 'Headphones', $6, $7, $8, $9, $10, $11, $12)`,
        [
          customerId,
          line.id,
          id,
          i + 1,
          line.merchantId,
          line.category,
          line.quantity,
          line.list,
          line.list * BigInt(line.quantity),
          line.paid,
          toJson(
            discount > 0n
              ? [{ code: sketch.promotions?.[0]?.code ?? "off", label: "满减", funder: "shop", minor: discount }]
              : [],
          ),
          line.told === null ? null : toJson(line.told),
        ],
      );
      for (let no = 1; no <= line.quantity; no++) {
        const done = BigInt(no - 1);
        const quantity = BigInt(line.quantity);
        const paid =
          (line.paid * (done + 1n) * 2n + quantity) / (quantity * 2n) -
          (line.paid * done * 2n + quantity) / (quantity * 2n);
        tx.send(
          "insert into orders.unit (customer_id, order_id, line_id, unit_no, merchant_id, parcel_id, paid_minor) values ($1, $2, $3, $4, $5, $6, $7)",
          [customerId, id, line.id, no, line.merchantId, parcels.get(line.merchantId) ?? null, paid],
        );
      }
    }
    for (const [i, tender] of tenders.entries())
      tx.send(
        "insert into orders.tender (customer_id, id, order_id, merchant_ids, tender_no, kind, provider_reference, captured_minor) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        [customerId, newId(), id, merchantIds, i + 1, tender.kind, `pay-${number}-${i + 1}`, tender.captured],
      );
  });
  return { id, number, customerId, lineIds: lines.map((line) => line.id) };
}

export const shopper = (customerId: string, orderId?: string): Principal => ({
  kind: "shopper",
  customerId: customerId as Id<"customer">,
  ...(orderId === undefined ? {} : { orderId: orderId as Id<"order"> }),
});
export const merchant = (merchantId: string, ...rights: string[]): Principal => ({
  kind: "merchant",
  staffId: newId<"staff">(),
  merchantId: merchantId as Id<"merchant">,
  rights: new Set(
    rights.length > 0
      ? rights
      : ["cases.read", "cases.decide", "cases.receive", "cases.inspect", "cases.send", "cases.assign"],
  ),
});
export const staff = (...rights: string[]): Principal => ({
  kind: "staff",
  staffId: newId<"staff">(),
  role: "supervisor",
  rights: new Set(
    rights.length > 0
      ? rights
      : [
          "cases.read",
          "cases.create",
          "cases.decide",
          "cases.overrule",
          "cases.receive",
          "cases.inspect",
          "cases.send",
          "cases.assign",
          "refunds.resolve",
          "orders.read",
        ],
  ),
});

export const as = (db: Db, principal: Principal, key: string = newId()): Caller => ({
  db,
  principal,
  idempotencyKey: key,
});

/** What a store only records, written at once. */
export function written(tx: Tx, work: (record: Recorder) => void): void {
  const record = new Recorder();
  work(record);
  record.write(tx, "test", false, undefined, undefined);
}
