import { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import { tidyTracking } from "../contract.ts";
import { limits, restingStates, type ShipmentState } from "../model.ts";
import { bookingMoved, shipmentMoved } from "../rules/facts.ts";
import { type CodeSet, normalise } from "../rules/normalise-tracking.ts";
import { stateOfParcel } from "../rules/state-of-parcel.ts";
import { lockBookings, moveBooking } from "../store/bookings.ts";
import {
  changeShipment,
  eventsOf,
  keepEvents,
  lockShipment,
  type ShipmentRow,
  type ToldEvent,
} from "../store/shipments.ts";
import { callOff } from "./call-off.ts";
import { aboutOf } from "./shipment-to-move.ts";

type Traced = { readonly key: string; readonly at: Temporal.Instant; readonly code: string; readonly place: string };

/**
 * Takes what a carrier tells of a tracking number, in any order and however often. Two shoppers may have typed the same number,
 * so every parcel known by it hears; a number nobody knows changes nothing.
 */
export async function recordTrace(
  tx: Tx,
  trackingNumber: string,
  codeSet: CodeSet,
  events: readonly Traced[],
): Promise<void> {
  const known = await tx.rows<{ customer_id: string; id: string }>(
    "select customer_id, id from logistics.shipment where upper(tracking_number) = $1 order by customer_id, id limit 10",
    [tidyTracking(trackingNumber)],
  );
  const told = events.map((event) => ({ ...event, ...normalise(codeSet, event.code), codeSet }));
  for (const { customer_id, id } of known) {
    const row = await lockShipment(tx, customer_id, id);
    if (row !== undefined) await takeEvents(tx, row, told);
  }
}

/** Adds events to a locked parcel's history and moves the parcel to where they say it is. */
export async function takeEvents(tx: Tx, row: ShipmentRow, told: readonly ToldEvent[]): Promise<ShipmentRow> {
  const fresh = await keepEvents(tx, row, told);
  if (fresh.length === 0) return row;
  const standing = stateOfParcel(await eventsOf(tx, row.customer_id, row.id));
  const record = new Recorder();
  record.about(aboutOf(row));
  const arrived = row.arrived_at ?? (standing.state === "delivered" ? standing.at : null);
  const next = changeShipment(record, row, {
    state: standing.state,
    reason: standing.incident,
    state_at: standing.at,
    arrived_at: arrived,
    ask_at: row.tracking_number === null || restingStates.has(standing.state) ? null : nextAsk(tx.now, row),
  });
  if (isUnderWay(standing.state)) await collected(tx, record, next);
  if (standing.state !== row.state || standing.incident !== row.reason) record.fact(shipmentMoved(next, tx.now));
  record.detail({ state: standing.state });
  record.write(tx, "logistics.shipment-moved", restingStates.has(standing.state), undefined, undefined);
  return next;
}

/** When a parcel is asked about next; nobody asks for ever. */
export function nextAsk(now: Temporal.Instant, { opened_at }: Pick<ShipmentRow, "opened_at">): Temporal.Instant | null {
  const next = now.add({ minutes: limits.trackAgainMinutes });
  return Temporal.Instant.compare(next, opened_at.add({ hours: 24 * limits.trackDays })) > 0 ? null : next;
}

function isUnderWay(state: ShipmentState): boolean {
  return state !== "expected" && state !== "handed-in" && state !== "cancelled";
}

/** The courier has the parcel: the booking it came by is done, and one made beside it is called off. */
async function collected(tx: Tx, record: Recorder, shipment: ShipmentRow): Promise<void> {
  const bookings = await lockBookings(tx, shipment.customer_id, shipment.id);
  const waiting = bookings.filter(({ state }) => state === "booked" || state === "missed" || state === "cancelling");
  const [newest] = waiting;
  for (const booking of bookings) {
    if (booking === newest) {
      const done = await moveBooking(tx, booking, "collected");
      record.cancelDeadlines("courier-comes");
      record.fact(bookingMoved(shipment, done));
    } else if (booking.state === "reserved" || booking.state === "sending" || booking.state === "unknown")
      await callOff(tx, record, booking);
  }
}
