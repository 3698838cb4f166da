import type { Tx } from "#platform/db";
import { whatCameWrong } from "../rules/what-came-wrong.ts";
import { discrepancyCause } from "../store/discrepancy.ts";
import { putRight } from "./close-discrepancy.ts";
import { cancelCollection } from "./end-collection.ts";
import { openBesides, openWrongShare } from "./open-discrepancy.ts";
import type { LockedShares, News } from "./record-news.ts";

type Succeeded = Extract<News, { is: "succeeded" }>;

/**
 * After the provider has said what it paid of a share, under the lock of its refund: too much or other money waits for the platform,
 * what it thought before is over where it says otherwise now, and what came besides another way is one too many.
 */
export async function followDiscrepancies(
  tx: Tx,
  { refund, parts, detour, discrepancies }: LockedShares,
  partId: string,
  news: Succeeded,
): Promise<void> {
  const part = parts.find(({ id }) => id === partId);
  if (part === undefined) return;
  if (part.state !== "settled") {
    const wrong = whatCameWrong({ amount_minor: part.amount_minor, currency: refund.currency }, news);
    const open = discrepancies.find((one) => one.part_id === partId && one.state !== "ended");
    const same = open !== undefined && open.came_minor === wrong?.cameMinor && open.currency === wrong.currency;
    if (open !== undefined && !same) {
      putRight(tx, open);
      await cancelCollection(tx, { customerId: open.customer_id, causeKind: discrepancyCause, causeId: open.id });
    }
    if (wrong !== undefined && !same) openWrongShare(tx, refund, part, wrong, news.providerRefundId ?? part.id);
  }
  if (detour !== undefined) await openBesides(tx, refund, partId);
}

/** The provider took this payment back, and a late word of it says nothing new. */
export function tookBack({ discrepancies }: LockedShares, partId: string, news: Succeeded): boolean {
  return discrepancies.some(
    ({ part_id, ending, state, kind, came_minor, currency }) =>
      part_id === partId &&
      kind === "other-currency" &&
      ending === "taken-back" &&
      state === "ended" &&
      came_minor === news.amountMinor &&
      currency === news.currency,
  );
}
