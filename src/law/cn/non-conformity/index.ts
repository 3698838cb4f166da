import type { DayNumber } from "#kernel/time";
import { dateText } from "../../date-text.ts";
import type { Reason } from "../../facts.ts";
import type { Matter, Route } from "../../pack.ts";
import { Ruling, type Terms } from "../../ruling.ts";
import { soldByOperatorOrByContract } from "../liability/operator.ts";
import { daysAfter, within } from "../periods.ts";
import { receiptOf } from "../receipt.ts";
import { faultProven } from "./fault-proven.ts";
import { badShareRefund, faultRefund } from "./fault-refund.ts";
import { noticeLimit } from "./notice-limit.ts";
import {
  breachAndNotice,
  deliberateDelay,
  faultyGoods,
  nonConformityRules,
  notAsSold,
  officiallyUnqualified,
  unsafeGoods,
  voidTerm,
} from "./rules.ts";

/** Goods that are not what was bought: faulty, damaged, wrong, missing, not as described (CN-QLT-01 to 08). */
export const nonConformity: Route = {
  name: "non-conformity",
  rules: nonConformityRules,
  hear(matter) {
    const ruling = new Ruling("non-conformity", matter);
    const { facts } = matter;
    ruling.standOn(faultyGoods);
    for (const term of facts.seller.terms) ruling.warn("shop-term-void", { term }, voidTerm);
    if (!nonConformities.has(facts.claim.reason)) {
      ruling.deny("no-fault-claimed", {}, faultyGoods);
      return ruling;
    }
    const { on: receivedOn } = receiptOf(facts);
    if (receivedOn === null) {
      ruling.review("not-yet-received", {}, faultyGoods);
      return ruling;
    }
    soldByOperatorOrByContract(ruling, matter);
    faultProven(ruling, matter, receivedOn);
    const terms = { freightPayer: "seller", amount: faultRefund(ruling, matter) } as const;
    if (facts.defect.officiallyUnqualified) {
      // What an authority has found unqualified can be returned without any limit of time.
      ruling.offer("return", { ...terms, lastDay: null }, officiallyUnqualified);
    } else if (facts.goods.listedAs !== null && facts.claim.reason === "quality") {
      ruling.deny("decided-by-three-guarantees", { listedAs: facts.goods.listedAs }, faultyGoods);
    } else {
      openRemedies(ruling, matter, receivedOn, terms);
    }
    const violationFrom = dateText(daysAfter(matter.notice, 15, matter).lastDay + 1);
    ruling.owe("remedy-without-delay", { violationFrom }, deliberateDelay);
    if (facts.defect.unsafe) ruling.owe("handle-safety-defect", {}, unsafeGoods);
    return ruling;
  },
};

const nonConformities: ReadonlySet<Reason> = new Set([
  "quality",
  "not-as-described",
  "wrong-item",
  "missing",
  "damaged-in-transit",
  "spoiled",
  "counterfeit",
]);

/** Days after receipt in which returning is the shopper's choice, whatever the fault. */
const daysToChooseReturn = 7;

/** The choice of remedies: all of them for seven days, then as far as the fault goes (CN-QLT-01 to 03). */
function openRemedies(ruling: Ruling, matter: Matter, receivedOn: DayNumber, terms: Omit<Terms, "lastDay">): void {
  const limit = noticeLimit(ruling, matter, receivedOn);
  const choice = daysAfter(receivedOn, daysToChooseReturn, matter);
  const untilLimit = { ...terms, lastDay: limit };
  const untilChoice = { ...terms, lastDay: choice.lastDay };
  const params = { lastDay: dateText(choice.lastDay) };
  switch (within(matter.notice, choice)) {
    case "in-time":
      ruling.note("within-days-of-choice", params, faultyGoods);
      offerMoneyBack(ruling, matter, untilChoice);
      break;
    case "unknown":
      ruling.note("calendar-not-published", { ...params, year: choice.unpublishedYear }, faultyGoods);
      offerMoneyBackAfterReview(ruling, matter, untilChoice);
      break;
    case "late":
      offerLateMoneyBack(ruling, matter, untilLimit);
  }
  offerPerformance(ruling, matter, { ...untilLimit, amount: null });
}

function offerMoneyBack(ruling: Ruling, matter: Matter, terms: Terms): void {
  if (isWorthless(matter)) ruling.offer("refund-only", withoutReturn(ruling, matter, terms), faultyGoods);
  else ruling.offer("return", terms, faultyGoods);
}

function offerMoneyBackAfterReview(ruling: Ruling, matter: Matter, terms: Terms): void {
  if (isWorthless(matter)) ruling.offerAfterReview("refund-only", withoutReturn(ruling, matter, terms), faultyGoods);
  else ruling.offerAfterReview("return", terms, faultyGoods);
}

function withoutReturn(ruling: Ruling, matter: Matter, terms: Terms): Terms {
  return { ...terms, freightPayer: "none", amount: badShareRefund(ruling, matter) };
}

/** After the days of choice, returning needs a breach that defeats what the contract was for (Civil Code 563, 610). */
function offerLateMoneyBack(ruling: Ruling, matter: Matter, terms: Terms): void {
  const { claim, defect } = matter.facts;
  if (claim.reason === "wrong-item") {
    ruling.note("other-goods-than-ordered", {}, breachAndNotice);
    ruling.offer("return", terms, breachAndNotice);
  } else if (defect.purposeDefeated === "established") {
    ruling.note("purpose-defeated", {}, breachAndNotice);
    offerMoneyBack(ruling, matter, terms);
  } else if (defect.purposeDefeated === "claimed") {
    ruling.note("purpose-defeated-claimed", {}, breachAndNotice);
    offerMoneyBackAfterReview(ruling, matter, terms);
  } else if (claim.reason === "not-as-described" || claim.reason === "counterfeit") {
    ruling.note("description-mismatch", {}, notAsSold);
    ruling.offerAfterReview("return", terms, notAsSold);
  } else {
    ruling.note("return-needs-purpose-defeated", {}, faultyGoods);
  }
}

function offerPerformance(ruling: Ruling, { facts: { claim } }: Matter, terms: Terms): void {
  if (claim.reason === "missing") {
    ruling.offer("reship", { ...terms, freightPayer: "seller" }, breachAndNotice);
  } else {
    ruling.offer("replace", terms, faultyGoods);
    if (claim.reason !== "wrong-item" && claim.reason !== "spoiled") ruling.offer("repair", terms, faultyGoods);
  }
  // How much less the goods are worth is for the two sides to agree (Civil Code 582).
  ruling.offerAfterReview("price-reduction", { ...terms, freightPayer: "none" }, breachAndNotice);
}

/** Spoiled or dead goods are not sent back. */
function isWorthless({ facts: { goods, claim } }: Matter): boolean {
  return goods.specialClass === "perishable" || claim.reason === "spoiled";
}
