import type { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import { shipmentMoved } from "../rules/facts.ts";
import { isOpen, lockBookings } from "../store/bookings.ts";
import { changeShipment, lockShipment } from "../store/shipments.ts";
import { callOff } from "./call-off.ts";
import { type OpenShipment, openShipment } from "./open-shipment.ts";

/**
 * The shopper has given the parcel to a carrier of their own choice, in the transaction and with the recorder of whoever asked
 * for it. A courier who was booked is called off. From here the carrier is asked about the number.
 */
export async function sendByOneself(
  tx: Tx,
  record: Recorder,
  wanted: OpenShipment & Required<Pick<OpenShipment, "sent">>,
): Promise<void> {
  const { carrier, trackingNumber } = wanted.sent;
  const opened = await openShipment(tx, record, wanted);
  if (opened.isNew) return;
  const row = await lockShipment(tx, wanted.customerId, opened.id);
  // The number of the waybill that we asked for: it goes as it was going to.
  if (row === undefined || row.state !== "expected" || row.tracking_number === trackingNumber) return;
  const open = (await lockBookings(tx, row.customer_id, row.id)).find(isOpen);
  if (open !== undefined) await callOff(tx, record, open);
  const changes = { way: wanted.sent.way, carrier, tracking_number: trackingNumber, ask_at: tx.now } as const;
  record.fact(shipmentMoved(changeShipment(record, row, changes), tx.now));
}
