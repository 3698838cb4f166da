import { type Id, newId } from "#kernel/ids";
import { arraysOf, asTable, type BulkColumns, type BulkRow, insertMany } from "#platform/bulk";
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
  const now = `$${Object.keys(merchantColumns).length + 1}`;
  const written = await tx.rows<{ number: string; id: Id<"merchant">; added: boolean }>(
    `insert into parties.merchant as m (id, number, name, name_en, return_address, contact_phone, source, state, created_at, updated_at)
     select r.*, 'open', ${now}, ${now} from ${asTable(merchantColumns)} on conflict (number) ${onConflict} returning number, id, (xmax = 0) as added`,
    [
      ...arraysOf(
        merchantColumns,
        merchants.map((merchant) => ({ ...merchant, id: newId() })),
      ),
      tx.now,
    ],
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
  nameEn: "text",
  returnAddress: "jsonb",
  contactPhone: "text",
  source: "text",
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

const directoryColumns = {
  kind: "text",
  key: "text",
  customer_id: "uuid",
  id: "uuid",
} as const satisfies BulkColumns<string>;
export type DirectoryRow = BulkRow<keyof typeof directoryColumns> & { readonly kind: string; readonly key: string };

/** Takes keys nobody has; answers those it got. Another transaction that takes the same ones is waited for. */
export async function claimKeys(tx: Tx, rows: readonly DirectoryRow[]): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  // Sorted, so that two transactions that want the same keys wait for each other instead of deadlocking.
  const claimed = await tx.rows<{ key: string }>(
    `insert into platform.directory (kind, key, customer_id, id) select * from ${asTable(directoryColumns)} on conflict (kind, key) do nothing returning key`,
    arraysOf(directoryColumns, rows.toSorted(byKey)),
  );
  return new Set(claimed.map((row) => row.key));
}

/** Phones and mail addresses lead to whoever told them last. */
export function pointAddresses(tx: Tx, rows: readonly DirectoryRow[]): void {
  const last = new Map(rows.map((row) => [`${row.kind}|${row.key}`, row]));
  insertMany(
    tx,
    "platform.directory",
    directoryColumns,
    [...last.values()].sort(byKey),
    "on conflict (kind, key) do update set customer_id = excluded.customer_id, id = excluded.id",
  );
}

/** Addresses a shopper no longer has. */
export function forgetAddresses(tx: Tx, rows: readonly DirectoryRow[]): void {
  if (rows.length === 0) return;
  tx.send(
    `delete from platform.directory d using ${asTable(directoryColumns)} where d.kind = r.kind and d.key = r.key and d.customer_id = r.customer_id`,
    arraysOf(directoryColumns, rows),
  );
}

function byKey(a: DirectoryRow, b: DirectoryRow): number {
  const [left, right] = [`${a.kind}|${a.key}`, `${b.kind}|${b.key}`];
  return left < right ? -1 : left > right ? 1 : 0;
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
