import { z } from "zod";
import { grant, refuse } from "#kernel/outcome";
import { action, all, holds, is, not } from "#platform/action";
import { findInDirectory } from "#platform/directory";
import { refundNumberInput } from "../contract.ts";
import { readPayout } from "../store/payout.ts";

/**
 * Staff send a payout that did not go once more after its cause is cleared: a refused one under its own number, so never a second
 * one; of one that came short the rest, under another.
 */
export const retryPayout = action({
  name: "payments.retry-payout",
  input: refundNumberInput,
  output: z.object({ number: z.string(), state: z.string() }),
  allow: all(holds("refunds.resolve"), not(is("merchant"))),
  idempotency: "required",
  refusals: ["payout-not-found", "payout-not-refused", "refund-on-detour"],
  subject: async (tx, { number }) => {
    const found = await findInDirectory(tx, "payout", number);
    const payout = found === undefined ? undefined : await readPayout(tx, found.customerId, found.id);
    return payout === undefined ? refuse("payout-not-found", { number }) : grant(payout);
  },
  run: async ({ subject: payout, record }) => {
    // Its refund has another way by now, or gets one.
    if (payout.cause_kind === "refund")
      return refuse("refund-on-detour", { number: payout.number, state: payout.state });
    if (payout.due_at === null) return refuse("payout-not-refused", { number: payout.number, state: payout.state });
    record.about({
      kind: "payout",
      id: payout.id,
      customerId: payout.customer_id,
      merchantId: payout.merchant_id,
      orderId: payout.order_id,
    });
    record.fact({
      kind: "payments.payout-retry-asked",
      version: 1,
      payload: { customerId: payout.customer_id, payoutId: payout.id, number: payout.number },
    });
    return grant({ number: payout.number, state: payout.state });
  },
});
