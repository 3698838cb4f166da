import { businessNow } from "../data/clock.ts";

export type Money = { amount: string; currency: string };

/** Figures and times as people of one language read them. */
export type Format = ReturnType<typeof formatFor>;

export function formatFor(language: string) {
  const known = formats.get(language);
  if (known) return known;
  const made = make(language);
  formats.set(language, made);
  return made;
}

/** Seconds left, split for a countdown; `late` once the instant has passed. */
export function timeLeft(until: string, now = businessNow()): TimeLeft {
  const seconds = Math.trunc((Date.parse(until) - now) / 1000);
  const left = Math.abs(seconds);
  return {
    late: seconds < 0,
    seconds,
    days: Math.trunc(left / 86_400),
    clock: [Math.trunc((left % 86_400) / 3600), Math.trunc((left % 3600) / 60), left % 60]
      .map((n) => String(n).padStart(2, "0"))
      .join(":"),
  };
}
export type TimeLeft = { late: boolean; seconds: number; days: number; clock: string };

const formats = new Map<string, ReturnType<typeof make>>();

function make(language: string) {
  const zh = language !== "en";
  const locale = zh ? "zh-CN" : "en-GB";
  const numbers = new Intl.NumberFormat(locale);
  const time = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const monthDay = new Intl.DateTimeFormat(
    locale,
    zh ? { month: "long", day: "numeric" } : { day: "numeric", month: "short" },
  );
  const yearMonthDay = new Intl.DateTimeFormat(
    locale,
    zh ? { year: "numeric", month: "long", day: "numeric" } : { day: "numeric", month: "short", year: "numeric" },
  );
  const weekday = new Intl.DateTimeFormat(locale, { weekday: "short" });
  const ago = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const moneys = new Map<string, Intl.NumberFormat>();

  const date = (at: Date) =>
    (at.getFullYear() === new Date(businessNow()).getFullYear() ? monthDay : yearMonthDay).format(at);
  return {
    language,
    number: (n: number) => numbers.format(n),
    /** ¥1,234.50 */
    money: ({ amount, currency }: Money): string => {
      let format = moneys.get(currency);
      if (!format) {
        // Without this, English would write CN¥; only the yen needs telling apart from it.
        const currencyDisplay = currency === "JPY" ? "symbol" : "narrowSymbol";
        format = new Intl.NumberFormat(locale, { style: "currency", currency, currencyDisplay });
        moneys.set(currency, format);
      }
      return format.format(amount as `${number}`).replace("-", "−");
    },
    /** 11月21日, of a plain date such as 2026-11-21 or of an instant; with the year where it is not this one. */
    day: (dateOrInstant: string): string => date(asDate(dateOrInstant)),
    /** 2026年11月21日, also where it is this year. */
    fullDay: (dateOrInstant: string): string => yearMonthDay.format(asDate(dateOrInstant)),
    /** 周六 */
    weekday: (dateOrInstant: string): string => weekday.format(asDate(dateOrInstant)),
    /** 11月21日 10:00 */
    moment: (instant: string): string => {
      const at = new Date(instant);
      return `${date(at)}${zh ? " " : ", "}${time.format(at)}`;
    },
    /** 今天 13:47, 昨天 10:20, otherwise as `moment`. */
    nearMoment: (instant: string): string => {
      const at = new Date(instant);
      const days = daysFromToday(at);
      if (Math.abs(days) > 1) return `${date(at)}${zh ? " " : ", "}${time.format(at)}`;
      return `${capital(ago.format(days, "day"))} ${time.format(at)}`;
    },
    /** 3 分钟前; beyond a week the day. */
    relative: (instant: string): string => {
      const seconds = Math.round((Date.parse(instant) - businessNow()) / 1000);
      const size = Math.abs(seconds);
      if (size < 45) return ago.format(0, "second");
      if (size < 3570) return ago.format(Math.round(seconds / 60), "minute");
      if (size < 84_600) return ago.format(Math.round(seconds / 3600), "hour");
      if (size < 7 * 86_400) return ago.format(Math.round(seconds / 86_400), "day");
      return date(new Date(instant));
    },
  };
}

/** A plain date is that day wherever the reader is. */
function asDate(dateOrInstant: string): Date {
  return new Date(dateOrInstant.length === 10 ? `${dateOrInstant}T00:00:00` : dateOrInstant);
}

function daysFromToday(at: Date): number {
  const midnight = (d: Date) => Date.UTC(d.getFullYear(), d.getMonth(), d.getDate());
  return Math.round((midnight(at) - midnight(new Date(businessNow()))) / 86_400_000);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
