import { dateText } from "../../date-text.ts";
import { type LiabilityDecision, type LiabilityGround, liabilityGrounds, type Verdict } from "../../decision.ts";
import type { Proof } from "../../facts.ts";
import type { Matter } from "../../pack.ts";
import type { Rule } from "../../rule.ts";
import { Ruling } from "../../ruling.ts";
import { monthsAfter } from "../periods.ts";
import { onePriceForAll } from "../price/rules.ts";
import {
  foodLicenceNotChecked,
  livePlatform,
  operatorKnew,
  paidOffPlatform,
  platformKnewOrDidNotVet,
  recordsKept,
  recordsProduced,
  refundedGoodsGoBack,
  selfOperated,
  sellerNotIdentified,
  sellerNotShown,
  shopTransferred,
  staffMisled,
} from "./rules.ts";

type Ground = Pick<LiabilityDecision, "who" | "as"> & {
  readonly rule: Rule;
  /** Where it is not for the shopper to show, or not settled by what is shown. */
  readonly follows?: Readonly<Record<Proof, Verdict>>;
};

/** What follows from a ground that is for the shopper to show. */
const shownByShopper: Readonly<Record<Proof, Verdict>> = { claimed: "REVIEW", shown: "ALLOW", refuted: "DENY" };

/** On what ground, who, as what: the sentence of each stands under its name in the text files. */
const grounds: Readonly<Record<LiabilityGround, Ground>> = {
  "seller-not-identified": { rule: sellerNotIdentified, who: "platform", as: "in-the-sellers-place" },
  "platform-knew": { rule: platformKnewOrDidNotVet, who: "platform", as: "jointly" },
  "platform-did-not-vet": { rule: platformKnewOrDidNotVet, who: "platform", as: "by-its-share" },
  "self-operated": { rule: selfOperated, who: "platform", as: "seller" },
  "food-licence-not-checked": { rule: foodLicenceNotChecked, who: "platform", as: "jointly" },
  "paid-off-platform": { rule: paidOffPlatform, who: "seller", as: "seller" },
  "shop-transferred": { rule: shopTransferred, who: "registered-operator", as: "beside-the-seller" },
  "host-misled": { rule: staffMisled, who: "seller", as: "seller" },
  "seller-not-shown": {
    rule: sellerNotShown,
    who: "live-room-operator",
    as: "seller",
    // The operator proves that it showed who sells; even then all else is weighed.
    follows: { claimed: "ALLOW", shown: "ALLOW", refuted: "REVIEW" },
  },
  "live-self-operated": { rule: livePlatform, who: "platform", as: "seller" },
  "operator-not-identified": { rule: livePlatform, who: "platform", as: "in-the-sellers-place" },
  "operator-knew": { rule: operatorKnew, who: "live-room-operator", as: "jointly" },
  "records-missing": { rule: recordsKept, who: "platform", as: "for-a-broken-duty" },
  "refunded-without-return": { rule: refundedGoodsGoBack, who: "shopper", as: "to-give-back" },
};

/** Who answers beside the seller, in its place, or for a duty of its own, as far as the facts tell of a ground. */
export function hearLiability(matter: Matter): readonly LiabilityDecision[] {
  const { liability, price } = matter.facts;
  const heard: LiabilityDecision[] = [];
  for (const ground of liabilityGrounds) {
    const proof = liability[ground];
    if (proof !== undefined) heard.push(hearGround(matter, ground, proof));
  }
  if (price.otherShopper) heard.push(hearOtherPrice(matter, price.otherShopper));
  return heard;
}

function hearGround(matter: Matter, ground: LiabilityGround, proof: Proof): LiabilityDecision {
  const { rule, who, as, follows = shownByShopper } = grounds[ground];
  const ruling = rulingBesideRoutes(matter, rule);
  ruling.note(ground, {}, rule);
  if (ground === "records-missing" && proof !== "refuted") recordsDue(ruling, matter);
  if (follows[proof] === "DENY") ruling.deny("ground-refuted", {}, rule);
  else if (follows[proof] === "REVIEW")
    ruling.review(proof === "refuted" ? "all-is-weighed" : "ground-to-be-shown", {}, rule);
  return decided(ruling, { ground, rule: rule.id, who, as });
}

/** Months after completion for which pages, orders, chats and replays are kept. */
const monthsKept = 36;

/** Completion is not before receipt, so that much is sure; what is lost while it is due counts against who lost it. */
function recordsDue(ruling: Ruling, matter: Matter): void {
  const { delivered } = matter.facts.days;
  if (delivered !== null) {
    const { unrolled } = monthsAfter(delivered, monthsKept, matter);
    const lastDay = dateText(unrolled);
    if (matter.notice > unrolled) {
      ruling.review("records-due-no-longer", { lastDay }, recordsKept);
      return;
    }
    ruling.note("records-due-until", { lastDay }, recordsKept);
  }
  ruling.note("loss-counts-against-keeper", {}, recordsProduced);
}

/** The same goods on the same terms cost everybody the same, unless the reason is told (CN-PRC-02). */
function hearOtherPrice(
  matter: Matter,
  { paid, sameTerms, reasonDisclosed }: NonNullable<Matter["facts"]["price"]["otherShopper"]>,
): LiabilityDecision {
  const ruling = rulingBesideRoutes(matter, onePriceForAll);
  if (paid >= matter.facts.money.paid) ruling.deny("others-paid-no-less", {}, onePriceForAll);
  else if (!sameTerms) ruling.deny("other-terms-of-sale", {}, onePriceForAll);
  else if (reasonDisclosed) ruling.deny("reason-for-price-disclosed", {}, onePriceForAll);
  else ruling.note("priced-differently", {}, onePriceForAll);
  const found = {
    ground: "priced-differently",
    rule: onePriceForAll.id,
    who: "seller",
    as: "for-a-broken-duty",
  } as const;
  return decided(ruling, found);
}

/** It stands on no route: it gathers the reasons and heeds how well the texts were checked. */
function rulingBesideRoutes(matter: Matter, rule: Rule): Ruling {
  const ruling = new Ruling("non-conformity", matter);
  ruling.standOn(rule);
  return ruling;
}

function decided(
  { verdict, because, citations }: Ruling,
  found: Pick<LiabilityDecision, "ground" | "rule" | "who" | "as">,
): LiabilityDecision {
  return { ...found, decision: verdict, because, citations };
}
