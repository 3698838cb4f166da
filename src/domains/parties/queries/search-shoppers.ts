import type { Id } from "#kernel/ids";
import { grant, refuse } from "#kernel/outcome";
import { holds, query } from "#platform/action";
import type { Tx } from "#platform/db";
import { findCustomerOf } from "#platform/directory";
import { pageOfRows, placeOf } from "#platform/paging";
import type { Personal } from "#platform/personal";
import { type ShopperRow, shopperPageShape, shopperSearchQuery } from "../contract.ts";

/** By exact phone, last four digits, e-mail, name, or any number; without words the newest. Masked. */
export function searchShoppers(personal: Personal) {
  return query({
    name: "parties.search-shoppers",
    input: shopperSearchQuery,
    output: shopperPageShape,
    allow: holds("shoppers.read"),
    run: async (tx, { q, cursor, limit }) => {
      const words = q?.trim() ?? "";
      const after = placeOf(cursor);
      if (after === "broken") return refuse("cursor-broken");
      const byNumber = words === "" ? undefined : await findByNumber(tx, words);
      const rows = await tx.rows<ShopperRecord>(
        `${shopperSql}
          where ($1::timestamptz is null or (created_at, customer_id) < ($1, $2::uuid))
            ${words === "" ? "" : `and customer_id in (${bySecret(4)} union all select $8::uuid)`}
          order by created_at desc, customer_id desc limit $3`,
        [after?.at, after?.id, limit + 1, ...(words === "" ? [] : [...traces(personal, words), byNumber])],
      );
      return grant(pageOfRows(rows, limit, (row) => ({ at: row.created_at, id: row.customer_id }), shopperRow));
    },
  });
}

const foundLimit = 50;

/** Ids of shoppers with exactly this phone, e-mail or name, or these last four digits. For look-ups on higher floors. */
export async function findShoppers(tx: Tx, personal: Personal, words: string): Promise<Id<"customer">[]> {
  const rows = await tx.rows<{ customer_id: Id<"customer"> }>(
    `select customer_id from (${bySecret(1)}) found limit ${foundLimit}`,
    traces(personal, words),
  );
  return rows.map((row) => row.customer_id);
}

/** One index each, because one condition with "or" would read the whole table. */
const bySecret = (first: number) =>
  ["phone_index", "phone_last4_index", "email_index", "name_index"]
    .map((column, i) => `select customer_id from parties.shopper where ${column} = $${first + i}`)
    .join(" union all ");

function traces(personal: Personal, words: string): (string | undefined)[] {
  const lastFour = /^\d{4}$/.test(words.normalize("NFKC").trim());
  return [
    personal.blindIndex("phone", words),
    lastFour ? personal.blindIndex("phone-last4", words) : undefined,
    personal.blindIndex("email", words),
    personal.blindIndex("name", words),
  ];
}

const numbered = ["order", "case", "refund", "return-freight", "tracking"] as const;

async function findByNumber(tx: Tx, words: string): Promise<string | undefined> {
  const found = await Promise.all(numbered.map((kind) => findCustomerOf(tx, kind, words)));
  return found.find((id) => id !== undefined);
}

export const shopperSql =
  "select customer_id, name_mask, phone_mask, email_mask, tier, source, created_at, erased_at from parties.shopper";

export type ShopperRecord = {
  customer_id: string;
  name_mask: string | null;
  phone_mask: string | null;
  email_mask: string | null;
  tier: string;
  source: string;
  created_at: Temporal.Instant;
  erased_at: Temporal.Instant | null;
};

export function shopperRow(row: ShopperRecord): ShopperRow {
  return {
    customerId: row.customer_id,
    nameMask: row.name_mask,
    phoneMask: row.phone_mask,
    emailMask: row.email_mask,
    tier: row.tier,
    source: row.source,
    createdAt: row.created_at.toString(),
    erasedAt: row.erased_at?.toString() ?? null,
  };
}
