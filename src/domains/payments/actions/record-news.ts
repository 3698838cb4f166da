import { newId } from "#kernel/ids";
import { Recorder } from "#platform/action";
import type { Tx } from "#platform/db";
import type { RefundState } from "../model.ts";
import { type DetourRow, lockDetour } from "../store/detour.ts";
import { type DiscrepancyRow, lockDiscrepanciesOf } from "../store/discrepancy.ts";
import {
  bookPaidBesides,
  followParts,
  lockRefund,
  movePart,
  type PartRow,
  partsOf,
  type RefundRow,
  settlePart,
  settlePartByOtherMoney,
} from "../store/refund.ts";
import { aboutRefund, followDetour } from "./follow-detour.ts";
import { followDiscrepancies, tookBack } from "./follow-discrepancies.ts";

/** What was learned of one share: from an answer, a notice, or a question. */
export type News =
  | { readonly is: "sending" }
  | { readonly is: "unknown"; readonly error: string }
  | { readonly is: "processing"; readonly status: string }
  | { readonly is: "refused"; readonly status: string; readonly error: string }
  /** The platform lets other money stand for it. */
  | { readonly is: "other-money"; readonly payment: string }
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
  const known = await lockShares(tx, customerId, refundId);
  if (known === undefined) return undefined;
  if (news.is !== "succeeded") return takeNews(tx, known, [partId], news);
  if (tookBack(known.discrepancies, partId, news)) return known.refund.state;
  const state = takeNews(tx, known, [partId], news);
  await followDiscrepancies(tx, known, partId, news);
  return state;
}

/** The provider took back what it had paid wrongly: the share is to be paid anew. */
export const takenBack: News = { is: "refused", status: "taken-back", error: "taken back by the provider" };

export type LockedShares = {
  readonly refund: RefundRow;
  readonly parts: readonly PartRow[];
  readonly tenders: readonly Tender[];
  readonly detour: DetourRow | undefined;
  readonly discrepancies: readonly DiscrepancyRow[];
};
type Tender = {
  readonly id: string;
  readonly kind: string;
  readonly provider_reference: string;
  readonly captured_minor: bigint;
};

/** A refund with its shares and the payments they go back to, locked until the commit. */
export async function lockShares(tx: Tx, customerId: string, refundId: string): Promise<LockedShares | undefined> {
  const [refund, parts, tenders, detour, discrepancies] = await Promise.all([
    lockRefund(tx, customerId, refundId),
    partsOf(tx, customerId, refundId),
    tx.rows<Tender>(
      `select t.id, t.kind, t.provider_reference, t.captured_minor from orders.tender t
         join payments.refund r on r.customer_id = t.customer_id and r.order_id = t.order_id where t.customer_id = $1 and r.id = $2`,
      [customerId, refundId],
    ),
    lockDetour(tx, customerId, refundId),
    lockDiscrepanciesOf(tx, customerId, refundId),
  ]);
  return refund === undefined ? undefined : { refund, parts, tenders, detour, discrepancies };
}

/** The same news of several shares, written with the commit; answers where the refund stands then. */
export function takeNews(
  tx: Tx,
  { refund, parts, tenders, detour }: LockedShares,
  partIds: readonly string[],
  news: News,
): RefundState {
  const record = new Recorder();
  const states = parts.map((part) => {
    if (!partIds.includes(part.id)) return part.state;
    const tenderKind = tenders.find((t) => t.id === part.tender_id)?.kind ?? "other";
    if (part.state === "settled") {
      const more = paidBesides(refund.currency, part, news);
      if (more !== null) bookPaidBesides(record, refund, part, tenderKind, more, tx.now);
      return part.state;
    }
    const state = stateAfter(refund.currency, part, news);
    if (state === "settled" && news.is === "succeeded") {
      const provider = { refundId: news.providerRefundId, status: news.status };
      settlePart(record, refund, part, tenderKind, newId(), provider, tx.now);
    } else if (news.is === "other-money") {
      settlePartByOtherMoney(record, refund, part, news.payment, tx.now);
    } else {
      const told = {
        attempt: news.is === "sending",
        status: "status" in news ? news.status : null,
        error: "error" in news ? news.error : null,
        paid: paidOtherwise(refund.currency, state, news),
      };
      movePart(record, part, state, told, tx.now);
    }
    return state;
  });
  const moved = followParts(record, refund, states, tx.now);
  if (moved !== undefined) publish(record, refund, moved);
  const after = parts.map((part, i) => ({
    state: states[i] ?? part.state,
    amountMinor: part.amount_minor,
    paidMinor: partIds.includes(part.id)
      ? (paidOtherwise(refund.currency, states[i] ?? part.state, news) ?? part.paid_minor)
      : part.paid_minor,
  }));
  const before = parts.map((part) => ({
    state: part.state,
    amountMinor: part.amount_minor,
    paidMinor: part.paid_minor,
  }));
  followDetour(record, refund, detour, { before, shares: after }, tx.now);
  const audited = moved === "settled" || moved === "refused" || moved === "mismatched";
  record.write(tx, "payments.refund-moved", audited, undefined, undefined);
  return moved ?? refund.state;
}

/** The shopper has this share on another way, and now the provider says that it paid it, or more of it, as well. */
function paidBesides(currency: string, part: PartRow, news: News): bigint | null {
  if (news.is !== "succeeded" || part.settled_by === "provider" || news.currency !== currency) return null;
  return news.amountMinor > (part.paid_minor ?? 0n) ? news.amountMinor : null;
}

/** What the provider says it paid, where that is another sum in our currency; of any other nothing can be reckoned. */
function paidOtherwise(currency: string, state: RefundState, news: News): bigint | null {
  return state === "mismatched" && news.is === "succeeded" && news.currency === currency ? news.amountMinor : null;
}

/** Where a share, or a payout, stands after these news. */
export function stateAfter(
  currency: string,
  part: { readonly state: RefundState; readonly amount_minor: bigint },
  news: News,
): RefundState {
  switch (news.is) {
    case "sending":
    case "processing":
      return "sending";
    case "unknown":
      return part.state === "refused" || part.state === "mismatched" ? part.state : "unknown";
    case "refused":
      return "refused";
    case "other-money":
      return "settled";
    case "succeeded":
      return news.amountMinor === part.amount_minor && news.currency === currency ? "settled" : "mismatched";
  }
}

export function publish(record: Recorder, refund: RefundRow, state: RefundState): void {
  record.about(aboutRefund(refund));
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
}
