import { z } from "zod";
import { grant, refuse } from "#kernel/outcome";
import { action, all, holds, is, not } from "#platform/action";
import { refundNumberInput } from "../contract.ts";
import { detourLifecycle } from "../model.ts";
import { readDetour } from "../store/detour.ts";
import { type RefundRow, readRefund } from "../store/refund.ts";
import { aboutRefund } from "./follow-detour.ts";

/** Staff send a refused refund once more after its cause is cleared. Same number at the provider, so never a second one. */
export const retryRefund = action({
  name: "payments.retry-refund",
  input: refundNumberInput,
  output: z.object({ number: z.string(), state: z.string() }),
  allow: all(holds("refunds.resolve"), not(is("merchant"))),
  idempotency: "required",
  refusals: ["refund-not-found", "refund-not-open", "refund-on-detour"],
  subject: async (tx, { number }) => {
    const found = await tx.maybe<{ customer_id: string; id: string }>(
      "select customer_id, id from platform.directory where kind = 'refund' and key = $1",
      [number],
    );
    const refund = found === undefined ? undefined : await readRefund(tx, found.customer_id, found.id);
    return refund === undefined ? refuse("refund-not-found", { number }) : grant(refund satisfies RefundRow);
  },
  run: async ({ tx, subject: refund, record }) => {
    if (refund.state !== "refused") return refuse("refund-not-open", { number: refund.number, state: refund.state });
    const detour = await readDetour(tx, refund.customer_id, refund.id);
    if (detour !== undefined && !detourLifecycle.can(detour.state, "send-again"))
      return refuse("refund-on-detour", { number: refund.number, state: detour.state });
    record.about(aboutRefund(refund));
    record.fact({
      kind: "payments.retry-asked",
      version: 1,
      payload: { customerId: refund.customer_id, refundId: refund.id, number: refund.number },
    });
    return grant({ number: refund.number, state: refund.state });
  },
});
