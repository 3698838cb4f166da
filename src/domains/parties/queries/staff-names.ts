import type { Tx } from "#platform/db";

/** The names of these members of staff, by id; who is not known has none. */
export async function staffNames(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.rows<{ id: string; name: string }>("select id, name from parties.staff where id = any($1::uuid[])", [
    ids,
  ]);
  return new Map(rows.map((row) => [row.id, row.name]));
}
