import type { PersonalData } from "#platform/domain";
import type { Personal } from "#platform/personal";
import { openContact } from "../actions/reserve-booking.ts";
import { type BookingRow, bookingColumns } from "./bookings.ts";

/** Who a courier was sent to. Erasing takes name, phone and address out of every booking; parcels stay with the records of trade. */
export function logisticsPersonalData(personal: Personal): PersonalData {
  return {
    exportFor: async (tx, customerId) => {
      const [bookings, shipments, events, interceptions] = await Promise.all([
        tx.rows<BookingRow>(
          `select ${bookingColumns} from logistics.booking where customer_id = $1 order by reserved_at, id`,
          [customerId],
        ),
        tx.rows<{ number: string; subject_number: string; carrier: string | null; tracking_number: string | null }>(
          "select number, subject_number, carrier, tracking_number from logistics.shipment where customer_id = $1 order by opened_at, id",
          [customerId],
        ),
        tx.rows(
          "select s.number, e.at::text as at, e.state, e.place from logistics.tracking_event e join logistics.shipment s on s.customer_id = e.customer_id and s.id = e.shipment_id where e.customer_id = $1 order by e.at",
          [customerId],
        ),
        tx.rows(
          "select s.number, i.state, i.asked_at::text as asked_at, i.answered_at::text as answered_at from logistics.interception i join logistics.shipment s on s.customer_id = i.customer_id and s.id = i.shipment_id where i.customer_id = $1 order by i.asked_at",
          [customerId],
        ),
      ]);
      const contacts: object[] = [];
      for (const booking of bookings) {
        const contact = await openContact(tx, personal, booking);
        if (contact !== undefined)
          contacts.push({ number: booking.number, at: booking.reserved_at.toString(), ...contact });
      }
      return {
        pickups: contacts,
        parcels: shipments.map(({ subject_number, tracking_number, ...row }) => ({
          ...row,
          for: subject_number,
          trackingNumber: tracking_number,
        })),
        whereParcelsWere: events,
        parcelsTurnedRound: interceptions,
      };
    },
    eraseFor: async (tx, customerId) => {
      tx.send(
        `update logistics.booking set contact_name_enc = null, contact_name_mask = null, contact_phone_enc = null, contact_phone_mask = null, address_enc = null, address_mask = null, address_index = null
          where customer_id = $1`,
        [customerId],
      );
      return { erased: ["pickup-name", "pickup-phone", "pickup-address"], kept: [] };
    },
  };
}
