import { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import { isOpen, lockBookings } from "../store/bookings.ts";
import { lockShipment, type ShipmentRow } from "../store/shipments.ts";
import { callOff } from "./call-off.ts";
import { takeEvents } from "./record-trace.ts";
import { aboutOf } from "./shipment-to-move.ts";

type WayBack = { readonly customerId: string; readonly subjectId: string };

/** The goods are here, whatever the carrier says of their parcel. */
export async function parcelIsHere(tx: Tx, of: WayBack): Promise<void> {
  for (const row of await lockOpen(tx, of)) await endAs(tx, row, "delivered");
}

/** Nobody waits for the goods any longer: a courier need not come for a parcel that was not sent. */
export async function parcelNotWanted(tx: Tx, of: WayBack): Promise<void> {
  for (const row of await lockOpen(tx, of)) {
    if (row.state !== "expected" || row.way === "self-ship" || row.way === "refusal") continue;
    const open = (await lockBookings(tx, row.customer_id, row.id)).find(isOpen);
    if (open !== undefined) {
      const record = new Recorder();
      record.about(aboutOf(row));
      await callOff(tx, record, open);
      record.write(tx, "logistics.call-off", true, undefined, undefined);
    }
    await endAs(tx, row, "cancelled");
  }
}

async function lockOpen(tx: Tx, { customerId, subjectId }: WayBack): Promise<ShipmentRow[]> {
  const open = await tx.rows<{ id: string }>(
    `select id from logistics.shipment where customer_id = $1 and subject_id = $2 and direction = 'return' and state not in ('delivered', 'returned', 'cancelled')
      order by id`,
    [customerId, subjectId],
  );
  const rows = await Promise.all(open.map(({ id }) => lockShipment(tx, customerId, id)));
  return rows.filter((row) => row !== undefined);
}

async function endAs(tx: Tx, row: ShipmentRow, state: "delivered" | "cancelled"): Promise<void> {
  const event = { key: `told-${state}`, at: tx.now, state, incident: null, place: "" } as const;
  await takeEvents(tx, row, [{ ...event, codeSet: "aftercare", code: state }]);
}
