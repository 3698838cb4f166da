import { never } from "#kernel/outcome";
import type { Comparison } from "../../facts.ts";
import type { Ruling } from "../../ruling.ts";
import { comparisonPrice } from "./rules.ts";

/**
 * Whether a price was made to look lower than it is (CN-PRC-01). Without details, what it is compared with is at most
 * the lowest deal of the seven days before, or the last one if there was none; and nothing is marked up for the sale.
 */
export function falseComparison(ruling: Ruling, comparison: Comparison): void {
  const { told, markedUpFrom, lowestDeal, lastDeal } = comparison;
  switch (told) {
    case "suggested-price":
      ruling.deny("compared-with-suggested-price", {}, comparisonPrice);
      return;
    case "details":
      ruling.review("comparison-to-be-checked", {}, comparisonPrice);
      return;
    case "nothing":
      break;
    default:
      never(told);
  }
  const highest = lowestDeal ?? lastDeal;
  if (markedUpFrom !== null && comparison.with > markedUpFrom) judgeFalse(ruling, comparison, "marked-up-for-the-sale");
  else if (highest === null) ruling.review("comparison-to-be-checked", {}, comparisonPrice);
  else if (comparison.with > highest) judgeFalse(ruling, comparison, "comparison-false");
  else ruling.deny("comparison-true", {}, comparisonPrice);
}

/** What the seller proves lets it go: no intent, a deal better than told, rounding as is usual. */
function judgeFalse(
  ruling: Ruling,
  { defence }: Comparison,
  code: "marked-up-for-the-sale" | "comparison-false",
): void {
  ruling.note(code, {}, comparisonPrice);
  if (defence !== null) ruling.deny("no-price-fraud", { defence }, comparisonPrice);
}
