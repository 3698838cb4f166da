import { cumulativeShare } from "#kernel/money";
import { everythingBack } from "../../money-back.ts";
import type { Matter } from "../../pack.ts";
import type { Ruling } from "../../ruling.ts";
import { warrantyRuns } from "./rules.ts";

/**
 * Everything at once at the invoice price, or the price the seller proves was really paid (CN-QLT-06), and what sending
 * out cost, because the seller bears all necessary costs (CN-QLT-01); less what was refunded before.
 */
export function faultRefund(ruling: Ruling, matter: Matter): bigint {
  return everythingBack(matter.facts.money, priceToRefund(ruling, matter));
}

/**
 * Where the shopper says how many of the pieces are bad, those are what the fault is about: their share comes back, and the
 * good ones stay.
 */
export function badShareRefund(ruling: Ruling, matter: Matter): bigint {
  const { bad } = matter.facts.defect;
  if (bad === null || bad.pieces === bad.of) return faultRefund(ruling, matter);
  return cumulativeShare(priceToRefund(ruling, matter), 0n, BigInt(bad.pieces), BigInt(bad.of));
}

/** The invoice price, or the price the seller proves was really paid (CN-QLT-06). */
export function priceToRefund(ruling: Ruling, { facts: { money } }: Matter): bigint {
  if (money.invoice === null || money.invoice === money.paid) return money.paid;
  ruling.note(money.paidProven ? "paid-price-proven" : "invoice-price", {}, warrantyRuns);
  return money.paidProven ? money.paid : money.invoice;
}
