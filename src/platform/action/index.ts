export { type Action, type ActionMeta, action, type Actions, type Answer, type Caller, invalid, type RunContext } from "./action.ts";
export { all, any, guestScope, holds, is, not, type Permit, type PermitContext, sameMerchant, systemOnly } from "./permit.ts";
export { type About, type DeadlineOrder, type Fact, Recorder } from "./record.ts";
export { type Query, query } from "./query.ts";
