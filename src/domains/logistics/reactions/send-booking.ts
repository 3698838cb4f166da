import { system, type Tx } from "#platform/db";
import type { App, Job } from "#platform/domain";
import type { Personal } from "#platform/personal";
import { recordBookingNews } from "../actions/record-booking-news.ts";
import { openContact } from "../actions/reserve-booking.ts";
import type { BookingOrder, BookingWord, CarrierGateway } from "../adapters/carrier/index.ts";
import type { Place } from "../contract.ts";
import { type BookingState, limits } from "../model.ts";
import { type BookingRow, lockBooking } from "../store/bookings.ts";

export const sendQueue = "logistics.send-booking";

/**
 * Carries a booking to the carrier: says "sending" and commits, then sends under the persisted id, then writes down what was
 * answered. A booking whose fate is unknown is asked about first; only if the carrier never heard of it is it sent again, under
 * the same id. One that is to be called off is called off until the carrier has said a clear word.
 */
export function sendBookingJob(gateway: CarrierGateway, personal: Personal): Job {
  return {
    queue: sendQueue,
    atOnce: 8,
    retries: 30,
    run: async (app, data) => {
      const { customerId, bookingId, attempt } = data as { customerId: string; bookingId: string; attempt: number };
      const waiting = await goOn(app, gateway, personal, customerId, bookingId);
      if (!waiting) return;
      const seconds = limits.askAgainSeconds[Math.min(attempt, limits.askAgainSeconds.length - 1)] ?? 60;
      await app.db.withTx(system("logistics"), (tx) =>
        app.jobs.send(tx, sendQueue, { customerId, bookingId, attempt: attempt + 1 }, { startAfterSeconds: seconds }),
      );
    },
  };
}

/** Answers whether the carrier has still to say something. */
async function goOn(
  app: App,
  gateway: CarrierGateway,
  personal: Personal,
  customerId: string,
  bookingId: string,
): Promise<boolean> {
  const asSystem = <T>(work: (tx: Tx) => Promise<T>) => app.db.withTx(system("logistics"), work);
  const before = await asSystem(async (tx) => {
    const row = await lockBooking(tx, customerId, bookingId);
    return row === undefined ? undefined : { state: row.state, order: await orderOf(tx, personal, row) };
  });
  if (before === undefined) return false;
  const { order } = before;
  const note = (news: Parameters<typeof recordBookingNews>[3]) =>
    asSystem((tx) => recordBookingNews(tx, customerId, bookingId, news));
  const told = async (word: BookingWord): Promise<boolean> => {
    const state = await note(word);
    app.nudge();
    // A clear no to calling off is no news of the parcel: its scans or its deadline are.
    return isWaiting(state) && !(state === "cancelling" && word.is === "refused");
  };
  const send = async () => {
    if (order === undefined) return told({ is: "refused", error: "the shopper is erased" });
    const state = await note({ is: "sending" });
    return state === "sending" ? told(await gateway.book(order)) : isWaiting(state);
  };
  switch (before.state) {
    case "reserved":
      return send();
    case "sending":
    case "unknown": {
      const word = await gateway.ask(bookingId);
      return word.is === "not-found" ? send() : told(word);
    }
    case "cancelling": {
      const word = await gateway.callOff(bookingId);
      return told(word.is === "not-found" ? { is: "called-off" } : word);
    }
    default:
      return false;
  }
}

function isWaiting(state: BookingState | undefined): boolean {
  return state === "reserved" || state === "sending" || state === "unknown" || state === "cancelling";
}

/** Undefined for a pickup whose shopper was erased: nobody can be sent to an address nobody knows. */
async function orderOf(tx: Tx, personal: Personal, row: BookingRow): Promise<BookingOrder | undefined> {
  const shipment = await tx.one<{ goes_to: Place | null; freight_payer: string }>(
    "select goes_to, freight_payer from logistics.shipment where customer_id = $1 and id = $2",
    [row.customer_id, row.shipment_id],
  );
  const from = row.kind === "pickup" ? await openContact(tx, personal, row) : null;
  if (from === undefined) return undefined;
  const { slot_from_at, slot_until_at } = row;
  const slot =
    slot_from_at === null || slot_until_at === null
      ? null
      : { from: slot_from_at.toString(), until: slot_until_at.toString() };
  const pays = shipment.freight_payer === "seller" || shipment.freight_payer === "platform" ? "account" : "sender";
  return { id: row.id, kind: row.kind, from, to: shipment.goes_to, slot, pays };
}
