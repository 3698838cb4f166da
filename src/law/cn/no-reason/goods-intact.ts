import type { Facts } from "../../facts.ts";
import type { Matter } from "../../pack.ts";
import type { Ruling } from "../../ruling.ts";
import { notIntactByCategory, openingIsNoHarm } from "./rules.ts";

export type Trace = Exclude<keyof Facts["condition"], "opened" | "downloaded" | "disputed" | "swapSuspected">;

const anyGoods: readonly Trace[] = ["damaged", "accessoriesMissing"];
const sealedGoods: readonly Trace[] = [...anyGoods, "hygieneSealBroken"];
const electronics: readonly Trace[] = [
  ...anyGoods,
  "repairedWithoutAuthority",
  "labelsAltered",
  "wearTraces",
  "activation",
];
const fabrics: readonly Trace[] = [...anyGoods, "tagsRemoved", "soiled"];
const otherGoods: readonly Trace[] = [...anyGoods, "labelsAltered", "wearTraces", "soiled"];

/** Seven-Day Measures 9: the traces that mean "not intact", by category; the general standard for the rest. */
export const tracesByCategory: Readonly<Record<Facts["goods"]["category"], readonly Trace[]>> = {
  food: sealedGoods,
  cosmetics: sealedGoods,
  "medical-device": sealedGoods,
  contraceptive: sealedGoods,
  electronics,
  clothing: fabrics,
  "shoes-and-hats": fabrics,
  bags: fabrics,
  toys: fabrics,
  "home-textiles": fabrics,
  furnishings: fabrics,
  books: otherGoods,
  other: otherGoods,
};

/**
 * Opening to look and reasonable testing leave goods intact (CN-NRR-05); beyond that the category says what does not
 * (CN-NRR-06).
 */
export function goodsIntact(ruling: Ruling, { facts }: Matter): void {
  const { goods, condition } = facts;
  for (const trace of tracesByCategory[goods.category]) {
    if (trace === "activation") judgeActivation(ruling, facts);
    else if (condition[trace]) refuse(ruling, facts, trace);
  }
  if (condition.opened) ruling.note("opening-is-no-harm", {}, openingIsNoHarm);
  if (facts.seller.refusesBecauseOpened) ruling.warn("refused-because-opened", {}, openingIsNoHarm);
}

/** Traces of use in data make electronics "not intact"; where activation costs value, only a confirmation excludes. */
function judgeActivation(ruling: Ruling, { goods, condition }: Facts): void {
  if (condition.activation === "none" || goods.confirmationClass === "value-lost-once-activated") return;
  if (condition.activation === "activated" && !condition.disputed) {
    ruling.deny("not-intact", { trace: "activation" }, notIntactByCategory);
  } else {
    ruling.review("activation-doubtful", {}, notIntactByCategory);
  }
}

function refuse(ruling: Ruling, { condition }: Facts, trace: Trace): void {
  if (condition.disputed) ruling.review("condition-disputed", { trace }, notIntactByCategory);
  else ruling.deny("not-intact", { trace }, notIntactByCategory);
}
