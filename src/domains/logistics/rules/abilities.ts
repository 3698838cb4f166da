import type { Ability, Because } from "#platform/wire";
import type { BookingRow } from "../store/bookings.ts";
import type { ShipmentRow, Way } from "../store/shipments.ts";

export const shipmentVerbs = ["book-pickup", "change-pickup", "cancel-pickup", "drop-off", "label"] as const;
export type ShipmentVerb = (typeof shipmentVerbs)[number];

type Parcel = Pick<ShipmentRow, "direction" | "state" | "way" | "tracking_number" | "number" | "ways">;
type Booking = Pick<BookingRow, "kind" | "state">;

/** Why this may not be done with the parcel now; undefined where it may. `open`: the booking it waits for. */
export function hindrance(verb: ShipmentVerb, parcel: Parcel, open: Booking | undefined): Because | undefined {
  const { number } = parcel;
  if (verb === "label")
    return parcel.way === null && parcel.tracking_number === null
      ? { code: "way-not-chosen", params: { number } }
      : undefined;
  // Before anybody has it in hand, a parcel's way can be chosen anew.
  const sent = parcel.way === "self-ship" || parcel.way === "refusal";
  if (parcel.direction !== "return" || parcel.state !== "expected" || sent)
    return { code: "shipment-on-its-way", params: { number } };
  const { ways } = parcel;
  const takes: readonly Way[] = verb === "drop-off" ? ["drop-off", "store"] : ["pickup"];
  if (ways !== null && verb !== "cancel-pickup" && !takes.some((way) => ways.includes(way)))
    return { code: "way-not-offered", params: { ways: ways.join(" ") } };
  const pickup = open?.kind === "pickup";
  if (verb === "change-pickup" || verb === "cancel-pickup")
    return pickup ? undefined : { code: "pickup-not-open", params: { number } };
  return pickup ? { code: "pickup-open-already", params: { number } } : undefined;
}

export function abilitiesOf(parcel: Parcel, open: Booking | undefined): Ability[] {
  return shipmentVerbs.map((action) => {
    const because = hindrance(action, parcel, open) ?? null;
    return { action, allowed: because === null, because };
  });
}
