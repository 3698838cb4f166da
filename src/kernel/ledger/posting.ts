import { add, type Currency, type Money, sum, zero } from "#kernel/money";
import { assert } from "#kernel/outcome";

/** One side of an entry: what an account receives (above zero) or gives (below). */
export type PostingLine = { readonly account: string; readonly amount: Money };

/**
 * The lines of one entry in the books, as given.
 *
 * @throws BrokenBelief unless there are two lines or more and they add up to zero in every currency
 */
export function posting<L extends PostingLine>(lines: readonly L[]): readonly L[] {
  assert(lines.length >= 2, "an entry has at least two lines: what one account gives, another receives");
  const totals = new Map<Currency, Money>();
  for (const { amount } of lines) {
    totals.set(amount.currency, add(totals.get(amount.currency) ?? zero(amount.currency), amount));
  }
  for (const total of totals.values()) assert(total.minor === 0n, `an entry adds up to zero in ${total.currency}`);
  return lines;
}

/** What an account holds in one currency; the currency is asked for, because an account without lines has a balance too. */
export function balance(lines: Iterable<PostingLine>, account: string, currency: Currency): Money {
  const amounts: Money[] = [];
  for (const line of lines) {
    if (line.account === account && line.amount.currency === currency) amounts.push(line.amount);
  }
  return sum(amounts, currency);
}
