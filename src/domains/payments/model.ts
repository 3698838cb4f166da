import { lifecycle } from "#kernel/lifecycle";

/**
 * A refund, each share of it on one tender, and a payout. Reserved first, committed, sent under a number that never changes,
 * settled by the provider's word. A time-out is "unknown": it is asked about until it is known, never taken for a failure.
 */
export const refundLifecycle = lifecycle({
  start: "reserved",
  moves: {
    reserved: { send: "sending", settle: "settled", lose: "unknown", "call-off": "refused" },
    sending: { settle: "settled", lose: "unknown", refuse: "refused", mismatch: "mismatched" },
    unknown: { send: "sending", settle: "settled", refuse: "refused", mismatch: "mismatched" },
    refused: { send: "sending", settle: "settled" },
    mismatched: { settle: "settled", "take-back": "refused" },
  },
  ends: ["settled"],
});
export type RefundState = (typeof refundLifecycle.states)[number];

/** A refund stands where its least advanced share stands. */
export function refundStateOf(parts: readonly RefundState[]): RefundState {
  for (const state of ["mismatched", "refused", "unknown", "sending", "reserved"] as const) {
    if (parts.includes(state)) return state;
  }
  return "settled";
}

/**
 * What a shopper still has to pay. Money that comes when nothing is asked for any more, or another sum than was asked, is kept
 * track of and goes back by itself.
 */
export const collectionLifecycle = lifecycle({
  start: "asked",
  moves: {
    asked: { pay: "paying", settle: "paid", "come-wrong": "refunding", cancel: "cancelled", expire: "expired" },
    paying: {
      settle: "paid",
      "come-wrong": "refunding",
      lose: "unknown",
      decline: "asked",
      cancel: "cancelled",
      expire: "expired",
    },
    unknown: {
      pay: "paying",
      settle: "paid",
      "come-wrong": "refunding",
      decline: "asked",
      cancel: "cancelled",
      expire: "expired",
    },
    cancelled: { "come-late": "refunding" },
    expired: { "come-late": "refunding" },
    paid: { "give-back": "refunding" },
    refunding: { refund: "refunded" },
  },
  ends: ["refunded"],
  mayEnd: ["paid", "cancelled", "expired"],
});
export type CollectionState = (typeof collectionLifecycle.states)[number];

/** People propose and agree; from "approved" on the system alone moves it. */
export const compensationLifecycle = lifecycle({
  start: "proposed",
  moves: {
    proposed: { "agree-first": "awaiting-approval", approve: "approved", refuse: "refused" },
    "awaiting-approval": { approve: "approved", refuse: "refused" },
    approved: { pay: "paying", refuse: "refused" },
    paying: { settle: "paid" },
  },
  ends: ["paid", "refused"],
});
export type CompensationState = (typeof compensationLifecycle.states)[number];

/** What a shopper laid out for the way back: paid at once, or looked at by a person first. */
export const returnFreightLifecycle = lifecycle({
  start: "to-decide",
  moves: {
    "to-decide": { approve: "approved" },
    approved: { pay: "paying", refuse: "refused" },
    paying: { settle: "paid" },
  },
  ends: ["paid", "refused"],
});
export type ReturnFreightState = (typeof returnFreightLifecycle.states)[number];

/**
 * How a refund that the provider will not take reaches the shopper after all. The merchant sees to it first, then the platform;
 * people choose the way, the shopper says that it has come, and only the system moves money. Where the provider brings the refund
 * after all, what was not paid yet is called off; what was proved or sent is followed to its end, so that it is in the books.
 */
export const detourLifecycle = lifecycle({
  start: "merchant",
  moves: {
    merchant: {
      prove: "proved",
      pay: "wanted",
      "time-out": "wanted",
      "send-again": "retrying",
      "go-through": "dropped",
    },
    platform: {
      prove: "proved",
      pay: "wanted",
      "send-again": "retrying",
      "go-through": "dropped",
      "come-late": "settled",
    },
    retrying: { refuse: "platform", "go-through": "dropped" },
    proved: { confirm: "received", "time-out": "received", deny: "platform" },
    received: { settle: "settled" },
    wanted: { send: "paying", refuse: "platform", "go-through": "dropped", "come-late": "settled" },
    paying: { settle: "settled", refuse: "platform", "call-off": "dropped" },
  },
  ends: ["settled", "dropped"],
});
export type DetourState = (typeof detourLifecycle.states)[number];

/**
 * Money that came wrong: too much of a refund, in another currency, on two ways, or a collection paid twice. The platform says how
 * it is put right; only the system moves money. What is asked back and not paid is open again, and a provider that corrects itself
 * ends it.
 */
export const discrepancyLifecycle = lifecycle({
  start: "open",
  moves: {
    open: { decide: "decided", "put-right": "ended" },
    decided: { end: "ended", ask: "asked", "put-right": "ended" },
    asked: { end: "ended", expire: "open", "put-right": "ended" },
  },
  ends: ["ended"],
});
export type DiscrepancyState = (typeof discrepancyLifecycle.states)[number];

/**
 * A refund paid before the goods came: open until they come (earned), or recovered from the shopper, or written off. Goods that
 * come late earn it all the same.
 */
export const advanceStates = ["open", "earned", "recovering", "recovered", "written-off"] as const;
export type AdvanceState = (typeof advanceStates)[number];

export const limits = {
  /** How long an answer is waited for before it counts as unknown. */
  providerTimeoutMs: 8_000,
  /** Wait before an unknown or processing refund is asked about again, by attempt; the last one repeats. */
  askAgainSeconds: [1, 2, 5, 10, 30, 60, 300, 900, 3600],
  /** How long a shopper who tapped "pay" is followed closely; afterwards the sweep asks. */
  followPayments: 12,
  /** What is above the policy's sum for the way back is looked at this long, and then paid as it was told. */
  returnFreightHours: 72,
  /** No more than this is taken as freight of one parcel. */
  returnFreightMinor: 50_000n,
  /** How long a merchant has to find another way for a refund the provider will not take. */
  detourHours: 48,
  /** How long a shopper has to say that a transfer has not come. */
  transferDoubtedDays: 7,
  /** And when they are asked again. */
  transferRemindedDays: [3, 6],
  proofPerDetour: 9,
  /** How long the platform has to say how money that came wrong is put right. */
  discrepancyHours: 72,
  /** A recovery may be paid this long before it is written off. */
  recoveryDays: 30,
} as const;
