import { fromWire, toWire } from "#kernel/money";
import type { CompensationDecision } from "../../decision.ts";
import type { Proof } from "../../facts.ts";
import type { Matter } from "../../pack.ts";
import type { Rule } from "../../rule.ts";
import { Ruling } from "../../ruling.ts";
import { refundOfPrepayment } from "../before-shipment/index.ts";
import { soldByOperator } from "../liability/operator.ts";
import { falseComparison } from "../price/comparison.ts";
import { comparisonPrice, pricePromise } from "../price/rules.ts";
import { foodCompensation } from "./food.ts";
import { type Measure, ofGift } from "./measure.ts";
import { fraud, harmlessOrStaged, higherPromise, knownDefect, unsafeFood } from "./rules.ts";

/**
 * Compensation beside the remedies (CN-CMP-01 to 06, CN-PRC-01 and 04), as far as the facts tell of a wrong; the highest
 * first.
 */
export function hearCompensation(matter: Matter): readonly CompensationDecision[] {
  const { misconduct, price, days } = matter.facts;
  const heard: CompensationDecision[] = [];
  if (misconduct.food) heard.push(claim(matter, unsafeFood, foodCompensation));
  if (misconduct.fraud) heard.push(claim(matter, fraud, fraudCompensation));
  if (price.comparison) heard.push(claim(matter, comparisonPrice, comparisonCompensation));
  if (price.promiseBroken) heard.push(claim(matter, pricePromise, pricePromiseCompensation));
  if (misconduct.promisedMultiple) heard.push(claim(matter, higherPromise, promisedCompensation));
  if (misconduct.harm) heard.push(claim(matter, knownDefect, harmCompensation));
  if (days.sellerCancelled !== null) heard.push(claim(matter, refundOfPrepayment, prepaymentCompensation));
  return heard.sort((a, b) => (minorOf(a) < minorOf(b) ? 1 : minorOf(a) > minorOf(b) ? -1 : 0));
}

/** One wrong costs the seller once: food is compensated by food law or by consumer law, and as promised or as by law. */
const excludes: Readonly<Record<string, readonly string[]>> = {
  [unsafeFood.id]: [fraud.id, comparisonPrice.id, pricePromise.id, knownDefect.id, higherPromise.id],
  [fraud.id]: [unsafeFood.id, comparisonPrice.id, pricePromise.id, higherPromise.id],
  [comparisonPrice.id]: [unsafeFood.id, fraud.id, pricePromise.id],
  [pricePromise.id]: [unsafeFood.id, fraud.id, comparisonPrice.id],
  [knownDefect.id]: [unsafeFood.id],
  [higherPromise.id]: [unsafeFood.id, fraud.id],
};

function claim(matter: Matter, rule: Rule, measure: (ruling: Ruling, matter: Matter) => Measure): CompensationDecision {
  // A ruling on no route: it gathers the reasons and heeds how well the texts were checked.
  const ruling = new Ruling("non-conformity", matter);
  ruling.standOn(rule);
  const { misconduct, money } = matter.facts;
  if (misconduct.swappedByShopper === "shown") ruling.deny("swapped-by-shopper", {}, harmlessOrStaged);
  else if (misconduct.swappedByShopper === "suspected") ruling.review("swap-suspected", {}, harmlessOrStaged);
  const { amount, basis } = measure(ruling, matter);
  if (money.currency !== "CNY") ruling.review("amount-in-yuan-only", {}, rule);
  const isRefused = ruling.verdict === "DENY";
  return {
    rule: rule.id,
    decision: ruling.verdict,
    amount:
      isRefused || amount === null || money.currency !== "CNY"
        ? null
        : toWire({ minor: amount, currency: money.currency }),
    basis: isRefused ? null : basis,
    because: ruling.because,
    citations: ruling.citations,
    excludes: excludes[rule.id] ?? [],
  };
}

/** 500 yuan in fen. */
const leastForFraud = 50_000n;

function fraudCompensation(ruling: Ruling, matter: Matter): Measure {
  const { misconduct } = matter.facts;
  if (misconduct.fraud?.harmless === true) ruling.deny("flaw-is-harmless", {}, harmlessOrStaged);
  fraudShown(ruling, misconduct.fraud?.proof ?? "claimed", fraud);
  return threefoldForDeceit(ruling, matter);
}

function comparisonCompensation(ruling: Ruling, matter: Matter): Measure {
  if (matter.facts.price.comparison) falseComparison(ruling, matter.facts.price.comparison);
  return threefoldForDeceit(ruling, matter);
}

/** Not to keep a promise about the price, without a good reason, is price fraud. */
function pricePromiseCompensation(ruling: Ruling, matter: Matter): Measure {
  const { promiseBroken } = matter.facts.price;
  if (promiseBroken === "refuted") ruling.deny("price-promise-kept", {}, pricePromise);
  else if (promiseBroken === "claimed") ruling.review("price-promise-to-be-checked", {}, pricePromise);
  else ruling.note("price-promise-broken", {}, pricePromise);
  return threefoldForDeceit(ruling, matter);
}

/** Three times the price for deceit about goods or price, 500 at least (退一赔三), to a consumer by an operator. */
function threefoldForDeceit(ruling: Ruling, matter: Matter): Measure {
  const { misconduct, money, purpose } = matter.facts;
  ruling.cite(fraud);
  if (purpose === "business") ruling.deny("not-for-living-needs", {}, fraud);
  else if (purpose === "disputed") ruling.review("purpose-disputed", {}, fraud);
  soldByOperator(ruling, matter);
  ofGift(ruling, misconduct.ofGift);
  const threefold = 3n * money.paid;
  return threefold < leastForFraud
    ? { amount: leastForFraud, basis: "at-least-500" }
    : { amount: threefold, basis: "three-times-price" };
}

function fraudShown(ruling: Ruling, proof: Proof, rule: Rule): void {
  if (proof === "refuted") ruling.deny("fraud-refuted", {}, rule);
  else if (proof === "claimed") ruling.review("fraud-to-be-shown", {}, rule);
  else ruling.note("fraud-shown", {}, rule);
}

/** From this multiple on, words that do not say "beside the refund" are read by a person. */
const multipleToRead = 10;

/** What was promised (假一赔N), where it is shown that the goods are not what they were said to be. */
function promisedCompensation(ruling: Ruling, { facts: { misconduct, money } }: Matter): Measure {
  const { times, besideRefund } = misconduct.promisedMultiple ?? { times: 0, besideRefund: false };
  fraudShown(ruling, misconduct.fraud?.proof ?? "claimed", higherPromise);
  if (besideRefund) ruling.note("multiple-beside-refund", { times }, higherPromise);
  else if (times >= multipleToRead) ruling.review("multiple-to-be-read", { times }, higherPromise);
  else ruling.note("multiple-promised", { times }, higherPromise);
  return { amount: BigInt(times) * money.paid, basis: "promised-multiple" };
}

/** Up to twice the loss where known defects harmed life or health; how much of it is for a person. */
function harmCompensation(ruling: Ruling, matter: Matter): Measure {
  const { loss, byKnownDefect } = matter.facts.misconduct.harm ?? { loss: 0n, byKnownDefect: "claimed" };
  soldByOperator(ruling, matter);
  if (byKnownDefect === "refuted") ruling.deny("defect-not-known", {}, knownDefect);
  else if (byKnownDefect === "claimed") ruling.review("known-defect-to-be-shown", {}, knownDefect);
  else ruling.review("up-to-twice-the-loss", {}, knownDefect);
  return { amount: 2n * loss, basis: "twice-loss" };
}

/** A prepayment not honoured comes back with interest and reasonable costs, which only a person can reckon. */
function prepaymentCompensation(ruling: Ruling): Measure {
  ruling.review("interest-and-costs", {}, refundOfPrepayment);
  return { amount: null, basis: "interest-and-costs" };
}

function minorOf({ amount }: CompensationDecision): bigint {
  return amount === null ? -1n : fromWire(amount).minor;
}
