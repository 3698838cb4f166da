import type { RouteName } from "../../decision.ts";
import type { Matter, Route } from "../../pack.ts";
import { Ruling } from "../../ruling.ts";
import { afterWithdrawal } from "./after-withdrawal.ts";
import { diminishedValue } from "./diminished-value.ts";
import { excepted, exceptionRules } from "./exceptions.ts";
import { moneyBack } from "./money-back.ts";
import { nationalLawNotRead, rightToWithdraw, withdrawalRules } from "./rules.ts";
import { wayBack } from "./way-back.ts";
import { withdrawalPeriod } from "./withdrawal-period.ts";

/** Withdrawing within fourteen days without saying why (Directive 2011/83/EU, 9 to 16). */
export const withdrawal: Route = {
  name: "no-reason",
  rules: [...withdrawalRules, ...exceptionRules],
  hear: (matter) => hearWithdrawal("no-reason", matter),
};

/** Cancelling what was not sent yet is withdrawing early; its rules stand in the register under withdrawal. */
export const beforeShipment: Route = {
  name: "before-shipment",
  rules: [],
  hear(matter) {
    if (notSent(matter) && isConsumersAtADistance(matter)) return hearWithdrawal("before-shipment", matter);
    const ruling = new Ruling("before-shipment", matter);
    // That goods are on their way needs no law to be so.
    if (notSent(matter)) ruling.review("law-not-read", {}, nationalLawNotRead);
    else ruling.denyByPolicy("already-shipped", {}, null);
    return ruling;
  },
};

function hearWithdrawal(route: RouteName, matter: Matter): Ruling {
  const ruling = new Ruling(route, matter);
  ruling.standOn(rightToWithdraw);
  consumerBoughtRemotely(ruling, matter);
  excepted(ruling, matter);
  diminishedValue(ruling, matter);
  honesty(ruling, matter);
  const lastDay = withdrawalPeriod(ruling, matter);
  const terms = { lastDay, freightPayer: wayBack(ruling, matter), amount: moneyBack(ruling, matter) };
  const { service, specialClass } = matter.facts.goods;
  if (notSent(matter) || service !== null) {
    ruling.offer("refund-only", { ...terms, freightPayer: "none" }, rightToWithdraw);
  } else {
    // A download is given back without travelling.
    const freightPayer = specialClass === "digital-download" ? "none" : terms.freightPayer;
    ruling.offer("return", { ...terms, freightPayer }, rightToWithdraw);
  }
  afterWithdrawal(ruling, matter);
  return ruling;
}

function isConsumersAtADistance({ facts: { channel, purpose } }: Matter): boolean {
  return channel !== "store" && purpose !== "business";
}

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

function notSent({ facts: { days } }: Matter): boolean {
  return days.shipped === null && days.delivered === null;
}
