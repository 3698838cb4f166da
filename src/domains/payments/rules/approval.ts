import { currency, money, toWire } from "#kernel/money";
import { grant, type Outcome, refuse } from "#kernel/outcome";
import type { Limits } from "./limits.ts";

/** Who may agree to what others propose, within an own limit. */
const approvers = ["supervisor", "operations"] as const;
/** Above every limit two of this role agree. */
const lastWord = "operations";

type Sum = { readonly minor: bigint; readonly currency: string };

/**
 * How many others must agree to what somebody of this role proposes: nobody, one who may, or two. `sum`: with all that was agreed to
 * for the same case before, so that nothing above a limit is given in parts.
 */
export function approvalsNeeded(sum: Sum, role: string, limits: Limits): 0 | 1 | 2 {
  if (mayDecide(sum, role, limits)) return 0;
  return mayDecide(sum, lastWord, limits) ? 1 : 2;
}

export type Agreeing = {
  readonly staffId: string;
  readonly role: string;
  readonly proposedBy: string | null;
  readonly approvedBy: readonly string[];
  readonly needed: number;
};

/**
 * Whether this person may agree, and what stands then. Never the proposer, and nobody twice. Says up to how much, and who may.
 * `sum`: with all that was agreed to for the same case before.
 */
export function agree(
  sum: Sum,
  { staffId, role, proposedBy, approvedBy, needed }: Agreeing,
  limits: Limits,
): Outcome<"approved" | "awaiting-approval", "own-proposal" | "agreed-already" | AboveLimit> {
  if (staffId === proposedBy) return refuse("own-proposal");
  if (approvedBy.includes(staffId)) return refuse("agreed-already");
  const within = needed > 1 ? [] : approvers.filter((one) => mayDecide(sum, one, limits));
  // Also where every limit was lowered below a sum that one was to agree to: it must not wait for ever.
  const may = within.length > 0 ? within : [lastWord];
  if (!may.some((one) => one === role)) return aboveOwnLimit(sum, role, may, limits);
  return grant(approvedBy.length + 1 >= needed ? "approved" : "awaiting-approval");
}

type Saying = { readonly staffId: string; readonly role: string; readonly agreedBy: string | null };

/**
 * Whether this person may let so much money that came wrong be: within an own limit, else somebody whose limit reaches; and above
 * every limit a second of the highest role says the same as the first.
 */
export function mayLetBe(
  sum: Sum,
  { staffId, role, agreedBy }: Saying,
  limits: Limits,
): Outcome<"decided" | "agreed", "agreed-already" | AboveLimit> {
  if (mayDecide(sum, role, limits)) return grant("decided");
  const within = approvers.filter((one) => mayDecide(sum, one, limits));
  if (within.length > 0 || role !== lastWord)
    return aboveOwnLimit(sum, role, within.length > 0 ? within : [lastWord], limits);
  if (agreedBy === staffId) return refuse("agreed-already");
  return grant(agreedBy === null ? "agreed" : "decided");
}

type AboveLimit = "above-own-limit" | "no-limit-in-currency";

/** Where nobody has a limit in the currency, that is why two have to agree, however little it is. */
function aboveOwnLimit(sum: Sum, role: string, may: readonly string[], limits: Limits) {
  if (approvers.every((one) => limits.of(one, sum.currency) === undefined))
    return refuse("no-limit-in-currency", { currency: sum.currency, may: lastWord });
  const own = money(limits.of(role, sum.currency) ?? 0n, currency(sum.currency));
  return refuse("above-own-limit", { ...toWire(own), may: may.join(" ") });
}

/** A role without a limit in this currency decides nothing alone. */
function mayDecide({ minor, currency: code }: Sum, role: string, limits: Limits): boolean {
  const limit = limits.of(role, code);
  return limit !== undefined && minor <= limit;
}
