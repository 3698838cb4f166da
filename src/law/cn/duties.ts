import { article, rule } from "../rule.ts";
import {
  consumerLaw,
  ecommerceLaw,
  implementingRegulation,
  liveCommerceMeasures,
  liveMarketingMeasures,
  onlineTradingMeasures,
  prepaidDisputes,
} from "./sources.ts";

/** Duties nobody decides on here, to be cited: of traders online, of platforms, of live rooms, and for prepaid minors. */
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
  // Complaints are easy to make and promptly handled; no number of days.
  rule("CN-PLT-09", "noticeAt", article(ecommerceLaw, "59", "V"), article(implementingRegulation, "44", "V")),
  // New rules are open to comment, published seven days before they hold; the old ones are kept for three years.
  rule("CN-PLT-10", "orderedAt", article(ecommerceLaw, "34", "V"), article(onlineTradingMeasures, "28", "V")),
  // In a dispute the platform gives who operates and hosts the room, and the records.
  rule(
    "CN-LIVE-05",
    "noticeAt",
    article(implementingRegulation, "14(2)", "V"),
    article(liveCommerceMeasures, "18", "V"),
  ),
  // All through the stream: name, address and contact of the seller, at most one tap away.
  rule("CN-LIVE-07", "orderedAt", article(liveCommerceMeasures, "26", "V")),
  // Slips are corrected at once, the basis of a comparison is shown, nothing is false, artificial hosts are marked.
  rule("CN-LIVE-08", "orderedAt", article(liveCommerceMeasures, "31, 32, 34, 37", "V")),
  // Where a host or operator is sanctioned the platform sees to open orders and after-sales.
  rule("CN-LIVE-09", "noticeAt", article(liveCommerceMeasures, "23", "V")),
  // A way to complain with its steps and times; no number of days.
  rule("CN-LIVE-10", "noticeAt", article(liveCommerceMeasures, "20", "V")),
  // Hosts are sixteen or older.
  rule("CN-LIVE-11", "orderedAt", article(liveMarketingMeasures, "17", "P")),
  rule("CN-MIN-01-prepaid", "orderedAt", article(prepaidDisputes, "10", "V")),
];
