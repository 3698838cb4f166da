export { caseKinds, type CaseKind, caseLifecycle, goodsLifecycle, moneyLifecycle } from "./model.ts";
export { builtInBody, policyOf } from "./queries/policy-of.ts";
export { returns } from "./routes.ts";
export { type PolicyBody, policyBodySchema } from "./rules/handling.ts";
