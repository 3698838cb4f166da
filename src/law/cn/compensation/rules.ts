import { article, rule } from "../../rule.ts";
import {
  civilCode,
  consumerLaw,
  foodAndDrugDisputes,
  foodPunitiveDamages,
  foodSafetyDisputes,
  foodSafetyLaw,
  foodSafetyLaw2021,
  implementingRegulation,
  onlineDisputes,
  penaltyMeasures,
} from "../sources.ts";

export const fraud = rule(
  "CN-CMP-01",
  "orderedAt",
  article(consumerLaw, "55(1)", "V"),
  article(penaltyMeasures, "16", "V"),
);
export const harmlessOrStaged = rule("CN-CMP-01-limits", "orderedAt", article(implementingRegulation, "49", "V"));
export const knownDefect = rule(
  "CN-CMP-02",
  "orderedAt",
  article(consumerLaw, "55(2)", "V"),
  article(civilCode, "1207", "V"),
);
export const unsafeFood = rule(
  "CN-CMP-03",
  "orderedAt",
  article(foodSafetyLaw2021, "148", "V"),
  // Amended since; the text of the article was seen only in a copy that may be older.
  article(foodSafetyLaw, "148", "P"),
  article(foodSafetyDisputes, "6, 7, 9-12", "V"),
);
export const knowingBuyerOfFood = rule(
  "CN-CMP-03-buyer",
  "orderedAt",
  article(foodPunitiveDamages, "2, 6, 8, 9, 12-14", "V"),
);
export const higherPromise = rule(
  "CN-CMP-04",
  "orderedAt",
  article(onlineDisputes, "10", "V"),
  article(foodSafetyDisputes, "8", "V"),
  article(implementingRegulation, "12", "V"),
  article(consumerLaw, "44(1)", "V"),
);
export const freeGoods = rule(
  "CN-CMP-05",
  "orderedAt",
  article(onlineDisputes, "8", "V"),
  article(foodAndDrugDisputes, "4", "V"),
  article(implementingRegulation, "7(2)", "V"),
);

export const compensationRules = [
  fraud,
  harmlessOrStaged,
  knownDefect,
  unsafeFood,
  knowingBuyerOfFood,
  higherPromise,
  freeGoods,
];
