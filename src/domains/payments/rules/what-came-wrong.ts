import type { DiscrepancyEnding, DiscrepancyKind } from "../contract.ts";
import type { DiscrepancyState } from "../model.ts";

/** A payment as the provider tells it. */
export type Came = { readonly amountMinor: bigint; readonly currency: string };
export type CameWrong = {
  readonly kind: "too-much" | "other-currency";
  readonly cameMinor: bigint;
  readonly tooMuchMinor: bigint;
  readonly currency: string;
};

/** Whether what came is more than was asked, or other money. What is too little is missing, which is another matter. */
export function whatCameWrong(
  asked: { readonly amount_minor: bigint; readonly currency: string },
  came: Came,
): CameWrong | undefined {
  const { amountMinor, currency } = came;
  // Nothing came at all.
  if (amountMinor <= 0n) return undefined;
  if (currency !== asked.currency)
    return { kind: "other-currency", cameMinor: amountMinor, tooMuchMinor: amountMinor, currency };
  if (amountMinor <= asked.amount_minor) return undefined;
  return { kind: "too-much", cameMinor: amountMinor, tooMuchMinor: amountMinor - asked.amount_minor, currency };
}

/** All of it: nothing is due any more, or something else has brought it. */
export function cameWhole({ amountMinor, currency }: Came, due: { readonly currency: string }): CameWrong | undefined {
  if (amountMinor <= 0n) return undefined;
  const kind = currency === due.currency ? "too-much" : "other-currency";
  return { kind, cameMinor: amountMinor, tooMuchMinor: amountMinor, currency };
}

/** What is known of money that came wrong. */
export type KnownWrong = {
  readonly kind: DiscrepancyKind;
  readonly payment: string;
  readonly state: DiscrepancyState;
  readonly ending: DiscrepancyEnding | null;
  readonly came_minor: bigint;
  readonly amount_minor: bigint;
  readonly currency: string;
};

/**
 * The provider says once more that it paid what is settled. The payment that settled it is corrected, any other is one too many. What
 * was thought of this payment and is not over yet is over; what of it has been made up for counts no second time, and what was
 * made up for in vain, by the shopper or by the platform, is undone. What the provider took back it says nothing more of.
 */
export function whatCameMore<K extends KnownWrong>(
  due: { readonly amount_minor: bigint; readonly currency: string; readonly payment: string | null },
  came: Came & { readonly payment: string | null },
  known: readonly K[],
): { readonly over: readonly K[]; readonly more: CameWrong | undefined } {
  const payment = came.payment ?? due.payment;
  const ofIt = known.filter((one) => one.payment === payment && one.ending !== "put-right");
  if (ofIt.some((one) => one.came_minor === came.amountMinor && one.currency === came.currency))
    return { over: [], more: undefined };
  const settledIt = due.payment === null || payment === due.payment;
  const wrong = settledIt ? whatCameWrong(due, came) : cameWhole(came, due);
  const tooMuch = wrong?.tooMuchMinor ?? 0n;
  const ended = ofIt.filter(({ state, currency }) => state === "ended" && currency === came.currency);
  const inVain = sumOf(ended) > tooMuch ? ended.filter(canBeUndone) : [];
  const left = tooMuch - sumOf(ended.filter((one) => !inVain.includes(one)));
  return {
    over: ofIt.filter((one) => one.state !== "ended" || inVain.includes(one)),
    more: wrong !== undefined && left > 0n ? { ...wrong, tooMuchMinor: left } : undefined,
  };
}

const sumOf = (ones: readonly KnownWrong[]): bigint => ones.reduce((sum, { amount_minor }) => sum + amount_minor, 0n);

function canBeUndone({ kind, ending }: KnownWrong): boolean {
  return kind === "too-much" && (ending === "asked-back" || ending === "borne");
}
