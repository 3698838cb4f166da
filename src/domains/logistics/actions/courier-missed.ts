import { Recorder } from "#platform/action";
import { system } from "#platform/db";
import { markFired } from "#platform/deadlines";
import type { App, DueDeadline } from "#platform/domain";
import { bookingMoved } from "../rules/facts.ts";
import { lockBooking, moveBooking } from "../store/bookings.ts";
import { lockShipment } from "../store/shipments.ts";
import { aboutOf } from "./shipment-to-move.ts";

/** The slot has passed: a booked courier did not come, and one who was called off never will. */
export async function courierMissed(app: App, deadline: DueDeadline): Promise<void> {
  await app.db.withTx(system("logistics"), async (tx) => {
    const { customerId } = deadline;
    const of = await tx.maybe<{ shipment_id: string }>(
      "select shipment_id from logistics.booking where customer_id = $1 and id = $2",
      [customerId, deadline.subjectId],
    );
    const shipment = of === undefined ? undefined : await lockShipment(tx, customerId, of.shipment_id);
    const which = await lockBooking(tx, customerId, deadline.subjectId);
    if (!(await markFired(tx, deadline.id)) || which === undefined || shipment === undefined) return;
    const to = which.state === "booked" ? "missed" : which.state === "cancelling" ? "cancelled" : undefined;
    if (to === undefined) return;
    const after = await moveBooking(tx, which, to);
    const record = new Recorder();
    record.about({ ...aboutOf(shipment), kind: "booking", id: which.id });
    record.fact(bookingMoved(shipment, after));
    record.detail({ booking: which.number, state: to });
    record.write(tx, "logistics.courier-missed", true, undefined, undefined);
  });
  app.nudge();
}
