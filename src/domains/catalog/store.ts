import { newId } from "#kernel/ids";
import { arraysOf, type BulkColumns, insertMany, insertSql } from "#platform/bulk";
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

export type Saved = { readonly id: string; readonly change: "imported" | "updated" | "unchanged" };

const categoryColumns = {
  code: "text",
  name: "text",
  name_en: "text",
  law_category: "text",
  special_class: "text",
  confirmation_class: "text",
  durable: "boolean",
  listed_as: "text",
} as const satisfies BulkColumns<string>;

/** Writes categories with the classes the law looks at; what is there already is replaced. */
export function saveCategories(tx: Tx, categories: readonly Category[]): void {
  const rows = categories.map((category) => ({
    code: category.code,
    name: category.name,
    name_en: category.nameEn,
    law_category: category.lawCategory,
    special_class: category.specialClass,
    confirmation_class: category.confirmationClass,
    durable: category.durable,
    listed_as: category.listedAs,
  }));
  const told = Object.keys(categoryColumns).filter((name) => name !== "code");
  const replaced = `on conflict (code) do update set ${told.map((name) => `${name} = excluded.${name}`).join(", ")}`;
  insertMany(tx, "catalog.category", categoryColumns, rows, replaced);
}

const nameColumns = { code: "text", name: "text", name_en: "text" } as const satisfies BulkColumns<string>;

/** Adds categories that are mentioned by code and name only; known ones stay as they are. */
export function addMissingCategories(tx: Tx, categories: readonly Pick<Category, "code" | "name" | "nameEn">[]): void {
  const rows = categories
    .map(({ code, name, nameEn }) => ({ code, name, name_en: nameEn }))
    .sort((a, b) => (a.code < b.code ? -1 : 1));
  insertMany(tx, "catalog.category", nameColumns, rows, "on conflict (code) do nothing");
}

const productColumns = {
  id: "uuid",
  number: "text",
  merchant_id: "uuid",
  title: "text",
  title_en: "text",
  category_code: "text",
  special_class: "text",
  list_minor: "bigint",
  currency: "text",
  picture: "text",
  source: "text",
  state: "text",
  created_at: "timestamptz",
  updated_at: "timestamptz",
} as const satisfies BulkColumns<string>;

/** Writes products by number; a changed one is updated, except that a known merchant and price are never forgotten. */
export async function saveProducts(tx: Tx, products: readonly ProductFacts[]): Promise<Map<string, Saved>> {
  const saved = await writeProducts(
    tx,
    products,
    `do update set title = excluded.title, title_en = excluded.title_en, category_code = excluded.category_code, special_class = excluded.special_class,
       picture = excluded.picture, merchant_id = coalesce(p.merchant_id, excluded.merchant_id), list_minor = coalesce(excluded.list_minor, p.list_minor),
       currency = coalesce(excluded.currency, p.currency), updated_at = excluded.updated_at
     where (p.title, p.title_en, p.category_code, p.special_class, p.picture) is distinct from
           (excluded.title, excluded.title_en, excluded.category_code, excluded.special_class, excluded.picture)
        or (p.merchant_id is null and excluded.merchant_id is not null)
        or (excluded.list_minor is not null and (p.list_minor, p.currency) is distinct from (excluded.list_minor, excluded.currency))`,
  );
  await keepPrices(
    tx,
    [...saved].flatMap(([number, { change }]) => (change === "unchanged" ? [] : [number])),
  );
  return saved;
}

/** Adds products that orders mention; known ones stay as they are. */
export function addMissingProducts(tx: Tx, products: readonly ProductFacts[]): Promise<Map<string, Saved>> {
  return writeProducts(tx, products, "do nothing");
}

async function writeProducts(
  tx: Tx,
  products: readonly ProductFacts[],
  onConflict: string,
): Promise<Map<string, Saved>> {
  const saved = new Map<string, Saved>();
  if (products.length === 0) return saved;
  // Each once, and sorted, so that two imports of the same products wait for each other instead of deadlocking.
  const rows = [...new Map(products.map((product) => [product.number, product])).values()]
    .map((product) => ({
      id: newId(),
      number: product.number,
      merchant_id: product.merchantId,
      title: product.title,
      title_en: product.titleEn,
      category_code: product.categoryCode,
      special_class: product.specialClass,
      list_minor: product.listMinor,
      currency: product.currency,
      picture: product.picture,
      source: product.source,
      state: "on-sale",
      created_at: tx.now,
      updated_at: tx.now,
    }))
    .sort((a, b) => (a.number < b.number ? -1 : 1));
  const written = await tx.rows<{ number: string; id: string; added: boolean }>(
    insertSql(
      "catalog.product as p",
      productColumns,
      `on conflict (number) ${onConflict} returning number, id, (xmax = 0) as added`,
    ),
    arraysOf(productColumns, rows),
  );
  for (const row of written) saved.set(row.number, { id: row.id, change: row.added ? "imported" : "updated" });
  const others = products.map((product) => product.number).filter((number) => !saved.has(number));
  if (others.length === 0) return saved;
  const known = await tx.rows<{ number: string; id: string }>(
    "select number, id from catalog.product where number = any($1::text[])",
    [others],
  );
  for (const row of known) saved.set(row.number, { id: row.id, change: "unchanged" });
  return saved;
}

/** The price history: a line for each price that differs from the last one. */
async function keepPrices(tx: Tx, numbers: readonly string[]): Promise<void> {
  if (numbers.length === 0) return;
  await tx.run(
    `insert into catalog.price (product_number, since, list_minor, currency)
     select p.number, $2, p.list_minor, p.currency from catalog.product p
      where p.number = any($1::text[]) and p.list_minor is not null
        and (p.list_minor, p.currency) is distinct from
            (select (h.list_minor, h.currency) from catalog.price h where h.product_number = p.number order by h.since desc limit 1)
     on conflict (product_number, since) do nothing`,
    [numbers, tx.now],
  );
}

/** The lowest price of one piece since then, by product number; products whose price is not known are left out. */
export async function lowestPricesSince(
  tx: Tx,
  numbers: readonly string[],
  since: Temporal.Instant,
  currency: string,
): Promise<ReadonlyMap<string, bigint>> {
  const rows = await tx.rows<{ number: string; lowest: bigint }>(
    `select product_number as number, min(list_minor) as lowest from catalog.price
      where product_number = any($1::text[]) and currency = $3 and since >= $2 group by product_number`,
    [numbers, since, currency],
  );
  return new Map(rows.map(({ number, lowest }) => [number, lowest]));
}

/** A product of this shop that is on sale, with today's price in this currency. */
export async function productOf(
  tx: Tx,
  merchantId: string,
  number: string,
  currency: string,
): Promise<
  | {
      goods: {
        productNumber: string;
        title: string;
        titleEn: string;
        picture: string;
        categoryCode: string;
        specialClass: string | null;
      };
      listMinor: bigint;
    }
  | undefined
> {
  const row = await tx.maybe<{
    title: string;
    title_en: string;
    picture: string;
    category_code: string;
    special_class: string | null;
    list_minor: bigint;
  }>(
    "select title, title_en, picture, category_code, special_class, list_minor from catalog.product where number = $1 and merchant_id = $2 and currency = $3 and state = 'on-sale' and list_minor is not null",
    [number, merchantId, currency],
  );
  if (row === undefined) return undefined;
  return {
    goods: {
      productNumber: number,
      title: row.title,
      titleEn: row.title_en,
      picture: row.picture,
      categoryCode: row.category_code,
      specialClass: row.special_class,
    },
    listMinor: row.list_minor,
  };
}

/**
 * What this shop sells today, the dearest that is not above `upToMinor` first and then upwards: of all of it, or of what is
 * numbered or called so.
 */
export function productsOnSale(
  tx: Tx,
  merchantId: string,
  { q, currency, upToMinor, limit }: { q: string; currency: string; upToMinor: bigint; limit: number },
): Promise<{ number: string; title: string; title_en: string; picture: string; list_minor: bigint }[]> {
  const part = `%${q.trim().replace(/[\\%_]/g, "\\$&")}%`;
  return tx.rows(
    `select number, title, title_en, picture, list_minor from catalog.product
      where merchant_id = $1 and state = 'on-sale' and currency = $2 and list_minor is not null
        and (number ilike $3 or title ilike $3 or title_en ilike $3)
      order by list_minor > $4, abs(list_minor - $4), number limit $5`,
    [merchantId, currency, part, upToMinor, limit],
  );
}
