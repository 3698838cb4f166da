import { system } from "#platform/db";
import type { Job } from "#platform/domain";
import { sendQueue } from "./send-refund.ts";

const quietMinutes = 10;
const batch = 200;

/** Every ten minutes: refunds that are open and whose job was lost get a new one. Sending twice is harmless, the number is the same. */
export const sweepUnsettledJob: Job = {
  queue: "payments.sweep-unsettled",
  cron: "*/10 * * * *",
  run: async (app) => {
    await app.db.withTx(system("payments"), async (tx) => {
      const open = await tx.rows<{ customer_id: string; id: string }>(
        `select customer_id, id from payments.refund where state in ('reserved', 'sending', 'unknown') and reserved_at < $1 order by reserved_at limit ${batch}`,
        [tx.now.subtract({ minutes: quietMinutes })],
      );
      for (const { customer_id, id } of open)
        await app.jobs.send(
          tx,
          sendQueue,
          { customerId: customer_id, refundId: id, attempt: 4 },
          { singletonKey: `sweep:${id}` },
        );
    });
  },
};
