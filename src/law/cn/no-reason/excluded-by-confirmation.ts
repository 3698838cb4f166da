import type { Facts } from "../../facts.ts";
import type { Matter } from "../../pack.ts";
import type { Ruling } from "../../ruling.ts";
import { confirmationPerOrder, exclusionsByConfirmation } from "./rules.ts";

/**
 * Goods may be kept out by agreement when both hold: their nature is one of three (CN-NRR-03) and the shopper confirmed
 * it for this order, unprompted by a default, before paying (CN-NRR-04). A label on the page is not enough.
 */
export function excludedByConfirmation(ruling: Ruling, { facts }: Matter): void {
  const { confirmationClass } = facts.goods;
  if (confirmationClass === null) {
    if (facts.confirmation === null || facts.goods.specialClass !== null) return;
    ruling.note("nature-not-excluded", {}, exclusionsByConfirmation);
    ruling.warn("exclusion-widened", {}, confirmationPerOrder);
    return;
  }
  const flaws = confirmationFlaws(facts);
  if (flaws.length > 0) ruling.note("confirmation-not-valid", { flaws: flaws.join(" ") }, confirmationPerOrder);
  else if (natureShows(facts)) ruling.deny("confirmed-not-returnable", { confirmationClass }, exclusionsByConfirmation);
  // Still sealed or never switched on, such goods have lost nothing; whether the confirmation holds then is disputed.
  else ruling.review("confirmed-but-untouched", { confirmationClass }, exclusionsByConfirmation);
}

type Confirmed = Pick<Facts, "confirmation"> & { readonly at: Pick<Facts["at"], "confirmed" | "ordered"> };

/** What the confirmation lacks to count; empty when it counts. */
export function confirmationFlaws({ confirmation, at }: Confirmed): readonly string[] {
  if (confirmation === null) return ["missing"];
  const flaws: string[] = [];
  if (!confirmation.shownProminently) flaws.push("not-prominent");
  if (confirmation.preTicked) flaws.push("pre-ticked");
  if (!confirmation.perOrder) flaws.push("not-for-this-order");
  if (!confirmation.inMandatoryFlow) flaws.push("outside-the-order-flow");
  if (at.confirmed === null) flaws.push("no-time");
  else if (at.confirmed > at.ordered) flaws.push("after-the-order");
  if (confirmation.snapshotId === null) flaws.push("no-snapshot");
  return flaws;
}

function natureShows({ goods, condition }: Facts): boolean {
  switch (goods.confirmationClass) {
    case "unsafe-or-altered-once-opened":
      return condition.opened || condition.hygieneSealBroken;
    case "value-lost-once-activated":
      return condition.activation !== "none";
    default:
      return true;
  }
}
