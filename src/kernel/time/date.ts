import { assert } from "#kernel/outcome";

/** A day on somebody's calendar, "2026-11-21", years 0001 to 9999; text order is date order. */
export type LocalDate = string & { readonly __localDate: true };

/** Days since 1970-01-01. Counting with these keeps Temporal off the hot paths. */
export type DayNumber = number;

/** @throws RangeError for anything but a real date in the form 2026-11-21 */
export function localDate(text: string): LocalDate {
  if (!isLocalDate(text)) throw new RangeError(`${JSON.stringify(text)} is not a date such as 2026-11-21`);
  return text;
}

export function dayNumber(date: LocalDate): DayNumber {
  return dayOf(yearIn(date), twoDigits(date, 5), twoDigits(date, 8));
}

export function dateOfDay(day: DayNumber): LocalDate {
  assert(Number.isInteger(day) && day >= firstDay && day <= lastDay, "a date lies between the years 1 and 9999");
  const { year, month, dayOfMonth } = civil(day);
  return textOf(year, month, dayOfMonth);
}

export function addDays(date: LocalDate, n: number): LocalDate {
  return dateOfDay(dayNumber(date) + n);
}

/** The corresponding day of the month n months on; where that month has none, its last day (Civil Code of China, 202). */
export function addMonths(date: LocalDate, n: number): LocalDate {
  assert(Number.isInteger(n), "months are counted whole");
  const months = yearIn(date) * 12 + twoDigits(date, 5) - 1 + n;
  const year = Math.floor(months / 12);
  const month = months - year * 12 + 1;
  assert(year >= 1 && year <= 9999, "a date lies between the years 1 and 9999");
  return textOf(year, month, Math.min(twoDigits(date, 8), daysInMonth(year, month)));
}

/** 1 is Monday, 7 is Sunday. */
export function weekday(day: DayNumber): number {
  // 1970-01-01 was a Thursday; the second remainder lifts days before it.
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** Above zero when `b` is later. */
export function daysBetween(a: LocalDate, b: LocalDate): number {
  return dayNumber(b) - dayNumber(a);
}

export function yearOfDay(day: DayNumber): number {
  return civil(day).year;
}

function isLocalDate(text: string): text is LocalDate {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const year = yearIn(text);
  const month = twoDigits(text, 5);
  const dayOfMonth = twoDigits(text, 8);
  return year >= 1 && month >= 1 && month <= 12 && dayOfMonth >= 1 && dayOfMonth <= daysInMonth(year, month);
}

function yearIn(text: string): number {
  return twoDigits(text, 0) * 100 + twoDigits(text, 2);
}

function twoDigits(text: string, at: number): number {
  return (text.charCodeAt(at) - zeroCode) * 10 + text.charCodeAt(at + 1) - zeroCode;
}

const zeroCode = "0".charCodeAt(0);

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

// Both directions count in eras of 400 years that start on 1 March, so that a leap day is the last day of its year
// (Howard Hinnant, "chrono-compatible low-level date algorithms").
const daysInEra = 146_097;
const epochFromEraZero = 719_468;

function dayOf(year: number, month: number, dayOfMonth: number): DayNumber {
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + dayOfMonth - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * daysInEra + dayOfEra - epochFromEraZero;
}

function civil(day: DayNumber): { year: number; month: number; dayOfMonth: number } {
  const shifted = day + epochFromEraZero;
  const era = Math.floor(shifted / daysInEra);
  const dayOfEra = shifted - era * daysInEra;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    dayOfMonth: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1,
  };
}

const firstDay = dayOf(1, 1, 1);
const lastDay = dayOf(9999, 12, 31);

function textOf(year: number, month: number, dayOfMonth: number): LocalDate {
  const yyyy = year > 999 ? String(year) : String(year).padStart(4, "0");
  return `${yyyy}-${month < 10 ? "0" : ""}${month}-${dayOfMonth < 10 ? "0" : ""}${dayOfMonth}` as LocalDate;
}
