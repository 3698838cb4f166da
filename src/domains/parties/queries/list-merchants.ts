import { z } from "zod";
import { grant } from "#kernel/outcome";
import { holds, query } from "#platform/action";
import { pageQuery } from "#platform/wire";
import { merchantPageShape } from "../contract.ts";

/** Shops by number; a merchant's person sees the own one. */
export const listMerchants = query({
  name: "parties.list-merchants",
  input: z.object(pageQuery),
  output: merchantPageShape,
  allow: holds("merchants.read"),
  run: async (tx, { cursor, limit }) => {
    const own = tx.principal.kind === "merchant" ? tx.principal.merchantId : undefined;
    const rows = await tx.rows<{
      id: string;
      number: string;
      name: string;
      name_en: string;
      state: "open" | "closed";
      return_address: Address;
      contact_phone: string;
    }>(
      `select id, number, name, name_en, state, return_address, contact_phone from parties.merchant
        where ($1::text is null or number > $1) and ($2::uuid is null or id = $2) order by number limit $3`,
      [cursor, own, limit + 1],
    );
    const items = rows.slice(0, limit).map((row) => ({
      id: row.id,
      number: row.number,
      name: row.name,
      nameEn: row.name_en,
      state: row.state,
      returnAddress: row.return_address,
      contactPhone: row.contact_phone,
    }));
    return grant({ items, nextCursor: rows.length > limit ? (items.at(-1)?.number ?? null) : null });
  },
});

type Address = { name: string; phone: string; address: string };
