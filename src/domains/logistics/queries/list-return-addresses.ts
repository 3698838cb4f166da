import { grant, refuse } from "#kernel/outcome";
import { holds, query } from "#platform/action";
import { pageOfRows, placeOf } from "#platform/paging";
import { type Place, returnAddressPageShape, returnAddressQuery } from "../contract.ts";

type Row = {
  id: string;
  merchant_id: string;
  name: string;
  name_en: string;
  label: string;
  place: Place;
  categories: string[];
  regions: string[];
  priority: number;
  active: boolean;
  version: number;
  created_at: Temporal.Instant;
  changed_at: Temporal.Instant;
};

/** Where merchants take goods back; a merchant's person sees the own places only. */
export const listReturnAddresses = query({
  name: "logistics.return-addresses",
  input: returnAddressQuery,
  output: returnAddressPageShape,
  allow: holds("addresses.write"),
  run: async (tx, { cursor, limit }) => {
    const after = placeOf(cursor);
    if (after === "broken") return refuse("cursor-broken");
    const rows = await tx.rows<Row>(
      `select a.id, a.merchant_id, m.name, m.name_en, a.label, a.place, a.categories, a.regions, a.priority, a.active, a.version, a.created_at, a.changed_at
         from logistics.return_address a join parties.merchant m on m.id = a.merchant_id
        where ($1::timestamptz is null or (a.created_at, a.id) < ($1, $2)) order by a.created_at desc, a.id desc limit $3`,
      [after?.at, after?.id, limit + 1],
    );
    return grant(
      pageOfRows(
        rows,
        limit,
        (row) => ({ at: row.created_at, id: row.id }),
        (row) => ({
          id: row.id,
          merchantId: row.merchant_id,
          merchant: { zh: row.name, en: row.name_en },
          label: row.label,
          place: row.place,
          categories: row.categories,
          regions: row.regions,
          priority: row.priority,
          active: row.active,
          version: row.version,
          changedAt: row.changed_at.toString(),
        }),
      ),
    );
  },
});
