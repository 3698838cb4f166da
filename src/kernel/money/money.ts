import { assert } from "#kernel/outcome";
import type { Currency } from "./currency.ts";

/** Whole minor units: 1234n CNY is ¥12.34, 1234n JPY is ¥1,234, 1234n KWD is 1.234 dinars. */
export type Money = { readonly minor: bigint; readonly currency: Currency };

export function money(minor: bigint, currency: Currency): Money {
  return { minor, currency };
}

export function zero(currency: Currency): Money {
  return { minor: 0n, currency };
}

/** @throws BrokenBelief when the currencies differ, as do all below that take two amounts */
export function add(a: Money, b: Money): Money {
  assertSameCurrency(a, b);
  return { minor: a.minor + b.minor, currency: a.currency };
}

export function subtract(a: Money, b: Money): Money {
  assertSameCurrency(a, b);
  return { minor: a.minor - b.minor, currency: a.currency };
}

export function negate(a: Money): Money {
  return { minor: -a.minor, currency: a.currency };
}

export function isZero(a: Money): boolean {
  return a.minor === 0n;
}

/** Below zero when `a` is less, above when it is more: fit for sorting. */
export function compare(a: Money, b: Money): -1 | 0 | 1 {
  assertSameCurrency(a, b);
  if (a.minor === b.minor) return 0;
  return a.minor < b.minor ? -1 : 1;
}

export function min(a: Money, b: Money): Money {
  return compare(a, b) <= 0 ? a : b;
}

export function max(a: Money, b: Money): Money {
  return compare(a, b) >= 0 ? a : b;
}

/** The currency is asked for, because an empty list has a sum too. */
export function sum(list: Iterable<Money>, currency: Currency): Money {
  let total = zero(currency);
  for (const one of list) total = add(total, one);
  return total;
}

function assertSameCurrency(a: Money, b: Money): void {
  assert(a.currency === b.currency, "amounts of two currencies are never mixed");
}
