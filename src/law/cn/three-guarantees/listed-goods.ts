import type { Verification } from "../../decision.ts";
import type { Facts } from "../../facts.ts";
import { article, type Rule, rule, type Source } from "../../rule.ts";
import { computerGuarantees, phoneGuarantees, threeGuarantees } from "../sources.ts";
import { computerLadder, phoneLadder, sevenAndFifteenDays } from "./rules.ts";

type Listed = NonNullable<Facts["goods"]["listedAs"]>;

/** A row of the list: the ladder that holds, and the months of free repair for the body and for main parts. */
export type ListedGoods = {
  readonly ladder: Rule;
  readonly bodyMonths: number;
  readonly mainPartMonths: number;
  /** Where the months stand, and how well that row was checked. */
  readonly row: Rule;
};

export const listedGoods: Readonly<Record<Listed, ListedGoods>> = {
  bicycle: general("bicycle", 12, 24, "V"),
  "colour-tv": general("colour-tv", 12, 36, "V"),
  "black-and-white-tv": general("black-and-white-tv", 12, 36, "V"),
  "video-recorder": general("video-recorder", 12, 12, "V"),
  refrigerator: general("refrigerator", 12, 36, "M"),
  "washing-machine": general("washing-machine", 12, 36, "M"),
  "air-conditioner": general("air-conditioner", 12, 36, "M"),
  "microwave-oven": general("microwave-oven", 12, 24, "M"),
  "vacuum-cleaner": general("vacuum-cleaner", 12, 36, "M"),
  "electric-fan": general("electric-fan", 12, 36, "M"),
  "range-hood": general("range-hood", 12, 36, "M"),
  camcorder: general("camcorder", 12, 12, "M"),
  "mobile-phone": row("mobile-phone", phoneLadder, phoneGuarantees, 12, 12, "P"),
  computer: row("computer", computerLadder, computerGuarantees, 12, 24, "P"),
  "other-listed": general("other-listed", 12, 12, "M"),
};

function general(goods: Listed, bodyMonths: number, mainPartMonths: number, grade: Verification): ListedGoods {
  return row(goods, sevenAndFifteenDays, threeGuarantees, bodyMonths, mainPartMonths, grade);
}

function row(
  goods: Listed,
  ladder: Rule,
  source: Source,
  bodyMonths: number,
  mainPartMonths: number,
  grade: Verification,
): ListedGoods {
  const row = rule(`CN-SB-04-${goods}`, "orderedAt", article(source, "目录", grade));
  return { ladder, bodyMonths, mainPartMonths, row };
}
