import type { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import { bookingLifecycle } from "../model.ts";
import { bookingAsked } from "../rules/facts.ts";
import { type BookingRow, moveBooking } from "../store/bookings.ts";

/**
 * Calls a locked booking off: at once when nothing was sent yet, else by asking the carrier, which keeps the place in the slot
 * until it has answered.
 */
export async function callOff(tx: Tx, record: Recorder, booking: BookingRow): Promise<BookingRow> {
  const state = bookingLifecycle.move(booking.state, "cancel");
  if (state === undefined) return booking;
  const after = await moveBooking(tx, booking, state);
  if (state === "cancelling") record.fact(bookingAsked(booking));
  return after;
}
