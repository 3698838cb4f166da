import type { Verification } from "../../decision.ts";
import type { Facts } from "../../facts.ts";
import { article, type Rule, rule, type Source } from "../../rule.ts";
import { computerGuarantees, phoneGuarantees, threeGuarantees } from "../sources.ts";
import {
  computerLadder,
  computerRepairs,
  moneyInstead,
  phoneLadder,
  phonePartsWait,
  phoneRepairTime,
  repairTakesTooLong,
  sevenAndFifteenDays,
  twoRepairs,
} from "./rules.ts";

type Listed = NonNullable<Facts["goods"]["listedAs"]>;

/** A row of the list: the rules that hold, and the months of free repair for the body and for main parts. */
export type ListedGoods = Regime & {
  readonly bodyMonths: number;
  readonly mainPartMonths: number;
  /** Where the months stand, and how well that row was checked. */
  readonly row: Rule;
  /** What use takes off, in ten-thousandths of the price a day; null where the rate is not known. */
  readonly depreciation: { readonly perDay: number; readonly rule: Rule } | null;
};

/** What the goods' own instrument says of each step. */
type Regime = {
  readonly source: Source;
  readonly ladder: Rule;
  readonly twoRepairs: Rule;
  /** Days the goods may wait for spare parts before they are replaced. */
  readonly partsWait: { readonly days: number; readonly rule: Rule };
  /** The same where the repairer is to blame. */
  readonly repairersDelay: { readonly days: number; readonly rule: Rule };
  readonly repairHolds: Rule;
  readonly moneyInstead: Rule;
};

const generalRegime: Regime = {
  source: threeGuarantees,
  ladder: sevenAndFifteenDays,
  twoRepairs,
  partsWait: { days: 90, rule: repairTakesTooLong },
  repairersDelay: { days: 30, rule: repairTakesTooLong },
  repairHolds: repairTakesTooLong,
  moneyInstead,
};

const phoneRegime: Regime = {
  source: phoneGuarantees,
  ladder: phoneLadder,
  twoRepairs: phoneLadder,
  partsWait: { days: 60, rule: phonePartsWait },
  repairersDelay: { days: 30, rule: phoneRepairTime },
  repairHolds: phoneRepairTime,
  moneyInstead: phoneLadder,
};

const computerRegime: Regime = {
  source: computerGuarantees,
  ladder: computerLadder,
  twoRepairs: computerRepairs,
  partsWait: { days: 60, rule: computerRepairs },
  repairersDelay: { days: 30, rule: computerRepairs },
  repairHolds: computerLadder,
  moneyInstead: computerRepairs,
};

export const listedGoods: Readonly<Record<Listed, ListedGoods>> = {
  bicycle: row("bicycle", generalRegime, 12, 24, 5, "V"),
  "colour-tv": row("colour-tv", generalRegime, 12, 36, 10, "V"),
  "black-and-white-tv": row("black-and-white-tv", generalRegime, 12, 36, 5, "V"),
  "video-recorder": row("video-recorder", generalRegime, 12, 12, 10, "V"),
  refrigerator: row("refrigerator", generalRegime, 12, 36, 5, "M"),
  "washing-machine": row("washing-machine", generalRegime, 12, 36, 5, "M"),
  "air-conditioner": row("air-conditioner", generalRegime, 12, 36, 5, "M"),
  "microwave-oven": row("microwave-oven", generalRegime, 12, 24, 5, "M"),
  "vacuum-cleaner": row("vacuum-cleaner", generalRegime, 12, 36, 5, "M"),
  "electric-fan": row("electric-fan", generalRegime, 12, 36, 5, "M"),
  "range-hood": row("range-hood", generalRegime, 12, 36, 5, "M"),
  camcorder: row("camcorder", generalRegime, 12, 12, 10, "M"),
  "mobile-phone": row("mobile-phone", phoneRegime, 12, 12, 50, "P"),
  // The months of a computer were partly read, its rate was not.
  computer: {
    ...row("computer", computerRegime, 12, 24, 25, "P"),
    depreciation: { perDay: 25, rule: computerRepairs },
  },
  "other-listed": row("other-listed", generalRegime, 12, 12, null, "M"),
};

function row(
  goods: Listed,
  regime: Regime,
  bodyMonths: number,
  mainPartMonths: number,
  perDay: number | null,
  grade: Verification,
): ListedGoods {
  const row = rule(`CN-SB-04-${goods}`, "orderedAt", article(regime.source, "目录", grade));
  return { ...regime, bodyMonths, mainPartMonths, row, depreciation: perDay === null ? null : { perDay, rule: row } };
}
