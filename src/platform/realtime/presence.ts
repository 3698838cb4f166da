import type { Tx } from "#platform/db";

export type Viewer = { readonly id: string; readonly name: string };

const secondsSeen = 30;

/** Real time: who looks now is no business fact. */
export function viewersOf(tx: Tx, stream: string): Promise<Viewer[]> {
  return tx.rows<Viewer>(
    "select viewer_id as id, name from platform.presence where subject = $1 and until > $2 order by name, viewer_id",
    [stream, Temporal.Now.instant()],
  );
}

export async function viewersByStream(tx: Tx, streams: readonly string[]): Promise<Map<string, Viewer[]>> {
  const rows = await tx.rows<Viewer & { subject: string }>(
    "select subject, viewer_id as id, name from platform.presence where subject = any($1::text[]) and until > $2 order by name, viewer_id",
    [streams, Temporal.Now.instant()],
  );
  const found = Map.groupBy(rows, (row) => row.subject);
  return new Map(streams.map((stream) => [stream, (found.get(stream) ?? []).map(({ id, name }) => ({ id, name }))]));
}

export async function arrive(tx: Tx, stream: string, viewer: Viewer): Promise<void> {
  await tx.run(
    `insert into platform.presence (subject, viewer_id, name, until) values ($1, $2, $3, $4)
     on conflict (subject, viewer_id) do update set name = excluded.name, until = excluded.until`,
    [stream, viewer.id, viewer.name, Temporal.Now.instant().add({ seconds: secondsSeen })],
  );
}

export async function leave(tx: Tx, streams: readonly string[], viewerId: string): Promise<void> {
  await tx.run("delete from platform.presence where subject = any($1::text[]) and viewer_id = $2", [streams, viewerId]);
}
