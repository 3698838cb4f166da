import type { DayCalendar, DayNumber } from "#kernel/time";
import type { Rule } from "./rule.ts";

/** What somebody owes once a shopper has asked, as far as a statute sets a time for it. */
export const statutoryDuties = ["answer", "refund", "refund-unsent", "repair", "send-back"] as const;
export type StatutoryDuty = (typeof statutoryDuties)[number];

/** A time that a statute sets: for whom it is the longest, or the shortest. */
export type StatutoryClock = {
  readonly rule: Rule;
  /** Its length, as the article tells it. */
  readonly days: number;
  /** "at-most": the seller has no longer. "at-least": the shopper has no less. */
  readonly gives: "at-most" | "at-least";
  /** What it is counted from. */
  readonly from: keyof Since;
  /** Holds only where the shopper need give no reason. */
  readonly ofWithdrawal?: true;
  readonly lastDay: (since: Since, calendar: DayCalendar) => DayNumber;
};

/** `notice`: when the shopper asked; `event`: when what is waited for began, such as the goods' coming back. */
export type Since = { readonly notice: DayNumber; readonly event: DayNumber };

export type StatutoryClocks = Readonly<Partial<Record<StatutoryDuty, StatutoryClock>>>;
