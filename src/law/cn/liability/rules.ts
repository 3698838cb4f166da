import { article, rule } from "../../rule.ts";
import {
  civilCode,
  consumerLaw,
  ecommerceLaw,
  foodSafetyDisputes,
  foodSafetyLaw,
  foodSafetyLaw2021,
  liveCommerceMeasures,
  onlineDisputes,
  onlineTradingMeasures,
  platformPractice,
} from "../sources.ts";

export const sellerNotIdentified = rule("CN-PLT-01", "orderedAt", article(consumerLaw, "44(1)", "V"));
export const platformKnewOrDidNotVet = rule(
  "CN-PLT-02",
  "orderedAt",
  article(consumerLaw, "44(2)", "V"),
  article(ecommerceLaw, "38", "V"),
  article(onlineDisputes, "16", "V"),
);
export const selfOperated = rule(
  "CN-PLT-03",
  "orderedAt",
  article(ecommerceLaw, "37", "V"),
  article(onlineDisputes, "4", "V"),
);
export const foodLicenceNotChecked = rule(
  "CN-PLT-04",
  "orderedAt",
  article(foodSafetyLaw2021, "62, 131", "V"),
  // Amended since; the text of these articles was not read again.
  article(foodSafetyLaw, "62, 131", "P"),
  article(foodSafetyDisputes, "3", "V"),
  article(onlineDisputes, "15, 18", "V"),
);
export const paidOffPlatform = rule("CN-PLT-05", "orderedAt", article(onlineDisputes, "5", "V"));
export const shopTransferred = rule("CN-PLT-06", "orderedAt", article(onlineDisputes, "6", "V"));
export const tradesRegularly = rule("CN-PLT-07", "orderedAt", article(onlineDisputes, "7", "V"));
export const recordsProduced = rule("CN-PLT-08", "orderedAt", article(ecommerceLaw, "61-62", "V"));
export const staffMisled = rule("CN-LIVE-01", "orderedAt", article(onlineDisputes, "11", "V"));
export const sellerNotShown = rule("CN-LIVE-02", "orderedAt", article(onlineDisputes, "12", "V"));
export const livePlatform = rule(
  "CN-LIVE-03",
  "orderedAt",
  article(onlineDisputes, "13-14", "V"),
  article(consumerLaw, "44", "V"),
);
export const operatorKnew = rule("CN-LIVE-04", "orderedAt", article(onlineDisputes, "17", "V"));
export const recordsKept = rule(
  "CN-LIVE-06",
  "orderedAt",
  article(ecommerceLaw, "31", "V"),
  article(onlineTradingMeasures, "20, 31", "V"),
  article(liveCommerceMeasures, "16", "V"),
);
export const refundedGoodsGoBack = rule(
  "CN-ABU-01",
  "noticeAt",
  article(civilCode, "157, 566", "V"),
  article(platformPractice, "仅退款", "P"),
);

export const liabilityRules = [
  sellerNotIdentified,
  platformKnewOrDidNotVet,
  selfOperated,
  foodLicenceNotChecked,
  paidOffPlatform,
  shopTransferred,
  tradesRegularly,
  recordsProduced,
  staffMisled,
  sellerNotShown,
  livePlatform,
  operatorKnew,
  recordsKept,
  refundedGoodsGoBack,
];
