import { system } from "#platform/db";
import { markFired } from "#platform/deadlines";
import type { Domain } from "#platform/domain";
import { freightByClock } from "../actions/decide-return-freight.ts";
import { expireCollection } from "../actions/end-collection.ts";
import { payoutLate } from "../actions/payout-late.ts";
import { detourTimedOut } from "../actions/take-detour.ts";
import { discrepancyLate } from "../actions/take-discrepancy.ts";

/**
 * What nobody paid in time is not asked for any more; where the merchant finds no way for a refund the platform pays it ahead, and
 * a transfer that nobody doubts has come. All looked at again under their lock.
 */
export const onDeadline: NonNullable<Domain["deadlines"]> = {
  "return-freight-decided": freightByClock,
  "discrepancy-open": discrepancyLate,
  "payout-stuck": payoutLate,
  "collection-expires": async (app, deadline) => {
    await app.db.withTx(system("deadlines"), async (tx) => {
      if (await markFired(tx, deadline.id)) await expireCollection(tx, deadline.customerId, deadline.subjectId);
    });
    app.nudge();
  },
  "refund-otherwise": async (app, deadline) => {
    await app.db.withTx(system("deadlines"), async (tx) => {
      if (await markFired(tx, deadline.id))
        await detourTimedOut(tx, deadline.customerId, deadline.subjectId, "refund-otherwise");
    });
    app.nudge();
  },
  "transfer-doubted": async (app, deadline) => {
    await app.db.withTx(system("deadlines"), async (tx) => {
      if (await markFired(tx, deadline.id))
        await detourTimedOut(tx, deadline.customerId, deadline.subjectId, "transfer-doubted");
    });
    app.nudge();
  },
};
