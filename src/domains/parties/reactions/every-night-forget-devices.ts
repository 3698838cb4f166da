import { deviceSeconds } from "#platform/auth";
import { system, type Tx } from "#platform/db";
import type { Job } from "#platform/domain";

const devicesAtOnce = 5_000;

/** Devices on which somebody has not signed in for half a year. */
export const everyNightForgetDevices: Job = {
  queue: "parties.forget-devices",
  cron: "47 18 * * *",
  run: async (app) => {
    const some = (tx: Tx) =>
      tx.run(
        `delete from parties.device where (customer_id, device_index) in
           (select customer_id, device_index from parties.device where last_seen_at < $1 order by last_seen_at limit ${devicesAtOnce})`,
        [tx.now.subtract({ seconds: deviceSeconds })],
      );
    while ((await app.db.withTx(system("cleaning"), some)) === devicesAtOnce);
  },
};
