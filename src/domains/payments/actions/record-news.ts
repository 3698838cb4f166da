import { newId } from "#kernel/ids";
import { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import type { RefundState } from "../model.ts";
import { followParts, lockRefund, movePart, type PartRow, partsOf, type RefundRow, settlePart } from "../store.ts";

/** What was learned of one share: from an answer, a notice, or a question. */
export type News =
  | { readonly is: "sending" }
  | { readonly is: "unknown"; readonly error: string }
  | { readonly is: "processing"; readonly status: string }
  | { readonly is: "refused"; readonly status: string; readonly error: string }
  | {
      readonly is: "succeeded";
      readonly status: string;
      readonly providerRefundId: string | null;
      readonly amountMinor: bigint;
      readonly currency: string;
    };

/**
 * Writes down news of a share under the lock of its refund. News may come twice, late or out of order: a settled share stays
 * settled, and only what the provider confirms with our own amount settles.
 */
export async function recordNews(
  tx: Tx,
  customerId: string,
  refundId: string,
  partId: string,
  news: News,
): Promise<RefundState | undefined> {
  const refund = await lockRefund(tx, customerId, refundId);
  if (refund === undefined) return undefined;
  const [parts, tenders] = await Promise.all([
    partsOf(tx, customerId, refundId),
    tx.rows<{ id: string; kind: string }>(
      "select id, kind from orders.tender where customer_id = $1 and order_id = $2",
      [customerId, refund.order_id],
    ),
  ]);
  const part = parts.find((p) => p.id === partId);
  if (part === undefined || part.state === "settled") return refund.state;
  const state = stateAfter(refund, part, news);
  if (state === "settled" && news.is === "succeeded") {
    const tender = tenders.find((t) => t.id === part.tender_id);
    settlePart(tx, refund, part, tender?.kind ?? "other", newId(), {
      refundId: news.providerRefundId,
      status: news.status,
    });
  } else {
    movePart(tx, part, state, {
      attempt: news.is === "sending",
      status: "status" in news ? news.status : null,
      error: "error" in news ? news.error : null,
    });
  }
  const moved = followParts(
    tx,
    refund,
    parts.map((p) => (p.id === partId ? state : p.state)),
  );
  if (moved !== undefined) publish(tx, refund, moved);
  return moved ?? refund.state;
}

function stateAfter(refund: RefundRow, part: PartRow, news: News): RefundState {
  switch (news.is) {
    case "sending":
    case "processing":
      return "sending";
    case "unknown":
      return part.state === "refused" || part.state === "mismatched" ? part.state : "unknown";
    case "refused":
      return "refused";
    case "succeeded":
      return news.amountMinor === part.amount_minor && news.currency === refund.currency ? "settled" : "mismatched";
  }
}

function publish(tx: Tx, refund: RefundRow, state: RefundState): void {
  const record = new Recorder();
  record.about({
    kind: "refund",
    id: refund.id,
    customerId: refund.customer_id,
    merchantId: refund.merchant_id,
    orderId: refund.order_id,
  });
  record.fact({
    kind: "payments.refund-moved",
    version: 1,
    payload: {
      refundId: refund.id,
      number: refund.number,
      causeKind: refund.cause_kind,
      causeId: refund.cause_id,
      orderId: refund.order_id,
      state,
      amountMinor: refund.amount_minor.toString(),
      currency: refund.currency,
    },
  });
  record.detail({ state });
  record.write(
    tx,
    "payments.refund-moved",
    state === "settled" || state === "refused" || state === "mismatched",
    undefined,
    undefined,
  );
}
