import { system } from "#platform/db";
import type { Job } from "#platform/domain";
import { sendQueue } from "./send-booking.ts";

const quietMinutes = 10;
const batch = 200;

/** Every ten minutes: bookings whose job was lost get a new one. Asking and sending twice is harmless, the id is the same. */
export const sweepOpenJob: Job = {
  queue: "logistics.sweep-open",
  cron: "*/10 * * * *",
  run: async (app) => {
    await app.db.withTx(system("logistics"), async (tx) => {
      const open = await tx.rows<{ customer_id: string; id: string }>(
        `select customer_id, id from logistics.booking where state in ('reserved', 'sending', 'unknown', 'cancelling') and reserved_at < $1 order by reserved_at limit ${batch}`,
        [tx.now.subtract({ minutes: quietMinutes })],
      );
      for (const { customer_id, id } of open)
        await app.jobs.send(
          tx,
          sendQueue,
          { customerId: customer_id, bookingId: id, attempt: 4 },
          { singletonKey: `sweep:${id}` },
        );
    });
  },
};
