import { grant, refuse } from "#kernel/outcome";
import { action, all, any, holds, is, sameMerchant } from "#platform/action";
import type { Personal } from "#platform/personal";
import { changePickupInput, shipmentMovedShape } from "../contract.ts";
import { activeAreas } from "../queries/pickup-areas.ts";
import { hindrance } from "../rules/abilities.ts";
import { slotAt } from "../rules/pickup-slots.ts";
import { takePlace } from "../store/slots.ts";
import { callOff } from "./call-off.ts";
import { newBookingId, openContact, reserveBooking, sealContact, tooMany } from "./reserve-booking.ts";
import { shipmentToMove } from "./shipment-to-move.ts";

/** Another slot for the same courier: a new booking takes its place first, then the old one is called off. */
export const changePickup = (personal: Personal) =>
  action({
    name: "logistics.change-pickup",
    input: changePickupInput,
    output: shipmentMovedShape,
    allow: all(any(is("shopper"), holds("cases.create")), sameMerchant),
    idempotency: "required",
    refusals: [
      "shipment-not-found",
      "version-changed",
      "shipment-on-its-way",
      "way-not-offered",
      "pickup-not-open",
      "slot-not-offered",
      "slot-full",
      "bookings-too-many",
      "phone-odd",
      "shopper-erased",
    ],
    subject: shipmentToMove,
    run: async ({ tx, input, subject: { row, bookings, open }, record, now }) => {
      const because = hindrance("change-pickup", row, open);
      if (because !== undefined) return { ok: false, ...because };
      if (open === undefined) return refuse("pickup-not-open", { number: row.number });
      if (tooMany(bookings)) return refuse("bookings-too-many", { count: bookings.length });
      const area = (await activeAreas(tx)).find(({ id }) => id === open.area_id);
      const slot = area === undefined ? undefined : slotAt(area, Temporal.Instant.from(input.slotFrom), now);
      if (area === undefined || slot === undefined) return refuse("slot-not-offered", { from: input.slotFrom });
      const told = await openContact(tx, personal, open);
      if (told === undefined) return refuse("shopper-erased");
      const id = newBookingId();
      const contact = await sealContact(tx, personal, row.customer_id, id, told);
      if (!contact.ok) return contact;
      if (!(await takePlace(tx, area, slot))) return refuse("slot-full", { from: input.slotFrom });
      await callOff(tx, record, open);
      const pickup = { areaId: area.id, slot, contact: contact.value };
      const booking = reserveBooking(record, row, { id, kind: "pickup", pickup }, now);
      return grant({ number: row.number, way: row.way, state: row.state, booking: booking.number });
    },
  });
