import type { StatutoryClock, StatutoryClocks } from "../statutory-clock.ts";
import { refundWithin7Days, returnAddressPromptly } from "./no-reason/rules.ts";
import { daysToRefund } from "./refund-due.ts";
import { repairTakesTooLong } from "./three-guarantees/rules.ts";

/** By when whoever asked must have been told where the goods go; later is an offence (CN-NRR-07). */
export const daysToAnswer = 15;

/** Days a repairer has; after them the goods are replaced (CN-SB-03). */
const daysToRepair = 30;

/** What the seller has no longer for, counted from when it is the seller's turn; rest days move none of it. */
export const clocks: StatutoryClocks = {
  answer: atMost(returnAddressPromptly, daysToAnswer),
  refund: atMost(refundWithin7Days, daysToRefund),
  repair: atMost(repairTakesTooLong, daysToRepair),
};

function atMost(rule: StatutoryClock["rule"], days: number): StatutoryClock {
  return { rule, days, gives: "at-most", from: "event", lastDay: ({ event }) => event + days };
}
