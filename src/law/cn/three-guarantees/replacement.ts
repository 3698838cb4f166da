import type { DayNumber } from "#kernel/time";
import { dateText } from "../../date-text.ts";
import { faultDay, type Repair } from "../../facts.ts";
import { everythingBack } from "../../money-back.ts";
import type { Matter } from "../../pack.ts";
import type { Rule } from "../../rule.ts";
import type { Ruling } from "../../ruling.ts";
import { within } from "../periods.ts";
import { daysOfUse, depreciationOf } from "./depreciation.ts";
import { guaranteeRuns } from "./guarantee-runs.ts";
import type { ListedGoods } from "./listed-goods.ts";

/** That goods are to be replaced: by which rule, until when, and whether a person has to look first. */
export type ReplacementDue = { readonly rule: Rule; readonly lastDay: DayNumber | null; readonly certain: boolean };

/** Repairs after which goods that fail again are replaced. */
const repairsBeforeReplacement = 2;

/**
 * Why goods are replaced after the ladder's days: repaired twice in vain (CN-SB-02), or too long with the repairer
 * (CN-SB-03). Repairs before a replacement were on other goods and do not count.
 */
export function replacementAfterRepair(
  ruling: Ruling,
  matter: Matter,
  listed: ListedGoods,
  startOn: DayNumber,
): ReplacementDue | undefined {
  const { repairs, days } = matter.facts;
  const ofThese = repairs.filter(({ from }) => from >= (days.replaced ?? from));
  return twiceInVain(ruling, matter, listed, startOn, ofThese) ?? tooLongInRepair(ruling, matter, listed, ofThese);
}

function twiceInVain(
  ruling: Ruling,
  matter: Matter,
  listed: ListedGoods,
  startOn: DayNumber,
  repairs: readonly Repair[],
): ReplacementDue | undefined {
  const fault = faultDay(matter.facts, matter.notice);
  const counted = repairs.filter(({ performanceFault, until }) => performanceFault && until !== null && until <= fault);
  if (counted.length < repairsBeforeReplacement) return undefined;
  const runs = guaranteeRuns(matter, listed, startOn);
  const end = matter.facts.guarantee.failedPart === "main-part" ? runs.mainParts : runs.body;
  const inTime = within(fault, end);
  if (inTime === "late") return undefined;
  const recorded = counted.filter(({ recorded }) => recorded).length;
  const isRecorded = recorded >= repairsBeforeReplacement;
  if (isRecorded) ruling.note("repaired-twice", { repairs: counted.length }, listed.twoRepairs);
  else ruling.review("repair-record-needed", { repairs: counted.length, recorded }, listed.twoRepairs);
  return { rule: listed.twoRepairs, lastDay: end.lastDay, certain: isRecorded && inTime === "in-time" };
}

function tooLongInRepair(
  ruling: Ruling,
  { notice }: Matter,
  { partsWait, repairersDelay }: ListedGoods,
  repairs: readonly Repair[],
): ReplacementDue | undefined {
  const due: ReplacementDue[] = [];
  for (const { from, until, delayedBy } of repairs) {
    const { days, rule } = delayedBy === "parts" ? partsWait : repairersDelay;
    if ((until ?? notice) - from <= days) continue;
    const since = dateText(from);
    if (delayedBy === null) ruling.note("repair-delay-unexplained", { since, days }, rule);
    else ruling.note(delayedBy === "parts" ? "parts-took-too-long" : "repair-took-too-long", { since, days }, rule);
    // Whether goods taken back repaired can still be replaced, the text does not say.
    due.push({ rule, lastDay: null, certain: until === null && delayedBy !== null });
  }
  return due.find(({ certain }) => certain) ?? due[0];
}

/** The same model for free; where there is none, another one only as both sides agree. */
export function offerReplacement(ruling: Ruling, { facts }: Matter, listed: ListedGoods, due: ReplacementDue): void {
  const terms = { lastDay: due.lastDay, freightPayer: "seller", amount: null } as const;
  const { sameModelInStock, declinesOtherModel } = facts.guarantee;
  if (sameModelInStock !== false) {
    ruling[due.certain ? "offer" : "offerAfterReview"]("replace", terms, due.rule);
    return;
  }
  ruling.note("no-same-model", {}, listed.moneyInstead);
  if (!declinesOtherModel) ruling.offerAfterReview("replace", terms, listed.moneyInstead);
}

/**
 * Money in place of a replacement that is due (CN-SB-04): all of it where the model is gone, which whoever returns the
 * goods need not take another for; else what use has left of it, for those who ask to return.
 */
export function offerMoneyInstead(
  ruling: Ruling,
  matter: Matter,
  { moneyInstead, depreciation }: ListedGoods,
  { due, price, receivedOn }: { due: ReplacementDue; price: bigint; receivedOn: DayNumber },
): void {
  const { money, guarantee, claim } = matter.facts;
  const terms = { lastDay: due.lastDay, freightPayer: "seller" } as const;
  ruling.cite(moneyInstead);
  if (guarantee.sameModelInStock === false) {
    const full = { ...terms, amount: everythingBack(money, price) };
    ruling[due.certain ? "offer" : "offerAfterReview"]("return", full, moneyInstead);
  } else if (claim.requested === "return" && depreciation === null) {
    ruling.note("depreciation-rate-unknown", {}, moneyInstead);
    ruling.offerAfterReview("return", { ...terms, amount: null }, moneyInstead);
  } else if (claim.requested === "return" && depreciation !== null) {
    const days = daysOfUse(matter, receivedOn);
    ruling.note("less-depreciation", { days, perDay: `${depreciation.perDay / 100}%` }, depreciation.rule);
    const amount = everythingBack(money, price - depreciationOf(price, depreciation.perDay, days));
    const certain = due.certain && guarantee.sameModelInStock === true;
    ruling[certain ? "offer" : "offerAfterReview"]("return", { ...terms, amount }, depreciation.rule);
  }
}
