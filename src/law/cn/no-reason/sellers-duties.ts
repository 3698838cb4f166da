import { dateText } from "../../date-text.ts";
import type { Matter } from "../../pack.ts";
import type { Ruling } from "../../ruling.ts";
import { daysToAnswer } from "../clocks.ts";
import { daysAfter } from "../periods.ts";
import { refundDue } from "../refund-due.ts";
import { refundWithin7Days, resaleShowsCondition, returnAddressPromptly } from "./rules.ts";

/** What the seller owes next: an address within 15 days, the price within 7 days of the goods (CN-NRR-07, 08, 13). */
export function sellersDuties(ruling: Ruling, matter: Matter): void {
  const { facts, notice } = matter;
  if (facts.seller.offersRefundIn !== "original" && !facts.seller.shopperConsents) {
    ruling.warn("refund-method-needs-consent", { offered: facts.seller.offersRefundIn }, refundWithin7Days);
  }
  if (facts.days.delivered === null) return;
  const answerBy = daysAfter(notice, daysToAnswer, matter);
  if (facts.days.returnAddressGiven === null && facts.days.goodsBack === null) {
    const violationFrom = dateText(answerBy.lastDay + 1);
    ruling.owe("give-return-address", { lastDay: dateText(answerBy.unrolled), violationFrom }, returnAddressPromptly);
  }
  if (facts.days.goodsBack === null) return;
  ruling.owe("refund", refundDue(facts.days.goodsBack, matter), refundWithin7Days);
  if (facts.condition.opened) ruling.owe("resell-showing-condition", {}, resaleShowsCondition);
}
