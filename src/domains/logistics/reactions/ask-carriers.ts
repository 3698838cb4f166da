import { system } from "#platform/db";
import type { App, Job } from "#platform/domain";
import { nextAsk, recordTrace } from "../actions/record-trace.ts";
import type { CarrierGateway } from "../adapters/carrier/index.ts";
import { askLater } from "../store/shipments.ts";

const batch = 100;

/** Every five minutes: parcels that are due are asked about, in case a notice was lost. No number is asked about more often. */
export function askCarriersJob(gateway: CarrierGateway): Job {
  return {
    queue: "logistics.ask-carriers",
    cron: "*/5 * * * *",
    run: (app) => askCarriers(app, gateway),
  };
}

export async function askCarriers(app: App, gateway: CarrierGateway): Promise<void> {
  const principal = system("logistics");
  const due = await app.db.withTx(principal, async (tx) => {
    const rows = await tx.rows<{
      customer_id: string;
      id: string;
      carrier: string;
      tracking_number: string;
      opened_at: Temporal.Instant;
    }>(
      `select customer_id, id, carrier, tracking_number, opened_at from logistics.shipment
        where ask_at <= $1 and tracking_number is not null order by ask_at limit ${batch} for update skip locked`,
      [tx.now],
    );
    // Put off before anybody is asked: a process that dies here asks again half an hour later, not at once.
    for (const row of rows) askLater(tx, row.customer_id, row.id, nextAsk(tx.now, row));
    return rows;
  });
  for (const { carrier, tracking_number } of due) {
    const word = await gateway.track(carrier, tracking_number);
    if (word.is === "trace")
      await app.db.withTx(principal, (tx) => recordTrace(tx, tracking_number, word.codeSet, word.events));
  }
  if (due.length > 0) app.nudge();
}
