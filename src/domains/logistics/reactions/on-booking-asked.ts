import { system } from "#platform/db";
import type { Reaction } from "#platform/domain";
import { sendQueue } from "./send-booking.ts";

/** A booking was reserved, or is to be called off: the worker goes to the carrier. */
export const onBookingAsked: Reaction = {
  name: "logistics.on-booking-asked",
  on: ["logistics.booking-asked"],
  react: async (app, fact) => {
    const { customerId, bookingId } = fact.payload as { customerId: string; bookingId: string };
    await app.db.withTx(system("logistics"), (tx) =>
      app.jobs.send(tx, sendQueue, { customerId, bookingId, attempt: 0 }),
    );
    app.nudge();
  },
};
