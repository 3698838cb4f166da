import type { Fact } from "#platform/action";
import type { BookingRow } from "../store/bookings.ts";
import type { InterceptionRow } from "../store/interceptions.ts";
import type { ShipmentRow } from "../store/shipments.ts";

/** What everyone may know of a parcel. */
export function shipmentMoved(row: ShipmentRow, now: Temporal.Instant): Fact {
  return {
    kind: "logistics.shipment-moved",
    version: 1,
    payload: {
      ...named(row),
      way: row.way,
      state: row.state,
      incident: row.reason,
      carrier: row.carrier,
      trackingNumber: row.tracking_number,
      at: (row.state_at ?? now).toString(),
    },
  };
}

export function bookingMoved(shipment: ShipmentRow, booking: BookingRow): Fact {
  return {
    kind: "logistics.booking-moved",
    version: 1,
    payload: {
      ...named(shipment),
      booking: booking.number,
      state: booking.state,
      slotFrom: booking.slot_from_at?.toString() ?? null,
      slotUntil: booking.slot_until_at?.toString() ?? null,
    },
  };
}

/** Asks the worker to go on with a booking. */
export function bookingAsked({ customer_id, id }: Pick<BookingRow, "customer_id" | "id">): Fact {
  return { kind: "logistics.booking-asked", version: 1, payload: { customerId: customer_id, bookingId: id } };
}

/** Asks the worker to have a parcel turned round. */
export function interceptionAsked({ customer_id, id }: Pick<InterceptionRow, "customer_id" | "id">): Fact {
  return { kind: "logistics.interception-asked", version: 1, payload: { customerId: customer_id, interceptionId: id } };
}

export function interceptionMoved(shipment: ShipmentRow, { state }: InterceptionRow): Fact {
  return { kind: "logistics.interception-moved", version: 1, payload: { ...named(shipment), state } };
}

function named(row: ShipmentRow): Record<string, unknown> {
  return {
    shipmentId: row.id,
    number: row.number,
    customerId: row.customer_id,
    orderId: row.order_id,
    merchantId: row.merchant_id,
    direction: row.direction,
    purpose: row.purpose,
    subjectKind: row.subject_kind,
    subjectId: row.subject_id,
    subjectNumber: row.subject_number,
  };
}
