import { system } from "#platform/db";
import type { Job } from "#platform/domain";
import { collectQueue } from "./carry-collection.ts";
import { payoutQueue } from "./send-payout.ts";
import { sendQueue } from "./send-refund.ts";

const quietMinutes = 10;
const batch = 200;

/**
 * Every ten minutes: refunds, payouts and charges that are open and whose job was lost get a new one. Sending twice is
 * harmless, the number is the same.
 */
export const sweepUnsettledJob: Job = {
  queue: "payments.sweep-unsettled",
  cron: "*/10 * * * *",
  run: async (app) => {
    await app.db.withTx(system("payments"), async (tx) => {
      const before = tx.now.subtract({ minutes: quietMinutes });
      type Open = { customer_id: string; id: string };
      const [refunds, payouts, collections] = await Promise.all([
        tx.rows<Open>(
          `select customer_id, id from payments.refund where state in ('reserved', 'sending', 'unknown') and reserved_at < $1 order by reserved_at limit ${batch}`,
          [before],
        ),
        tx.rows<Open>(
          `select customer_id, id from payments.payout where state in ('reserved', 'sending', 'unknown') and reserved_at < $1 order by reserved_at limit ${batch}`,
          [before],
        ),
        tx.rows<Open>(
          `select customer_id, id from payments.collection
            where (state in ('paying', 'unknown') or (state in ('cancelled', 'expired') and sent_at is not null and charge_closed_at is null)) and asked_at < $1 order by asked_at limit ${batch}`,
          [before],
        ),
      ]);
      for (const { customer_id: customerId, id } of refunds)
        await app.jobs.send(tx, sendQueue, { customerId, refundId: id, attempt: 4 }, { singletonKey: `sweep:${id}` });
      for (const { customer_id: customerId, id } of payouts)
        await app.jobs.send(tx, payoutQueue, { customerId, payoutId: id, attempt: 4 }, { singletonKey: `sweep:${id}` });
      // One look each: whoever has not paid by now is asked about again at the next sweep.
      for (const { customer_id: customerId, id } of collections)
        await app.jobs.send(
          tx,
          collectQueue,
          { customerId, collectionId: id, attempt: Number.MAX_SAFE_INTEGER },
          { singletonKey: `sweep:${id}` },
        );
    });
  },
};
