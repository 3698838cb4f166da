import type { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import { type BookingState, bookingLifecycle, holdsAPlace } from "../model.ts";

export type BookingRow = {
  readonly customer_id: string;
  readonly id: string;
  readonly number: string;
  readonly shipment_id: string;
  readonly order_id: string;
  readonly merchant_id: string;
  readonly kind: "pickup" | "waybill";
  readonly state: BookingState;
  readonly area_id: string | null;
  readonly slot_from_at: Temporal.Instant | null;
  readonly slot_until_at: Temporal.Instant | null;
  readonly contact_name_enc: Uint8Array | null;
  readonly contact_name_mask: string | null;
  readonly contact_phone_enc: Uint8Array | null;
  readonly contact_phone_mask: string | null;
  readonly address_enc: Uint8Array | null;
  readonly address_mask: string | null;
  readonly address_index: string | null;
  readonly carrier_reference: string | null;
  readonly attempts: number;
  readonly version: number;
  readonly reserved_at: Temporal.Instant;
};

export const bookingColumns =
  "customer_id, id, number, shipment_id, order_id, merchant_id, kind, state, area_id, slot_from_at, slot_until_at, contact_name_enc, contact_name_mask, contact_phone_enc, contact_phone_mask, address_enc, address_mask, address_index, carrier_reference, attempts, version, reserved_at";

export function lockBooking(tx: Tx, customerId: string, id: string): Promise<BookingRow | undefined> {
  return tx.maybe<BookingRow>(
    `select ${bookingColumns} from logistics.booking where customer_id = $1 and id = $2 for update`,
    [customerId, id],
  );
}

/** Every booking of a parcel under lock, the newest first. */
export function lockBookings(tx: Tx, customerId: string, shipmentId: string): Promise<BookingRow[]> {
  return tx.rows<BookingRow>(
    `select ${bookingColumns} from logistics.booking where customer_id = $1 and shipment_id = $2 order by reserved_at desc, id desc for update`,
    [customerId, shipmentId],
  );
}

export const isOpen = ({ state }: Pick<BookingRow, "state">): boolean =>
  state === "reserved" || state === "sending" || state === "unknown" || state === "booked";

export function insertBooking(record: Recorder, row: BookingRow): void {
  record.insert(`logistics.booking (${bookingColumns})`, [
    row.customer_id,
    row.id,
    row.number,
    row.shipment_id,
    row.order_id,
    row.merchant_id,
    row.kind,
    row.state,
    row.area_id,
    row.slot_from_at,
    row.slot_until_at,
    row.contact_name_enc,
    row.contact_name_mask,
    row.contact_phone_enc,
    row.contact_phone_mask,
    row.address_enc,
    row.address_mask,
    row.address_index,
    row.carrier_reference,
    row.attempts,
    row.version,
    row.reserved_at,
  ]);
  // The carrier's notices carry only our number.
  record.directory("booking", row.id, row.customer_id, row.id);
}

export type BookingNote = {
  readonly attempt?: boolean;
  readonly reference?: string | null;
  readonly error?: string | null;
};

/** Moves a booking on and gives its place in the slot back where it keeps none any more. */
export async function moveBooking(
  tx: Tx,
  row: BookingRow,
  state: BookingState,
  note: BookingNote = {},
): Promise<BookingRow> {
  const over = bookingLifecycle.isEnd(state);
  await tx.one(
    `update logistics.booking set state = $4, attempts = attempts + $5, carrier_reference = coalesce($6, carrier_reference), last_error = $7, settled_at = $8, version = version + 1
      where customer_id = $1 and id = $2 and version = $3 returning 1 as moved`,
    [
      row.customer_id,
      row.id,
      row.version,
      state,
      note.attempt === true ? 1 : 0,
      note.reference,
      note.error,
      over ? tx.now : null,
    ],
  );
  if (row.area_id !== null && holdsAPlace.has(row.state) && !holdsAPlace.has(state))
    await tx.one(
      "update logistics.pickup_slot set taken = taken - 1 where area_id = $1 and starts_at = $2 returning taken",
      [row.area_id, row.slot_from_at],
    );
  return { ...row, state, version: row.version + 1, carrier_reference: note.reference ?? row.carrier_reference };
}
