import type { Because } from "#platform/wire";
import { kindTraits } from "../model.ts";
import type { CaseRow } from "../store/case.ts";
import { sentTooSoon } from "./goes-out.ts";
import { benchClock } from "./handling.ts";
import { inTrouble } from "./outbound-trouble.ts";
import { ifNobodySeesToIt } from "./refund-waits-for.ts";

type Standing = Pick<
  CaseRow,
  | "kind"
  | "case_state"
  | "goods_state"
  | "money_state"
  | "outbound_state"
  | "dispute_state"
  | "interception_state"
  | "difference_state"
  | "outbound_shipped_at"
  | "outbound_delivered_at"
  | "ship_first"
  | "repair_outcome"
  | "approved_minor"
  | "due_action"
  | "waiting_on"
  | "instant"
  | "requested_at"
  | "decided_at"
  | "shipped_at"
  | "arrived_at"
  | "inspected_at"
  | "closed_at"
>;

/** What happens now, as a code the pages word. */
export function nowOf(row: Standing): Because {
  return { code: nowCode(row), params: {} };
}

function nowCode(row: Standing): string {
  if (row.case_state === "completed") return kindTraits[row.kind].goodsOut ? "completed-goods" : "completed";
  if (row.case_state === "withdrawn" || row.case_state === "closed") return row.case_state;
  if (row.due_action === ifNobodySeesToIt.merchant) return "refund-otherwise";
  if (row.due_action === ifNobodySeesToIt.shopper) return "refund-to-confirm";
  if (row.money_state === "attention" && row.waiting_on === "payment") return "refund-on-detour";
  if (row.money_state === "unknown" || row.money_state === "attention") return `refund-${row.money_state}`;
  if (row.money_state === "sending") return "refund-sent";
  if (row.money_state === "due" || row.money_state === "reserved") return "refund-due";
  if (row.difference_state === "asked") return "difference-to-pay";
  if (row.outbound_state === "to-ship") return row.case_state === "rejected" ? "goods-go-back" : "replacement-to-ship";
  const oldGoods =
    row.goods_state === "awaiting-shipment" || row.goods_state === "in-transit" || row.goods_state === "arrived";
  if (inTrouble(row))
    return row.waiting_on === "platform" ? "replacement-at-platform" : `replacement-${row.outbound_state}`;
  const leads = !oldGoods && !sentTooSoon(row);
  if (row.outbound_state === "shipped" && leads) return "replacement-on-the-way";
  if (row.outbound_state === "arrived" && leads) return "replacement-arrived";
  if (row.dispute_state === "evidence") return "dispute-evidence";
  if (row.dispute_state === "review" || row.dispute_state === "appeal") return `dispute-${row.dispute_state}`;
  if (row.dispute_state === "ruled") return "dispute-ruled";
  if (row.case_state === "negotiating") return row.waiting_on === "shopper" ? "offer-to-shopper" : "offer-to-merchant";
  if (row.case_state === "rejected")
    return row.goods_state === "inspected" ? "not-accepted-at-bench" : "shopper-resubmits";
  if (row.waiting_on === "platform") {
    if (row.goods_state === "in-transit") return "parcel-missing";
    return row.goods_state === "inspected" && row.repair_outcome === null ? "count-disputed" : "platform-decides";
  }
  if (row.case_state === "submitted") return "merchant-answers";
  if (row.goods_state === "inspected")
    return row.repair_outcome === null ? "deduction-to-shopper" : "instead-of-repair-to-shopper";
  if (row.goods_state === "awaiting-shipment") return "shopper-sends";
  if (row.goods_state === "in-transit" && turning.has(row.interception_state))
    return `interception-${row.interception_state}`;
  if (row.goods_state === "in-transit") return "goods-arrive";
  return benchClock(row.kind);
}

const turning: ReadonlySet<string> = new Set(["wanted", "confirmed", "failed"]);

const consequences: Readonly<Record<string, string>> = {
  approve: "approved",
  "approve-and-refund": "refunded",
  "accept-and-refund": "refunded",
  refund: "refunded",
  close: "closed",
  "hand-to-platform": "handed-to-platform",
  "decline-offer": "offer-lapses",
  "refund-instead": "refunded-instead",
  "exchange-instead": "exchanged-instead",
  complete: "completed",
  "look-into": "replacement-looked-into",
  "hear-no-more": "hearing-ends",
  enforce: "ruling-enforced",
  "refund-ahead": "refund-ahead",
  "refund-taken-as-here": "refund-taken-as-here",
};

/** What happens if nobody acts: at the deadline, or where money moves and where the platform looks. */
export function ifNobodyOf(row: Standing): Because | null {
  if (row.due_action === "hand-to-platform" && row.goods_state === "in-transit")
    return { code: row.kind === "refuse-delivery" ? "refused-parcel-looked-into" : "parcel-looked-into", params: {} };
  if (row.due_action === "hand-to-platform" && row.waiting_on === "shopper")
    return { code: lookedInto(row), params: {} };
  if (row.due_action !== null) return { code: consequences[row.due_action] ?? "other", params: {} };
  if (row.waiting_on === "payment") return { code: "keeps-asking", params: {} };
  return row.waiting_on === "platform" ? { code: "platform-looks", params: {} } : null;
}

/** Or is to be: until the bench says otherwise. */
function isMended({ kind, repair_outcome }: Standing): boolean {
  return kind === "repair" && repair_outcome !== "not-repairable";
}

function lookedInto(row: Standing): string {
  if (row.goods_state !== "inspected") return "goods-asked-for";
  return row.repair_outcome === null ? "deduction-looked-into" : "proposal-looked-into";
}

export type Step = {
  readonly step: string;
  readonly state: "done" | "now" | "next" | "skipped" | "failed";
  readonly at: string | null;
};

/** The steps of the progress bar: what this kind goes through, in its usual order. */
export function stepsOf(row: Standing, settledAt: string | null, differencePaidAt: string | null = null): Step[] {
  const failed = row.case_state === "withdrawn" || row.case_state === "closed" || row.case_state === "rejected";
  const { goodsBack, goodsOut, money } = kindTraits[row.kind];
  const dearer = row.difference_state === "asked" || row.difference_state === "paid";
  const pending = pendingStep(row);
  const received = receiving[row.outbound_state] ?? "replacement-received";
  const names = [
    "submitted",
    answering(row),
    ...(dearer ? ["difference-paid"] : []),
    ...(goodsOut && row.ship_first ? ["replacement-sent"] : []),
    ...(goodsBack ? [comingBack(row), isMended(row) ? "repaired" : "inspected"] : []),
    ...(pending === null ? [] : [pending]),
    ...(goodsOut && !row.ship_first ? ["replacement-sent"] : []),
    ...(goodsOut ? [received] : []),
    ...(money === "refund" || money === "allowance" ? [paying(row)] : []),
  ];
  const undecided = row.case_state === "submitted" || row.case_state === "negotiating" || row.case_state === "rejected";
  const at: Record<string, Temporal.Instant | string | null> = {
    submitted: row.requested_at,
    // A refusal is a decision, too: closed after one, the case was never approved.
    approved: undecided || row.approved_minor === null ? null : row.decided_at,
    "difference-paid": row.difference_state === "paid" ? (differencePaidAt ?? row.decided_at) : null,
    shipped: row.shipped_at ?? row.arrived_at,
    "turned-back": row.arrived_at,
    inspected: row.inspected_at,
    repaired: row.inspected_at,
    "replacement-sent": row.outbound_shipped_at,
    // That the carrier says so is not yet that somebody has it.
    "replacement-received": row.outbound_state === "delivered" ? row.outbound_delivered_at : null,
    refunded: settledAt ?? (row.money_state === "settled" ? (row.closed_at ?? null) : null),
  };
  // A step whose time is missing but that a later one has passed was skipped (a parcel taken for lost is never inspected).
  const last = names.findLastIndex((name) => timeOf(at, name) !== null);
  return names.map((step, i) => {
    const time = timeOf(at, step);
    if (time !== null) return { step, state: "done", at: time };
    // What was sent first may be in the shopper's hands before the other goods are on their way.
    if (i < last) return { step, state: row.ship_first && row.closed_at === null ? "now" : "skipped", at: null };
    if (i === last + 1) return { step, state: failed ? "failed" : "now", at: null };
    return { step, state: "next", at: null };
  });
}

function timeOf(at: Readonly<Record<string, Temporal.Instant | string | null>>, step: string): string | null {
  return at[step]?.toString() ?? null;
}

/** Until there is an answer: whose it is. */
function answering(row: Standing): string {
  if (row.case_state === "negotiating" && row.waiting_on === "shopper") return "offer-answered";
  if (row.case_state !== "submitted") return "approved";
  if (row.dispute_state === "ruled") return "ruled";
  if (row.dispute_state !== "none" && row.dispute_state !== "closed") return "heard";
  return row.waiting_on === "platform" ? "looked-into" : "approved";
}

/** A refund that the provider will not take waits for somebody. */
function paying({ money_state, waiting_on }: Standing): string {
  if (money_state !== "attention") return "refunded";
  return waiting_on === "shopper" ? "transfer-confirmed" : "refund-held-up";
}

/** How goods get back: sent by the shopper, or brought by the carrier of a parcel that nobody took. */
function comingBack({ kind, goods_state, interception_state }: Standing): string {
  if (kind !== "refuse-delivery") return "shipped";
  if (goods_state !== "none" && goods_state !== "in-transit") return "turned-back";
  if (interception_state === "wished" || interception_state === "wanted") return "intercepted";
  return interception_state === "failed" ? "refused-at-door" : "turned-back";
}

/** Counted, and the count is not the last word: the shopper answers, or the platform looks. */
function pendingStep(row: Standing): string | null {
  const counted = row.case_state === "approved" && row.goods_state === "inspected" && row.money_state === "none";
  if (!counted || inTrouble(row)) return null;
  const goesOut = row.outbound_state !== "none" && row.outbound_state !== "cancelled";
  if (row.waiting_on === "platform") return goesOut && !row.ship_first ? null : "looked-into";
  if (row.waiting_on !== "shopper" || goesOut) return null;
  return row.repair_outcome === null ? "deduction-answered" : "proposal-answered";
}

const receiving: Readonly<Partial<Record<Standing["outbound_state"], string>>> = {
  arrived: "replacement-confirmed",
  lost: "replacement-lost",
  refused: "replacement-refused",
};
