import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { type Db, system } from "#platform/db";
import type { Job } from "#platform/domain";
import { thumbnailKey } from "./links.ts";
import type { FileStore } from "./store/file-store.ts";

const hoursUnclaimed = 24;
const hoursWithoutRow = 24;
const minutesIncoming = 60;
const keysAtOnce = 500;
export const yearsKept = 3;

/** Once a day: uploads that no case or scan has used, pictures of parcels that nobody need keep any longer, bytes that no row knows (also those of erased persons), and halves of uploads. */
export function sweepJob(store: FileStore, incoming: string): Job {
  return {
    queue: "files.sweep",
    cron: "17 3 * * *",
    run: async (app) => {
      const unclaimed = await removeUnclaimed(app.db, store);
      const parcels = await removeParcelPhotos(app.db, store);
      const unknown = await removeUnknown(app.db, store);
      await removeHalves(incoming);
      app.log.info("left-over files were removed", { unclaimed, parcels, unknown });
    },
  };
}

async function removeUnclaimed(db: Db, store: FileStore): Promise<number> {
  const left = await db.withTx(system("files"), (tx) =>
    tx.rows<{ customer_id: string; id: string }>(
      "select customer_id, id from platform.file where subject_kind = 'order' and at < $1",
      [tx.now.subtract({ hours: hoursUnclaimed })],
    ),
  );
  let removed = 0;
  for (const [customerId, rows] of Map.groupBy(left, (row) => row.customer_id)) {
    const gone = await db.withTx(system("files"), (tx) =>
      tx.rows<{ stored_id: string }>(
        "delete from platform.file where customer_id = $1 and id = any($2::uuid[]) and subject_kind = 'order' returning stored_id",
        [customerId, rows.map((row) => row.id)],
      ),
    );
    const shared = await stillUsed(
      db,
      gone.map((row) => row.stored_id),
    );
    for (const row of gone) if (!shared.has(row.stored_id)) await removeBytes(store, row.stored_id);
    removed += gone.length;
  }
  return removed;
}

async function removeParcelPhotos(db: Db, store: FileStore): Promise<number> {
  const gone = await db.withTx(system("files"), (tx) =>
    tx.rows<{ id: string }>(
      "delete from platform.parcel_photo where at < $1 or (subject_id is null and at < $2) returning id",
      [keptSince(tx.now), tx.now.subtract({ hours: hoursUnclaimed })],
    ),
  );
  for (const { id } of gone) await removeBytes(store, id);
  return gone.length;
}

/** Proofs of a trade are kept so long (CN-PI-08); what is older may go. */
export function keptSince(now: Temporal.Instant): Temporal.Instant {
  return now.toZonedDateTimeISO("Asia/Shanghai").subtract({ years: yearsKept }).toInstant();
}

async function removeUnknown(db: Db, store: FileStore): Promise<number> {
  const before = Temporal.Now.instant().subtract({ hours: hoursWithoutRow });
  let removed = 0;
  let batch: string[] = [];
  const settle = async () => {
    const ids = [...new Set(batch.map((key) => key.slice(0, 36)))];
    const kept = await stillUsed(db, ids);
    for (const key of batch.filter((each) => !kept.has(each.slice(0, 36)))) {
      await store.remove(key);
      removed += 1;
    }
    batch = [];
  };
  for await (const { key, at } of store.keys()) {
    if (Temporal.Instant.compare(at, before) > 0 || !/^[0-9a-f-]{36}(\.thumb)?$/.test(key)) continue;
    batch.push(key);
    if (batch.length === keysAtOnce) await settle();
  }
  if (batch.length > 0) await settle();
  return removed;
}

async function stillUsed(db: Db, storedIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await db.withTx(
    system("files"),
    (tx) =>
      tx.rows<{ stored_id: string }>(
        `select stored_id from platform.file where stored_id = any($1::uuid[])
         union select id from platform.parcel_photo where id = any($1::uuid[])`,
        [storedIds],
      ),
    { readOnly: true },
  );
  return new Set(rows.map((row) => row.stored_id));
}

async function removeHalves(incoming: string): Promise<void> {
  const before = Date.now() - minutesIncoming * 60_000;
  for (const name of await readdir(incoming).catch(() => [])) {
    const path = join(incoming, name);
    const half = await stat(path).catch(() => undefined);
    if (half !== undefined && half.mtimeMs < before) await rm(path, { force: true });
  }
}

export async function removeBytes(store: FileStore, storedId: string): Promise<void> {
  await Promise.all([store.remove(storedId), store.remove(thumbnailKey(storedId))]);
}
