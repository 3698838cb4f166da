export { reserveRefund, type Reserved } from "./actions/reserve-refund.ts";
export { httpPaymentProvider, type PaymentProvider } from "./adapters/provider/index.ts";
export { paymentNotices } from "./adapters/provider/notices.ts";
export { startStandIn, type StandInMode, standInModes, type StandInProcess } from "./adapters/stand-in/index.ts";
export { payments } from "./routes.ts";
export { limits, refundLifecycle, type RefundState } from "./model.ts";
export { refundedMinor, refundedTo, refundsOf, refundStanding } from "./queries/refunds-of.ts";
export { sendQueue } from "./reactions/send-refund.ts";
