import { system } from "#platform/db";
import { markFired } from "#platform/deadlines";
import type { Domain } from "#platform/domain";
import { expireCollection } from "../actions/end-collection.ts";

/** What nobody paid in time is not asked for any more; looked at again under its lock. */
export const onDeadline: NonNullable<Domain["deadlines"]> = {
  "collection-expires": async (app, deadline) => {
    await app.db.withTx(system("deadlines"), async (tx) => {
      if (await markFired(tx, deadline.id)) await expireCollection(tx, deadline.customerId, deadline.subjectId);
    });
    app.nudge();
  },
};
