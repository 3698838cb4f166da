import { cumulativeShare } from "#kernel/money";
import type { DayNumber } from "#kernel/time";
import type { Matter } from "../../pack.ts";
import { timeInRepair } from "../warranty-period.ts";

/** What use takes off the price (折旧), in minor units: a daily rate in ten-thousandths, never more than all of it (CN-SB-04). */
export function depreciationOf(price: bigint, perDay: number, days: number): bigint {
  return cumulativeShare(price, 0n, BigInt(Math.min(perDay * days, whole)), BigInt(whole));
}

const whole = 10_000;

/**
 * Days from the invoice to the return, less those with a repairer. Without an invoice nothing was used before receipt;
 * replaced goods are used from their replacement on.
 */
export function daysOfUse(matter: Matter, receivedOn: DayNumber): number {
  const { days } = matter.facts;
  const from = days.replaced ?? days.invoiced ?? receivedOn;
  const until = days.goodsBack ?? matter.notice;
  return timeInRepair(matter).reduce(
    (used, repair) => used - Math.max(0, Math.min(repair.until, until) - Math.max(repair.from, from)),
    Math.max(0, until - from),
  );
}
