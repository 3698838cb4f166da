import { system } from "#platform/db";
import { markFired } from "#platform/deadlines";
import type { Domain } from "#platform/domain";
import { freightByClock } from "../actions/decide-return-freight.ts";
import { expireCollection } from "../actions/end-collection.ts";

/** What nobody paid in time is not asked for any more; looked at again under its lock. */
export const onDeadline: NonNullable<Domain["deadlines"]> = {
  "return-freight-decided": freightByClock,
  "collection-expires": async (app, deadline) => {
    await app.db.withTx(system("deadlines"), async (tx) => {
      if (await markFired(tx, deadline.id)) await expireCollection(tx, deadline.customerId, deadline.subjectId);
    });
    app.nudge();
  },
};
