import { assert } from "#kernel/outcome";
import { article, rule } from "../rule.ts";
import { civilCode } from "./sources.ts";

export const depositRule = rule("CN-PRE-DEP", "orderedAt", article(civilCode, "586-588", "V"));

/** Money paid ahead of a purchase, in minor units. */
export type PaidAhead = {
  /** Only 定金 is a deposit that can be lost or doubled; 订金 (order money) and 预付款 (prepayment) are not. */
  readonly called: "deposit" | "order-money" | "prepayment";
  readonly price: bigint;
  readonly paid: bigint;
  /** Who does not go through with it; nobody where a right to return undoes the purchase. */
  readonly defaultBy: "shopper" | "seller" | "nobody";
};

/** What becomes of it, in minor units. */
export type DepositOutcome = {
  /** What counts as deposit: a fifth of the price at most. */
  readonly effective: bigint;
  readonly forfeited: bigint;
  /** What the seller pays the shopper, the deposit doubled where the seller defaults. */
  readonly toShopper: bigint;
};

/**
 * Who gives a deposit (定金) and defaults loses it, who took it and defaults pays it double; what exceeds a fifth of the
 * price is no deposit and comes back as it is (CN-PRE-DEP, Civil Code 586 and 587). Agreed damages can be claimed in
 * place of it, not beside it (588).
 */
export function depositOutcome({ called, price, paid, defaultBy }: PaidAhead): DepositOutcome {
  assert(paid >= 0n && paid <= price, "what is paid ahead is part of the price");
  const most = price / 5n;
  const effective = called !== "deposit" ? 0n : paid < most ? paid : most;
  const forfeited = defaultBy === "shopper" ? effective : 0n;
  const doubled = defaultBy === "seller" ? effective : 0n;
  return { effective, forfeited, toShopper: paid - forfeited + doubled };
}
