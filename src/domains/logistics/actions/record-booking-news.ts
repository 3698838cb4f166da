import { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import type { BookingWord } from "../adapters/carrier/index.ts";
import { type BookingState, bookingLifecycle, limits } from "../model.ts";
import { bookingMoved, shipmentMoved } from "../rules/facts.ts";
import { type BookingRow, lockBooking, moveBooking } from "../store/bookings.ts";
import { changeShipment, lockShipment } from "../store/shipments.ts";
import { aboutOf } from "./shipment-to-move.ts";

/** What was learned of a booking: from an answer, a notice, or a question. */
export type BookingNews = BookingWord | { readonly is: "sending" };

/**
 * Writes down news of a booking under the lock of its parcel. News may come twice, late or out of order: what the table of moves
 * does not allow changes nothing.
 */
export async function recordBookingNews(
  tx: Tx,
  customerId: string,
  bookingId: string,
  news: BookingNews,
): Promise<BookingState | undefined> {
  const which = await tx.maybe<{ shipment_id: string }>(
    "select shipment_id from logistics.booking where customer_id = $1 and id = $2",
    [customerId, bookingId],
  );
  const shipment = which === undefined ? undefined : await lockShipment(tx, customerId, which.shipment_id);
  const booking = await lockBooking(tx, customerId, bookingId);
  if (shipment === undefined || booking === undefined) return undefined;
  const state = stateAfter(booking, news);
  if (state === undefined || (state === booking.state && news.is !== "sending")) return booking.state;
  const moved = await moveBooking(tx, booking, state, {
    attempt: news.is === "sending",
    reference: news.is === "booked" ? news.reference : null,
    error: "error" in news ? news.error : null,
  });
  const record = new Recorder();
  // The deadline is the booking's own, so that another booking's is left alone.
  record.about({ ...aboutOf(shipment), kind: "booking", id: booking.id });
  if (state === "booked" && news.is === "booked") {
    const next = changeShipment(record, shipment, {
      carrier: news.carrier,
      tracking_number: news.trackingNumber,
      ask_at: booking.slot_from_at ?? tx.now,
    });
    record.fact(shipmentMoved(next, tx.now));
    if (booking.slot_until_at !== null)
      record.deadline({
        kind: "courier-comes",
        epoch: 1,
        waitingOn: "carrier",
        dueAt: booking.slot_until_at.add({ minutes: limits.courierGraceMinutes }),
        calendar: "plain",
      });
  }
  const open = state === "sending" || state === "unknown";
  if (state === "cancelled" || state === "refused") {
    record.cancelDeadlines("courier-comes");
    const stillIts = shipment.state === "expected" && !(await hasNewer(tx, booking));
    if (stillIts)
      changeShipment(record, shipment, {
        carrier: null,
        tracking_number: null,
        ask_at: null,
        ...(booking.kind === "pickup" ? { way: null } : {}),
      });
  }
  if (!open) record.fact(bookingMoved(shipment, moved));
  record.detail({ booking: booking.number, state });
  record.write(tx, "logistics.booking-moved", !open, undefined, undefined);
  return state;
}

function stateAfter(booking: BookingRow, news: BookingNews): BookingState | undefined {
  const { state } = booking;
  switch (news.is) {
    case "sending":
      return state === "sending" ? state : bookingLifecycle.move(state, "send");
    case "processing":
      return state;
    case "booked":
      return bookingLifecycle.move(state, "confirm");
    case "called-off":
      return bookingLifecycle.move(state, "call-off");
    case "refused":
      // A no to calling off settles nothing: either the parcel is scanned, or the slot passes and nobody came.
      return bookingLifecycle.move(state, "refuse");
    case "unknown":
      return bookingLifecycle.move(state, "lose");
  }
}

async function hasNewer(tx: Tx, { customer_id, shipment_id, id }: BookingRow): Promise<boolean> {
  const newer = await tx.maybe(
    "select 1 from logistics.booking where customer_id = $1 and shipment_id = $2 and id > $3 limit 1",
    [customer_id, shipment_id, id],
  );
  return newer !== undefined;
}
