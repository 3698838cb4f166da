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
  const excluded = exclusionOf(facts);
  if (excluded === undefined) return;
  if (excluded.sure) ruling.deny(excluded.code, {}, statutoryExclusions);
  else if (excluded.code === "special-provisions")
    ruling.deny(excluded.code, excluded.params, specialProvisionsNotRead);
  else ruling.review(excluded.code, {}, statutoryExclusions);
  const flaws = confirmationFlaws(facts);
  if (excluded.sure && flaws.length > 0) {
    ruling.warn("exclusion-not-marked", { flaws: flaws.join(" ") }, confirmationPerOrder);
  }
}

function exclusionOf({ goods, condition, days }: Facts) {
  switch (goods.specialClass) {
    case null:
      return undefined;
    case "custom":
      return { sure: true, code: "custom-made" } as const;
    case "made-to-order":
      // A standard article made after the order is not to the shopper's own specification: an inference.
      return { sure: false, code: "made-to-order" } as const;
    case "perishable":
      return { sure: true, code: "perishable" } as const;
    case "digital-download":
      return condition.downloaded === true
        ? ({ sure: true, code: "digital-downloaded" } as const)
        : ({ sure: false, code: "download-not-shown" } as const);
    case "digital-media":
      return condition.opened ? ({ sure: true, code: "digital-opened" } as const) : undefined;
    case "periodical":
      return days.delivered === null ? undefined : ({ sure: true, code: "periodical-delivered" } as const);
    default:
      return { sure: false, code: "special-provisions", params: { specialClass: goods.specialClass } } as const;
  }
}
