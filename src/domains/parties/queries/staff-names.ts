import type { Tx } from "#platform/db";

/** The names of these members of staff, by id. Row security decides: a merchant's person learns those of colleagues only. */
export async function staffNames(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.rows<{ id: string; name: string }>(
    "select id, name from parties.staff where id = any($1::uuid[])",
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** Members of staff whose name holds these words. */
export async function staffCalled(tx: Tx, words: string): Promise<readonly string[]> {
  const rows = await tx.rows<{ id: string }>(
    "select id from parties.staff where position(lower($1) in lower(name)) > 0 limit 100",
    [words],
  );
  return rows.map((row) => row.id);
}
