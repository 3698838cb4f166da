import type { Offer, Remedy, RouteName } from "./decision.ts";

/** An offer with what it is worth to this shopper in minor units, the way back paid. */
export type WeighedOffer = { readonly route: RouteName; readonly offer: Offer; readonly net: bigint };

/**
 * The offer that serves the shopper best: what is allowed before what needs a look, then what was asked for, then the
 * highest net, then the one whose way back costs the shopper nothing; among equals the first.
 */
export function bestOf(
  offers: readonly (WeighedOffer | undefined)[],
  requested: Remedy | null,
): WeighedOffer | undefined {
  let best: WeighedOffer | undefined;
  for (const offer of offers) if (offer && (!best || isBetter(offer, best, requested))) best = offer;
  return best;
}

function isBetter(a: WeighedOffer, b: WeighedOffer, requested: Remedy | null): boolean {
  if (a.offer.decision !== b.offer.decision) return a.offer.decision === "ALLOW";
  const askedFor = a.offer.remedy === requested;
  if (askedFor !== (b.offer.remedy === requested)) return askedFor;
  if (a.net !== b.net) return a.net > b.net;
  return b.offer.freightPayer === "shopper" && a.offer.freightPayer !== "shopper";
}
