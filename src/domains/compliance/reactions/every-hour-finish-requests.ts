import type { z } from "zod";
import type { Action } from "#platform/action";
import { system } from "#platform/db";
import type { Job } from "#platform/domain";
import type { CarriedOut } from "../actions/carry-out.ts";
import { finishRequest, lockRequest, type RequestRow } from "../store.ts";

const minutesUnderWay = 10;

/** Takes up what a crash left: an erasure is carried out, an export is closed, because nobody waits for its answer any more. */
export function finishRequestsJob(
  carry: Action<z.ZodType, CarriedOut>,
  endSessions: (customerId: string) => Promise<void>,
): Job {
  return {
    queue: "privacy.finish-requests",
    cron: "13 * * * *",
    run: async (app) => {
      const left = await app.db.withTx(system("privacy"), (tx) =>
        tx.rows<Pick<RequestRow, "customer_id" | "id" | "kind">>(
          "select customer_id, id, kind from compliance.privacy_request where state = 'received' and received_at < $1 order by received_at limit 500",
          [tx.now.subtract({ minutes: minutesUnderWay })],
        ),
      );
      for (const { customer_id, id, kind } of left) {
        if (kind === "erase") {
          await endSessions(customer_id);
          await carry.execute({ db: app.db, principal: system("privacy") }, { customerId: customer_id, requestId: id });
          continue;
        }
        await app.db.withTx(system("privacy"), async (tx) => {
          const request = await lockRequest(tx, customer_id, id);
          if (request?.state === "received")
            await finishRequest(tx, request, "refused", { because: "interrupted" }, null);
        });
      }
    },
  };
}
