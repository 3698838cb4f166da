import { lifecycle } from "#kernel/lifecycle";

/** What is asked for. Later kinds (exchange, reship, price protection …) join this list. */
export const caseKinds = ["cancel-before-shipment", "refund-only", "return-and-refund"] as const;
export type CaseKind = (typeof caseKinds)[number];

/** Reasons by what they say of the goods; `claim` is what the law pack reads. */
export const reasons = {
  "no-longer-wanted": {
    claim: "no-longer-wanted",
    evidence: false,
    kinds: ["cancel-before-shipment", "return-and-refund"],
  },
  "does-not-fit": { claim: "no-longer-wanted", evidence: false, kinds: ["return-and-refund"] },
  "ordered-by-mistake": {
    claim: "no-longer-wanted",
    evidence: false,
    kinds: ["cancel-before-shipment", "return-and-refund"],
  },
  "found-cheaper": {
    claim: "no-longer-wanted",
    evidence: false,
    kinds: ["cancel-before-shipment", "return-and-refund"],
  },
  "too-slow": { claim: "late-delivery", evidence: false, kinds: ["cancel-before-shipment"] },
  "quality-fault": { claim: "quality", evidence: true, kinds: ["refund-only", "return-and-refund"] },
  "not-as-described": { claim: "not-as-described", evidence: true, kinds: ["refund-only", "return-and-refund"] },
  "wrong-item": { claim: "wrong-item", evidence: true, kinds: ["refund-only", "return-and-refund"] },
  "missing-parts": { claim: "missing", evidence: true, kinds: ["refund-only", "return-and-refund"] },
  "damaged-on-arrival": { claim: "damaged-in-transit", evidence: true, kinds: ["refund-only", "return-and-refund"] },
  "never-arrived": { claim: "not-received", evidence: false, kinds: ["refund-only"] },
  other: { claim: "other", evidence: false, kinds: ["return-and-refund"] },
} as const satisfies Record<string, { claim: string; evidence: boolean; kinds: readonly CaseKind[] }>;
export type Reason = keyof typeof reasons;

/** A change of mind is settled at what the kept goods cost; the seller's failure gives everything back. */
export function causeOf(reason: Reason): "changed-mind" | "sellers-fault" {
  const { claim } = reasons[reason];
  return claim === "no-longer-wanted" || claim === "other" ? "changed-mind" : "sellers-fault";
}

export const rejectReasons = [
  "not-intact",
  "goods-differ",
  "window-closed",
  "no-evidence",
  "already-shipped",
  "agreed-with-shopper",
] as const;
export const grades = ["as-new", "opened", "used", "damaged", "wrong-item", "missing"] as const;
export const dispositions = ["restock", "refurbish", "scrap", "return-to-shopper", "none"] as const;
export const waysBack = ["pickup", "self-ship"] as const;

/** The case itself: asked, answered, over. */
export const caseLifecycle = lifecycle({
  start: "submitted",
  moves: {
    submitted: { approve: "approved", reject: "rejected", withdraw: "withdrawn" },
    approved: { complete: "completed", withdraw: "withdrawn", reject: "rejected", "time-out": "closed" },
    rejected: { resubmit: "submitted", "time-out": "closed", approve: "approved" },
  },
  ends: ["completed", "withdrawn", "closed"],
});

/** The goods on their way back. */
export const goodsLifecycle = lifecycle({
  start: "none",
  moves: {
    none: { "ask-back": "awaiting-shipment" },
    "awaiting-shipment": { ship: "in-transit", arrive: "arrived", "time-out": "not-sent", withdraw: "not-sent" },
    "in-transit": { arrive: "arrived", lose: "lost" },
    lost: { arrive: "arrived" },
    arrived: { inspect: "inspected" },
  },
  ends: ["inspected", "not-sent"],
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
    attention: { reserve: "reserved", settle: "settled" },
  },
  ends: ["settled"],
});

export type CaseState = (typeof caseLifecycle.states)[number];
export type GoodsState = (typeof goodsLifecycle.states)[number];
export type MoneyState = (typeof moneyLifecycle.states)[number];
export type WaitingOn = "shopper" | "merchant" | "warehouse" | "platform" | "payment" | "nobody";

export const deadlineKinds = [
  "merchant-answers",
  "shopper-sends",
  "goods-arrive",
  "goods-inspected",
  "shopper-resubmits",
  "platform-decides",
] as const;
export type DeadlineKind = (typeof deadlineKinds)[number];

export const limits = {
  noteLength: 2000,
  linesPerRequest: 20,
  evidencePerCase: 9,
  attemptsPerCase: 5,
} as const;
