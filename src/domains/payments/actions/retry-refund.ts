import { z } from "zod";
import { grant, refuse } from "#kernel/outcome";
import { action, holds } from "#platform/action";
import { refundNumberInput } from "../contract.ts";
import { type RefundRow, readRefund } from "../store/refund.ts";

/** Staff send a refused refund once more after its cause is cleared. Same number at the provider, so never a second one. */
export const retryRefund = action({
  name: "payments.retry-refund",
  input: refundNumberInput,
  output: z.object({ number: z.string(), state: z.string() }),
  allow: holds("refunds.resolve"),
  idempotency: "required",
  refusals: ["refund-not-found", "refund-not-open"],
  subject: async (tx, { number }) => {
    const found = await tx.maybe<{ customer_id: string; id: string }>(
      "select customer_id, id from platform.directory where kind = 'refund' and key = $1",
      [number],
    );
    const refund = found === undefined ? undefined : await readRefund(tx, found.customer_id, found.id);
    return refund === undefined ? refuse("refund-not-found", { number }) : grant(refund satisfies RefundRow);
  },
  run: async ({ subject: refund, record }) => {
    if (refund.state !== "refused") return refuse("refund-not-open", { number: refund.number, state: refund.state });
    record.about({
      kind: "refund",
      id: refund.id,
      customerId: refund.customer_id,
      merchantId: refund.merchant_id,
      orderId: refund.order_id,
    });
    record.fact({
      kind: "payments.retry-asked",
      version: 1,
      payload: { customerId: refund.customer_id, refundId: refund.id, number: refund.number },
    });
    return grant({ number: refund.number, state: refund.state });
  },
});
