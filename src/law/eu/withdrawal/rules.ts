import { article, rule } from "../../rule.ts";
import { consumerRights, notYetRead } from "../sources.ts";

export const rightToWithdraw = rule("EU-CRD-09", "orderedAt", article(consumerRights, "9", "V"));
/** Digital content without a carrier: from the contract on, like a service. */
export const digitalFromContract = rule("EU-CRD-09-digital", "orderedAt", article(consumerRights, "9(2)(c)", "M"));
export const rightNotExplained = rule("EU-CRD-10", "orderedAt", article(consumerRights, "10", "M"));
export const sendingIsEnough = rule("EU-CRD-11", "noticeAt", article(consumerRights, "11(2)-(4)", "M"));
export const refundOfAllPayments = rule("EU-CRD-13", "noticeAt", article(consumerRights, "13", "M"));
export const sendingBack = rule("EU-CRD-14", "noticeAt", article(consumerRights, "14", "M"));
/** How long the money and the goods may take: read in the model instructions on withdrawal (Annex I(A)), not in the articles. */
export const refundWithin14Days = rule("EU-CRD-13-1", "noticeAt", article(consumerRights, "13(1), 13(3)", "P"));
export const sendBackWithin14Days = rule("EU-CRD-14-1", "noticeAt", article(consumerRights, "14(1)", "P"));
/** Medicines and the like: provisions are known to exist, their text was not read. */
export const nationalLawNotRead = rule("EU-GAP-01", "orderedAt", article(notYetRead, "-", "M"));

export const withdrawalRules = [
  rightToWithdraw,
  digitalFromContract,
  rightNotExplained,
  sendingIsEnough,
  refundOfAllPayments,
  sendingBack,
  refundWithin14Days,
  sendBackWithin14Days,
  nationalLawNotRead,
];
