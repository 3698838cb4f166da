import { grant, refuse } from "#kernel/outcome";
import { holds, query } from "#platform/action";
import { pageOfRows, placeOf } from "#platform/paging";
import { webhookListQuery, webhookPageShape } from "../shapes.ts";
import { type WebhookRow, webhookColumns, webhookOnWire } from "./webhook-row.ts";

/** The platform's people see all webhooks, a merchant's its own. */
export const listWebhooks = query({
  name: "webhooks.list",
  input: webhookListQuery,
  output: webhookPageShape,
  allow: holds("webhooks.manage"),
  run: async (tx, { cursor, limit }) => {
    const after = placeOf(cursor);
    if (after === "broken") return refuse("cursor-broken");
    const rows = await tx.rows<WebhookRow>(
      `select ${webhookColumns} from platform.webhook_endpoint
        where state <> 'deleted' and ($1::timestamptz is null or (created_at, id) < ($1, $2)) order by created_at desc, id desc limit $3`,
      [after?.at, after?.id, limit + 1],
    );
    return grant(pageOfRows(rows, limit, (row) => ({ at: row.created_at, id: row.id }), webhookOnWire));
  },
});
