import { grant, refuse } from "#kernel/outcome";
import { action, all, any, holds, is, sameMerchant } from "#platform/action";
import { recogniseCarrier, sendInput, shipmentMovedShape, tidyTracking } from "../contract.ts";
import { hindrance } from "../rules/abilities.ts";
import { shipmentMoved } from "../rules/facts.ts";
import { changeShipment } from "../store/shipments.ts";
import { callOff } from "./call-off.ts";
import { shipmentToMove } from "./shipment-to-move.ts";

/** The shopper has given the parcel to a carrier of their own choice and says under which number. */
export const sendByOneself = action({
  name: "logistics.send",
  input: sendInput,
  output: shipmentMovedShape,
  allow: all(any(is("shopper"), holds("cases.create")), sameMerchant),
  idempotency: "required",
  refusals: [
    "shipment-not-found",
    "version-changed",
    "shipment-on-its-way",
    "pickup-open-already",
    "tracking-number-mistyped",
  ],
  subject: shipmentToMove,
  run: async ({ tx, input, subject: { row, open }, record, now }) => {
    const because = hindrance("send", row, open);
    if (because !== undefined) return { ok: false, ...because };
    const trackingNumber = tidyTracking(input.trackingNumber);
    if (recogniseCarrier(trackingNumber).mistyped === input.carrier)
      return refuse("tracking-number-mistyped", { carrier: input.carrier });
    if (open !== undefined) await callOff(tx, record, open);
    const changes = { way: "self-ship", carrier: input.carrier, tracking_number: trackingNumber, ask_at: now } as const;
    const next = changeShipment(record, row, changes);
    record.fact(shipmentMoved(next, now));
    return grant({ number: row.number, way: next.way, state: next.state, booking: null });
  },
});
