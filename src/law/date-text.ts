import { type DayNumber, dateOfDay, type LocalDate } from "#kernel/time";

/** The date as text, written once for each day: every decision names a handful of days, and most name the same ones. */
export function dateText(day: DayNumber): LocalDate {
  const known = written.get(day);
  if (known !== undefined) return known;
  if (written.size >= mostWritten) written.clear();
  const text = dateOfDay(day);
  written.set(day, text);
  return text;
}

const written = new Map<DayNumber, LocalDate>();
const mostWritten = 100_000;
