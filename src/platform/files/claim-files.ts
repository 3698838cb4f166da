import { newId } from "#kernel/ids";
import { grant, type Outcome, refuse } from "#kernel/outcome";
import { type Principal, principalName, type Tx } from "#platform/db";
import { type FileKind, plainKind } from "./evidence-kind.ts";
import type { FileRow } from "./links.ts";

/**
 * Gives uploads to a case, inside the action that uses them. They must be of this order and uploaded by the caller.
 * What another case of the order has already is given to this one too, under an id of its own: one request over two
 * merchants becomes two cases with the same evidence.
 */
export async function claimFiles(
  tx: Tx,
  customerId: string,
  orderId: string,
  ids: readonly string[],
  caseId: string,
  merchantId: string,
): Promise<Outcome<undefined, "evidence-not-found">> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return grant();
  const rows = await tx.rows<{ id: string; subject_kind: string; subject_id: string | null }>(
    `select id, subject_kind, subject_id from platform.file
      where customer_id = $1 and order_id = $2 and id = any($3::uuid[]) and uploaded_by = any($4::text[]) order by id for update`,
    [customerId, orderId, wanted, namesOf(tx.principal)],
  );
  if (rows.length < wanted.length) return refuse("evidence-not-found", { missing: wanted.length - rows.length });
  const free = rows.filter((row) => row.subject_kind === "order").map((row) => row.id);
  const elsewhere = rows.filter((row) => row.subject_kind === "case" && row.subject_id !== caseId).map((row) => row.id);
  if (free.length > 0)
    tx.send(
      `update platform.file set subject_kind = 'case', subject_id = $3, merchant_id = $4
        where customer_id = $1 and id = any($2::uuid[]) and subject_kind = 'order'`,
      [customerId, free, caseId, merchantId],
    );
  if (elsewhere.length > 0)
    tx.send(
      `insert into platform.file (customer_id, id, order_id, merchant_id, stored_id, subject_kind, subject_id, media_type, bytes, width, height, sha256, uploaded_by, at, kind)
       select f.customer_id, n.id, f.order_id, $5, f.stored_id, 'case', $4, f.media_type, f.bytes, f.width, f.height, f.sha256, f.uploaded_by, f.at, f.kind
         from unnest($2::uuid[], $3::uuid[]) n (old_id, id) join platform.file f on f.customer_id = $1 and f.id = n.old_id
        where not exists (select 1 from platform.file g where g.customer_id = $1 and g.stored_id = f.stored_id and g.subject_id = $4)`,
      [customerId, elsewhere, elsewhere.map(() => newId<"file">()), caseId, merchantId],
    );
  return grant();
}

/** The files of a case as the caller may see them, oldest first. */
export function filesOf(tx: Tx, customerId: string, caseId: string): Promise<FileRow[]> {
  return tx.rows<FileRow>(
    `select id, stored_id, media_type, kind, bytes, width, height, uploaded_by, at from platform.file
      where customer_id = $1 and subject_id = $2 and subject_kind = 'case' order by at, id`,
    [customerId, caseId],
  );
}

/** What these uploads show it by, as far as they are there. */
export async function kindsOfFiles(tx: Tx, customerId: string, ids: readonly string[]): Promise<FileKind[]> {
  if (ids.length === 0) return [];
  const rows = await tx.rows<{ kind: FileKind | null; media_type: string }>(
    "select distinct kind, media_type from platform.file where customer_id = $1 and id = any($2::uuid[])",
    [customerId, ids],
  );
  return [...new Set(rows.map(({ kind, media_type }) => kind ?? plainKind(media_type)))];
}

/** What one person uploads as a guest is theirs when they have signed in, and the other way round. */
export function namesOf(principal: Principal): string[] {
  if (principal.kind !== "shopper" || principal.presentId !== undefined) return [principalName(principal)];
  return [`shopper:${principal.customerId}`, `guest:${principal.customerId}`];
}
