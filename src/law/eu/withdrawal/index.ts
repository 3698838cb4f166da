import type { Matter, Route } from "../../pack.ts";
import { Ruling } from "../../ruling.ts";
import { afterWithdrawal } from "./after-withdrawal.ts";
import { diminishedValue } from "./diminished-value.ts";
import { excepted, exceptionRules } from "./exceptions.ts";
import { moneyBack } from "./money-back.ts";
import { rightToWithdraw, withdrawalRules } from "./rules.ts";
import { wayBack } from "./way-back.ts";
import { withdrawalPeriod } from "./withdrawal-period.ts";

/** Withdrawing within fourteen days without saying why (Directive 2011/83/EU, 9 to 16). */
export const withdrawal: Route = {
  name: "no-reason",
  rules: [...withdrawalRules, ...exceptionRules],
  hear(matter) {
    const ruling = new Ruling("no-reason", matter);
    ruling.standOn(rightToWithdraw);
    consumerBoughtRemotely(ruling, matter);
    excepted(ruling, matter);
    diminishedValue(ruling, matter);
    honesty(ruling, matter);
    const lastDay = withdrawalPeriod(ruling, matter);
    const terms = { lastDay, freightPayer: wayBack(ruling, matter), amount: moneyBack(ruling, matter) };
    if (nothingTravels(matter)) ruling.offer("refund-only", { ...terms, freightPayer: "none" }, rightToWithdraw);
    else ruling.offer("return", terms, rightToWithdraw);
    afterWithdrawal(ruling, matter);
    return ruling;
  },
};

function consumerBoughtRemotely(ruling: Ruling, { facts }: Matter): void {
  if (facts.channel === "store") ruling.deny("withdrawal-in-store", {}, rightToWithdraw);
  if (facts.purpose === "business") ruling.deny("withdrawal-not-consumer", {}, rightToWithdraw);
  if (facts.purpose === "disputed") ruling.review("purpose-disputed", {}, rightToWithdraw);
}

/** How often somebody withdraws refuses nothing; what looks like a swap or a trade is for people. */
function honesty(ruling: Ruling, { facts }: Matter): void {
  if (facts.claim.abuseSuspected) ruling.review("abuse-suspected", {}, rightToWithdraw);
  if (facts.condition.swapSuspected) ruling.review("swap-suspected", {}, rightToWithdraw);
}

function nothingTravels({ facts: { goods, days } }: Matter): boolean {
  if (goods.service !== null || goods.specialClass === "digital-download") return true;
  return days.shipped === null && days.delivered === null;
}
