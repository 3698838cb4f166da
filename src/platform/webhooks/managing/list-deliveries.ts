import { grant, refuse } from "#kernel/outcome";
import { holds, query } from "#platform/action";
import { pageOfRows, placeOf } from "#platform/paging";
import { deliveryListQuery, deliveryPageShape } from "../shapes.ts";

type Row = {
  id: string;
  fact_kind: string;
  state: "pending" | "delivered" | "failed";
  attempts: number;
  last_status: number | null;
  last_error: string | null;
  created_at: Temporal.Instant;
  next_attempt_at: Temporal.Instant | null;
  milliseconds: number | null;
};

/** The log of one webhook. */
export const listDeliveries = query({
  name: "webhooks.deliveries",
  input: deliveryListQuery,
  output: deliveryPageShape,
  allow: holds("webhooks.manage"),
  run: async (tx, { id, cursor, limit }) => {
    const after = placeOf(cursor);
    if (after === "broken") return refuse("cursor-broken");
    const [webhook, rows] = await Promise.all([
      tx.maybe("select 1 from platform.webhook_endpoint where id = $1 and state <> 'deleted'", [id]),
      tx.rows<Row>(
        `select id, fact_kind, state, attempts, last_status, last_error, created_at, next_attempt_at, milliseconds from platform.webhook_delivery
          where endpoint_id = $1 and ($2::timestamptz is null or (created_at, id) < ($2, $3)) order by created_at desc, id desc limit $4`,
        [id, after?.at, after?.id, limit + 1],
      ),
    ]);
    if (webhook === undefined) return refuse("webhook-not-found", { id });
    const page = pageOfRows(
      rows,
      limit,
      (row) => ({ at: row.created_at, id: row.id }),
      (row) => ({
        id: row.id,
        fact: row.fact_kind,
        state: row.state === "pending" ? ("waiting" as const) : row.state,
        attempts: row.attempts,
        status: row.last_status,
        error: row.last_error,
        at: row.created_at.toString(),
        nextAt: row.state === "pending" ? (row.next_attempt_at?.toString() ?? null) : null,
        milliseconds: row.milliseconds,
      }),
    );
    return grant(page);
  },
});
