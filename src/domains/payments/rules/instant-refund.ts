import type { Because } from "#platform/wire";

/** What is known of a shopper, and nothing that the shopper could not be told. Amounts in fen. */
export type InstantSignals = {
  readonly tier: string;
  /** Orders paid and not cancelled. */
  readonly paidOrders: number;
  /** Instant refunds whose goods came. */
  readonly goodsCame: number;
  /** Instant refunds whose goods never came: paid back by the shopper, or not. */
  readonly recovered: number;
  readonly notRecovered: number;
  readonly recovering: number;
  /** Lent now. */
  readonly openMinor: bigint;
};

export type InstantOffer = {
  readonly offered: boolean;
  readonly limitMinor: bigint;
  readonly leftMinor: bigint;
  readonly because: readonly Because[];
};

/** How much a tier is trusted with from the start; an unknown one as the first. */
const baseOfTier: ReadonlyMap<string, bigint> = new Map([
  ["standard", 20_000n],
  ["silver", 50_000n],
  ["gold", 100_000n],
  ["platinum", 200_000n],
]);
const firstBase = 20_000n;
const paidOrdersNeeded = 2;
const perKeptPromise = 10_000n;
const keptPromisesCounted = 10;
const mostMinor = 300_000n;

/** How much may be paid back to this shopper before the goods are here, and every reason for it. In yuan only. */
export function offerOf(signals: InstantSignals, amountMinor: bigint, currency: string): InstantOffer {
  const because: Because[] = [];
  const limitMinor = currency === "CNY" ? limitOf(signals, because) : 0n;
  if (currency !== "CNY") because.push({ code: "instant-in-yuan-only", params: {} });
  const left = limitMinor - signals.openMinor;
  const leftMinor = left > 0n ? left : 0n;
  const offered = amountMinor > 0n && amountMinor <= leftMinor;
  if (!offered && limitMinor > 0n)
    because.push({
      code: "instant-above-limit",
      params: { amount: yuan(amountMinor), left: yuan(leftMinor), currency: "CNY" },
    });
  return { offered, limitMinor, leftMinor, because };
}

function limitOf(signals: InstantSignals, because: Because[]): bigint {
  if (signals.notRecovered > 0) return nothing(because, "instant-not-paid-back", signals.notRecovered);
  if (signals.recovering > 0) return nothing(because, "instant-being-recovered", signals.recovering);
  if (signals.paidOrders < paidOrdersNeeded) return nothing(because, "instant-too-few-orders", signals.paidOrders);
  const base = baseOfTier.get(signals.tier) ?? firstBase;
  because.push({ code: "instant-base-of-tier", params: { tier: signals.tier, amount: yuan(base), currency: "CNY" } });
  const kept = Math.min(signals.goodsCame, keptPromisesCounted);
  const earned = BigInt(kept) * perKeptPromise;
  if (kept > 0)
    because.push({ code: "instant-goods-came", params: { times: kept, amount: yuan(earned), currency: "CNY" } });
  let limit = base + earned < mostMinor ? base + earned : mostMinor;
  if (signals.recovered > 0) {
    // Each time halves it: whoever paid back is trusted again, with less.
    limit >>= BigInt(Math.min(signals.recovered, 16));
    because.push({ code: "instant-was-recovered", params: { times: signals.recovered } });
  }
  return limit;
}

function nothing(because: Because[], code: string, times: number): bigint {
  because.push({ code, params: { times } });
  return 0n;
}

function yuan(minor: bigint): string {
  return `${minor / 100n}.${(minor % 100n).toString().padStart(2, "0")}`;
}
