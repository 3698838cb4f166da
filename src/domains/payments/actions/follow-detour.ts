import { lesser } from "#kernel/money";
import type { Recorder } from "#platform/action";
import { detourLifecycle, limits } from "../model.ts";
import { detourMoved } from "../rules/facts.ts";
import { type Share, whatIsMissing } from "../rules/what-is-missing.ts";
import { type DetourChanges, type DetourRow, insertDetour, moveDetour } from "../store/detour.ts";
import type { RefundRow } from "../store/refund.ts";

/**
 * After news of a refund, under its lock: what the provider will not take becomes the merchant's to see to, and the platform's
 * where that was tried already; what goes through after all needs no other way, and what goes through in part so much less.
 */
export function followDetour(
  record: Recorder,
  refund: RefundRow,
  detour: DetourRow | undefined,
  { before, shares }: { readonly before: readonly Share[]; readonly shares: readonly Share[] },
  now: Temporal.Instant,
): void {
  if (shares.every(({ state }) => state === "settled")) {
    if (detour !== undefined && detourLifecycle.can(detour.state, "go-through"))
      detourTo(record, refund, detour, { state: "dropped" }, now);
    return;
  }
  const missing = whatIsMissing(shares);
  if (detour === undefined) {
    if (missing === 0n) return;
    const due = now.add({ hours: limits.detourHours });
    record.about(aboutRefund(refund));
    insertDetour(
      record,
      {
        customer_id: refund.customer_id,
        refund_id: refund.id,
        order_id: refund.order_id,
        merchant_id: refund.merchant_id,
        amount_minor: missing,
        currency: refund.currency,
        due_at: due,
      },
      now,
    );
    record.deadline({ kind: "refund-otherwise", epoch: 1, waitingOn: "merchant", dueAt: due, calendar: "plain" });
    record.fact(detourMoved(refund, { state: "merchant", amount_minor: missing }));
  } else if (missing > 0n && detourLifecycle.can(detour.state, "refuse") && detour.state === "retrying")
    detourTo(record, refund, detour, { state: "platform", amount_minor: lesser(detour.amount_minor, missing) }, now);
  else if (missing === 0n && detourLifecycle.can(detour.state, "send-again"))
    detourTo(record, refund, detour, { state: "retrying" }, now);
  else if (missing > 0n && detourLifecycle.can(detour.state, "go-through")) {
    const left = detour.amount_minor - (whatIsMissing(before) - missing);
    if (left > 0n && left < detour.amount_minor)
      moveDetour(record, detour, { state: detour.state, amount_minor: left, due_at: detour.due_at }, now);
  }
}

/** The detour moves, tells it, and waits for nobody who was waited for before. */
export function detourTo(
  record: Recorder,
  refund: RefundRow,
  detour: DetourRow,
  changes: DetourChanges,
  now: Temporal.Instant,
): void {
  record.about(aboutRefund(refund));
  record.cancelDeadlines();
  moveDetour(record, detour, changes, now);
  record.fact(detourMoved(refund, { ...detour, ...changes }));
  record.detail({ detour: changes.state });
}

export function aboutRefund(refund: Pick<RefundRow, "id" | "customer_id" | "merchant_id" | "order_id">) {
  return {
    kind: "refund",
    id: refund.id,
    customerId: refund.customer_id,
    merchantId: refund.merchant_id,
    orderId: refund.order_id,
  };
}
