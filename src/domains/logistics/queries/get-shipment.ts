import { grant, refuse } from "#kernel/outcome";
import { any, holds, is, query } from "#platform/action";
import type { Tx } from "#platform/db";
import { findInDirectory } from "#platform/directory";
import { dropOffCode } from "../actions/drop-off-code.ts";
import { qrPath } from "../adapters/paper/qr.ts";
import { type Shipment, shipmentNumberInput, shipmentShape, shipmentsQuery, shipmentsShape } from "../contract.ts";
import { abilitiesOf } from "../rules/abilities.ts";
import { type BookingRow, bookingColumns, isOpen } from "../store/bookings.ts";
import { eventsOf, type ShipmentRow, shipmentColumns } from "../store/shipments.ts";

/** One parcel: where it goes and why, what carriers told of it, the booking it waits for, and what the viewer may do. */
export const getShipment = (dropOffKey: Uint8Array) =>
  query({
    name: "logistics.shipment",
    input: shipmentNumberInput,
    output: shipmentShape,
    allow: any(is("shopper"), holds("cases.read")),
    run: async (tx, { number }) => {
      const found = await findInDirectory(tx, "shipment", number);
      const row = found === undefined ? undefined : await readShipment(tx, found.customerId, found.id);
      if (row === undefined) return refuse("shipment-not-found", { number });
      return grant(await onWire(tx, row, dropOffKey));
    },
  });

/** Every parcel of a case, or of what else asked for one, the newest first. */
export const listShipments = (dropOffKey: Uint8Array) =>
  query({
    name: "logistics.shipments",
    input: shipmentsQuery,
    output: shipmentsShape,
    allow: any(is("shopper"), holds("cases.read")),
    run: async (tx, { kind, subject }) => {
      const found = await findInDirectory(tx, kind, subject);
      if (found === undefined) return grant({ items: [] });
      return grant({ items: await shipmentsOf(tx, found.customerId, found.id, dropOffKey) });
    },
  });

export async function shipmentsOf(
  tx: Tx,
  customerId: string,
  subjectId: string,
  dropOffKey: Uint8Array,
): Promise<Shipment[]> {
  const rows = await tx.rows<ShipmentRow>(
    `select ${shipmentColumns} from logistics.shipment where customer_id = $1 and subject_id = $2 order by opened_at desc, id desc limit 20`,
    [customerId, subjectId],
  );
  return Promise.all(rows.map((row) => onWire(tx, row, dropOffKey)));
}

export function readShipment(tx: Tx, customerId: string, id: string): Promise<ShipmentRow | undefined> {
  return tx.maybe<ShipmentRow>(`select ${shipmentColumns} from logistics.shipment where customer_id = $1 and id = $2`, [
    customerId,
    id,
  ]);
}

async function onWire(tx: Tx, row: ShipmentRow, dropOffKey: Uint8Array): Promise<Shipment> {
  const [events, bookings] = await Promise.all([
    eventsOf(tx, row.customer_id, row.id),
    tx.rows<BookingRow>(
      `select ${bookingColumns} from logistics.booking where customer_id = $1 and shipment_id = $2 order by reserved_at desc, id desc limit 10`,
      [row.customer_id, row.id],
    ),
  ]);
  const open = bookings.find(isOpen);
  const shown = open ?? bookings.find(({ kind }) => kind === "pickup");
  const mine = tx.principal.kind === "shopper";
  const code = dropOffCode(dropOffKey, row.number);
  const droppedOff = mine && row.state === "expected" && (row.way === "drop-off" || row.way === "store");
  return {
    number: row.number,
    direction: row.direction,
    purpose: row.purpose,
    subject: { kind: row.subject_kind, number: row.subject_number },
    way: row.way,
    state: row.state,
    incident: row.reason,
    stateAt: row.state_at?.toString() ?? null,
    carrier: row.carrier,
    trackingNumber: row.tracking_number,
    goesTo: row.goes_to,
    goesToBecause: row.goes_to_because,
    contents: [...row.contents],
    freightPayer: row.freight_payer,
    openedAt: row.opened_at.toString(),
    arrivedAt: row.arrived_at?.toString() ?? null,
    version: row.version,
    events: events.map(({ at, state, incident, place }) => ({ at: at.toString(), state, incident, place })).reverse(),
    booking:
      shown === undefined
        ? null
        : {
            number: shown.number,
            kind: shown.kind,
            state: shown.state,
            slotFrom: shown.slot_from_at?.toString() ?? null,
            slotUntil: shown.slot_until_at?.toString() ?? null,
            nameMask: shown.contact_name_mask,
            phoneMask: shown.contact_phone_mask,
            addressMask: shown.address_mask,
          },
    dropOff: droppedOff ? { code, qr: qrPath(code) } : null,
    abilities: abilitiesOf(row, open),
  };
}
