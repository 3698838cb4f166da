import { type Outcome, refuse } from "#kernel/outcome";
import type { About } from "#platform/action";
import type { Tx } from "#platform/db";
import { findInDirectory } from "#platform/directory";
import { type BookingRow, isOpen, lockBookings } from "../store/bookings.ts";
import { lockShipment, type ShipmentRow } from "../store/shipments.ts";

export type ShipmentToMove = {
  readonly row: ShipmentRow;
  readonly bookings: readonly BookingRow[];
  /** The booking the parcel waits for. */
  readonly open: BookingRow | undefined;
  readonly merchantId: string;
  readonly about: About;
};

/** Locks a parcel by its number, as far as the caller may see it, with its bookings. */
export async function shipmentToMove(
  tx: Tx,
  { number, version }: { readonly number: string; readonly version?: number | undefined },
): Promise<Outcome<ShipmentToMove, "shipment-not-found" | "version-changed">> {
  const found = await findInDirectory(tx, "shipment", number);
  const row = found === undefined ? undefined : await lockShipment(tx, found.customerId, found.id);
  if (row === undefined) return refuse("shipment-not-found", { number });
  if (version !== undefined && version !== row.version) return refuse("version-changed", { number });
  const bookings = await lockBookings(tx, row.customer_id, row.id);
  return {
    ok: true,
    value: { row, bookings, open: bookings.find(isOpen), merchantId: row.merchant_id, about: aboutOf(row) },
  };
}

export function aboutOf(row: ShipmentRow): About {
  return {
    kind: "shipment",
    id: row.id,
    customerId: row.customer_id,
    merchantId: row.merchant_id,
    orderId: row.order_id,
  };
}
