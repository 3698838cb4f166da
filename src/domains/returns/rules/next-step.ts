import type { Because } from "#platform/wire";
import type { CaseRow } from "../store/case.ts";

type Standing = Pick<
  CaseRow,
  | "kind"
  | "case_state"
  | "goods_state"
  | "money_state"
  | "due_action"
  | "waiting_on"
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
  if (row.case_state === "completed" || row.case_state === "withdrawn" || row.case_state === "closed")
    return row.case_state;
  if (row.money_state === "unknown" || row.money_state === "attention") return `refund-${row.money_state}`;
  if (row.money_state === "sending") return "refund-sent";
  if (row.money_state === "due" || row.money_state === "reserved") return "refund-due";
  if (row.case_state === "rejected") return "shopper-resubmits";
  if (row.waiting_on === "platform") {
    if (row.goods_state === "in-transit") return "parcel-missing";
    return row.goods_state === "inspected" ? "count-disputed" : "platform-decides";
  }
  if (row.case_state === "submitted") return "merchant-answers";
  if (row.goods_state === "awaiting-shipment") return "shopper-sends";
  if (row.goods_state === "in-transit") return "goods-arrive";
  return "goods-inspected";
}

const consequences: Readonly<Record<string, string>> = {
  approve: "approved",
  "approve-and-refund": "refunded",
  "accept-and-refund": "refunded",
  refund: "refunded",
  close: "closed",
  "hand-to-platform": "handed-to-platform",
};

/** What happens if nobody acts: at the deadline, or where money moves and where the platform looks. */
export function ifNobodyOf(row: Standing): Because | null {
  if (row.due_action === "hand-to-platform" && row.goods_state === "in-transit")
    return { code: "parcel-looked-into", params: {} };
  if (row.due_action !== null) return { code: consequences[row.due_action] ?? "other", params: {} };
  if (row.waiting_on === "payment") return { code: "keeps-asking", params: {} };
  return row.waiting_on === "platform" ? { code: "platform-looks", params: {} } : null;
}

export type Step = {
  readonly step: string;
  readonly state: "done" | "now" | "next" | "skipped" | "failed";
  readonly at: string | null;
};

/** The steps of the progress bar. */
export function stepsOf(row: Standing, settledAt: string | null): Step[] {
  const returned = row.kind === "return-and-refund";
  const failed = row.case_state === "withdrawn" || row.case_state === "closed" || row.case_state === "rejected";
  const names = returned
    ? ["submitted", "approved", "shipped", "inspected", "refunded"]
    : ["submitted", "approved", "refunded"];
  const at: Record<string, Temporal.Instant | string | null> = {
    submitted: row.requested_at,
    approved: row.case_state === "submitted" || row.case_state === "rejected" ? null : row.decided_at,
    shipped: row.shipped_at ?? row.arrived_at,
    inspected: row.inspected_at,
    refunded: settledAt ?? (row.money_state === "settled" ? (row.closed_at ?? null) : null),
  };
  // A step whose time is missing but that a later one has passed was skipped (a parcel taken for lost is never inspected).
  const last = names.findLastIndex((name) => at[name] !== null);
  return names.map((step, i) => {
    const time = at[step]?.toString() ?? null;
    if (time !== null) return { step, state: "done", at: time };
    if (i < last) return { step, state: "skipped", at: null };
    if (i === last + 1) return { step, state: failed ? "failed" : "now", at: null };
    return { step, state: "next", at: null };
  });
}
