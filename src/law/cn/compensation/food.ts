import { never } from "#kernel/outcome";
import type { Facts } from "../../facts.ts";
import type { Matter } from "../../pack.ts";
import type { Ruling } from "../../ruling.ts";
import { soldByOperator } from "../liability/operator.ts";
import { type Measure, ofGift } from "./measure.ts";
import { knowingBuyerOfFood, unsafeFood } from "./rules.ts";

/** 1,000 yuan in fen. */
const leastForFood = 100_000n;

/** Ten times the price or three times the loss, whichever is higher, 1,000 at least; no injury is needed (CN-CMP-03). */
export function foodCompensation(ruling: Ruling, matter: Matter): Measure {
  const { misconduct } = matter.facts;
  if (misconduct.food) judgeFood(ruling, misconduct.food);
  soldByOperator(ruling, matter);
  ofGift(ruling, misconduct.ofGift);
  const tenfold = 10n * baseOf(ruling, matter);
  const byLoss = 3n * (misconduct.harm?.loss ?? 0n);
  if (tenfold < leastForFood && byLoss < leastForFood) return { amount: leastForFood, basis: "at-least-1000" };
  return byLoss > tenfold
    ? { amount: byLoss, basis: "three-times-loss" }
    : { amount: tenfold, basis: "ten-times-price" };
}

function judgeFood(
  ruling: Ruling,
  { kind, proof, sellerKnew, sellerIsProducer }: NonNullable<Facts["misconduct"]["food"]>,
): void {
  if (proof === "refuted") ruling.deny("food-is-safe", {}, unsafeFood);
  else if (proof === "claimed") ruling.review("food-to-be-shown-unsafe", {}, unsafeFood);
  switch (kind) {
    case "label-flaw":
      ruling.deny("label-flaw-is-harmless", {}, unsafeFood);
      ruling.cite(knowingBuyerOfFood);
      break;
    case "below-promise":
      ruling.deny("food-meets-the-standards", {}, unsafeFood);
      break;
    case "expired":
    case "date-altered":
    case "no-lawful-source":
    case "mandatory-label-missing":
      ruling.note("seller-is-taken-to-know", { kind }, unsafeFood);
      break;
    case "unsafe":
      if (sellerIsProducer) ruling.note("producer-answers", {}, unsafeFood);
      else if (sellerKnew === "shown") ruling.note("seller-knew-of-food", {}, unsafeFood);
      else ruling.review("knowing-to-be-shown", {}, unsafeFood);
      break;
    default:
      never(kind);
  }
}

/** What the price is multiplied from: a buyer shown to have known claims once for all receipts, as far as a household needs. */
function baseOf(ruling: Ruling, { facts: { misconduct, money } }: Matter): bigint {
  const { knowingBuyer, otherReceipts, reasonableNeed } = misconduct;
  if (knowingBuyer === "suspected") ruling.note("knowing-buyer-is-for-the-seller-to-show", {}, knowingBuyerOfFood);
  if (knowingBuyer !== "shown") return money.paid;
  const all = otherReceipts.reduce((sum, one) => sum + one, money.paid);
  ruling.note("knowing-buyer-claims-once", { receipts: otherReceipts.length + 1 }, knowingBuyerOfFood);
  if (reasonableNeed !== null && reasonableNeed < all) return reasonableNeed;
  if (reasonableNeed === null && 10n * all > leastForFood)
    ruling.review("reasonable-need-to-be-found", {}, knowingBuyerOfFood);
  return all;
}
