import { lifecycle } from "#kernel/lifecycle";

/**
 * A refund, and each share of it on one tender. Reserved first, committed, sent under a number that never changes, settled by
 * the provider's word. A time-out is "unknown": it is asked about until it is known, never taken for a failure.
 */
export const refundLifecycle = lifecycle({
  start: "reserved",
  moves: {
    reserved: { send: "sending", settle: "settled", lose: "unknown" },
    sending: { settle: "settled", lose: "unknown", refuse: "refused", mismatch: "mismatched" },
    unknown: { send: "sending", settle: "settled", refuse: "refused", mismatch: "mismatched" },
    refused: { send: "sending", settle: "settled" },
    mismatched: { settle: "settled" },
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

export const limits = {
  /** How long an answer is waited for before it counts as unknown. */
  providerTimeoutMs: 8_000,
  /** Wait before an unknown or processing refund is asked about again, by attempt; the last one repeats. */
  askAgainSeconds: [1, 2, 5, 10, 30, 60, 300, 900, 3600],
} as const;
