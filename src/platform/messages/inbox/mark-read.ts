import { grant } from "#kernel/outcome";
import { action, is } from "#platform/action";
import { readInput, readShape } from "../shapes.ts";
import { countUnread, shopperOf } from "./list-inbox.ts";

/** A mark is the reader's own: neither fact nor audit row. */
export const markRead = action({
  name: "inbox.read",
  input: readInput,
  output: readShape,
  allow: is("shopper"),
  idempotency: "none",
  audited: false,
  refusals: [],
  subject: async () => grant(undefined),
  run: async ({ tx, input, now }) => {
    await tx.run(
      "update platform.message set read_at = $2 where customer_id = $1 and read_at is null and ($3 or id = any($4::uuid[]))",
      [shopperOf(tx), now, input.all, input.ids],
    );
    return grant({ unread: await countUnread(tx) });
  },
});
