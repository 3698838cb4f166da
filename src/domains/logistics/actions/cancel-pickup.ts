import { grant, refuse } from "#kernel/outcome";
import { action, all, any, holds, is, sameMerchant } from "#platform/action";
import { cancelPickupInput, shipmentMovedShape } from "../contract.ts";
import { hindrance } from "../rules/abilities.ts";
import { bookingMoved } from "../rules/facts.ts";
import { changeShipment } from "../store/shipments.ts";
import { callOff } from "./call-off.ts";
import { shipmentToMove } from "./shipment-to-move.ts";

/** The courier need not come; the parcel's way can be chosen anew at once. */
export const cancelPickup = action({
  name: "logistics.cancel-pickup",
  input: cancelPickupInput,
  output: shipmentMovedShape,
  allow: all(any(is("shopper"), holds("cases.create")), sameMerchant),
  idempotency: "required",
  refusals: ["shipment-not-found", "version-changed", "shipment-on-its-way", "pickup-not-open"],
  subject: shipmentToMove,
  run: async ({ tx, subject: { row, open }, record }) => {
    const because = hindrance("cancel-pickup", row, open);
    if (because !== undefined) return { ok: false, ...because };
    if (open === undefined) return refuse("pickup-not-open", { number: row.number });
    const booking = await callOff(tx, record, open);
    record.fact(bookingMoved(row, booking));
    const next = changeShipment(record, row, { way: null, carrier: null, tracking_number: null, ask_at: null });
    return grant({ number: row.number, way: next.way, state: next.state, booking: null });
  },
});
