export { policyPapers } from "./adapters/policy-papers/index.ts";
export {
  type CaseKind,
  caseLifecycle,
  disputeLifecycle,
  goodsLifecycle,
  interceptionLifecycle,
  moneyLifecycle,
  outboundLifecycle,
} from "./model.ts";
export { casesOfOrder } from "./queries/cases-of-order.ts";
export { countQueues } from "./queries/count-queues.ts";
export type { FindShoppers } from "./queries/find-case.ts";
export { type ListCases, listCases } from "./queries/list-cases.ts";
export { orderOf } from "./queries/order-of.ts";
export { ownRefunds } from "./queries/own-refunds.ts";
export { countPastCases, pastCases, type ReplayScope } from "./queries/past-cases.ts";
export { returnWindows } from "./queries/return-windows.ts";
export { type TodaysFigures, todaysFigures } from "./queries/todays-figures.ts";
export { returns } from "./routes.ts";
export { changeCells, changeHeadings } from "./rules/change-cells.ts";
export { type PolicyBody, policyBodySchema } from "./rules/handling.ts";
export {
  addTo,
  type CaseChange,
  changeOf,
  emptyTally,
  joinTo,
  type PastCase,
  type ReplayTally,
  replayCase,
  reportOf,
} from "./rules/replay-policy.ts";
