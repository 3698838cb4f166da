import { z } from "zod";
import { grant, type Outcome, refuse } from "#kernel/outcome";
import { action, type Permit } from "#platform/action";
import { principalName, type Tx } from "#platform/db";
import { uuidShape } from "#platform/wire";
import type { FileRow } from "./links.ts";

const unclaimedPerPerson = 30;

const input = z.strictObject({
  id: uuidShape,
  mediaType: z.enum(["image/jpeg", "image/webp"]),
  bytes: z.number().int().positive(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** Notes a picture of a parcel whose bytes are stored already. Nobody's until a scan uses it, removed after a day otherwise. */
export function addParcelPhoto(allow: Permit) {
  return action({
    name: "files.add-of-parcel",
    input,
    output: z.object({ id: uuidShape }),
    allow,
    idempotency: "none",
    refusals: ["files-too-many"],
    subject: async () => grant({}),
    run: async ({ tx, input: photo, record, principal, now }) => {
      const by = principalName(principal);
      const { waiting } = await tx.one<{ waiting: number }>(
        "select count(*)::int as waiting from platform.parcel_photo where subject_id is null and uploaded_by = $1",
        [by],
      );
      if (waiting >= unclaimedPerPerson) return refuse("files-too-many", { limit: unclaimedPerPerson });
      const merchantId = principal.kind === "merchant" ? principal.merchantId : null;
      record.about({ kind: "file", id: photo.id, ...(merchantId === null ? {} : { merchantId }) });
      tx.send(
        `insert into platform.parcel_photo (id, merchant_id, media_type, bytes, width, height, sha256, uploaded_by, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [photo.id, merchantId, photo.mediaType, photo.bytes, photo.width, photo.height, photo.sha256, by, now],
      );
      return grant({ id: photo.id });
    },
  });
}

export type ParcelInHand = {
  readonly kind: string;
  readonly id: string;
  readonly merchantId: string | null;
  /** Null while nobody knows whose it is. */
  readonly customerId: string | null;
};

/** Gives the caller's pictures to a parcel, inside the action that uses them; answers their fingerprints in the order given. */
export async function claimParcelPhotos(
  tx: Tx,
  ids: readonly string[],
  parcel: ParcelInHand,
): Promise<Outcome<string[], "evidence-not-found">> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return grant([]);
  const rows = await tx.rows<{ id: string; sha256: string }>(
    "select id, sha256 from platform.parcel_photo where id = any($1::uuid[]) and subject_id is null and uploaded_by = $2 for update",
    [wanted, principalName(tx.principal)],
  );
  if (rows.length < wanted.length) return refuse("evidence-not-found", { missing: wanted.length - rows.length });
  tx.send(
    "update platform.parcel_photo set subject_kind = $2, subject_id = $3, merchant_id = $4, customer_id = $5 where id = any($1::uuid[]) and subject_id is null",
    [wanted, parcel.kind, parcel.id, parcel.merchantId, parcel.customerId],
  );
  const prints = new Map(rows.map(({ id, sha256 }) => [id, sha256]));
  return grant(wanted.flatMap((id) => prints.get(id) ?? []));
}

/** Somebody has said whose the parcel is: its pictures are that shopper's data from now on. */
export function parcelPhotosOf(tx: Tx, parcelId: string, customerId: string): void {
  tx.send("update platform.parcel_photo set customer_id = $2 where subject_id = $1", [parcelId, customerId]);
}

export type ParcelPhotoRow = FileRow & { readonly subject_id: string; readonly sha256: string };

/** The pictures of these parcels as the caller may see them. */
export function photosOfParcels(tx: Tx, parcelIds: readonly string[]): Promise<ParcelPhotoRow[]> {
  return tx.rows<ParcelPhotoRow>(
    `select id, id as stored_id, media_type, null as kind, bytes, width, height, uploaded_by, at, subject_id, sha256
       from platform.parcel_photo where subject_id = any($1::uuid[]) order by at, id`,
    [parcelIds],
  );
}
