import { grant } from "#kernel/outcome";
import { businessSecondsBetween } from "#kernel/time";
import { any, holds, is, query } from "#platform/action";
import { dropOffPointsQuery, dropOffPointsShape } from "../contract.ts";
import { limits } from "../model.ts";
import { readHours } from "../rules/read-hours.ts";

type Row = {
  number: string;
  kind: "point" | "store" | "locker";
  title: { zh: string; en: string };
  place: { zh: string; en: string };
  region: string;
  zone: string;
  hours: string;
  carrier: string | null;
  latitude_micro: number;
  longitude_micro: number;
};

const millionths = 1_000_000;

/** Where parcels are taken in, with the hours, and whether somebody is there now. */
export const listDropOffPoints = query({
  name: "logistics.drop-off-points",
  input: dropOffPointsQuery,
  output: dropOffPointsShape,
  allow: any(is("shopper"), holds("cases.read")),
  run: async (tx, { region, kind }) => {
    const rows = await tx.rows<Row>(
      `select number, kind, title, place, region, zone, hours, carrier, latitude_micro, longitude_micro from logistics.drop_off_point
        where active and ($1::text is null or region like '%' || $1 || '%') and ($2::text is null or kind = $2) order by region, number limit $3`,
      [region, kind, limits.dropOffPoints],
    );
    const soon = tx.now.add({ seconds: 1 });
    return grant({
      items: rows.map(({ zone, latitude_micro, longitude_micro, ...row }) => {
        const hours = readHours(row.hours, zone);
        return {
          ...row,
          latitude: latitude_micro / millionths,
          longitude: longitude_micro / millionths,
          open: hours !== undefined && businessSecondsBetween(tx.now, soon, hours) > 0,
        };
      }),
    });
  },
});
