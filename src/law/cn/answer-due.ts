import { type DayNumber, dateOfDay, type LocalDate } from "#kernel/time";
import { type Counting, daysAfter } from "./periods.ts";

/** By when whoever asked must have been told where the goods go; later is an offence (CN-NRR-07). The day not moved on. */
export function answerDue(asked: DayNumber, counting: Counting): LocalDate {
  return dateOfDay(daysAfter(asked, daysToAnswer, counting).unrolled);
}

export const daysToAnswer = 15;
