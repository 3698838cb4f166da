import type { z } from "zod";
import type { Action } from "#platform/action";
import { system } from "#platform/db";
import type { Job } from "#platform/domain";
import type { CarriedOut } from "../actions/carry-out.ts";

/** What the law made us keep goes on the day it may: the erasure is carried out again and finds less to keep. */
export function eraseWhatWasKeptJob(carry: Action<z.ZodType, CarriedOut>): Job {
  return {
    queue: "privacy.erase-what-was-kept",
    cron: "31 2 * * *",
    run: async (app) => {
      const due = await app.db.withTx(system("privacy"), (tx) =>
        tx.rows<{ customer_id: string; id: string }>(
          "select customer_id, id from compliance.privacy_request where kept_until < $1::date order by kept_until limit 1000",
          [tx.now.toString().slice(0, 10)],
        ),
      );
      for (const { customer_id, id } of due)
        await carry.execute({ db: app.db, principal: system("privacy") }, { customerId: customer_id, requestId: id });
    },
  };
}
