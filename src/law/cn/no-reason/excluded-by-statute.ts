import { never } from "#kernel/outcome";
import type { BecauseCode } from "../../codes.ts";
import type { Facts } from "../../facts.ts";
import type { Matter } from "../../pack.ts";
import type { Ruling } from "../../ruling.ts";
import { confirmationFlaws } from "./excluded-by-confirmation.ts";
import { confirmationPerOrder, specialProvisionsNotRead, statutoryExclusions } from "./rules.ts";

/**
 * Four kinds of goods never come back without a reason: made to the shopper's own specification, perishable, digital
 * once downloaded or opened, periodicals once delivered (CN-NRR-02). Unmarked, the refusal stands but breaks
 * CN-NRR-04.
 */
export function excludedByStatute(ruling: Ruling, { facts }: Matter): void {
  const { condition, days } = facts;
  const { specialClass } = facts.goods;
  switch (specialClass) {
    case null:
      break;
    case "custom":
      exclude(ruling, facts, "custom-made");
      break;
    case "perishable":
      exclude(ruling, facts, "perishable");
      break;
    case "digital-download":
      if (condition.downloaded) exclude(ruling, facts, "digital-downloaded");
      else ruling.review("download-not-shown", {}, statutoryExclusions);
      break;
    case "digital-media":
      if (condition.opened) exclude(ruling, facts, "digital-opened");
      break;
    case "periodical":
      if (days.delivered !== null) exclude(ruling, facts, "periodical-delivered");
      break;
    case "made-to-order":
      // A standard article made after the order is not to the shopper's own specification: an inference.
      ruling.review("made-to-order", {}, statutoryExclusions);
      break;
    case "medicine":
    case "medical-device":
    case "gold":
    case "ticket":
    case "blind-box":
    case "cross-border-import":
      ruling.deny("special-provisions", { specialClass }, specialProvisionsNotRead);
      break;
    default:
      never(specialClass);
  }
}

function exclude(ruling: Ruling, facts: Facts, code: BecauseCode): void {
  ruling.deny(code, {}, statutoryExclusions);
  const flaws = confirmationFlaws(facts);
  if (flaws.length > 0) ruling.warn("exclusion-not-marked", { flaws: flaws.join(" ") }, confirmationPerOrder);
}
