/** A payment as the provider tells it. */
export type Came = { readonly amountMinor: bigint; readonly currency: string };
export type CameWrong = {
  readonly kind: "too-much" | "other-currency";
  readonly cameMinor: bigint;
  readonly tooMuchMinor: bigint;
  readonly currency: string;
};

/** Whether what came is more than was asked, or other money. What is too little is missing, which is another matter. */
export function whatCameWrong(
  asked: { readonly amount_minor: bigint; readonly currency: string },
  came: Came,
): CameWrong | undefined {
  const { amountMinor, currency } = came;
  // Nothing came at all.
  if (amountMinor <= 0n) return undefined;
  if (currency !== asked.currency)
    return { kind: "other-currency", cameMinor: amountMinor, tooMuchMinor: amountMinor, currency };
  if (amountMinor <= asked.amount_minor) return undefined;
  return { kind: "too-much", cameMinor: amountMinor, tooMuchMinor: amountMinor - asked.amount_minor, currency };
}
