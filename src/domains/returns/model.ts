import { lifecycle } from "#kernel/lifecycle";

export { causeOf, isFor, type Reason, reasonNames, reasons, termsOf } from "./contract/reasons.ts";

/** What is asked for. */
export const caseKinds = [
  "cancel-before-shipment",
  "refund-only",
  "return-and-refund",
  "exchange",
  "repair",
  "reship",
  "price-protection",
  "refuse-delivery",
] as const;
export type CaseKind = (typeof caseKinds)[number];

/** What a kind moves: whether goods come back, whether others go out, whether money goes back. */
export const kindTraits = {
  "cancel-before-shipment": { goodsBack: false, goodsOut: false, money: "refund", shipped: false },
  "refund-only": { goodsBack: false, goodsOut: false, money: "refund", shipped: true },
  "return-and-refund": { goodsBack: true, goodsOut: false, money: "refund", shipped: true },
  exchange: { goodsBack: true, goodsOut: true, money: "difference", shipped: true },
  repair: { goodsBack: true, goodsOut: true, money: "none", shipped: true },
  reship: { goodsBack: false, goodsOut: true, money: "none", shipped: true },
  "price-protection": { goodsBack: false, goodsOut: false, money: "allowance", shipped: null },
  "refuse-delivery": { goodsBack: true, goodsOut: false, money: "refund", shipped: true },
} as const satisfies Record<
  CaseKind,
  {
    readonly goodsBack: boolean;
    readonly goodsOut: boolean;
    /** allowance: the shopper keeps the goods at a lower price; difference: of an exchange, either way. */
    readonly money: "refund" | "allowance" | "difference" | "none";
    /** Whether the goods must have been sent; null where it does not matter. */
    readonly shipped: boolean | null;
  }
>;

export const rejectReasons = [
  "not-intact",
  "goods-differ",
  "window-closed",
  "no-evidence",
  "already-shipped",
  "agreed-with-shopper",
  "out-of-stock",
] as const;
export const grades = ["as-new", "opened", "used", "damaged", "wrong-item", "missing"] as const;
export const dispositions = ["restock", "refurbish", "scrap", "return-to-shopper", "none"] as const;
export type Disposition = (typeof dispositions)[number];
export const waysBack = ["pickup", "self-ship", "drop-off", "store", "refused-at-door"] as const;

/** What a dearer replacement costs more: asked of the shopper, paid, or given back because the exchange fell through. */
export const differenceStates = ["none", "asked", "paid", "over"] as const;

/** How a repair ended, as the bench says; and what is proposed where it did not succeed. */
export const repairOutcomes = ["repaired", "parts-replaced", "not-repairable"] as const;
export type RepairOutcome = (typeof repairOutcomes)[number];
export const insteadOfRepair = ["exchange", "return-and-refund"] as const satisfies readonly CaseKind[];

/** What one side proposes to the other; accepted in one tap. */
export const offerKinds = ["amount", "kind", "evidence", "deduction"] as const;
export type OfferKind = (typeof offerKinds)[number];
export const offerStates = ["open", "accepted", "declined", "expired", "withdrawn"] as const;

/** What words that are kept for answering are for. */
export const replyUses = ["approve", "reject", "offer", "note"] as const;

/** What shops are measured by: of the cases asked for, how many are so. */
export const figures = [
  "asked",
  "answered",
  "in-time",
  "by-clock",
  "refunded",
  "refunded-in-time",
  "refunded-late",
  "ruled",
  "lost",
] as const;
export type Figure = (typeof figures)[number];

/** What may speak of a shopper, openly and against appeal; no part of any decision. */
export const signals = [
  "returns-often",
  "word-alone",
  "wrong-goods-back",
  "shared-phone",
  "shared-address",
  "shared-device",
] as const;
export type SignalName = (typeof signals)[number];

/** Who is to blame, and what is to be done: the platform's ruling. */
export const blames = ["merchant", "shopper", "carrier", "nobody"] as const;
export const rulings = ["grant", "partial", "refuse"] as const;

/** The case itself: asked, talked over, answered, over. */
export const caseLifecycle = lifecycle({
  start: "submitted",
  moves: {
    submitted: {
      approve: "approved",
      reject: "rejected",
      withdraw: "withdrawn",
      offer: "negotiating",
      close: "closed",
    },
    negotiating: { approve: "approved", decline: "submitted", withdraw: "withdrawn", reject: "rejected" },
    approved: { complete: "completed", withdraw: "withdrawn", reject: "rejected", "time-out": "closed" },
    rejected: { resubmit: "submitted", escalate: "submitted", "time-out": "closed", approve: "approved" },
    // Because nothing was sent in time; for as long as `mayBeReopened` says.
    closed: { escalate: "submitted" },
  },
  ends: ["completed", "withdrawn"],
  mayEnd: ["closed"],
});

/** The goods on their way back. */
export const goodsLifecycle = lifecycle({
  start: "none",
  moves: {
    none: { "ask-back": "awaiting-shipment", "turn-back": "in-transit" },
    "awaiting-shipment": { ship: "in-transit", arrive: "arrived", "time-out": "not-sent", withdraw: "not-sent" },
    "in-transit": { arrive: "arrived", lose: "lost" },
    lost: { arrive: "arrived" },
    arrived: { inspect: "inspected" },
    "not-sent": { "ask-again": "none" },
  },
  ends: ["inspected"],
  mayEnd: ["not-sent"],
});

/**
 * The goods on their way out: a replacement, missing parts, or what was sent in and goes back. Arrived: the carrier says so;
 * delivered: the shopper does, or has not objected since. What is lost or refused is sent again, or paid for instead.
 */
export const outboundLifecycle = lifecycle({
  start: "none",
  moves: {
    none: { prepare: "to-ship" },
    "to-ship": { ship: "shipped", cancel: "cancelled" },
    shipped: { arrive: "arrived", deliver: "delivered", lose: "lost", refuse: "refused" },
    arrived: { deliver: "delivered", lose: "lost", refuse: "refused" },
    lost: { prepare: "to-ship", cancel: "cancelled", arrive: "arrived", deliver: "delivered" },
    refused: { prepare: "to-ship", cancel: "cancelled", deliver: "delivered" },
  },
  ends: ["delivered", "cancelled"],
});

/** What is the matter with what was sent: as the shopper says, as the carrier does, or that nobody says it arrived. */
export const outboundTroubles = ["not-arrived", "wrong", "broken", "lost", "returned", "unconfirmed"] as const;
export type OutboundTrouble = (typeof outboundTroubles)[number];
/** Of these, what a shopper says. */
export const objections = ["not-arrived", "wrong", "broken"] as const satisfies readonly OutboundTrouble[];
/** What is done about it: sent again, paid for instead; or it is there after all, which is the platform's to say. */
export const remediesOfTrouble = ["resend", "refund", "arrived"] as const;
/** Who bears what was lost on the way. */
export const lossBearers = ["carrier", "merchant", "platform"] as const;
export type LossBearer = (typeof lossBearers)[number];

/**
 * A parcel that is to be refused at the door, turned round before it gets there: wished for with the request, wanted of the
 * carrier, which does it or cannot; then it can still be refused at the door.
 */
export const interceptionLifecycle = lifecycle({
  start: "none",
  moves: {
    none: { wish: "wished", ask: "wanted" },
    wished: { ask: "wanted" },
    wanted: { confirm: "confirmed", fail: "failed" },
  },
  ends: ["confirmed", "failed"],
  mayEnd: ["none", "wished"],
});

/** The money on its way back, mirrored from the payments floor by its facts. */
export const moneyLifecycle = lifecycle({
  start: "none",
  moves: {
    none: { "fall-due": "due" },
    due: { reserve: "reserved", fail: "attention", settle: "settled" },
    reserved: { send: "sending", settle: "settled", lose: "unknown", fail: "attention" },
    sending: { settle: "settled", lose: "unknown", fail: "attention" },
    unknown: { settle: "settled", fail: "attention" },
    attention: { reserve: "reserved", send: "sending", lose: "unknown", settle: "settled" },
  },
  ends: ["settled"],
});

/** The dispute before the platform: both sides say and show, the platform rules, each side may appeal once. */
export const disputeLifecycle = lifecycle({
  start: "none",
  moves: {
    none: { escalate: "evidence" },
    evidence: { "hear-no-more": "review", settle: "closed" },
    review: { rule: "ruled", settle: "closed" },
    ruled: { appeal: "appeal", enforce: "closed", settle: "closed" },
    appeal: { rule: "final", settle: "closed" },
    final: { enforce: "closed" },
  },
  ends: ["closed"],
});

export type CaseState = (typeof caseLifecycle.states)[number];
export type GoodsState = (typeof goodsLifecycle.states)[number];
export type OutboundState = (typeof outboundLifecycle.states)[number];
export type MoneyState = (typeof moneyLifecycle.states)[number];
export type InterceptionState = (typeof interceptionLifecycle.states)[number];
export type DisputeState = (typeof disputeLifecycle.states)[number];
export type WaitingOn = "shopper" | "merchant" | "warehouse" | "platform" | "payment" | "nobody";

export const deadlineKinds = [
  "merchant-answers",
  "offer-answered",
  "difference-paid",
  "shopper-sends",
  "goods-arrive",
  "goods-inspected",
  "goods-repaired",
  "replacement-sent",
  "replacement-received",
  "trouble-answered",
  "shopper-resubmits",
  "evidence-given",
  "ruling-appealed",
  "platform-decides",
] as const;
export type DeadlineKind = (typeof deadlineKinds)[number];

/** Whose clocks a pause may hold, and why one is published. */
export const pausedClocks = ["merchant", "warehouse", "shopper"] as const;
export type PausedClock = (typeof pausedClocks)[number];
export const pauseCauses = ["festival", "peak", "force-majeure"] as const;
export type PauseCause = (typeof pauseCauses)[number];

export const limits = {
  noteLength: 2000,
  linesPerRequest: 20,
  evidencePerCase: 9,
  attemptsPerCase: 5,
  offersPerCase: 10,
  /** How long a case may be talked over from the first proposal on: each of them lets the other side think anew. */
  talkDays: 10,
  /** How long a case that was closed because nothing was sent may still be brought before the platform. */
  reopenDays: 7,
  /** Before so long after sending, nothing that is on its way is missed, unless the carrier says that it is there. */
  missedAfterDays: 3,
} as const;
