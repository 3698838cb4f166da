export { type Reserved, reserveRefund } from "./actions/reserve-refund.ts";
export { httpPaymentProvider, type PaymentProvider } from "./adapters/provider/index.ts";
export { paymentNotices } from "./adapters/provider/notices.ts";
export { type StandInMode, type StandInProcess, standInModes, startStandIn } from "./adapters/stand-in/index.ts";
export { limits, type RefundState, refundLifecycle } from "./model.ts";
export { refundedMinor, refundedTo, refundStanding, refundsOf } from "./queries/refunds-of.ts";
export { sendQueue } from "./reactions/send-refund.ts";
export { payments } from "./routes.ts";
