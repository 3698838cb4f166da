import type { DayNumber } from "#kernel/time";
import { dateText } from "../../date-text.ts";
import { faultDay } from "../../facts.ts";
import type { Matter } from "../../pack.ts";
import type { Ruling } from "../../ruling.ts";
import { monthsAfter } from "../periods.ts";
import { faultyGoods, foodSellerProves, sixMonthsSellerProves } from "./rules.ts";

/** Months in which the seller of durable goods has to show that they were sound. */
const monthsSellerProves = 6;

/** Says who has to prove the fault (CN-QLT-04), and whether as much is proven. */
export function faultProven(ruling: Ruling, matter: Matter, receivedOn: DayNumber): void {
  const { defect } = matter.facts;
  whoProves(ruling, matter, receivedOn);
  if (defect.disputed) ruling.review("fault-disputed", {}, faultyGoods);
  else if (defect.cause === "shopper") ruling.deny("caused-by-shopper", {}, faultyGoods);
  else if (defect.proof === "refuted") ruling.deny("no-fault-found", {}, faultyGoods);
  else if (defect.proof === "none" && ruling.burdenOfProof === "shopper") {
    ruling.review("evidence-needed", {}, faultyGoods);
  }
}

function whoProves(ruling: Ruling, matter: Matter, receivedOn: DayNumber): void {
  const { goods } = matter.facts;
  if (goods.durable) {
    const { lastDay } = monthsAfter(receivedOn, monthsSellerProves, matter);
    const sellerProves = faultDay(matter.facts, matter.notice) <= lastDay;
    ruling.burdenOfProof = sellerProves ? "seller" : "shopper";
    ruling.note(
      sellerProves ? "seller-must-prove" : "six-months-over",
      { lastDay: dateText(lastDay) },
      sixMonthsSellerProves,
    );
  } else if (goods.category === "food") {
    ruling.burdenOfProof = "seller";
    ruling.note("food-seller-must-prove", {}, foodSellerProves);
  }
}
