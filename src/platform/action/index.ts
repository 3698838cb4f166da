export {
  type Action,
  type ActionMeta,
  type Actions,
  type Answer,
  action,
  type Caller,
  invalid,
  type RunContext,
} from "./action.ts";
export {
  all,
  any,
  byKey,
  guestScope,
  holds,
  is,
  not,
  type Permit,
  type PermitContext,
  recipient,
  sameMerchant,
  systemOnly,
} from "./permit.ts";
export { type Query, query } from "./query.ts";
export { type About, type DeadlineOrder, type Fact, Recorder } from "./record.ts";
