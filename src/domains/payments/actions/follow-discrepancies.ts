import type { Tx } from "#platform/db";
import { cameWhole, whatCameMore, whatCameWrong } from "../rules/what-came-wrong.ts";
import { type DiscrepancyRow, discrepancyCause } from "../store/discrepancy.ts";
import type { PartRow, RefundRow } from "../store/refund.ts";
import { putRight } from "./close-discrepancy.ts";
import { cancelCollection } from "./end-collection.ts";
import { openBesides, openWrongShare } from "./open-discrepancy.ts";
import type { LockedShares, News } from "./record-news.ts";

type Succeeded = Extract<News, { is: "succeeded" }>;

/**
 * After the provider has said what it paid of a share, under the lock of its refund: too much or other money waits for the platform,
 * what it thought before is over where it says otherwise now, and what came besides another payment or way is one too many.
 */
export async function followDiscrepancies(
  tx: Tx,
  { refund, parts, detour, discrepancies }: LockedShares,
  partId: string,
  news: Succeeded,
): Promise<void> {
  const part = parts.find(({ id }) => id === partId);
  if (part === undefined) return;
  const known = discrepancies.filter((one) => one.part_id === partId);
  if (part.state !== "settled") await whileUnsettled(tx, refund, part, known, news);
  // In our own money what came besides another way is in the books, and seen below.
  else if (part.settled_by === "provider" || news.currency !== refund.currency) {
    const due = { amount_minor: part.amount_minor, currency: refund.currency, payment: part.provider_refund_id };
    const { over, more } = whatCameMore(due, { ...news, payment: news.providerRefundId }, known);
    for (const one of over) await isOver(tx, one);
    if (more !== undefined)
      openWrongShare(tx, refund, part, more, news.providerRefundId ?? part.provider_refund_id ?? part.id);
  }
  if (detour !== undefined) await openBesides(tx, refund, partId);
}

async function whileUnsettled(
  tx: Tx,
  refund: RefundRow,
  part: PartRow,
  known: readonly DiscrepancyRow[],
  news: Succeeded,
): Promise<void> {
  const due = { amount_minor: part.amount_minor, currency: refund.currency };
  const payment = news.providerRefundId ?? part.id;
  const waiting = known.filter(({ state }) => state !== "ended");
  const others = news.providerRefundId === null ? [] : waiting.filter((one) => one.payment !== payment);
  const exact = news.amountMinor === due.amount_minor && news.currency === due.currency;
  const wrong = others.length > 0 && !exact ? cameWhole(news, due) : whatCameWrong(due, news);
  const same = waiting.some(
    (one) => !others.includes(one) && one.came_minor === wrong?.cameMinor && one.currency === wrong.currency,
  );
  if (same) return;
  for (const one of waiting.filter((each) => !others.includes(each))) await isOver(tx, one);
  if (wrong !== undefined) openWrongShare(tx, refund, part, wrong, payment);
  if (!exact) return;
  // This payment is the refund, so that of the others nothing is.
  for (const one of others) {
    const whole = cameWhole({ amountMinor: one.came_minor, currency: one.currency }, due);
    if (whole === undefined || whole.tooMuchMinor === one.amount_minor) continue;
    await isOver(tx, one);
    openWrongShare(tx, refund, part, whole, one.payment);
  }
}

/** What was thought of a payment is over: nobody is asked for it any more, and what was paid back goes to the shopper again. */
export async function isOver(tx: Tx, row: DiscrepancyRow): Promise<void> {
  putRight(tx, row);
  await cancelCollection(tx, { customerId: row.customer_id, causeKind: discrepancyCause, causeId: row.id });
}

/** The provider took this very payment back, and a late word of it says nothing new, whatever is on its way by now. */
export function tookBack(known: readonly DiscrepancyRow[], of: string, news: Succeeded): boolean {
  return known.some(
    ({ part_id, payout_id, ending, state, kind, payment, came_minor, currency }) =>
      (part_id ?? payout_id) === of &&
      payment === (news.providerRefundId ?? of) &&
      kind === "other-currency" &&
      ending === "taken-back" &&
      state === "ended" &&
      came_minor === news.amountMinor &&
      currency === news.currency,
  );
}
