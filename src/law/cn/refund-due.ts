import type { LocalDate } from "#kernel/time";
import { dateText } from "../date-text.ts";
import { type Counting, daysAfter } from "./periods.ts";

/** Days for the price to be back once the goods are (CN-NRR-08). */
export const daysToRefund = 7;

/** Days by which the price is back after the goods are (CN-NRR-08). */
export type RefundDue = {
  /** The seller's own target: the day not moved on. */
  readonly target: LocalDate;
  readonly lastDay: LocalDate;
  /** Beyond this it is deliberate delay; as it stands, and moved on from rest days. */
  readonly penaltyLine: LocalDate;
  readonly penaltyLineRolled: LocalDate;
};

export function refundDue(goodsBack: number, counting: Counting): RefundDue {
  const due = daysAfter(goodsBack, daysToRefund, counting);
  const penalty = daysAfter(goodsBack, 15, counting);
  return {
    target: dateText(due.unrolled),
    lastDay: dateText(due.lastDay),
    penaltyLine: dateText(penalty.unrolled),
    penaltyLineRolled: dateText(penalty.lastDay),
  };
}
