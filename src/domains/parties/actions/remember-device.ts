import { z } from "zod";
import { grant } from "#kernel/outcome";
import { action, systemOnly } from "#platform/action";
import { type Db, system } from "#platform/db";
import { doneShape } from "../contract.ts";

/** Nobody needs more to be told apart; the one used longest ago goes first. */
export const devicesKept = 20;

/** A shopper signed in on this device. Of an erased one nothing is kept, also where both happen at once: the row is locked. */
export const rememberDevice = action({
  name: "parties.remember-device",
  input: z.strictObject({ customerId: z.string(), deviceIndex: z.string() }),
  output: doneShape,
  allow: systemOnly,
  idempotency: "none",
  audited: false,
  refusals: [],
  subject: async () => grant(),
  run: async ({ tx, now, input: { customerId, deviceIndex } }) => {
    await tx.run(
      `insert into parties.device as d (customer_id, device_index, first_seen_at, last_seen_at)
       select customer_id, $2, $3, $3 from parties.shopper where customer_id = $1 and erased_at is null for share
       on conflict (customer_id, device_index) do update set last_seen_at = greatest(d.last_seen_at, excluded.last_seen_at)`,
      [customerId, deviceIndex, now],
    );
    tx.send(
      `delete from parties.device where customer_id = $1 and device_index in
         (select device_index from parties.device where customer_id = $1 order by last_seen_at desc, device_index offset $2)`,
      [customerId, devicesKept],
    );
    return grant({ done: true as const });
  },
});

/** For the door, which knows no domain. */
export function deviceMemory(db: Db) {
  return async (customerId: string, deviceIndex: string): Promise<void> => {
    await rememberDevice.execute({ db, principal: system("sign-in") }, { customerId, deviceIndex });
  };
}
