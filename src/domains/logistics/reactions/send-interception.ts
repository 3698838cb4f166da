import { system, type Tx } from "#platform/db";
import type { Job, Reaction } from "#platform/domain";
import { recordInterceptionNews } from "../actions/record-interception-news.ts";
import type { CarrierGateway } from "../adapters/carrier/index.ts";
import { limits } from "../model.ts";

const queue = "logistics.send-interception";

/** A parcel is to be turned round: the worker goes to the carrier. */
export const onInterceptionAsked: Reaction = {
  name: "logistics.on-interception-asked",
  on: ["logistics.interception-asked"],
  react: async (app, fact) => {
    const { customerId, interceptionId } = fact.payload as { customerId: string; interceptionId: string };
    await app.db.withTx(system("logistics"), (tx) =>
      app.jobs.send(tx, queue, { customerId, interceptionId, attempt: 0 }),
    );
    app.nudge();
  },
};

/** Tells the carrier under the persisted id, and asks again under the same until it has said yes or no, or its time is over. */
export function sendInterceptionJob(gateway: CarrierGateway): Job {
  return {
    queue,
    atOnce: 4,
    retries: 30,
    run: async (app, data) => {
      const { customerId, interceptionId, attempt } = data as {
        customerId: string;
        interceptionId: string;
        attempt: number;
      };
      const asSystem = <T>(work: (tx: Tx) => Promise<T>) => app.db.withTx(system("logistics"), work);
      const wish = await asSystem((tx) =>
        tx.maybe<{ carrier: string; tracking_number: string }>(
          `select s.carrier, s.tracking_number from logistics.interception i
             join logistics.shipment s on s.customer_id = i.customer_id and s.id = i.shipment_id
            where i.customer_id = $1 and i.id = $2 and i.state = 'asked' and s.tracking_number is not null`,
          [customerId, interceptionId],
        ),
      );
      if (wish === undefined) return;
      const { carrier, tracking_number: trackingNumber } = wish;
      const word = await gateway.intercept({ id: interceptionId, carrier, trackingNumber });
      const state = await asSystem((tx) => recordInterceptionNews(tx, customerId, interceptionId, word));
      app.nudge();
      if (state !== "asked") return;
      const seconds = limits.askAgainSeconds[Math.min(attempt, limits.askAgainSeconds.length - 1)] ?? 60;
      await asSystem((tx) =>
        app.jobs.send(tx, queue, { customerId, interceptionId, attempt: attempt + 1 }, { startAfterSeconds: seconds }),
      );
    },
  };
}
