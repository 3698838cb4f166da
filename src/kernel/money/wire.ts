import { type Currency, currency, digitsOf } from "./currency.ts";
import type { Money } from "./money.ts";

/** An amount in the main unit with exactly the currency's digits: `{ amount: "123.45", currency: "CNY" }`. */
export type MoneyOnWire = { amount: string; currency: string };

export function toWire(m: Money): MoneyOnWire {
  return { amount: decimal(m), currency: m.currency };
}

/**
 * Fewer digits than the currency has are read as if zeros followed.
 *
 * @throws RangeError for an unknown currency, for too many digits, and for anything but plain digits with a point
 */
export function fromWire(wire: MoneyOnWire): Money {
  const code = currency(wire.currency);
  const digits = digitsOf(code);
  const parts = /^(-?)(0|[1-9]\d{0,18})(?:\.(\d{1,3}))?$/.exec(wire.amount);
  if (!parts) throw new RangeError(`${JSON.stringify(wire.amount)} is not an amount such as "123.45"`);
  const [, sign = "", whole = "", fraction = ""] = parts;
  if (fraction.length > digits) throw new RangeError(`${wire.amount} has more than the ${digits} digits of ${code}`);
  const minor = BigInt(sign + whole + fraction.padEnd(digits, "0"));
  if (BigInt.asIntN(64, minor) !== minor)
    throw new RangeError(`${wire.amount} ${code} is beyond what a ledger can hold`);
  return { minor, currency: code };
}

/** For people: `¥1,234.50` in zh-CN, `CN¥1,234.50` in en, where ¥ alone could be yen. */
export function formatMoney(m: Money, locale: string): string {
  return formatterFor(locale, m.currency).format(decimal(m));
}

function decimal(m: Money): `${number}` {
  const digits = digitsOf(m.currency);
  const sign = m.minor < 0n ? "-" : "";
  const figures = (m.minor < 0n ? -m.minor : m.minor).toString().padStart(digits + 1, "0");
  const whole = figures.slice(0, figures.length - digits);
  const text = digits === 0 ? `${sign}${whole}` : `${sign}${whole}.${figures.slice(-digits)}`;
  return text as `${number}`;
}

function formatterFor(locale: string, code: Currency): Intl.NumberFormat {
  const key = `${locale} ${code}`;
  const known = formatters.get(key);
  if (known) return known;
  const digits = digitsOf(code);
  const formatter = new Intl.NumberFormat(locale, {
    style: "currency",
    currency: code,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  formatters.set(key, formatter);
  return formatter;
}

const formatters = new Map<string, Intl.NumberFormat>();
