import { article, rule } from "../../rule.ts";
import { ecommerceLaw, implementingRegulation, onlineTradingMeasures, priceMarking } from "../sources.ts";

export const comparisonPrice = rule("CN-PRC-01", "orderedAt", article(priceMarking, "16-17, 19-21", "V"));
export const onePriceForAll = rule(
  "CN-PRC-02",
  "orderedAt",
  article(implementingRegulation, "9(2)", "V"),
  article(ecommerceLaw, "18(1)", "V"),
);
const tieInsAndRenewals = rule(
  "CN-PRC-03",
  "orderedAt",
  article(ecommerceLaw, "19", "V"),
  article(onlineTradingMeasures, "17-18", "V"),
  article(implementingRegulation, "10(2)", "V"),
);
export const pricePromise = rule(
  "CN-PRC-04",
  "orderedAt",
  article(implementingRegulation, "12", "V"),
  article(priceMarking, "19(五), 21", "V"),
);

export const priceRules = [comparisonPrice, onePriceForAll, tieInsAndRenewals, pricePromise];
