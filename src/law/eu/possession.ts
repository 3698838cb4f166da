import type { DayNumber } from "#kernel/time";
import type { Facts } from "../facts.ts";

/** The day from which the time runs; `otherwise` is the day the seller's side of a dispute would give. */
export type Possession = { readonly on: DayNumber | null; readonly otherwise: DayNumber | null };

/**
 * When the shopper, or a person the shopper named, got hold of the goods: the last good of an order delivered in parts,
 * the last lot or piece of a good, the first good of regular deliveries; for services the day of the contract
 * (EU-CRD-09).
 */
export function possessionOf({ days, delivery, goods }: Facts): Possession {
  if (goods.service !== null || goods.specialClass === "digital-download") return certain(days.ordered);
  if (days.firstOfRegular !== null) return certain(days.firstOfRegular);
  if (delivery.moreToCome) return certain(null);
  const handedOver = latest(days.delivered, days.lastBox, days.lastGood);
  if (delivery.signedBy !== "proxy-without-consent") return certain(handedOver);
  const pickedUp = days.pickedUp === null ? null : latest(days.pickedUp, days.lastGood);
  return { on: pickedUp, otherwise: delivery.consentDisputed ? handedOver : null };
}

/** When this good came, whatever else was ordered with it: from then on the seller answers for it. */
export function deliveryOf({ days, delivery }: Facts): DayNumber | null {
  if (delivery.signedBy === "proxy-without-consent" && days.pickedUp !== null) return days.pickedUp;
  return latest(days.delivered, days.lastBox);
}

function certain(on: DayNumber | null): Possession {
  return { on, otherwise: null };
}

function latest(...days: readonly (DayNumber | null)[]): DayNumber | null {
  const known = days.filter((day) => day !== null);
  return known.length === 0 ? null : Math.max(...known);
}
