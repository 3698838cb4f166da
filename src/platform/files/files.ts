import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { any, type Permit } from "#platform/action";
import type { Domain, PersonalData } from "#platform/domain";
import type { ApiServer } from "#platform/http";
import { addFile, type FindBound } from "./add-file.ts";
import { signLinksWith } from "./links.ts";
import { addParcelPhoto } from "./parcel-photos.ts";
import { filesPlugin } from "./plugin.ts";
import { removeFile } from "./remove-file.ts";
import type { FileStore } from "./store/file-store.ts";
import { localFileStore } from "./store/local-file-store.ts";
import { keptSince, sweepJob, yearsKept } from "./sweep.ts";

export type Files = Domain & { readonly plugin: (server: ApiServer) => Promise<void> };

export type FilesParts = {
  /** Holds files/ and, on their way in, files/incoming/. */
  readonly dataDir: string;
  /** Elsewhere than in the data folder, where given. */
  readonly store?: FileStore;
  readonly uploadBytes: number;
  readonly videoBytes: number;
  readonly fileLinkKey: Uint8Array;
  readonly findBound: FindBound;
  /** Who may upload and take back. */
  readonly allow: Permit;
  /** Who may do so with pictures of parcels. */
  readonly allowParcels: Permit;
};

/** Photos that prove something: received, made harmless, bound to an order, used by a case, shown to who may see it. */
export function createFiles(parts: FilesParts): Files {
  const folder = join(parts.dataDir, "files");
  const incoming = join(folder, "incoming");
  const store = parts.store ?? localFileStore(folder);
  signLinksWith(parts.fileLinkKey);
  const add = addFile(parts.findBound, parts.allow);
  const addOfParcel = addParcelPhoto(parts.allowParcels);
  const remove = removeFile(any(parts.allow, parts.allowParcels));
  return {
    name: "files",
    actions: [add, addOfParcel, remove],
    routes: [],
    jobs: [sweepJob(store, incoming)],
    personalData: personalData(store),
    plugin: filesPlugin({
      ...{ store, incoming, uploadBytes: parts.uploadBytes, videoBytes: parts.videoBytes },
      ...{ add, addOfParcel, remove },
    }),
  };
}

function personalData(store: FileStore): PersonalData {
  return {
    exportFor: async (tx, customerId) => {
      const rows = await tx.rows<{ stored_id: string; media_type: string; at: Temporal.Instant; subject_kind: string }>(
        `(select distinct on (stored_id) stored_id, media_type, at, subject_kind from platform.file where customer_id = $1 order by stored_id)
         union all (select id, media_type, at, subject_kind from platform.parcel_photo where customer_id = $1 order by id)`,
        [customerId],
      );
      const photos: object[] = [];
      for (const row of rows) {
        const file = await store.get(row.stored_id);
        const content = file === undefined ? null : (await buffer(file.stream)).toString("base64");
        photos.push({ at: row.at, of: row.subject_kind, mediaType: row.media_type, content });
      }
      return { photos };
    },
    // Bytes without a row go with the nightly sweep, so that an erasure that is undone loses no photo.
    eraseFor: async (tx, customerId) => {
      const since = keptSince(tx.now);
      const files = await tx.run(
        "delete from platform.file where customer_id = $1 and (subject_kind = 'order' or at < $2)",
        [customerId, since],
      );
      const parcels = await tx.run("delete from platform.parcel_photo where customer_id = $1 and at < $2", [
        customerId,
        since,
      ]);
      const gone = files + parcels;
      const kept = await tx.rows<{ newest: Temporal.Instant }>(
        `select max(at) as newest from platform.file where customer_id = $1 group by subject_id
         union all select max(at) from platform.parcel_photo where customer_id = $1 group by subject_id order by newest`,
        [customerId],
      );
      return {
        erased: gone > 0 ? ["photos"] : [],
        kept: kept.map(({ newest }) => ({
          what: "photos",
          until: newest.toZonedDateTimeISO("Asia/Shanghai").add({ years: yearsKept }).toPlainDate().toString(),
          because: "CN-PI-08",
        })),
      };
    },
  };
}
