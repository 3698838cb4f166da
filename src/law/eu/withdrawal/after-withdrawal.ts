import { dateText } from "../../date-text.ts";
import type { Matter } from "../../pack.ts";
import type { Ruling } from "../../ruling.ts";
import { daysToRefund, daysToSendBack } from "../clocks.ts";
import { daysAfter } from "../periods.ts";
import { refundOfAllPayments, refundWithin14Days, sendBackWithin14Days } from "./rules.ts";

/** The goods go back and the money comes back, each within 14 days of the statement (EU-CRD-13-1, 14-1). */
export function afterWithdrawal(ruling: Ruling, matter: Matter): void {
  const { facts, notice, calendar } = matter;
  const { days, seller } = facts;
  if (seller.offersRefundIn !== "original" && !seller.shopperConsents) {
    ruling.warn("refund-method-needs-consent", { offered: seller.offersRefundIn }, refundOfAllPayments);
  }
  if (ruling.standing === "refused") return;
  const due = daysAfter(notice, daysToRefund, calendar).lastDay;
  const shown = [days.goodsBack, days.sentBack].filter((day) => day !== null);
  const travels =
    facts.goods.service === null && facts.goods.specialClass !== "digital-download" && days.delivered !== null;
  // Until the goods are back, or shown to be sent, the money may be kept.
  const lastDay = shown.length === 0 || !travels ? due : Math.max(due, Math.min(...shown));
  ruling.owe("refund-after-withdrawal", { lastDay: dateText(lastDay) }, refundWithin14Days);
  if (!travels || shown.length > 0) return;
  ruling.note("refund-may-wait", {}, refundWithin14Days);
  const sendBackBy = dateText(daysAfter(notice, daysToSendBack, calendar).lastDay);
  ruling.note("send-back-by", { lastDay: sendBackBy }, sendBackWithin14Days);
}
