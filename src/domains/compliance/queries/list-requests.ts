import type { z } from "zod";
import { grant, refuse } from "#kernel/outcome";
import { all, holds, is, query } from "#platform/action";
import { pageOfRows, placeOf } from "#platform/paging";
import { privacyListQuery, privacyPageShape, type privacyRequestShape } from "../contract.ts";
import { type RequestRow, requestColumns } from "../store.ts";

export const listRequests = query({
  name: "privacy.list",
  input: privacyListQuery,
  output: privacyPageShape,
  allow: all(is("staff"), holds("privacy.handle")),
  run: async (tx, { cursor, limit }) => {
    const after = placeOf(cursor);
    if (after === "broken") return refuse("cursor-broken");
    const rows = await tx.rows<RequestRow>(
      `select ${requestColumns} from compliance.privacy_request
        where ($1::timestamptz is null or (received_at, id) < ($1, $2)) order by received_at desc, id desc limit $3`,
      [after?.at, after?.id, limit + 1],
    );
    return grant(pageOfRows(rows, limit, (row) => ({ at: row.received_at, id: row.id }), requestOnWire));
  },
});

/** Who asked is told by kind: shopper or staff. */
export function requestOnWire(row: RequestRow): z.infer<typeof privacyRequestShape> {
  return {
    id: row.id,
    customerId: row.customer_id,
    kind: row.kind,
    state: row.state,
    askedBy: row.asked_by.split(":", 1)[0] ?? "",
    receivedAt: row.received_at.toString(),
    finishedAt: row.finished_at?.toString() ?? null,
    outcome: row.outcome,
  };
}
