import { article, rule } from "../rule.ts";
import { consumerLaw, ecommerceLaw, implementingRegulation, onlineTradingMeasures } from "./sources.ts";

/** Duties nobody decides on here, to be cited (CN-ECL). */
export const duties = [
  rule(
    "CN-ECL-16",
    "orderedAt",
    article(ecommerceLaw, "16", "V"),
    article(implementingRegulation, "21", "V"),
    article(onlineTradingMeasures, "23", "V"),
  ),
  rule(
    "CN-ECL-17",
    "orderedAt",
    article(ecommerceLaw, "17", "V"),
    article(consumerLaw, "20", "V"),
    article(implementingRegulation, "9(1)", "V"),
  ),
  rule("CN-ECL-18", "orderedAt", article(ecommerceLaw, "18(1)", "V")),
  rule("CN-ECL-21", "orderedAt", article(ecommerceLaw, "21", "V"), article(implementingRegulation, "20", "V")),
  rule("CN-ECL-22", "orderedAt", article(consumerLaw, "22", "V"), article(ecommerceLaw, "14", "V")),
  rule("CN-ECL-28", "orderedAt", article(consumerLaw, "28", "V")),
  rule("CN-ECL-39", "orderedAt", article(ecommerceLaw, "39(2)", "V")),
  rule("CN-ECL-53", "orderedAt", article(ecommerceLaw, "53(3)", "V")),
  rule("CN-ECL-55", "orderedAt", article(ecommerceLaw, "55", "V")),
  rule("CN-ECL-57", "orderedAt", article(ecommerceLaw, "57", "V")),
  rule("CN-ECL-58", "orderedAt", article(ecommerceLaw, "58", "V")),
  rule("CN-ECL-60", "orderedAt", article(ecommerceLaw, "60", "V"), article(consumerLaw, "39", "V")),
  rule("CN-ECL-63", "orderedAt", article(ecommerceLaw, "63", "V")),
];
