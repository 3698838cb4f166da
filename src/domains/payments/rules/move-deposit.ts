import type { PostingLine } from "#kernel/ledger";
import { type Currency, lesser, money } from "#kernel/money";
import { grant, type Outcome, refuse } from "#kernel/outcome";

/** What a merchant has deposited: free, held for a cause, and owed. Nothing is owed while anything is free. */
export type Deposit = { readonly availableMinor: bigint; readonly heldMinor: bigint; readonly owedMinor: bigint };

export type DepositMove =
  | { readonly kind: "top-up" | "hold" | "release"; readonly minor: bigint }
  | {
      readonly kind: "deduct";
      readonly minor: bigint;
      /** What is still held for this cause: it is taken first. */
      readonly heldForCause: bigint;
      /** Whether what is not there is owed, as for a ruling; otherwise the deduction is refused. */
      readonly mayOwe: boolean;
    };

/**
 * What a movement leaves of a deposit, with the lines of its entry. What comes in pays what is owed first; the accounts
 * `available` and `held` hold what the deposit says, and `owed` that much less than nothing.
 */
export function moveDeposit(
  deposit: Deposit,
  move: DepositMove,
  currency: Currency,
): Outcome<{ after: Deposit; lines: readonly PostingLine[] }, "deposit-too-low"> {
  switch (move.kind) {
    case "top-up":
      return grant(changed(deposit, comingIn(deposit, move.minor), { merchant: -move.minor }, currency));
    case "release":
      return grant(changed(deposit, { ...comingIn(deposit, move.minor), held: -move.minor }, {}, currency));
    case "hold":
      if (deposit.availableMinor < move.minor) return tooLow(deposit, move.minor, currency);
      return grant(changed(deposit, { available: -move.minor, held: move.minor }, {}, currency));
    case "deduct": {
      const held = lesser(move.heldForCause, move.minor);
      const available = lesser(deposit.availableMinor, move.minor - held);
      const owed = move.minor - held - available;
      if (owed > 0n && !move.mayOwe) return tooLow(deposit, move.minor, currency);
      return grant(
        changed(deposit, { held: -held, available: -available, owed: -owed }, { deducted: move.minor }, currency),
      );
    }
  }
}

type Own = { readonly available?: bigint; readonly held?: bigint; readonly owed?: bigint };

function comingIn(deposit: Deposit, minor: bigint): Own {
  const owed = lesser(deposit.owedMinor, minor);
  return { owed, available: minor - owed };
}

function changed(deposit: Deposit, own: Own, others: Readonly<Record<string, bigint>>, currency: Currency) {
  const lines = Object.entries({ ...own, ...others })
    .filter(([, minor]) => minor !== 0n)
    .map(([account, minor]) => ({ account, amount: money(minor, currency) }));
  return {
    after: {
      availableMinor: deposit.availableMinor + (own.available ?? 0n),
      heldMinor: deposit.heldMinor + (own.held ?? 0n),
      owedMinor: deposit.owedMinor - (own.owed ?? 0n),
    },
    lines,
  };
}

function tooLow(deposit: Deposit, minor: bigint, currency: Currency) {
  return refuse("deposit-too-low", {
    amountMinor: minor.toString(),
    availableMinor: deposit.availableMinor.toString(),
    currency,
  });
}
