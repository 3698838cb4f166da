import { dateText } from "../../date-text.ts";
import type { Facts } from "../../facts.ts";
import { everythingBack } from "../../money-back.ts";
import type { Matter, Route } from "../../pack.ts";
import { Ruling } from "../../ruling.ts";
import { daysAfter, within } from "../periods.ts";
import { capacityIsPresumed, earnsOwnLiving, minorsPurchase, voidContractRules } from "./rules.ts";

/** A purchase by a minor that does not bind (合同无效, CN-MIN-01): both sides give back what they got. */
export const voidContract: Route = {
  name: "void-contract",
  rules: voidContractRules,
  hear(matter) {
    const ruling = new Ruling("void-contract", matter);
    const { minor, days, money } = matter.facts;
    if (minor === null) {
      ruling.denyUnclaimed("no-minor-claimed");
      return ruling;
    }
    ruling.standOn(minorsPurchase);
    boughtByMinor(ruling, minor);
    if (minor.age < ageOfLimitedCapacity) ruling.note("too-young-to-buy", { age: minor.age }, minorsPurchase);
    else boundByPurchase(ruling, matter, minor);
    if (ruling.standing === "refused") return ruling;
    wearIsMadeGood(ruling, matter);
    ruling.note("both-sides-give-back", {}, minorsPurchase);
    const terms = { lastDay: null, amount: everythingBack(money) };
    if (days.shipped === null && days.delivered === null) {
      ruling.offer("refund-only", { ...terms, freightPayer: "none" }, minorsPurchase);
    } else {
      // Whoever is at fault bears the loss, and first it is the holder of the account a child could buy with.
      ruling.offer("return", { ...terms, freightPayer: "shopper" }, minorsPurchase);
    }
    return ruling;
  },
};

type Minor = NonNullable<Facts["minor"]>;

/** Below it nobody buys on their own; from it on, what fits age and mind (Civil Code 19 and 20). */
const ageOfLimitedCapacity = 8;
/** From it on, who lives on own earnings counts as of age (Civil Code 18). */
const ageOfOwnEarnings = 16;
/** Days for the guardian to approve, once asked; silence refuses (Civil Code 145). */
const daysToApprove = 30;

/** Online everybody is taken to be able to contract, until the contrary is shown. */
function boughtByMinor(ruling: Ruling, { proof }: Minor): void {
  if (proof === "refuted") ruling.deny("bought-by-adult", {}, capacityIsPresumed);
  else if (proof === "claimed") ruling.review("minor-to-be-shown", {}, capacityIsPresumed);
}

/** From eight on a purchase binds that fits the age or that the guardian approves. */
function boundByPurchase(ruling: Ruling, matter: Matter, minor: Minor): void {
  const { age, fitsAge, guardian, livesOnOwnEarnings } = minor;
  if (livesOnOwnEarnings && age >= ageOfOwnEarnings) ruling.deny("earns-own-living", { age }, earnsOwnLiving);
  if (fitsAge === "yes") ruling.deny("fits-the-age", { age }, minorsPurchase);
  else if (fitsAge === "to-be-judged") ruling.review("fits-the-age-to-be-judged", { age }, minorsPurchase);
  if (guardian === "approved") ruling.deny("guardian-approved", {}, minorsPurchase);
  else if (guardian === "refused") ruling.note("guardian-refused", {}, minorsPurchase);
  else hearSilence(ruling, matter);
}

function hearSilence(ruling: Ruling, matter: Matter): void {
  const { guardianAsked } = matter.facts.days;
  if (guardianAsked === null) {
    ruling.review("guardian-to-be-asked", {}, minorsPurchase);
    return;
  }
  const answer = daysAfter(guardianAsked, daysToApprove, matter);
  const params = { lastDay: dateText(answer.lastDay) };
  if (within(matter.notice, answer) === "late") ruling.note("guardian-silent", params, minorsPurchase);
  else ruling.review("guardian-may-approve", params, minorsPurchase);
}

const traces = [
  "damaged",
  "wearTraces",
  "soiled",
  "accessoriesMissing",
] as const satisfies readonly (keyof Facts["condition"])[];

/** What cannot be given back as it was is made good in money; how much is for a person. */
function wearIsMadeGood(ruling: Ruling, { facts: { condition } }: Matter): void {
  for (const trace of traces) if (condition[trace]) ruling.review("wear-is-made-good", { trace }, minorsPurchase);
}
