import type { StatutoryClocks } from "../statutory-clock.ts";
import { daysAfter } from "./periods.ts";
import { refundWithin14Days, sendBackWithin14Days } from "./withdrawal/rules.ts";

export const daysToRefund = 14;
export const daysToSendBack = 14;

/**
 * The money within 14 days of the statement, kept back no longer than until the goods are there; the goods on their way
 * within 14 days of it, as rest days move that day on. How long an answer or a repair may take no directive says in days.
 */
export const clocks: StatutoryClocks = {
  refund: {
    rule: refundWithin14Days,
    days: daysToRefund,
    gives: "at-most",
    from: "notice",
    ofWithdrawal: true,
    lastDay: ({ notice, event }) => Math.max(notice + daysToRefund, event),
  },
  "refund-unsent": {
    rule: refundWithin14Days,
    days: daysToRefund,
    gives: "at-most",
    from: "notice",
    ofWithdrawal: true,
    lastDay: ({ notice }) => notice + daysToRefund,
  },
  "send-back": {
    rule: sendBackWithin14Days,
    days: daysToSendBack,
    gives: "at-least",
    from: "notice",
    ofWithdrawal: true,
    lastDay: ({ notice }, calendar) => daysAfter(notice, daysToSendBack, calendar).lastDay,
  },
};
