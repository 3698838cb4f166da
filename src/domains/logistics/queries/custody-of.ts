import { staffNames } from "#domains/parties";
import { grant, refuse } from "#kernel/outcome";
import { holds, query } from "#platform/action";
import type { Tx } from "#platform/db";
import { findInDirectory } from "#platform/directory";
import { fileLinks, photosOfParcels } from "#platform/files";
import { type CustodyLine, custodyListShape, shipmentNumberInput } from "../contract.ts";

type Row = {
  step: CustodyLine["step"];
  place: string;
  weight_grams: number | null;
  photos: string[];
  subject_id: string;
  note: string;
  by_kind: string;
  by_id: string;
  at: Temporal.Instant;
};

/** Every hand these things passed through, as one list, the first first. */
export async function custodyOf(tx: Tx, subjectIds: readonly string[]): Promise<CustodyLine[]> {
  const [rows, pictures] = await Promise.all([
    tx.rows<Row>(
      "select step, place, weight_grams, photos, note, by_kind, by_id, at, subject_id from logistics.custody where subject_id = any($1::uuid[]) order by at, id limit 500",
      [subjectIds],
    ),
    photosOfParcels(tx, subjectIds),
  ]);
  const links = fileLinks(tx.principal, pictures);
  const shown = new Map(pictures.map((row, place) => [`${row.subject_id} ${row.sha256}`, links[place]]));
  const staff = rows.filter(({ by_kind }) => by_kind === "staff" || by_kind === "merchant").map(({ by_id }) => by_id);
  const names = await staffNames(tx, [...new Set(staff)]);
  return rows.map(({ weight_grams, by_kind, by_id, at, subject_id, photos, ...row }) => ({
    ...row,
    photos: photos.map((sha256) => {
      const link = shown.get(`${subject_id} ${sha256}`);
      return { sha256, url: link?.url ?? null, thumbnailUrl: link?.thumbnailUrl ?? null };
    }),
    weightGrams: weight_grams,
    by: by_kind,
    byName: names.get(by_id) ?? null,
    at: at.toString(),
  }));
}

/** The chain of custody of one parcel, with what it was scanned as before anybody knew whose it was. */
export const listCustody = query({
  name: "logistics.custody",
  input: shipmentNumberInput,
  output: custodyListShape,
  allow: holds("cases.read"),
  run: async (tx, { number }) => {
    const found = await findInDirectory(tx, "shipment", number);
    const shipment =
      found === undefined
        ? undefined
        : await tx.maybe<{ id: string; subject_id: string }>(
            "select id, subject_id from logistics.shipment where customer_id = $1 and id = $2",
            [found.customerId, found.id],
          );
    if (shipment === undefined) return refuse("shipment-not-found", { number });
    const parked = await tx.rows<{ id: string }>(
      "select id from logistics.parked_parcel where subject_id = $1 and state = 'matched'",
      [shipment.subject_id],
    );
    return grant({ items: await custodyOf(tx, [shipment.id, ...parked.map(({ id }) => id)]) });
  },
});
