import { article, rule } from "../../rule.ts";
import {
  civilCode,
  consumerLaw,
  foodAndDrugDisputes,
  implementingRegulation,
  onlineDisputes,
  penaltyMeasures,
  productQualityLaw,
} from "../sources.ts";

export const faultyGoods = rule("CN-QLT-01", "orderedAt", article(consumerLaw, "24", "V"));
export const notAsSold = rule("CN-QLT-02", "orderedAt", article(productQualityLaw, "40", "V"));
export const breachAndNotice = rule(
  "CN-QLT-03",
  "orderedAt",
  article(civilCode, "582, 610, 617, 620-623", "V"),
  article(onlineDisputes, "1(一)", "V"),
);
export const sixMonthsSellerProves = rule("CN-QLT-04", "orderedAt", article(consumerLaw, "23(3)", "V"));
export const foodSellerProves = rule("CN-QLT-04-food", "orderedAt", article(foodAndDrugDisputes, "6", "V"));
export const officiallyUnqualified = rule(
  "CN-QLT-05",
  "orderedAt",
  article(consumerLaw, "54", "V"),
  article(penaltyMeasures, "8(一)", "V"),
);
export const warrantyRuns = rule("CN-QLT-06", "receivedOn", article(implementingRegulation, "18", "V"));
export const deliberateDelay = rule(
  "CN-QLT-07",
  "noticeAt",
  article(penaltyMeasures, "8(二)", "V"),
  article(consumerLaw, "56(1)(八)", "V"),
);
export const unsafeGoods = rule(
  "CN-QLT-08",
  "orderedAt",
  article(consumerLaw, "19, 40", "V"),
  article(productQualityLaw, "41-46", "V"),
  article(civilCode, "188, 1202-1207", "V"),
  article(implementingRegulation, "8", "V"),
);
export const voidTerm = rule(
  "CN-STD-01",
  "orderedAt",
  article(consumerLaw, "26", "V"),
  article(implementingRegulation, "17", "V"),
  article(onlineDisputes, "1", "V"),
  article(civilCode, "496-497", "V"),
);

export const nonConformityRules = [
  faultyGoods,
  notAsSold,
  breachAndNotice,
  sixMonthsSellerProves,
  foodSellerProves,
  officiallyUnqualified,
  warrantyRuns,
  deliberateDelay,
  unsafeGoods,
  voidTerm,
];
