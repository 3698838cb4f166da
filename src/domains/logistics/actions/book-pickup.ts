import { grant, refuse } from "#kernel/outcome";
import { regionOf } from "#kernel/region";
import { action, all, any, holds, is, sameMerchant } from "#platform/action";
import type { Personal } from "#platform/personal";
import { bookPickupInput, shipmentMovedShape } from "../contract.ts";
import { activeAreas } from "../queries/pickup-areas.ts";
import { hindrance } from "../rules/abilities.ts";
import { areaFor, slotAt } from "../rules/pickup-slots.ts";
import { changeShipment } from "../store/shipments.ts";
import { takePlace } from "../store/slots.ts";
import { callOff } from "./call-off.ts";
import { destinationOf } from "./open-shipment.ts";
import { newBookingId, reserveBooking, sealContact, tooMany } from "./reserve-booking.ts";
import { shipmentToMove } from "./shipment-to-move.ts";

/** A courier is to come for the parcel: the place in the slot is taken with the booking, or neither. */
export const bookPickup = (personal: Personal) =>
  action({
    name: "logistics.book-pickup",
    input: bookPickupInput,
    output: shipmentMovedShape,
    allow: all(any(is("shopper"), holds("cases.create")), sameMerchant),
    idempotency: "required",
    refusals: [
      "shipment-not-found",
      "version-changed",
      "shipment-on-its-way",
      "way-not-offered",
      "pickup-open-already",
      "pickup-not-offered",
      "slot-not-offered",
      "slot-full",
      "bookings-too-many",
      "phone-odd",
      "shopper-erased",
    ],
    subject: shipmentToMove,
    run: async ({ tx, input, subject: { row, bookings, open }, record, now }) => {
      const because = hindrance("book-pickup", row, open);
      if (because !== undefined) return { ok: false, ...because };
      if (tooMany(bookings)) return refuse("bookings-too-many", { count: bookings.length });
      const area = areaFor(await activeAreas(tx), input.address);
      if (area === undefined) return refuse("pickup-not-offered");
      const slot = slotAt(area, Temporal.Instant.from(input.slotFrom), now);
      if (slot === undefined) return refuse("slot-not-offered", { from: input.slotFrom });
      const id = newBookingId();
      const contact = await sealContact(tx, personal, row.customer_id, id, input);
      if (!contact.ok) return contact;
      if (!(await takePlace(tx, area, slot))) return refuse("slot-full", { from: input.slotFrom });
      if (open !== undefined) await callOff(tx, record, open);
      const pickup = { areaId: area.id, slot, contact: contact.value };
      const booking = reserveBooking(record, row, { id, kind: "pickup", pickup }, now);
      // It comes from where the courier is sent to, so another address of the merchant may be nearer to it.
      const from = regionOf(input.address) ?? row.from_region;
      const destination = await destinationOf(tx, row.merchant_id, { categories: row.categories, from });
      const next = changeShipment(record, row, {
        way: "pickup",
        from_region: from,
        goes_to: destination?.place ?? row.goes_to,
        goes_to_because: destination?.because ?? row.goes_to_because,
      });
      return grant({ number: row.number, way: next.way, state: next.state, booking: booking.number });
    },
  });
