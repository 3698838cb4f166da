import type { DayNumber } from "#kernel/time";
import type { Facts } from "../facts.ts";

/** When the goods count as received; `otherwise` is the day the seller's side of a dispute would give. */
type Receipt = { readonly on: DayNumber | null; readonly otherwise: DayNumber | null };

/**
 * The consignee's own signing (E-Commerce Law 51), of the last box for one thing in several. What a proxy or a locker
 * took without the consignee's consent (52) is received once the consignee picks it up.
 */
export function receiptOf({ days, delivery }: Facts): Receipt {
  const signed = days.lastBox ?? days.delivered;
  if (delivery.signedBy !== "proxy-without-consent") return { on: signed, otherwise: null };
  return { on: days.pickedUp, otherwise: delivery.consentDisputed ? signed : null };
}
