export { caseKinds, type CaseKind, caseLifecycle, goodsLifecycle, moneyLifecycle } from "./model.ts";
export { builtInBody, policyOf } from "./queries/policy-of.ts";
export { returns } from "./routes.ts";
export { type PolicyBody, policyBodySchema } from "./rules/handling.ts";
export { countQueues } from "./queries/count-queues.ts";
export type { FindShoppers } from "./queries/find-case.ts";
export { type ListCases, listCases } from "./queries/list-cases.ts";
export { todaysFigures, type TodaysFigures } from "./queries/todays-figures.ts";
export { orderOf } from "./queries/order-of.ts";
