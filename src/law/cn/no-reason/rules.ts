import { article, rule } from "../../rule.ts";
import {
  consumerLaw,
  ecommerceLaw,
  implementingRegulation,
  notYetRead,
  onlineDisputes,
  penaltyMeasures,
  sevenDayMeasures,
} from "../sources.ts";

export const rightToReturn = rule(
  "CN-NRR-01",
  "orderedAt",
  article(consumerLaw, "2, 25(1)", "V"),
  article(ecommerceLaw, "51, 52(2)", "V"),
  article(sevenDayMeasures, "2, 10, 36", "P"),
);
export const statutoryExclusions = rule(
  "CN-NRR-02",
  "orderedAt",
  article(consumerLaw, "25(1)(一)-(四)", "V"),
  article(sevenDayMeasures, "6", "P"),
);
export const exclusionsByConfirmation = rule(
  "CN-NRR-03",
  "orderedAt",
  article(consumerLaw, "25(2)", "V"),
  article(sevenDayMeasures, "7", "P"),
);
export const confirmationPerOrder = rule(
  "CN-NRR-04",
  "orderedAt",
  article(implementingRegulation, "19(1)-(2), 50", "V"),
  article(sevenDayMeasures, "20(2)", "P"),
);
export const openingIsNoHarm = rule(
  "CN-NRR-05",
  "orderedAt",
  article(implementingRegulation, "19(3)", "V"),
  article(onlineDisputes, "3", "V"),
  article(penaltyMeasures, "9(三)", "V"),
  article(sevenDayMeasures, "8", "P"),
);
export const notIntactByCategory = rule("CN-NRR-06", "orderedAt", article(sevenDayMeasures, "8, 9", "P"));
export const returnAddressPromptly = rule(
  "CN-NRR-07",
  "noticeAt",
  article(penaltyMeasures, "9(一)", "V"),
  article(consumerLaw, "56", "V"),
  article(sevenDayMeasures, "11, 31", "P"),
);
export const refundWithin7Days = rule(
  "CN-NRR-08",
  "goodsBackAt",
  article(consumerLaw, "25(3)", "V"),
  article(penaltyMeasures, "9(四)", "V"),
  article(sevenDayMeasures, "13-15", "P"),
);
export const freightOfReturn = rule(
  "CN-NRR-09",
  "orderedAt",
  article(consumerLaw, "25(3)", "V"),
  article(sevenDayMeasures, "18", "P"),
);
export const partialReturnSettlesAnew = rule("CN-NRR-10", "orderedAt", article(sevenDayMeasures, "17", "P"));
export const giftsComeBack = rule("CN-NRR-11", "orderedAt", article(sevenDayMeasures, "12", "P"));
export const goodFaith = rule("CN-NRR-12", "orderedAt", article(implementingRegulation, "19(4), 27(2), 49(2)", "V"));
export const resaleShowsCondition = rule("CN-NRR-13", "goodsBackAt", article(sevenDayMeasures, "25, 33", "P"));
const platformGuidesAndStops = rule(
  "CN-NRR-14",
  "orderedAt",
  article(ecommerceLaw, "38, 58-63", "V"),
  article(sevenDayMeasures, "3(2), 21-24", "P"),
);
/** Medicines, gold, tickets and the like: provisions are known to exist, their text was not read. */
export const specialProvisionsNotRead = rule("CN-GAP-06", "orderedAt", article(notYetRead, "-", "M"));

export const noReasonRules = [
  rightToReturn,
  statutoryExclusions,
  exclusionsByConfirmation,
  confirmationPerOrder,
  openingIsNoHarm,
  notIntactByCategory,
  returnAddressPromptly,
  refundWithin7Days,
  freightOfReturn,
  partialReturnSettlesAnew,
  giftsComeBack,
  goodFaith,
  resaleShowsCondition,
  platformGuidesAndStops,
  specialProvisionsNotRead,
];
