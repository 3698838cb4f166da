import { type Id, newId } from "#kernel/ids";
import { arraysOf, asTable, type BulkColumns, type BulkRow, insertMany, insertSql } from "#platform/bulk";
import type { Tx } from "#platform/db";

export type MerchantFacts = {
  readonly number: string;
  readonly name: string;
  readonly nameEn: string;
  readonly returnAddress: { readonly name: string; readonly phone: string; readonly address: string };
  readonly contactPhone: string;
  readonly source: string;
};

export type SavedMerchant = { readonly id: Id<"merchant">; readonly change: "imported" | "updated" | "unchanged" };

/** Writes merchants by number; a changed one is updated. */
export function saveMerchants(tx: Tx, merchants: readonly MerchantFacts[]): Promise<Map<string, SavedMerchant>> {
  return writeMerchants(
    tx,
    merchants,
    `do update set name = excluded.name, name_en = excluded.name_en, return_address = excluded.return_address, contact_phone = excluded.contact_phone, updated_at = excluded.updated_at
     where (m.name, m.name_en, m.return_address, m.contact_phone) is distinct from (excluded.name, excluded.name_en, excluded.return_address, excluded.contact_phone)`,
  );
}

/** Adds merchants that orders mention by number only; known ones stay as they are. */
export function addMissingMerchants(
  tx: Tx,
  numbers: readonly string[],
  source: string,
): Promise<Map<string, SavedMerchant>> {
  const nowhere = { name: "", phone: "", address: "" };
  const merchants = numbers.map((number) => ({
    number,
    name: number,
    nameEn: number,
    returnAddress: nowhere,
    contactPhone: "",
    source,
  }));
  return writeMerchants(tx, merchants, "do nothing");
}

async function writeMerchants(
  tx: Tx,
  merchants: readonly MerchantFacts[],
  onConflict: string,
): Promise<Map<string, SavedMerchant>> {
  if (merchants.length === 0) return new Map();
  // Each once, and sorted, so that two imports of the same merchants wait for each other instead of deadlocking.
  const each = new Map(merchants.map((merchant) => [merchant.number, merchant]));
  const sorted = [...each.values()].sort((a, b) => (a.number < b.number ? -1 : 1));
  const rows = sorted.map((merchant) => ({
    id: newId(),
    number: merchant.number,
    name: merchant.name,
    name_en: merchant.nameEn,
    return_address: merchant.returnAddress,
    contact_phone: merchant.contactPhone,
    source: merchant.source,
    state: "open",
    created_at: tx.now,
    updated_at: tx.now,
  }));
  const written = await tx.rows<{ number: string; id: Id<"merchant">; added: boolean }>(
    insertSql(
      "parties.merchant as m",
      merchantColumns,
      `on conflict (number) ${onConflict} returning number, id, (xmax = 0) as added`,
    ),
    arraysOf(merchantColumns, rows),
  );
  const saved = new Map<string, SavedMerchant>(
    written.map((row) => [row.number, { id: row.id, change: row.added ? "imported" : "updated" }]),
  );
  const others = merchants.map((merchant) => merchant.number).filter((number) => !saved.has(number));
  for (const [number, id] of await merchantIds(tx, others)) saved.set(number, { id, change: "unchanged" });
  return saved;
}

export async function merchantIds(tx: Tx, numbers: readonly string[]): Promise<Map<string, Id<"merchant">>> {
  if (numbers.length === 0) return new Map();
  const rows = await tx.rows<{ number: string; id: Id<"merchant"> }>(
    "select number, id from parties.merchant where number = any($1::text[])",
    [numbers],
  );
  return new Map(rows.map((row) => [row.number, row.id]));
}

const merchantColumns = {
  id: "uuid",
  number: "text",
  name: "text",
  name_en: "text",
  return_address: "jsonb",
  contact_phone: "text",
  source: "text",
  state: "text",
  created_at: "timestamptz",
  updated_at: "timestamptz",
} as const satisfies BulkColumns<string>;

/** What is known of a shopper whom a shop calls by `source:externalId`. */
export type KnownShopper = {
  readonly key: string;
  readonly customer_id: Id<"customer">;
  readonly name_index: string | null;
  readonly name_mask: string | null;
  readonly phone_index: string | null;
  readonly phone_mask: string | null;
  readonly email_index: string | null;
  readonly email_mask: string | null;
  readonly tier: string;
  readonly locale: string;
  readonly source_updated_at: Temporal.Instant | null;
  readonly erased_at: Temporal.Instant | null;
  readonly wrapped_key: Uint8Array | null;
  readonly master_version: number | null;
};

export async function shoppersByKey(tx: Tx, keys: readonly string[]): Promise<Map<string, KnownShopper>> {
  const rows = await tx.rows<KnownShopper>(
    `select d.key, s.customer_id, s.name_index, s.name_mask, s.phone_index, s.phone_mask, s.email_index, s.email_mask, s.tier, s.locale, s.source_updated_at, s.erased_at,
            k.wrapped_key, k.master_version
       from platform.directory d
       join parties.shopper s on s.customer_id = d.customer_id
       left join parties.shopper_key k on k.customer_id = d.customer_id
      where d.kind = 'shopper' and d.key = any($1::text[])`,
    [keys],
  );
  return new Map(rows.map((row) => [row.key, row]));
}

const shopperColumns = {
  customer_id: "uuid",
  name_enc: "bytea",
  name_mask: "text",
  name_index: "text",
  phone_enc: "bytea",
  phone_mask: "text",
  phone_index: "text",
  phone_last4_index: "text",
  email_enc: "bytea",
  email_mask: "text",
  email_index: "text",
  locale: "text",
  tier: "text",
  source: "text",
  source_updated_at: "timestamptz",
  created_at: "timestamptz",
  updated_at: "timestamptz",
} as const satisfies BulkColumns<string>;
export type ShopperRow = BulkRow<keyof typeof shopperColumns>;

const keyColumns = {
  customer_id: "uuid",
  master_version: "int",
  wrapped_key: "bytea",
  created_at: "timestamptz",
} as const satisfies BulkColumns<string>;
export type ShopperKeyRow = BulkRow<keyof typeof keyColumns>;

export function insertShoppers(tx: Tx, shoppers: readonly ShopperRow[], keys: readonly ShopperKeyRow[]): void {
  insertMany(tx, "parties.shopper", shopperColumns, shoppers);
  insertMany(tx, "parties.shopper_key", keyColumns, keys);
}

const { created_at: _createdAt, source: _source, ...changedColumns } = shopperColumns;
export type ChangedShopperRow = BulkRow<keyof typeof changedColumns>;

/** Changes the fields a row tells; one without a mask, tier or locale stays. An erased shopper, and one told of later already, is left alone. */
export function updateShoppers(tx: Tx, rows: readonly ChangedShopperRow[]): void {
  if (rows.length === 0) return;
  const told = ["name", "phone", "email"].flatMap((field) =>
    Object.keys(changedColumns)
      .filter((column) => column.startsWith(`${field}_`))
      .map((column) => `${column} = case when r.${field}_mask is null then s.${column} else r.${column} end`),
  );
  tx.send(
    `update parties.shopper s set ${told.join(", ")}, tier = coalesce(r.tier, s.tier), locale = coalesce(r.locale, s.locale),
        source_updated_at = r.source_updated_at, updated_at = r.updated_at
       from ${asTable(changedColumns)}
      where s.customer_id = r.customer_id and s.erased_at is null and (s.source_updated_at is null or s.source_updated_at <= r.source_updated_at)`,
    arraysOf(changedColumns, rows),
  );
}
