import { newId } from "#kernel/ids";
import type { Secrets } from "#platform/config";
import { type Db, system } from "#platform/db";
import { createPersonal } from "#platform/personal";

export type Seeded = {
  readonly merchantId: string;
  readonly shoppers: readonly { customerId: string; phone: string }[];
  readonly orders: readonly { number: string; shopper: number; lineIds: readonly [string, string] }[];
};

/** A shop with shoppers and delivered orders of two lines each, written set by set. */
export async function seedOrders(db: Db, secrets: Secrets, count: number, shopperCount: number): Promise<Seeded> {
  const personal = createPersonal(secrets);
  const merchantId = newId();
  const shoppers = Array.from({ length: shopperCount }, (_, i) => ({
    customerId: newId(),
    phone: `139${String(i).padStart(8, "0")}`,
  }));
  const orders = Array.from({ length: count }, (_, i) => ({
    id: newId(),
    number: `B${String(i).padStart(7, "0")}`,
    shopper: i % shopperCount,
    lineIds: [newId(), newId()] as const,
    parcel: newId(),
    tender: newId(),
  }));
  await db.withTx(system("bench"), async (tx) => {
    await tx.run(
      "insert into parties.merchant (id, number, name, name_en, return_address, contact_phone, state, source, created_at, updated_at) values ($1, 'M1', '云雀', 'Lark', '{\"name\":\"a\",\"phone\":\"b\",\"address\":\"c\"}', '400', 'open', 'bench', $2, $2)",
      [merchantId, tx.now],
    );
    await tx.run(
      "insert into catalog.category (code, name, name_en, law_category) values ('general', '百货', 'General', 'other') on conflict do nothing",
    );
    await tx.run(
      `insert into parties.shopper (customer_id, name_mask, phone_mask, phone_index, source, created_at, updated_at)
       select id, '林*', '139****', ix, 'bench', $3, $3 from unnest($1::uuid[], $2::text[]) s (id, ix)`,
      [shoppers.map((s) => s.customerId), shoppers.map((s) => personal.blindIndex("phone", s.phone)), tx.now],
    );
  });
  for (let from = 0; from < orders.length; from += 5_000) {
    const some = orders.slice(from, from + 5_000);
    await db.withTx(system("bench"), async (tx) => {
      const delivered = tx.now.subtract({ hours: 48 });
      const placed = tx.now.subtract({ hours: 120 });
      const args = [
        some.map((o) => shoppers[o.shopper]?.customerId),
        some.map((o) => o.id),
        some.map((o) => o.number),
        some.map((o) => o.parcel),
        some.map((o) => o.tender),
        some.map((o) => o.lineIds[0]),
        some.map((o) => o.lineIds[1]),
      ];
      const source =
        "unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[]) o (customer, id, number, parcel, tender, l1, l2)";
      const all = [...args, merchantId, placed, delivered];
      tx.send(
        `insert into orders.shop_order (customer_id, id, number, source, source_updated_at, source_hash, merchant_ids, placed_at, paid_at, country, zone, currency, list_minor, freight_minor, paid_minor, policy_id, policy_version, recipient_name_mask, imported_at)
         select customer, id, number, 'bench', $9::timestamptz, 'x', array[$8::uuid], $9, $9, 'CN', 'Asia/Shanghai', 'CNY', 20000, 0, 18000, 'built-in', 1, '林*', $10::timestamptz from ${source}`,
        all,
      );
      tx.send(
        `insert into platform.directory (kind, key, customer_id, id) select 'order', number, customer, id from ${source} where $8::uuid is not null and $9::timestamptz < $10::timestamptz`,
        all,
      );
      tx.send(
        `insert into orders.parcel (customer_id, id, order_id, parcel_no, merchant_id, carrier, tracking_number, shipped_at, delivered_at, signed_by)
         select customer, parcel, id, 1, $8::uuid, '顺丰', 'SF' || number, $9::timestamptz, $10::timestamptz, 'consignee' from ${source}`,
        all,
      );
      for (const [no, column] of [
        [1, "l1"],
        [2, "l2"],
      ] as const) {
        tx.send(
          `insert into orders.line (customer_id, id, order_id, line_no, merchant_id, product_number, title, title_en, picture, category_code, quantity, unit_list_minor, list_minor, paid_minor, discounts)
           select customer, ${column}, id, ${no}, $8::uuid, 'P1', '降噪头戴耳机 月白', 'Headphones', 'headphones:160', 'general', 1, 10000, 10000, 9000, '[{"code":"A","label":"满减","funder":"shop","minor":"1000"}]' from ${source} where $9::timestamptz < $10::timestamptz`,
          all,
        );
        tx.send(
          `insert into orders.unit (customer_id, order_id, line_id, unit_no, merchant_id, parcel_id, paid_minor)
           select customer, id, ${column}, 1, $8::uuid, parcel, 9000 from ${source} where $9::timestamptz < $10::timestamptz`,
          all,
        );
      }
      tx.send(
        `insert into orders.tender (customer_id, id, order_id, merchant_ids, tender_no, kind, provider_reference, captured_minor)
         select customer, tender, id, array[$8::uuid], 1, 'wechat-pay', 'pay-' || number, 18000 from ${source} where $9::timestamptz < $10::timestamptz`,
        all,
      );
    });
  }
  return { merchantId, shoppers, orders };
}
