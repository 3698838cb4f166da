import { grant, refuse } from "#kernel/outcome";
import { action, all, any, holds, is, not, sameMerchant } from "#platform/action";
import { principalName, type Tx } from "#platform/db";
import { findInDirectory } from "#platform/directory";
import { claimFiles } from "#platform/files";
import { chooseDetourInput, detourMovedShape } from "../contract.ts";
import { detourLifecycle, limits } from "../model.ts";
import { detourMoved } from "../rules/facts.ts";
import { lockDetour, moveDetour, readDetour } from "../store/detour.ts";
import { readRefund } from "../store/refund.ts";
import { aboutRefund } from "./follow-detour.ts";

/**
 * The merchant, or the platform in its place, says how a refund that the provider will not take reaches the shopper: along
 * another payment of the order, or by a transfer outside that is proved here and confirmed by the shopper.
 */
export const chooseDetour = action({
  name: "payments.choose-detour",
  input: chooseDetourInput,
  output: detourMovedShape,
  allow: any(
    all(holds("refunds.resolve"), not(is("merchant"))),
    all(is("merchant"), holds("cases.decide"), sameMerchant),
  ),
  idempotency: "required",
  refusals: ["refund-not-found", "refund-not-stuck", "tender-not-found", "evidence-not-found", "detour-with-platform"],
  subject: async (tx, { number }) => {
    const found = await detourOf(tx, number);
    return found.ok ? grant({ ...found.value, merchantId: found.value.refund.merchant_id }) : found;
  },
  run: async ({ tx, input: { how }, principal, subject: { refund, detour }, record, now }) => {
    if (detour === undefined || !detourLifecycle.can(detour.state, "prove"))
      return refuse("refund-not-stuck", { number: refund.number, state: refund.state });
    // A shop whose transfer never came does not keep the shopper waiting with another one.
    if (principal.kind === "merchant" && detour.state === "platform" && how.way === "transfer")
      return refuse("detour-with-platform", { number: refund.number });
    // What the platform pays in the merchant's place is taken from the deposit.
    const chosen = { chosen_by: principalName(principal), ahead: principal.kind === "staff" };
    record.about(aboutRefund(refund));
    record.cancelDeadlines();
    if (how.way === "payout") {
      const tenders = await payableTenders(tx, refund.customer_id, refund.order_id);
      if (!tenders.some(({ id }) => id === how.tenderId)) return refuse("tender-not-found", { number: refund.number });
      moveDetour(record, detour, { state: "wanted", way: "payout", tender_id: how.tenderId, ...chosen }, now);
      record.fact(detourMoved(refund, { ...detour, state: "wanted" }));
      return grant({ number: refund.number, state: "wanted" });
    }
    const { customer_id: customerId, order_id: orderId, cause_id: caseId, merchant_id: merchantId } = refund;
    const claimed = await claimFiles(tx, customerId, orderId, how.proof, caseId, merchantId);
    if (!claimed.ok) return refuse("evidence-not-found", claimed.params);
    const due = now.add({ hours: 24 * limits.transferDoubtedDays });
    moveDetour(
      record,
      detour,
      {
        state: "proved",
        way: "transfer",
        tender_id: null,
        reference: how.reference,
        note: how.note,
        proof: how.proof,
        ...chosen,
        due_at: due,
      },
      now,
    );
    record.deadline({
      kind: "transfer-doubted",
      epoch: detour.version + 1,
      waitingOn: "shopper",
      dueAt: due,
      calendar: "plain",
      remindAt: limits.transferRemindedDays.map((days) => now.add({ hours: 24 * days })),
    });
    record.fact(detourMoved(refund, { ...detour, state: "proved" }));
    return grant({ number: refund.number, state: "proved" });
  },
});

/** A refund by its number and, where the provider will not take it, its detour, as far as row security shows them. */
export async function detourOf(tx: Tx, number: string) {
  const found = await findInDirectory(tx, "refund", number);
  if (found === undefined) return refuse("refund-not-found", { number });
  const [refund, locked] = await Promise.all([
    readRefund(tx, found.customerId, found.id),
    lockDetour(tx, found.customerId, found.id),
  ]);
  if (refund === undefined) return refuse("refund-not-found", { number });
  // Row security lets people lock only what is theirs to move now.
  return grant({ refund, detour: locked ?? (await readDetour(tx, found.customerId, found.id)) });
}

/** Payments along which somebody can be paid. */
export function payableTenders(tx: Tx, customerId: string, orderId: string): Promise<{ id: string; kind: string }[]> {
  return tx.rows(
    `select id, kind from orders.tender where customer_id = $1 and order_id = $2 and kind not in ('points', 'coupon', 'voucher', 'gift-card', 'cash')
      order by captured_minor desc, tender_no`,
    [customerId, orderId],
  );
}
