import { newId } from "#kernel/ids";
import { arraysOf, asTable, type BulkColumns } from "#platform/bulk";
import type { Tx } from "#platform/db";
import type { Category } from "./contract.ts";

/** A product as a shop tells of it. Merchant and price may not be known yet. */
export type ProductFacts = {
  readonly number: string;
  readonly merchantId: string | null;
  readonly title: string;
  readonly titleEn: string;
  readonly categoryCode: string;
  readonly specialClass: string | null;
  readonly listMinor: bigint | null;
  readonly currency: string | null;
  readonly picture: string;
  readonly source: string;
};

export type Change = "imported" | "updated" | "unchanged";
export type Saved = { readonly id: string; readonly change: Change };

/** Writes categories with the classes the law looks at; what is there already is replaced. */
export function saveCategories(tx: Tx, categories: readonly Category[]): void {
  tx.send(
    `insert into catalog.category (code, name, name_en, law_category, special_class, confirmation_class, durable, listed_as)
     select * from ${asTable(categoryColumns)}
     on conflict (code) do update set name = excluded.name, name_en = excluded.name_en, law_category = excluded.law_category, special_class = excluded.special_class,
       confirmation_class = excluded.confirmation_class, durable = excluded.durable, listed_as = excluded.listed_as`,
    arraysOf(categoryColumns, categories),
  );
}

/** Adds categories that orders mention by code only; known ones stay as they are. */
export function addMissingCategories(tx: Tx, categories: readonly Pick<Category, "code" | "name" | "nameEn">[]): void {
  tx.send(
    `insert into catalog.category (code, name, name_en) select * from ${asTable(nameColumns)} on conflict (code) do nothing`,
    arraysOf(nameColumns, categories),
  );
}

/** Writes products by number; a changed one is updated, except that a known merchant and price are never forgotten. */
export async function saveProducts(tx: Tx, products: readonly ProductFacts[]): Promise<Map<string, Saved>> {
  const written = await tx.rows<{ number: string; id: string; added: boolean }>(
    `insert into catalog.product as p (id, number, merchant_id, title, title_en, category_code, special_class, list_minor, currency, picture, source, state, created_at, updated_at)
     select r.*, 'on-sale', $${productWidth + 1}, $${productWidth + 1} from ${asTable(productColumns)}
     on conflict (number) do update set title = excluded.title, title_en = excluded.title_en, category_code = excluded.category_code, special_class = excluded.special_class,
       picture = excluded.picture, merchant_id = coalesce(p.merchant_id, excluded.merchant_id), list_minor = coalesce(excluded.list_minor, p.list_minor),
       currency = coalesce(excluded.currency, p.currency), updated_at = excluded.updated_at
     where (p.title, p.title_en, p.category_code, p.special_class, p.picture) is distinct from
           (excluded.title, excluded.title_en, excluded.category_code, excluded.special_class, excluded.picture)
        or (p.merchant_id is null and excluded.merchant_id is not null)
        or (excluded.list_minor is not null and (p.list_minor, p.currency) is distinct from (excluded.list_minor, excluded.currency))
     returning number, id, (xmax = 0) as added`,
    [...arraysOf(productColumns, products.map(rowOf)), tx.now],
  );
  return withUnchanged(tx, products, written);
}

/** Adds products that orders mention; known ones stay as they are. */
export async function addMissingProducts(tx: Tx, products: readonly ProductFacts[]): Promise<Map<string, Saved>> {
  const written = await tx.rows<{ number: string; id: string; added: boolean }>(
    `insert into catalog.product (id, number, merchant_id, title, title_en, category_code, special_class, list_minor, currency, picture, source, state, created_at, updated_at)
     select r.*, 'on-sale', $${productWidth + 1}, $${productWidth + 1} from ${asTable(productColumns)}
     on conflict (number) do nothing returning number, id, true as added`,
    [...arraysOf(productColumns, products.map(rowOf)), tx.now],
  );
  return withUnchanged(tx, products, written);
}

async function withUnchanged(
  tx: Tx,
  products: readonly ProductFacts[],
  written: readonly { number: string; id: string; added: boolean }[],
): Promise<Map<string, Saved>> {
  const saved = new Map(
    written.map(
      (row) =>
        [row.number, { id: row.id, change: row.added ? ("imported" as const) : ("updated" as const) }] as [
          string,
          Saved,
        ],
    ),
  );
  const others = products.map((product) => product.number).filter((number) => !saved.has(number));
  if (others.length === 0) return saved;
  const rows = await tx.rows<{ number: string; id: string }>(
    "select number, id from catalog.product where number = any($1::text[])",
    [others],
  );
  for (const row of rows) saved.set(row.number, { id: row.id, change: "unchanged" });
  return saved;
}

const categoryColumns = {
  code: "text",
  name: "text",
  nameEn: "text",
  lawCategory: "text",
  specialClass: "text",
  confirmationClass: "text",
  durable: "boolean",
  listedAs: "text",
} as const satisfies BulkColumns<string>;

const nameColumns = { code: "text", name: "text", nameEn: "text" } as const satisfies BulkColumns<string>;

const productColumns = {
  id: "uuid",
  number: "text",
  merchantId: "uuid",
  title: "text",
  titleEn: "text",
  categoryCode: "text",
  specialClass: "text",
  listMinor: "bigint",
  currency: "text",
  picture: "text",
  source: "text",
} as const satisfies BulkColumns<string>;
const productWidth = Object.keys(productColumns).length;

function rowOf(product: ProductFacts): ProductFacts & { readonly id: string } {
  return { ...product, id: newId() };
}
