import { grant, refuse } from "#kernel/outcome";
import { is, query } from "#platform/action";
import type { Tx } from "#platform/db";
import { pageOfRows, placeOf } from "#platform/paging";
import { inboxQuery, inboxShape, type NewsParams } from "../shapes.ts";

type Row = {
  id: string;
  at: Temporal.Instant;
  kind: string;
  params: NewsParams;
  subject_kind: string;
  subject_number: string;
  read_at: Temporal.Instant | null;
};

/** A guest sees the messages of the one order, by row security. */
export const listInbox = query({
  name: "inbox.list",
  input: inboxQuery,
  output: inboxShape,
  allow: is("shopper"),
  run: async (tx, { cursor, limit }) => {
    const customerId = shopperOf(tx);
    const after = placeOf(cursor);
    if (after === "broken") return refuse("cursor-broken");
    const [rows, unread] = await Promise.all([
      tx.rows<Row>(
        `select id, at, kind, params, subject_kind, subject_number, read_at from platform.message
          where customer_id = $1 and ($2::timestamptz is null or (at, id) < ($2, $3)) order by at desc, id desc limit $4`,
        [customerId, after?.at, after?.id, limit + 1],
      ),
      countUnread(tx),
    ]);
    const page = pageOfRows(
      rows,
      limit,
      (row) => row,
      (row) => ({
        id: row.id,
        at: row.at.toString(),
        kind: row.kind,
        params: row.params,
        subjectKind: row.subject_kind,
        subjectNumber: row.subject_number,
        readAt: row.read_at?.toString() ?? null,
      }),
    );
    return grant({ ...page, unread });
  },
});

export async function countUnread(tx: Tx): Promise<number> {
  const { unread } = await tx.one<{ unread: number }>(
    "select count(*)::int as unread from (select 1 from platform.message where customer_id = $1 and read_at is null limit 100) few",
    [shopperOf(tx)],
  );
  return unread;
}

export function shopperOf(tx: Tx): string {
  if (tx.principal.kind !== "shopper") throw new Error("only shoppers have an inbox");
  return tx.principal.customerId;
}
