export { type AskCollection, askCollection, type Collection } from "./actions/ask-collection.ts";
export { type AskReturnFreight, askReturnFreight } from "./actions/ask-return-freight.ts";
export { bookLoss } from "./actions/book-loss.ts";
export { type Claimed, type ClaimFreight, claimFreight } from "./actions/claim-freight.ts";
export { advanceUndone, goodsCame, goodsNeverCame } from "./actions/end-advance.ts";
export { cancelCollection } from "./actions/end-collection.ts";
export { giveBonus } from "./actions/give-bonus.ts";
export { giveCover } from "./actions/give-cover.ts";
export {
  deductFromDeposit,
  holdDeposit,
  type MoveDeposit,
  releaseDeposit,
  topUpDeposit,
} from "./actions/move-deposit.ts";
export { moveTransferClock } from "./actions/move-transfer-clock.ts";
export { type Reserved, reserveRefund } from "./actions/reserve-refund.ts";
export { takeInstant } from "./actions/take-instant.ts";
export { httpPaymentProvider, noPaymentProvider, type PaymentProvider } from "./adapters/provider/index.ts";
export { paymentNotices } from "./adapters/provider/notices.ts";
export { standInCashier } from "./adapters/stand-in/cashier.ts";
export { type StandInMode, type StandInProcess, standInModes, startStandIn } from "./adapters/stand-in/index.ts";
export {
  collectionLifecycle,
  compensationLifecycle,
  type DetourState,
  detourLifecycle,
  discrepancyLifecycle,
  limits,
  type RefundState,
  refundLifecycle,
  returnFreightLifecycle,
} from "./model.ts";
export { coverOf, type FreightCover } from "./queries/cover-of.ts";
export { freightCoverOf, freightCoversOfOrder, returnFreightOf } from "./queries/freight-of.ts";
export { collectionsAbout } from "./queries/get-collection.ts";
export { offerInstant } from "./queries/instant-signals.ts";
export { type RefundStanding, refundedTo, refundStanding, refundsOf } from "./queries/refunds-of.ts";
export { sendQueue } from "./reactions/send-refund.ts";
export { payments } from "./routes.ts";
export { receiptInputs } from "./rules/receipt-inputs.ts";
