export { type DepositOutcome, depositOutcome, type PaidAhead } from "./cn/deposit.ts";
export { confirmationFlaws } from "./cn/no-reason/excluded-by-confirmation.ts";
export { type Counting, daysAfter, monthsAfter, type PeriodEnd, within, workingDaysAfter } from "./cn/periods.ts";
export { type WarrantyTerms, warrantyEnd } from "./cn/warranty-period.ts";
export { type BecauseCode, becauseCodes } from "./codes.ts";
export {
  type ClockOfCountry,
  clockOf,
  type DecideOptions,
  decide,
  decideUnder,
  type HeardLaw,
  hearLaw,
  type PackId,
  packIds,
} from "./decide.ts";
export {
  type Because,
  type Citation,
  type CompensationDecision,
  type Decision,
  type FreightPayer,
  type LiabilityDecision,
  type Offer,
  type Remedy,
  type RouteDecision,
  type RouteName,
  remedies,
  routeNames,
  type Verdict,
  type Verification,
} from "./decision.ts";
export { memberStates } from "./eu/calendars.ts";
export { exampleFacts } from "./example.ts";
export {
  type Facts,
  type FactsOnWire,
  factsJsonSchema,
  factsSchema,
  parseFacts,
  type Reason,
  readBack,
  reasons,
} from "./facts.ts";
export {
  builtInPolicy,
  type Clause,
  type PolicyOnWire,
  type PolicyVersion,
  policySchema,
  policyTerms,
} from "./policy.ts";
export { promiseIds } from "./promise.ts";
export {
  type Coupon,
  type FrozenFreight,
  type FrozenLine,
  type FrozenOrder,
  type Gift,
  type Promotion,
  type PromotionStep,
  type RefundEntitlement,
  type RefundStep,
  type RefundStepCode,
  type Returned,
  refundEntitlement,
  refundStepCodes,
  type Units,
} from "./refund-entitlement.ts";
export { lawRegister, type RegisterEntry } from "./register.ts";
export type { StatutoryDuty } from "./statutory-clock.ts";
