import { grant, refuse } from "#kernel/outcome";
import { action, all, any, holds, is, sameMerchant } from "#platform/action";
import { chooseDropOffInput, shipmentMovedShape } from "../contract.ts";
import { hindrance } from "../rules/abilities.ts";
import { changeShipment } from "../store/shipments.ts";
import { callOff } from "./call-off.ts";
import { newBookingId, reserveBooking } from "./reserve-booking.ts";
import { shipmentToMove } from "./shipment-to-move.ts";

/** The shopper brings the parcel to a drop-off point, for which a waybill is asked for, or to a store, which needs none. */
export const chooseDropOff = action({
  name: "logistics.choose-drop-off",
  input: chooseDropOffInput,
  output: shipmentMovedShape,
  allow: all(any(is("shopper"), holds("cases.create")), sameMerchant),
  idempotency: "required",
  refusals: ["shipment-not-found", "version-changed", "shipment-on-its-way", "way-not-offered", "pickup-open-already"],
  subject: shipmentToMove,
  run: async ({ tx, input, subject: { row, open }, record, now }) => {
    const because = hindrance("drop-off", row, open);
    if (because !== undefined) return { ok: false, ...because };
    if (row.ways !== null && !row.ways.includes(input.way))
      return refuse("way-not-offered", { ways: row.ways.join(" ") });
    const keeps = open?.kind === "waybill" && input.way === "drop-off";
    if (open !== undefined && !keeps) await callOff(tx, record, open);
    const booking =
      keeps || input.way === "store" ? open : reserveBooking(record, row, { id: newBookingId(), kind: "waybill" }, now);
    const cleared = keeps ? {} : { carrier: null, tracking_number: null, ask_at: null };
    const next = changeShipment(record, row, { way: input.way, ...cleared });
    return grant({
      number: row.number,
      way: next.way,
      state: next.state,
      booking: input.way === "store" ? null : (booking?.number ?? null),
    });
  },
});
